"""What judged posts teach of one brand: words near its name that tell *us* from *not us*. Pure and deterministic.

The shipped weights stay; a start and at most 200 words are added for the brand, pulled to 0. Each fifth post is kept
aside, and where scoring is not better on those with what was learnt than without, nothing is learnt.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from listening.records import BrandContext, BrandTerms
from listening.scoring import relevance
from listening.scoring.prepared import occurrences, prepare
from listening.scoring.relevance_weights import CEILING, FLOOR

FEWEST = 20
"""Judged posts from which on a brand learns: with fewer, the words of one busy thread would decide."""
EACH = 5
"""Of both kinds: who only ever corrects what is wrong would teach that everything is."""
NEWEST = 2_000
"""Judged posts that are learnt from: the newest."""
MOST_WORDS = 200
_ASIDE = 5
_MOST_START = 1.0
"""How far all posts of a brand may move, in log-odds: what is judged is no fair share of what is said."""
_FEWEST_WITH = 3  # posts that must hold a word
_DECAY, _START_DECAY = 2.0, 0.5  # L2, in posts
_ROUNDS, _STEP = 200, 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post with what a person said of it. ``key`` decides, always alike, whether it is kept aside."""

    key: str
    text: str
    us: bool


@dataclass(frozen=True, slots=True)
class _Read:
    odds: float
    words: frozenset[str]
    us: bool


def learn(said: Sequence[Said], brand: BrandTerms) -> BrandContext | None:
    """Return what these posts teach of a brand, the newest given first; None where it is nothing or no better."""
    said = said[:NEWEST]
    ours = sum(each.us for each in said)
    if len(said) < FEWEST or min(ours, len(said) - ours) < EACH:
        return None
    plain = replace(brand, learned=None)
    read = {each.key: _read(each, plain) for each in said}
    aside = [read[each.key] for each in said if is_kept_aside(each.key)]
    seen = [read[each.key] for each in said if not is_kept_aside(each.key)]
    if not aside or not seen:
        return None
    found = _fit(seen)
    better = _loss(aside, found) < _loss(aside, BrandContext())
    return found if better and _right(aside, found) >= _right(aside, BrandContext()) else None


def is_kept_aside(key: str) -> bool:
    """Say whether nothing is learnt from this post, so that it can tell whether what was learnt is any good."""
    return sha256(key.encode()).digest()[0] % _ASIDE == 0


def _read(each: Said, brand: BrandTerms) -> _Read:
    ready = prepare(each.text)
    named = occurrences(ready.prose, brand)
    chance = relevance.chance(ready, brand, named)
    return _Read(math.log(chance / (1 - chance)), frozenset(relevance.near(ready, named)), each.us)


def _fit(read: Sequence[_Read]) -> BrandContext:
    counts = Counter(word for each in read for word in each.words if len(word) > 1)
    ours = Counter(word for each in read if each.us for word in each.words)
    share = sum(each.us for each in read) / len(read)
    telling = sorted(
        (word for word, n in counts.items() if n >= _FEWEST_WITH),
        key=lambda word: (-abs(ours[word] - share * counts[word]) / math.sqrt(counts[word]), word),
    )
    words = sorted(telling[:MOST_WORDS])
    places = {word: at for at, word in enumerate(words, 1)}
    rows = [[0, *sorted(places[word] for word in each.words if word in places)] for each in read]
    weights, squares = [0.0] * (len(words) + 1), [1e-8] * (len(words) + 1)
    for _ in range(_ROUNDS):
        slopes = [_START_DECAY * weights[0], *(_DECAY * weight for weight in weights[1:])]
        for row, each in zip(rows, read, strict=True):
            wrong = _probability(each.odds + sum(weights[at] for at in row)) - each.us
            for at in row:
                slopes[at] += wrong
        for at, slope in enumerate(slopes):
            squares[at] += slope * slope
            weights[at] -= _STEP * slope / math.sqrt(squares[at])
        weights[0] = max(-_MOST_START, min(_MOST_START, weights[0]))
    told = {word: round(weight, 3) for word, weight in zip(words, weights[1:], strict=True)}
    return BrandContext(start=round(weights[0], 3), words={word: told[word] for word in words if told[word]})


def _odds(each: _Read, found: BrandContext) -> float:
    return each.odds + found.start + math.fsum(found.words.get(word, 0.0) for word in each.words)


def _loss(read: Sequence[_Read], found: BrandContext) -> float:
    """Return the mean surprise at what people said, in nats."""
    chances = [min(CEILING, max(FLOOR, _probability(_odds(each, found)))) for each in read]
    return -sum(math.log(p if each.us else 1 - p) for p, each in zip(chances, read, strict=True)) / len(read)


def _right(read: Sequence[_Read], found: BrandContext) -> int:
    return sum((_probability(_odds(each, found)) >= relevance.UNSURE) is each.us for each in read)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
