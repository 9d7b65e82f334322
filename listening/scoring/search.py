"""Which rules match a text, and where. A phrase is tried only if the text holds a word of each of its items.

Which phrases these are is told by a few operations on rows of bits, one bit for each need of each phrase, for all
texts at once; and a phrase is tried only where a token stands that it may begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from listening.scoring.clues import (
    ALONE,
    FOLLOWED,
    FREE,
    MARKED,
    NUMBERS,
    OPENS,
    PARTED,
    PHRASES,
    PLACES,
    PLEA_OF,
    ROWS,
    SHAPES,
    SHIFT,
    Bits,
    bits_of,
    clue_of,
    places_of,
)
from listening.scoring.lookup import Lookup
from listening.scoring.signs import Together
from listening.scoring.tokens import spans, tokens

Span = tuple[int, int]
Whole = npt.NDArray[np.int64]


class Found(NamedTuple):
    """A rule that matches, by its place in ``RULES``, with the first match of each of its phrases."""

    rule: int
    spans: list[Span]


class Hits(NamedTuple):
    """``Found`` of several texts, in columns: by text and rule, in order."""

    texts: list[int]
    rules: list[int]
    spans: list[list[Span]]


class Laid(NamedTuple):
    """The tokens of several texts one after another: which text, where in it they begin, and what they tell."""

    texts: Whole
    starts: Whole
    clues: Whole


_IS_PLEA: Final = np.isin(np.arange(MARKED + 1), list(PLEA_OF))
_FREE, _ALONE, _OPENS = bits_of([FREE], ROWS * PLACES), bits_of(ALONE, ROWS * PLACES), bits_of(OPENS, PLACES)
_FULL: Final = (1 << PLACES) - 1
_KEYS: Final = sorted(FOLLOWED)
_PAIRS: Final = Lookup(np.array(_KEYS, dtype=np.int64), missing=-1)
_FOLLOWED = bits_of([FOLLOWED[key] for key in _KEYS], ROWS * PLACES)


def pleas_in(laid: Laid, count: int) -> list[frozenset[str]]:
    """Return for each of ``count`` texts which pleas it has."""
    found: list[frozenset[str]] = [frozenset()] * count
    at = _IS_PLEA.take(laid.clues).nonzero()[0]
    for text, clue in zip(laid.texts.take(at).tolist(), laid.clues.take(at).tolist(), strict=True):
        found[text] |= {PLEA_OF[clue]}
    return found


def candidates(laid: Laid, lowers: Sequence[str]) -> Bits:
    """Return the phrases whose needs each of ``lowers`` meets: a row of bits each."""
    met = np.repeat(_FREE, len(lowers), axis=0)
    texts, clues = laid.texts, laid.clues
    if len(clues):
        bits = _ALONE.take(clues, axis=0)
        keys = clues[:-1] << SHIFT | clues[1:]
        pairs = _PAIRS.places(keys)
        is_first = np.ones(len(texts), dtype=bool)
        np.not_equal(texts[1:], texts[:-1], out=is_first[1:])
        at = ((pairs >= 0) > is_first[1:]).nonzero()[0]
        bits[at] |= _FOLLOWED.take(pairs.take(at), axis=0)
        begins = is_first.nonzero()[0]
        met[texts.take(begins)] |= np.bitwise_or.reduceat(bits, begins)
    for text in _with_parts(laid):
        for key in _pairs_of_parts(lowers[text]):
            met[text] |= bits_of([FOLLOWED[key]], ROWS * PLACES)[0]
    whole: Bits = np.bitwise_and.reduce(met.reshape(len(lowers), ROWS, -1), axis=1)
    return whole


def _with_parts(laid: Laid) -> list[int]:
    parted: list[int] = laid.texts[laid.clues == PARTED].tolist()
    return sorted(set(parted))


def _pairs_of_parts(lower: str) -> Iterator[int]:
    """Yield the keys of the last part of a word such as "y'all" with the word after it."""
    words = tokens(lower)
    for word, after in pairwise(words):
        if "'" in word:
            key = NUMBERS.get(word.rpartition("'")[2], 0) << SHIFT | NUMBERS.get(after, 0)
            if key in FOLLOWED:
                yield key


def phrases_in(row: Bits) -> list[int]:
    """Return the places in ``PHRASES`` of what ``candidates`` returned for a text."""
    found: list[int] = np.flatnonzero(_unpacked(row)).tolist()
    return found


def _unpacked(bits: Bits) -> npt.NDArray[np.uint8]:
    return np.unpackbits(bits.view(np.uint8), axis=-1, bitorder="little")


def matches(lower: str, clues: Sequence[int], starts: Sequence[int]) -> list[Found]:
    """Return the rules that match one text, in table order, as ``matches_in`` does of many.

    ``clues`` are what its tokens tell, ``starts`` where they begin.
    """
    left = _met(lower, clues)
    found: list[tuple[int, Span]] = []
    if left and PARTED in clues:  # a match may begin within a token
        for rule, phrase in map(PHRASES.__getitem__, places_of(left)):
            if there := phrase.pattern.search(lower):
                found.append((rule, there.span()))
    elif left:
        _match(found, left, lower, clues, starts)
    for phrase, rule in SHAPES.items():
        for hint in phrase.hints:
            if hint in lower:
                if there := phrase.pattern.search(lower):
                    found.append((rule, there.span()))
                break
    return _by_rule(found) if found else []


def _met(lower: str, clues: Sequence[int]) -> int:
    """Return the phrases whose needs one text meets, a bit each."""
    met, before = FREE, 0
    for clue in clues:
        if clue:
            met |= ALONE[clue]
            if before:
                met |= FOLLOWED.get(before << SHIFT | clue, 0)
        before = clue
    if PARTED in clues:
        for key in _pairs_of_parts(lower):
            met |= FOLLOWED[key]
    left = met & _FULL
    for row in range(1, ROWS):
        left &= met >> row * PLACES
    return left


def _match(found: list[tuple[int, Span]], left: int, lower: str, clues: Sequence[int], starts: Sequence[int]) -> None:
    """Add the rule and the first match of every phrase that is ``left`` to what was ``found``."""
    for token, clue in enumerate(clues):
        openings = OPENS[clue] & left
        if not openings:
            continue
        for place in places_of(openings):
            rule, phrase = PHRASES[place]
            begins = starts[max(token - phrase.before, 0) : token + 1]
            for begin in begins:
                if there := phrase.pattern.match(lower, begin):
                    found.append((rule, there.span()))
                    left ^= 1 << place
                    break


def pleas(clues: Iterable[int]) -> frozenset[str]:
    """Return which pleas a text has, of which ``clues`` are what its tokens tell."""
    return frozenset([PLEA_OF[clue] for clue in clues if clue in PLEA_OF])


def clues_and_starts(lower: str) -> tuple[list[int], list[int]]:
    """Return what the tokens of a text tell and where they begin."""
    places = spans(lower)
    return [clue_of(lower[start:end]) for start, end in places], [start for start, _ in places]


def matches_in(lowers: Sequence[str], laid: Laid) -> Hits:
    """Return the rules that match each text. ``laid`` are the texts' tokens.

    One phrase is looked for in all texts before the next, so that it stays at hand.
    """
    found = _search(lowers, laid)
    together = Together(lowers)
    for phrase, rule in SHAPES.items():
        search = phrase.pattern.search
        found += [
            (text, rule, there.span()) for text in together.holding_any(phrase.hints) if (there := search(lowers[text]))
        ]
    found.sort()
    texts, rules, spans = hits = Hits([], [], [])
    for text, rule, span in found:
        if rules and rule == rules[-1] and text == texts[-1]:
            spans[-1].append(span)
        else:
            texts.append(text)
            rules.append(rule)
            spans.append([span])
    return hits


def _search(lowers: Sequence[str], laid: Laid) -> list[tuple[int, int, Span]]:
    """Return text, rule and first match of every phrase in each text."""
    found: list[tuple[int, int, Span]] = []
    left = candidates(laid, lowers)
    anywhere = _with_parts(laid)
    for text in anywhere:  # a match may begin within a token
        for place in phrases_in(left[text]):
            rule, phrase = PHRASES[place]
            if there := phrase.pattern.search(lowers[text]):
                found.append((text, rule, there.span()))
    left[anywhere] = 0
    places, tokens_at = _openings(left, laid)
    if not len(places):
        return found
    texts, starts = laid.texts.take(tokens_at).tolist(), laid.starts.take(tokens_at).tolist()
    bounds = [0, *((places[1:] != places[:-1]).nonzero()[0] + 1).tolist(), len(places)]
    for place, (first, after) in zip(places.take(bounds[:-1]).tolist(), pairwise(bounds), strict=True):
        rule, phrase = PHRASES[place]
        match = phrase.pattern.match
        if phrase.before:
            tried = _begins(laid, tokens_at[first:after], phrase.before)
        else:
            tried = list(zip(texts[first:after], starts[first:after], strict=True))
        matched = [(text, rule, there.span()) for text, begin in tried if (there := match(lowers[text], begin))]
        found += matched if len(matched) < 2 else _first_of_each(matched)
    return found


def _first_of_each(matched: Iterable[tuple[int, int, Span]]) -> Iterator[tuple[int, int, Span]]:
    """Yield the first match of each text."""
    last = -1
    for one in matched:
        if one[0] != last:
            yield one
            last = one[0]


def _openings(left: Bits, laid: Laid) -> tuple[Whole, Whole]:
    """Return the phrases ``left`` to be tried and the tokens at which each may begin, phrase by phrase."""
    openings = left.take(laid.texts, axis=0) & _OPENS.take(laid.clues, axis=0)
    flat = openings.reshape(-1)
    some = flat.nonzero()[0]
    at, bits = _unpacked(flat.take(some)[:, None]).nonzero()
    tokens_at, words = np.divmod(some.take(at), PLACES // 64)
    places = words << 6 | bits
    order = places.argsort(kind="stable")
    return places.take(order), tokens_at.take(order)


def _begins(laid: Laid, tokens_at: Whole, before: int) -> list[tuple[int, int]]:
    """Return text and place where a match may begin that has one of the tokens as its first item that must be there.

    Up to ``before`` tokens of the same text may stand before it.
    """
    tokens = tokens_at[:, None] + np.arange(-before, 1)
    texts = laid.texts.take(tokens_at)[:, None]
    kept = (tokens >= 0) & (laid.texts.take(tokens, mode="clip") == texts)
    tokens = tokens[kept]
    return list(zip(laid.texts.take(tokens).tolist(), laid.starts.take(tokens).tolist(), strict=True))


def _by_rule(found: list[tuple[int, Span]]) -> list[Found]:
    if len(found) == 1:
        return [Found(found[0][0], [found[0][1]])]
    found.sort()
    rules: dict[int, list[Span]] = {}
    for rule, span in found:
        rules.setdefault(rule, []).append(span)
    return [Found(rule, spans) for rule, spans in rules.items()]
