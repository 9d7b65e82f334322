"""Which rules match a text, and where. A phrase is tried only if the text holds a word of each of its items.

Which phrases these are is told by a few operations on whole numbers that have one bit for each need of each phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from listening.scoring.patterns import MARKS
from listening.scoring.rules import RULES
from listening.scoring.tokens import tokens

Span = tuple[int, int]


class Found(NamedTuple):
    """A rule that matches, by its place in ``RULES``, with the first match of each of its phrases."""

    rule: int
    spans: list[Span]


class _Known(NamedTuple):
    """What a word tells: the needs that it meets alone, and those it meets with the word after it."""

    alone: int
    followed: dict[str, int] | None


PHRASES: Final = tuple((index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases if phrase.needs)
"""Every phrase with the place of its rule."""
_HINTS: Final = tuple(
    (hint, index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases for hint in phrase.hints
)
_ASCII_HINTS: Final = tuple(row for row in _HINTS if row[0].isascii())
_WIDTH: Final = len(PHRASES)
_ALL: Final = (1 << _WIDTH) - 1
_ROWS: Final = max(len(phrase.clues) for _, phrase in PHRASES)
_SHIFTS: Final = range(_WIDTH, _ROWS * _WIDTH, _WIDTH)


def _bits() -> tuple[int, dict[str, _Known]]:
    """Return the needs met in any text, and for each word those that it meets: bit ``row * _WIDTH + phrase``."""
    free, alone, followed = 0, dict[str, int](), dict[str, dict[str, int]]()
    for place, (_, phrase) in enumerate(PHRASES):
        for row in range(_ROWS):
            bit = 1 << (row * _WIDTH + place)
            if row >= len(phrase.clues):
                free |= bit
                continue
            for clue in phrase.clues[row]:
                met, word = (alone, clue) if isinstance(clue, str) else (followed.setdefault(clue[0], {}), clue[1])
                met[word] = met.get(word, 0) | bit
    words = alone.keys() | followed.keys()
    return free, {word: _Known(alone.get(word, 0), followed.get(word)) for word in words}


_FREE, _MET = _bits()


def candidates(words: Sequence[str], lower: str) -> int:
    """Return the phrases whose needs ``lower``, which has these ``words``, meets: one bit each."""
    met, after = _FREE, None
    known = _MET.get
    for word in words:
        if after is not None and word in after:
            met |= after[word]
        if found := known(word):
            alone, after = found
            met |= alone
        else:
            after = None
    if "'" in lower:
        met |= _by_parts(words)
    if not lower.isascii():
        for mark in MARKS:
            if mark in lower and mark in _MET:
                met |= _MET[mark].alone
    whole = met & _ALL
    for row in _SHIFTS:
        whole &= met >> row
    return whole


def _by_parts(words: Sequence[str]) -> int:
    """Return the needs met by the last part of a word such as "y'all" with the word after it."""
    met = 0
    for place, word in enumerate(words[:-1]):
        if "'" in word and (found := _MET.get(word.rpartition("'")[2])) and found.followed:
            met |= found.followed.get(words[place + 1], 0)
    return met


def matches(lower: str) -> list[Found]:
    """Return the rules that match ``lower``, in table order."""
    return matches_in([lower], [tokens(lower)])[0]


def matches_in(lowers: Sequence[str], words: Sequence[Sequence[str]]) -> list[list[Found]]:
    """Return for each text the rules that match it, in table order. ``words`` are the texts' tokens.

    One phrase is looked for in all texts before the next, so that it stays at hand.
    """
    found: list[list[tuple[int, Span]]] = [[] for _ in lowers]
    left = list(map(candidates, words, lowers))
    tried: dict[int, list[int]] = {}
    for text, mask in enumerate(left):
        while mask:
            place = mask.bit_length() - 1
            mask ^= 1 << place
            tried.setdefault(place, []).append(text)
    for place, texts in tried.items():
        rule, phrase = PHRASES[place]
        search = phrase.pattern.search
        for text in texts:
            if there := search(lowers[text]):
                found[text].append((rule, there.span()))
    for text, lower in enumerate(lowers):
        hints = _ASCII_HINTS if lower.isascii() else _HINTS
        for phrase, rule in {phrase: rule for hint, rule, phrase in hints if hint in lower}.items():
            if there := phrase.pattern.search(lower):
                found[text].append((rule, there.span()))
    return list(map(_by_rule, found))


def _by_rule(found: list[tuple[int, Span]]) -> list[Found]:
    if len(found) < 2:
        return [Found(rule, [span]) for rule, span in found]
    found.sort()
    rules: dict[int, list[Span]] = {}
    for rule, span in found:
        rules.setdefault(rule, []).append(span)
    return [Found(rule, spans) for rule, spans in rules.items()]
