"""Which rules match a text, and where. A phrase is tried only if the text holds a word of each of its items.

Which phrases these are is told by a few operations on whole numbers that have one bit for each need of each phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from listening.scoring.patterns import MARKS, Rule
from listening.scoring.rules import RULES
from listening.scoring.tokens import Cut
from listening.scoring.tokens import cut as cut_up

Span = tuple[int, int]


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
_APOSTROPHES: Final = re.compile("'+")


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


def _begun() -> tuple[int, dict[str, int]]:
    """Return the phrases that may begin anywhere, and for each word those that begin with it."""
    anywhere, begun = 0, dict[str, int]()
    for place, (_, phrase) in enumerate(PHRASES):
        if not phrase.heads:
            anywhere |= 1 << place
        for head in phrase.heads:
            begun[head] = begun.get(head, 0) | 1 << place
    return anywhere, begun


_FREE, _MET = _bits()
_ANYWHERE, _BEGUN = _begun()


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


def _starts(left: int, lower: str, cut: Cut) -> list[tuple[int, int]]:
    """Return where phrases that are ``left`` may start, in order, and which may there.

    They may at every word, at each part of "y'all" or "it's", and at a filled-in brand, which goes by its letter.
    """
    (_, words, places), begun = cut, _BEGUN
    starts = [
        (start, here)
        for word, start in zip(words, places, strict=False)
        if word in begun and (here := begun[word] & left)
    ]
    plain = len(starts)
    if "'" in lower:
        for word, start in zip(words, places, strict=False):
            if "'" in word:
                parts = [apostrophe.end() for apostrophe in _APOSTROPHES.finditer(word)]
                starts += [(start + at, begun[word[at:]] & left) for at in parts if word[at:] in begun]
    if not lower.isascii():
        starts += [
            (start, begun[word[0]] & left)
            for word, start in zip(words, places, strict=False)
            if word[0] in MARKS and word[0] in begun
        ]
    if len(starts) > plain:
        starts.sort()
    return starts


def matches(lower: str, cut: Cut | None = None) -> list[tuple[Rule, list[Span]]]:
    """Return the rules that match ``lower`` in table order, each with the first match of each of its phrases.

    ``cut`` are the tokens of ``lower``, if the caller has them.
    """
    if cut is None:
        cut = cut_up(lower)
    words = cut.words
    found: list[tuple[int, Span]] = []
    left = candidates(words, lower)
    if left:
        found = _found(left, lower, cut)
    hints = _ASCII_HINTS if lower.isascii() else _HINTS
    shapes = {phrase: index for hint, index, phrase in hints if hint in lower}
    for phrase, index in shapes.items():
        if there := phrase.pattern.search(lower):
            found.append((index, there.span()))
    rules: dict[int, list[Span]] = {}
    for index, span in sorted(found):
        rules.setdefault(index, []).append(span)
    return [(RULES[index], spans) for index, spans in rules.items()]


def _found(left: int, lower: str, cut: Cut) -> list[tuple[int, Span]]:
    """Return the first match of each phrase that is ``left`` to be tried, with the place of its rule."""
    found = []
    for start, begun in _starts(left, lower, cut):
        here = begun & left
        while here:
            place = here.bit_length() - 1
            here ^= 1 << place
            index, phrase = PHRASES[place]
            if there := phrase.pattern.match(lower, start):
                found.append((index, there.span()))
                left ^= 1 << place
    left &= _ANYWHERE
    while left:
        place = left.bit_length() - 1
        left ^= 1 << place
        index, phrase = PHRASES[place]
        if there := phrase.pattern.search(lower):
            found.append((index, there.span()))
    return found
