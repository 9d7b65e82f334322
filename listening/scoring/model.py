"""The trained model at work: log-odds of all heads of many texts at once. Pure.

Weights are whole numbers and every text is added up by itself, so what it is judged with does not show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from math import sqrt
from threading import Lock
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS
from listening.scoring import features
from listening.scoring.artefact import STEP, Artefact
from listening.scoring.lookup import distinct
from listening.scoring.memory import SHIFT, Base, Cut, Memory, Whole, Words
from listening.scoring.reading import Reading, Readings
from listening.scoring.rules import RULES

Real = npt.NDArray[np.float64]

_MASK: Final = (1 << SHIFT) - 1
_MOST_LOG_ODDS: Final = 30.0
SMALLEST: Final = 0.12
"""Log-odds below which a push explains nothing to anybody, and is not shown."""


class Weighed(NamedTuple):
    """Texts as the model sees them: log-odds (text, head); the tokens, and for each the row of it with the one before.

    ``scales`` are what the weights of a text are multiplied by, beside ``STEP``.
    """

    log_odds: Real
    cut: Cut
    pairs: Whole
    scales: Real


class WeighedOne(NamedTuple):
    """``Weighed`` of one text."""

    log_odds: Real
    words: Words
    pairs: Whole
    scale: float


class Model:
    """An artefact ready to judge. One may serve all threads."""

    def __init__(self, made: Artefact) -> None:
        if made.heads[: len(FLAGS)] != FLAGS:
            raise ValueError("the flags are not the first heads")
        self.made = made
        self.heads = made.heads
        self.means: Real = np.asarray(made.means[: len(FLAGS)], dtype=np.float64)
        self._base = Base(made)
        self._memory = Memory(self._base)
        self._lock = Lock()
        order = {key: place for place, key in enumerate(made.rules)}
        none = np.zeros(len(made.heads))
        self.rule_weights: Real = np.array(
            [
                made.rule_weights[order[key]] if key in order else none
                for key in (f"{rule.flag}: {rule.name}" for rule in RULES)
            ]
        )

    @cached_property
    def loud_rules(self) -> list[dict[int, float]]:
        """For each flag how far the rules push it that do so by ``SMALLEST``, by their place in ``RULES``."""
        pushes = self.rule_pushes.T.tolist()
        return [{rule: push for rule, push in enumerate(each) if abs(push) >= SMALLEST} for each in pushes]

    @cached_property
    def rule_pushes(self) -> Real:
        """How far each rule of ``RULES`` pushes each flag, as it is shown."""
        return self.rule_weights[:, : len(FLAGS)].round(3)

    def cut(self, lowers: Iterable[str], *, telling: bool = False) -> Cut:
        """Return the tokens of lower-cased texts, of which there is at least one, and the ``telling`` words."""
        chunked = [lower.split(" ") for lower in lowers]  # no token holds a blank, and chunks come again and again
        with self._lock:
            if self._memory.is_full:
                self._memory = Memory(self._base)
            return self._memory.cut(chunked, telling=telling)

    def cut_one(self, lower: str) -> Words:
        """Return the tokens of one lower-cased text."""
        chunks = lower.split(" ")
        with self._lock:
            if self._memory.is_full:
                self._memory = Memory(self._base)
            return self._memory.cut_one(chunks)

    def weigh(self, cut: Cut, readings: Readings, count: int) -> Weighed:
        """Return the log-odds of ``count`` texts that were ``cut``, and what they were made of."""
        texts = np.arange(count, dtype=np.int64)
        pairs, neighbours = self._pairs(cut)
        known = np.flatnonzero(pairs != self._base.zero)
        used = distinct(  # and a row of zeros for each text, so that none has no row
            np.concatenate(
                [
                    cut.texts << SHIFT | cut.rows,
                    cut.texts.take(known) << SHIFT | pairs.take(known),
                    texts << SHIFT | self._base.zero,
                ]
            )
        )
        text_of, rows = used >> SHIFT, used & _MASK
        words = np.bincount(text_of[rows > self._base.zero], minlength=len(texts))
        pairs_of = np.bincount(distinct(neighbours) >> 2 * SHIFT, minlength=len(texts))
        scales = 1.0 / np.sqrt(words + pairs_of + features.DAMPING)
        weights = cut.weights.take(rows, axis=0)
        totals = np.add.reduceat(weights, text_of.searchsorted(texts), axis=0, dtype=np.int64)
        log_odds = self.made.bias + totals * (STEP * scales)[:, None]
        self._add_polarity(log_odds, readings)
        return Weighed(log_odds, cut, pairs, scales)

    def _pairs(self, cut: Cut) -> tuple[Whole, Whole]:
        """Return for each token the row of it with the one before, and a key of both and their text."""
        zero = self._base.zero
        keys = cut.rows.copy()
        keys[:1] |= zero << SHIFT
        keys[1:] |= np.where(cut.texts[1:] == cut.texts[:-1], cut.rows[:-1], zero) << SHIFT
        return self._base.lookup.places(keys), cut.texts << 2 * SHIFT | keys

    def _add_polarity(self, log_odds: Real, readings: Readings) -> None:
        """Add what the lexicon and the rules say, one after the other, so that sums come out alike."""
        if readings.moods is None:
            return
        pushes = features.polarities(readings.moods.scores).T[:, :, None] * self.made.polarity[:, None]
        np.add.reduce([log_odds, *pushes], out=log_odds)
        if readings.hits.rules:
            np.add.at(log_odds, readings.hits.texts, self.rule_weights.take(readings.hits.rules, axis=0))

    def weigh_one(self, words: Words, reading: Reading) -> WeighedOne:
        """Return what ``weigh`` does of one text, number for number."""
        zero, known = self._base.zero, self._base.pairs
        keys = [one << SHIFT | other for one, other in pairwise([zero, *words.rows])]
        sought = np.array(keys, dtype=np.int64)
        pairs = known.searchsorted(sought)
        pairs[known.take(pairs) != sought] = zero
        rows = set(words.rows)
        scale = 1.0 / sqrt(len(rows) + len(set(keys)) + features.DAMPING)
        rows.update(pairs.tolist(), (zero,))  # a row of zeros, so that no text has no row
        totals = np.add.reduce(words.weights.take(list(rows), axis=0), axis=0, dtype=np.int64)
        log_odds = self.made.bias + totals * (STEP * scale)
        if reading.polarity:
            for value, pushes in zip(features.polarity(reading.polarity), self.made.polarity, strict=True):
                log_odds += value * pushes
            for found in reading.rules:
                log_odds += self.rule_weights[found.rule]
        return WeighedOne(log_odds, words, pairs, scale)

    def chances(self, log_odds: Real, networks: Sequence[str]) -> Real:
        """Return the calibrated probability of each head of each text on its network, rounded to four decimals."""
        numbers = {network: number for number, network in enumerate(dict.fromkeys(networks))}
        slopes, shifts = map(np.array, zip(*map(self._curves, numbers), strict=True))
        at = [numbers[network] for network in networks]
        return _chances(slopes.take(at, axis=0), log_odds, shifts.take(at, axis=0))

    def chances_one(self, log_odds: Real, network: str) -> list[float]:
        """Return the same of one text."""
        slopes, shifts = self._curves(network)
        found: list[float] = _chances(slopes, log_odds, shifts).tolist()
        return found

    @lru_cache(maxsize=64)  # noqa: B019 - a model lives as long as its process
    def _curves(self, network: str) -> tuple[Real, Real]:
        """Return slope and shift of each head on ``network``."""
        curves = [self.made.curves[head] for head in self.heads]
        found = [of.get(network, of[""]) for of in curves]
        return np.array([curve.slope for curve in found]), np.array([curve.shift for curve in found])


def _chances(slopes: Real, log_odds: Real, shifts: Real) -> Real:
    value = slopes * log_odds + shifts
    bounded = np.minimum(np.maximum(value, -_MOST_LOG_ODDS), _MOST_LOG_ODDS)
    found: Real = (1.0 / (1.0 + np.exp(-bounded))).round(4)
    return found
