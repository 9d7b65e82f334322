"""The trained model at work: log-odds of all heads from one reading, and what in the text pushed them. Pure.

The weights of a row, one for each head, are packed into one whole number, so that one addition adds a word to all
heads at once; that is several times faster than an array for the few dozen words of a post, and as exact.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from math import exp
from struct import Struct
from threading import Lock
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS
from listening.scoring import features
from listening.scoring.artefact import STEP, Artefact
from listening.scoring.reading import Reading
from listening.scoring.rules import RULES
from listening.scoring.tokens import tokens

_REMEMBERED: Final = 32_768
"""Words outside the vocabulary, and chunks of text, that are kept; all are forgotten when there are more."""
_LONGEST_REMEMBERED: Final = 40
_RULE_PLACES: Final = {id(rule): place for place, rule in enumerate(RULES)}
_START_ROW: Final = -1
_BYTES: Final = 4  # of a weight in a packed row
_ZERO: Final = 1 << 31  # added to each weight, so that none is below zero when it is packed


class Weighed(NamedTuple):
    """A text as the model sees it: log-odds a head, the row of each token, and of each with the token before it.

    ``columns`` are what every row pushes a flag, in the order of ``FLAGS``, before ``scale`` allows for the length.
    """

    log_odds: list[float]
    rows: list[int]
    pairs: list[int | None]
    scale: float
    columns: list[array[float]]


class _Packing:
    """How the weights of all heads become one whole number whose sums are theirs."""

    def __init__(self, heads: int) -> None:
        self._fields = Struct(f"<{heads}I")
        self.zero = int.from_bytes(self._fields.pack(*[_ZERO] * heads), "little")

    def packed(self, weights: npt.NDArray[Any]) -> list[int]:
        """Return a number for each row of ``weights``."""
        raised = (weights.astype(np.int64) + _ZERO).astype("<u4")
        return [int.from_bytes(row.tobytes(), "little") - self.zero for row in raised]

    def raised(self, packed: int) -> tuple[int, ...]:
        """Return the weights in ``packed``, each ``_ZERO`` too high."""
        return self._fields.unpack((packed + self.zero).to_bytes(self._fields.size, "little"))


class _Rows(dict[str, tuple[int, ...]]):
    """The rows of every chunk of text met so far, one a token: of the vocabulary, or made of the parts it knows.

    Rows are only ever added; what is full is replaced as a whole, so that who reads by the old one is not disturbed.
    """

    def __init__(self, base: _Base) -> None:
        super().__init__()
        self._base = base
        self._known: dict[str, int] = {}
        self._lock = Lock()
        self.packed = base.packed.copy()
        self.columns = [array("d", column) for column in base.columns]
        self.full = len(self.packed) + _REMEMBERED

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        with self._lock:
            rows = tuple([self._row(features.known_as(token)) for token in tokens(chunk)])
            if len(chunk) <= _LONGEST_REMEMBERED and len(self) < _REMEMBERED:
                self[chunk] = rows
        return rows

    def _row(self, word: str) -> int:
        row = self._base.rows.get(word)
        if row is None:
            row = self._known.get(word)
        if row is None:
            base, row = self._base, len(self.packed)
            made = sum([base.parts[part] for part in features.parts(word) if part in base.parts])
            weights = base.packing.raised(made)
            for column, weight, mean in zip(self.columns, weights, base.means, strict=False):
                column.append((weight - _ZERO) * STEP - mean)
            self.packed.append(made)
            self._known[word] = row
        return row


class _Base:
    """What the artefact says of words, pairs and parts."""

    def __init__(self, made: Artefact) -> None:
        self.packing = _Packing(len(made.heads))
        self.rows = {word: row for row, word in enumerate(made.words)}
        self.parts = dict(zip(made.parts, self.packing.packed(made.part_weights), strict=True))
        self.packed = [*self.packing.packed(made.word_weights), *self.packing.packed(made.pair_weights)]
        self.means = [float(mean) for mean in made.means[: len(FLAGS)]]
        # Beyond an average word for words, halved for pairs, of which either word gets one half.
        self.columns = [
            array("d", [*(made.word_weights[:, head] * STEP - mean), *(made.pair_weights[:, head] * (STEP / 2))])
            for head, mean in enumerate(self.means)
        ]


class Model:
    """An artefact ready to judge. One may serve all threads."""

    def __init__(self, made: Artefact) -> None:
        if made.heads[: len(FLAGS)] != FLAGS:
            raise ValueError("the flags are not the first heads")
        self.made = made
        self.heads = made.heads
        self._base = _Base(made)
        self._rows = _Rows(self._base)
        rows = self._base.rows | {features.START: _START_ROW}
        self._pairs = {
            (rows[one], rows[other]): len(made.words) + place for place, (one, other) in enumerate(made.pairs)
        }
        order = {key: place for place, key in enumerate(made.rules)}
        self._rule_weights: list[list[float]] = [
            made.rule_weights[order[key]].tolist() if key in order else [0.0] * len(made.heads)
            for key in (f"{rule.flag}: {rule.name}" for rule in RULES)
        ]
        self._bias: list[float] = made.bias.tolist()
        self._polarity: list[list[float]] = made.polarity.tolist()

    def weigh(self, reading: Reading) -> Weighed:
        """Return the log-odds of a text, and what they were made of."""
        if len(self._rows.packed) > self._rows.full or len(self._rows) >= _REMEMBERED:
            self._rows = _Rows(self._base)
        known = self._rows
        rows = list(chain.from_iterable(map(known.__getitem__, reading.tokens.chunks)))
        neighbours = list(zip([_START_ROW, *rows], rows, strict=False))
        pairs = list(map(self._pairs.get, neighbours))
        words = set(rows)
        used = [*words, *{pair for pair in pairs if pair is not None}]
        scale = features.length_scale(len(words) + len(set(neighbours)))
        total = sum(map(known.packed.__getitem__, used))
        unit = STEP * scale
        found = [
            bias + (weight - _ZERO) * unit
            for bias, weight in zip(self._bias, self._base.packing.raised(total), strict=True)
        ]
        if reading.polarity is not None:
            for value, weights in zip(features.polarity(reading.polarity), self._polarity, strict=True):
                if value:
                    found = [so_far + value * weight for so_far, weight in zip(found, weights, strict=True)]
            for rule, _ in reading.rules:
                weights = self._rule_weights[_RULE_PLACES[id(rule)]]
                found = [so_far + weight for so_far, weight in zip(found, weights, strict=True)]
        return Weighed(found, rows, pairs, scale, known.columns)

    def chances(self, log_odds: Sequence[float], network: str, heads: Sequence[int]) -> list[float]:
        """Return the calibrated probability of each of ``heads`` on ``network``, rounded to four decimals."""
        curves = self._curves(network)
        found = []
        for head in heads:
            slope, shift = curves[head]
            value = slope * log_odds[head] + shift
            found.append(
                round(1.0 / (1.0 + exp(-(value if -30.0 < value < 30.0 else max(-30.0, min(30.0, value))))), 4)
            )
        return found

    @lru_cache(maxsize=64)  # noqa: B019 - a model lives as long as its process
    def _curves(self, network: str) -> list[tuple[float, float]]:
        """Return slope and shift of each head on ``network``."""
        curves = [self.made.curves[head] for head in self.heads]
        return [(curve.slope, curve.shift) for curve in (of.get(network, of[""]) for of in curves)]

    def rule_push(self, rule: Any, flag: int) -> float:
        """Return how far a rule pushes a flag."""
        return self._rule_weights[_RULE_PLACES[id(rule)]][flag]
