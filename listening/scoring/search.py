"""Which rules match a text, and where. A phrase is tried only if the text holds a word of each of its items.

Which phrases these are is told by a few operations on rows of bits, one bit for each need of each phrase, for all
texts at once; and a phrase is tried only where a token stands that it may begin with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from listening.scoring.patterns import MARKS
from listening.scoring.rules import RULES
from listening.scoring.signs import Together
from listening.scoring.tokens import spans, tokens

Span = tuple[int, int]
Whole = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

# Words that VADER holds to be positive and that pleas and tickets are full of.
PLEAS: Final = frozenset({"help", "support", "please", "share", "like", "fix", "helpdesk", "care", "resolve"})


class Found(NamedTuple):
    """A rule that matches, by its place in ``RULES``, with the first match of each of its phrases."""

    rule: int
    spans: list[Span]


class Laid(NamedTuple):
    """The tokens of several texts one after another: which text, where in it they begin, and what they tell."""

    texts: Whole
    starts: Whole
    clues: Whole


PHRASES: Final = tuple((index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases if phrase.needs)
"""Every phrase with the place of its rule."""
_SHAPES: Final = {phrase: index for index, rule in enumerate(RULES) for phrase in rule.phrases if phrase.hints}
_ROWS: Final = max(len(phrase.clues) for _, phrase in PHRASES)
_PLACES: Final = -(-len(PHRASES) // 64) * 64  # of a row, in whole numbers of 64 bits
_SHIFT: Final = 20


def _numbered() -> dict[str, int]:
    """Return a number from 1 for every word that tells anything."""
    words = set(PLEAS)
    for _, phrase in PHRASES:
        words |= phrase.opens
        for clue in (clue for row in phrase.clues for clue in row):
            words.update((clue,) if isinstance(clue, str) else clue)
    return {word: number for number, word in enumerate(sorted(words), start=1)}


_NUMBERS: Final = _numbered()
_PARTED: Final = len(_NUMBERS) + 1
"""Stands for a token such as "y'all": a phrase may begin inside it."""
_MARKED: Final = len(_NUMBERS) + 2
"""Stands for a token that holds both marks."""
_PLEA_OF: Final = {number: word for word, number in _NUMBERS.items() if word in PLEAS}
_IS_PLEA: Final = np.isin(np.arange(_MARKED + 1), list(_PLEA_OF))


def _packed(rows: Flags) -> Bits:
    return np.packbits(rows, axis=-1, bitorder="little").view("<u8")


def _tables() -> tuple[Bits, Bits, Bits, Whole, Bits]:
    """Return the needs met in any text, by each word, the phrases that a word may begin, pairs and what they meet."""
    free = np.zeros((_ROWS, _PLACES), dtype=bool)
    alone = np.zeros((_MARKED + 1, _ROWS, _PLACES), dtype=bool)
    opens = np.zeros((_MARKED + 1, _PLACES), dtype=bool)
    followed: dict[int, list[tuple[int, int]]] = {}
    for place, (_, phrase) in enumerate(PHRASES):
        opens[[_NUMBERS[word] for word in phrase.opens], place] = True
        free[len(phrase.clues) :, place] = True
        for row, clues in enumerate(phrase.clues):
            for clue in clues:
                if isinstance(clue, str):
                    alone[_NUMBERS[clue], row, place] = True
                else:
                    key = _NUMBERS[clue[0]] << _SHIFT | _NUMBERS[clue[1]]
                    followed.setdefault(key, []).append((row, place))
    for mark in MARKS:
        if mark in _NUMBERS:
            alone[_MARKED] |= alone[_NUMBERS[mark]]
            opens[_MARKED] |= opens[_NUMBERS[mark]]
    keys = sorted(followed)
    met = np.zeros((len(keys), _ROWS, _PLACES), dtype=bool)
    for at, key in enumerate(keys):
        met[at][tuple(zip(*followed[key], strict=True))] = True
    flat = (len(alone), _ROWS * _PLACES)
    return (
        _packed(free.reshape(-1)),
        _packed(alone.reshape(flat)),
        _packed(opens),
        np.array([*keys, np.iinfo(np.int64).max], dtype=np.int64),
        _packed(met.reshape(len(keys), -1)),
    )


_FREE, _ALONE, _OPENS, _PAIRS, _FOLLOWED = _tables()


def clue_of(token: str) -> int:
    """Return the number by which rules know a token, 0 if it tells nothing."""
    number = _NUMBERS.get(token, 0)
    if number or (token.isascii() and "'" not in token):
        return number
    marks = [mark for mark in MARKS if mark in token]
    if marks:
        return _MARKED if len(marks) > 1 else _NUMBERS.get(marks[0], 0)
    return _PARTED if any(part in _NUMBERS for part in token.split("'")[1:]) else 0


def pleas_in(laid: Laid, count: int) -> list[frozenset[str]]:
    """Return for each of ``count`` texts which pleas it has."""
    found: list[frozenset[str]] = [frozenset()] * count
    at = _IS_PLEA.take(laid.clues).nonzero()[0]
    for text, clue in zip(laid.texts.take(at).tolist(), laid.clues.take(at).tolist(), strict=True):
        found[text] |= {_PLEA_OF[clue]}
    return found


def candidates(laid: Laid, lowers: Sequence[str]) -> Bits:
    """Return the phrases whose needs each of ``lowers`` meets: a row of bits each."""
    met = np.repeat(_FREE[None], len(lowers), axis=0)
    texts, clues = laid.texts, laid.clues
    if len(clues):
        bits = _ALONE.take(clues, axis=0)
        keys = clues[:-1] << _SHIFT | clues[1:]
        pairs = _PAIRS.searchsorted(keys)
        is_first = np.ones(len(texts), dtype=bool)
        np.not_equal(texts[1:], texts[:-1], out=is_first[1:])
        at = ((_PAIRS.take(pairs) == keys) > is_first[1:]).nonzero()[0]
        bits[at] |= _FOLLOWED.take(pairs.take(at), axis=0)
        begins = is_first.nonzero()[0]
        met[texts.take(begins)] |= np.bitwise_or.reduceat(bits, begins)
    for text in _with_parts(laid):
        for pair in _pairs_of_parts(lowers[text]):
            met[text] |= _FOLLOWED[pair]
    whole: Bits = np.bitwise_and.reduce(met.reshape(len(lowers), _ROWS, -1), axis=1)
    return whole


def _with_parts(laid: Laid) -> list[int]:
    parted: list[int] = laid.texts[laid.clues == _PARTED].tolist()
    return sorted(set(parted))


def _pairs_of_parts(lower: str) -> Iterator[int]:
    """Yield the pairs of the last part of a word such as "y'all" with the word after it."""
    words = tokens(lower)
    for word, after in pairwise(words):
        if "'" in word:
            key = _NUMBERS.get(word.rpartition("'")[2], 0) << _SHIFT | _NUMBERS.get(after, 0)
            pair = int(np.searchsorted(_PAIRS, key))
            if _PAIRS[pair] == key:
                yield pair


def phrases_in(row: Bits) -> list[int]:
    """Return the places in ``PHRASES`` of what ``candidates`` returned for a text."""
    found: list[int] = np.flatnonzero(_unpacked(row)).tolist()
    return found


def _unpacked(bits: Bits) -> npt.NDArray[np.uint8]:
    return np.unpackbits(bits.view(np.uint8), axis=-1, bitorder="little")


def matches(lower: str) -> list[Found]:
    """Return the rules that match ``lower``, in table order."""
    return matches_in([lower], laid_out(lower))[0]


def laid_out(lower: str) -> Laid:
    """Return the tokens of one text."""
    places = spans(lower)
    return Laid(
        np.zeros(len(places), dtype=np.int64),
        np.array([start for start, _ in places], dtype=np.int64),
        np.array([clue_of(lower[start:end]) for start, end in places], dtype=np.int64),
    )


def matches_in(lowers: Sequence[str], laid: Laid) -> list[list[Found]]:
    """Return for each text the rules that match it, in table order. ``laid`` are the texts' tokens.

    One phrase is looked for in all texts before the next, so that it stays at hand.
    """
    found: list[list[tuple[int, Span]]] = [[] for _ in lowers]
    _search(found, lowers, laid)
    together = Together(lowers)
    for phrase, rule in _SHAPES.items():
        for text in together.holding_any(phrase.hints):
            if there := phrase.pattern.search(lowers[text]):
                found[text].append((rule, there.span()))
    return [_by_rule(each) if each else [] for each in found]


def _search(found: list[list[tuple[int, Span]]], lowers: Sequence[str], laid: Laid) -> None:
    """Add the rule and the first match of every phrase to what was ``found`` in each text."""
    left = candidates(laid, lowers)
    anywhere = _with_parts(laid)
    for text in anywhere:  # a match may begin within a token
        for place in phrases_in(left[text]):
            rule, phrase = PHRASES[place]
            if there := phrase.pattern.search(lowers[text]):
                found[text].append((rule, there.span()))
    left[anywhere] = 0
    places, tokens_at = _openings(left, laid)
    rows = zip(
        places.tolist(),
        laid.texts.take(tokens_at).tolist(),
        tokens_at.tolist(),
        laid.starts.take(tokens_at).tolist(),
        strict=True,
    )
    for place, each in groupby(rows, key=itemgetter(0)):
        rule, phrase = PHRASES[place]
        match, done = phrase.pattern.match, -1
        for _, text, token, start in each:
            if text == done:
                continue
            for begin in _begins(laid, token, phrase.before) if phrase.before else (start,):
                if there := match(lowers[text], begin):
                    found[text].append((rule, there.span()))
                    done = text
                    break


def _openings(left: Bits, laid: Laid) -> tuple[Whole, Whole]:
    """Return the phrases ``left`` to be tried and the tokens at which each may begin, phrase by phrase."""
    openings = left.take(laid.texts, axis=0) & _OPENS.take(laid.clues, axis=0)
    flat = openings.reshape(-1)
    some = flat.nonzero()[0]
    at, bits = _unpacked(flat.take(some)[:, None]).nonzero()
    tokens_at, words = np.divmod(some.take(at), _PLACES // 64)
    places = words << 6 | bits
    order = places.argsort(kind="stable")
    return places.take(order), tokens_at.take(order)


def _begins(laid: Laid, token: int, before: int) -> list[int]:
    """Return where a match may begin whose first item that must be there is ``token``."""
    first = token
    while first and token - first < before and laid.texts[first - 1] == laid.texts[token]:
        first -= 1
    begins: list[int] = laid.starts[first : token + 1].tolist()
    return begins


def _by_rule(found: list[tuple[int, Span]]) -> list[Found]:
    if len(found) == 1:
        return [Found(found[0][0], [found[0][1]])]
    found.sort()
    rules: dict[int, list[Span]] = {}
    for rule, span in found:
        rules.setdefault(rule, []).append(span)
    return [Found(rule, spans) for rule, spans in rules.items()]
