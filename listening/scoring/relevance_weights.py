"""The weights by which relevance is told, in whole numbers, and the words that have one. Pure.

A set of signs is added up once, a piece of text is searched for words once, and the words of many texts are added up
at once. Whole thousandths can be added in any order, so what a post is judged with does not show.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.scoring.lookup import distinct
from listening.scoring.trade import TRADE

Whole = npt.NDArray[np.int64]
Signs = frozenset[str]

WORD: Final = re.compile(r"[a-z][a-z'-]*+")
MOST_TRADE: Final = 4
TRADE_SIGNS: Final = [f"trade {n}" for n in range(MOST_TRADE + 1)]
"""How many words of the trade there are, which is a sign as well; more than four count as four."""
FLOOR, CEILING = 0.01, 0.99
"""Exactly 0 and 1 are decisions of people and queries, which scoring never makes."""

UNIT: Final = 1_000
"""Weights have three decimals: in this unit they are whole."""
_TRADE_BITS: Final = 32
_ONE_OF_TRADE: Final = 1 << _TRADE_BITS
"""What a word of the trade adds to its weight, so that one sum tells both: no weights add up to half of this."""
_BITS: Final = 12
"""Of the number of a telling word, of which there are some 600."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model: the weight of each sign, of each word near the name, and the start. All are log-odds."""

    start: float
    signs: Mapping[str, float]
    words: Mapping[str, float]
    plain: float  # the probability of a name that is no English word, spelt as a name

    def of(self, signs: Collection[str], words: Collection[str]) -> float:
        """Return the log-odds of a post with these signs and words."""
        # fsum rounds once, so that the order of a set does not show.
        return self.start + math.fsum(
            [self.signs[sign] for sign in signs if sign in self.signs]
            + [self.words[word] for word in words if word in self.words]
        )


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Return the weights of the installation's version."""
    told = json.loads(Path(__file__).with_name("relevance.json").read_text(encoding="utf-8"))
    return Weights(start=told["start"], signs=told["signs"], words=told["words"], plain=told["plain"])


class Scales(dict[Signs, int]):
    """``Weights`` at work, in thousandths of log-odds: of a set of signs, once found remembered, and of words.

    There are few such sets: each is made by a cached function of a few choices.
    """

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self._signs = weights.signs
        self._start = round(weights.start * UNIT)
        self._by_trade = [self[frozenset({sign})] for sign in TRADE_SIGNS]
        telling = sorted(TRADE.union(weights.words))
        values = [round(weights.words.get(word, 0.0) * UNIT) + _ONE_OF_TRADE * (word in TRADE) for word in telling]
        self._telling = frozenset(telling)
        self._value_of = dict(zip(telling, values, strict=True))
        self._number_of = {word: number for number, word in enumerate(telling)}
        self._values = np.array(values, dtype=np.float64)  # whole, and sums of them below 2**53

    def __missing__(self, signs: Signs) -> int:
        self[signs] = weight = sum([round(self._signs[sign] * UNIT) for sign in signs if sign in self._signs])
        return weight

    def of_signs(self, signs: Iterable[Signs]) -> int:
        """Return the log-odds of a post with these signs, of which no two sets share one, before its words."""
        return sum(map(self.__getitem__, signs), self._start)

    def with_words(self, odds: int, words: Iterable[str], *, beside: bool = False) -> int:
        """Return the log-odds of a post with such ``of_signs`` and these words.

        Another brand ``beside`` counts as one word of the trade.
        """
        both = sum(map(self._value_of.__getitem__, self._telling.intersection(words)), _ONE_OF_TRADE * beside)
        trade = both + _ONE_OF_TRADE // 2 >> _TRADE_BITS
        return odds + both - (trade << _TRADE_BITS) + self._by_trade[min(trade, MOST_TRADE)]

    def numbers_in(self, chunk: str) -> list[int]:
        """Return the numbers of the telling words in a piece of text."""
        return [self._number_of[word] for word in WORD.findall(chunk) if word in self._telling]

    def chances(self, odds: Mapping[int, int], texts: Whole, numbers: Whole) -> list[float]:
        """Return the probabilities of the texts that have ``odds`` by their signs.

        ``numbers`` are those of the telling words of ``texts``, which may hold one twice.
        """
        if not odds:
            return []
        keys = distinct(texts << _BITS | numbers)
        values = np.bincount(keys >> _BITS, self._values.take(keys & (1 << _BITS) - 1), minlength=max(odds) + 1)
        both = values.take(list(odds)).astype(np.int64)
        trade = both + _ONE_OF_TRADE // 2 >> _TRADE_BITS
        pushed = both - (trade << _TRADE_BITS) + np.array(self._by_trade).take(np.minimum(trade, MOST_TRADE))
        return list(map(chance_of, (pushed + list(odds.values())).tolist()))


@lru_cache(maxsize=1)
def scales() -> Scales:
    """Return the shipped weights at work."""
    return Scales(shipped())


@lru_cache(maxsize=8_192)
def chance_of(told: int) -> float:
    """Return the probability, 0.01 to 0.99, of log-odds in thousandths."""
    return bounded(told / UNIT)


def bounded(told: float) -> float:
    """Return the same of log-odds."""
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, told))))
    return round(max(FLOOR, min(CEILING, probability)), 4)
