"""The trained model at work: log-odds of all heads from one reading, and what in the text pushed them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from listening.scoring import features
from listening.scoring.artefact import STEP, Artefact, Curve
from listening.scoring.reading import Reading
from listening.scoring.rules import RULES

_REMEMBERED: Final = 32_768
"""Words outside the vocabulary that are kept with their row; forgotten all at once when there are more."""
_LONGEST_REMEMBERED: Final = 40
_RULE_PLACES: Final = {id(rule): place for place, rule in enumerate(RULES)}
_START_ROW: Final = -1

Real = npt.NDArray[np.float64]


class _Rows(dict[str, int]):
    """The row of every token met so far: of the vocabulary, or made of the parts that the vocabulary knows."""

    def __init__(self, made: Artefact) -> None:
        super().__init__()
        self._known = {word: row for row, word in enumerate(made.words)}
        self._parts = {part: row for row, part in enumerate(made.parts)}
        self._part_weights = made.part_weights.astype(np.int32)
        self._first_free = self._next = len(made.words) + len(made.pairs)
        self.table = np.zeros((self._first_free + _REMEMBERED, len(made.heads)), dtype=np.int32)
        self.table[: len(made.words)] = made.word_weights
        self.table[len(made.words) : self._first_free] = made.pair_weights

    def __missing__(self, token: str) -> int:
        word = features.known_as(token)
        row = self._known.get(word)
        if row is None:
            row = self._made_of_parts(word)
            if len(word) <= _LONGEST_REMEMBERED:
                self._known[word] = row
        if len(token) <= _LONGEST_REMEMBERED:
            self[token] = row
        return row

    def _made_of_parts(self, word: str) -> int:
        row = self._next
        self._next += 1
        found = [self._parts[part] for part in features.parts(word) if part in self._parts]
        self.table[row] = self._part_weights[found].sum(axis=0) if found else 0
        return row

    def make_room(self, tokens: int) -> None:
        """Forget what was met if ``tokens`` more might not fit."""
        if self._next + tokens > len(self.table):
            if self._first_free + tokens > len(self.table):
                self.table = np.concatenate([self.table, np.zeros((tokens, self.table.shape[1]), dtype=np.int32)])
            for word in [word for word, row in self._known.items() if row >= self._first_free]:
                del self._known[word]
            self.clear()
            self._next = self._first_free


class Model:
    """An artefact ready to judge. One may serve all threads."""

    def __init__(self, made: Artefact) -> None:
        self.made = made
        self.heads = made.heads
        self._rows = _Rows(made)
        word_rows = {word: row for row, word in enumerate(made.words)} | {features.START: _START_ROW}
        self._pairs = {
            (word_rows[one], word_rows[other]): len(made.words) + place
            for place, (one, other) in enumerate(made.pairs)
        }
        self._known_pairs = self._pairs.keys()
        order = {key: place for place, key in enumerate(made.rules)}
        self._rule_weights = np.array(
            [
                made.rule_weights[order[key]] if key in order else np.zeros(len(made.heads))
                for key in (f"{rule.flag}: {rule.name}" for rule in RULES)
            ]
        ).reshape(len(RULES), len(made.heads))
        self._lock = Lock()  # rows of new words are made while texts are judged
        self._curves = {head: curves for head, curves in made.curves.items()}

    def log_odds(self, reading: Reading) -> Real:
        """Return a number a head."""
        tokens = reading.cut[1::2]
        with self._lock:
            self._rows.make_room(len(tokens))
            rows = list(map(self._rows.__getitem__, tokens))
            words, pairs = set(rows), set(zip([_START_ROW, *rows], rows, strict=False))
            used = [*words, *map(self._pairs.__getitem__, pairs & self._known_pairs)]
            total = np.add.reduce(self._rows.table.take(used, axis=0), axis=0) if used else 0
        found: Real = self.made.bias + total * (STEP * features.length_scale(len(words) + len(pairs)))
        if reading.polarity is not None:
            for value, weights in zip(features.polarity(reading.polarity), self.made.polarity, strict=True):
                if value:
                    found += value * weights
            for rule, _ in reading.rules:
                found += self._rule_weights[_RULE_PLACES[id(rule)]]
        return found

    def chances(self, log_odds: Real, network: str) -> list[float]:
        """Return the calibrated probability of each head on ``network``, rounded to four decimals."""
        return [
            probability(curve.slope * value + curve.shift)
            for curve, value in zip(self.curves(network), log_odds.tolist(), strict=True)
        ]

    @lru_cache(maxsize=64)  # noqa: B019 - a model lives as long as its process
    def curves(self, network: str) -> tuple[Curve, ...]:
        """Return the curve of each head on ``network``."""
        return tuple(self._curves[head].get(network, self._curves[head][""]) for head in self.heads)

    def pushes(self, reading: Reading, head: int) -> list[float]:
        """Return how far each token, with half of each pair it is in, pushed a head, beyond an average word."""
        tokens = reading.cut[1::2]
        with self._lock:
            self._rows.make_room(len(tokens))
            rows = list(map(self._rows.__getitem__, tokens))
            weights = self._rows.table[rows, head].tolist()
        pairs = list(zip([_START_ROW, *rows], rows, strict=False))
        scale = features.length_scale(len(set(rows)) + len(set(pairs)))
        mean = float(self.made.means[head])
        found = [weight * STEP - mean for weight in weights]
        for at, pair in enumerate(pairs):
            if (row := self._pairs.get(pair)) is not None:
                half = float(self._rows.table[row, head]) * STEP / 2
                found[at] += half
                found[max(at - 1, 0)] += half
        return [push * scale for push in found]

    def rule_push(self, rule: Any, head: int) -> float:
        """Return how far a rule pushes a head."""
        return float(self._rule_weights[_RULE_PLACES[id(rule)]][head])


@lru_cache(maxsize=8192)
def probability(log_odds: float) -> float:
    """Return the logistic of ``log_odds``, rounded to four decimals."""
    return round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, log_odds)))), 4)


def place_of(heads: Sequence[str], head: str) -> int:
    """Return the column of a head."""
    return heads.index(head)
