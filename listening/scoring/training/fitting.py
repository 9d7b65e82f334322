"""Logistic regressions for all heads at once, by accelerated gradient steps. No BLAS, no threads, no chance.

A step goes as far in each direction as that direction's curvature allows at most (``_bounds``), so that none has to be
tried out; Nesterov's momentum does the rest. The weights are those of the minimum of the weighted log-loss plus
``decay`` / 2 times their squares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from listening.scoring import features
from listening.scoring.artefact import REASON
from listening.scoring.rules import RULES
from listening.scoring.training.rows import HEADS, Row

Matrix = npt.NDArray[np.float64]

FEWEST_WORDS, FEWEST_PAIRS, FEWEST_PARTS = 2, 3, 6
"""Posts that must hold a word, a pair or a part before it gets a weight."""
DECAY: Final = 0.5
DENSE_DECAY: Final = 1.0
ROUNDS: Final = 150


def rule_key(index: int) -> str:
    """Return how the artefact names a rule."""
    return f"{RULES[index].flag}: {RULES[index].name}"


RULE_KEYS: Final = tuple(rule_key(index) for index in range(len(RULES)))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The sparse features that have a weight, in the order of their columns."""

    columns: dict[str, int]


@dataclass(frozen=True, slots=True)
class Design:
    """The numbers of texts: a row each. ``y`` and ``weights`` have a column a head.

    ``x`` has one a feature: words, pairs and parts, then polarity and rules.
    """

    x: Any
    y: Matrix
    weights: Matrix
    width: int  # columns that are words, pairs and parts


def vocabulary(rows: Sequence[Row]) -> Vocabulary:
    """Return the features that enough of ``rows`` have."""
    seen = Counter(feature for row in rows for feature in features.sparse(row.reading.tokens))

    def fewest(feature: str) -> int:
        if feature[0] == "~":
            return FEWEST_PARTS
        return FEWEST_PAIRS if " " in feature else FEWEST_WORDS

    kept = sorted(feature for feature, n in seen.items() if n >= fewest(feature))
    return Vocabulary({feature: column for column, feature in enumerate(kept)})


def design(rows: Sequence[Row], known: Vocabulary) -> Design:
    """Return the numbers of ``rows``."""
    width = len(known.columns)
    ends, columns, values = [0], list[int](), list[float]()
    for row in rows:
        for feature, value in features.sparse(row.reading.tokens).items():
            if (column := known.columns.get(feature)) is not None:
                columns.append(column)
                values.append(value)
        dense = dense_of(row)
        columns += [width + at for at in dense]
        values += dense.values()
        ends.append(len(columns))
    size = width + len(features.POLARITY) + len(RULES)
    x = sparse.csr_array((np.array(values), np.array(columns), np.array(ends)), shape=(len(rows), size))
    y, weights = np.zeros((len(rows), len(HEADS))), np.zeros((len(rows), len(HEADS)))
    for at, row in enumerate(rows):
        for head, value in row.labels.items():
            y[at, HEADS.index(head)] = value
            weights[at, HEADS.index(head)] = row.weight
    return Design(x, y, weights, width)


def dense_of(row: Row) -> dict[int, float]:
    """Return the polarity and the rules of a text by their place behind the sparse features."""
    found = dict[int, float]()
    if row.reading.polarity is not None:
        found |= {at: value for at, value in enumerate(features.polarity(row.reading.polarity)) if value}
    for matched in row.reading.rules:
        found[len(features.POLARITY) + matched.rule] = 1.0
    return found


@dataclass(frozen=True, slots=True)
class Fitted:
    """``weights``: a row a feature, a column a head. ``bias``: a number a head."""

    weights: Matrix
    bias: Matrix
    width: int

    def log_odds(self, of: Design) -> Matrix:
        """Return a row a text, a column a head."""
        return np.asarray(of.x @ self.weights + self.bias)


def fit(given: Design) -> Fitted:
    """Return the weights that fit ``given`` best."""
    weights, bias = np.zeros((given.x.shape[1], len(HEADS))), np.zeros(len(HEADS))
    for reasons in (False, True):  # few texts have a reason: those heads are fitted on them alone
        heads = np.array([at for at, head in enumerate(HEADS) if is_reason(head) is reasons])
        texts = np.flatnonzero(given.weights[:, heads].any(axis=1))
        weights[:, heads], bias[heads] = _fit(
            given.x[texts], given.y[np.ix_(texts, heads)], given.weights[np.ix_(texts, heads)], given.width
        )
    return Fitted(weights, bias, given.width)


def _fit(x: Any, y: Matrix, counts: Matrix, width: int) -> tuple[Matrix, Matrix]:
    backwards = x.T.tocsr()
    decay = np.full((x.shape[1], 1), DECAY)
    decay[width:] = DENSE_DECAY
    bounds, start_bound = _bounds(x, backwards, counts)
    steps, start_step = 1 / (bounds + decay), 1 / (start_bound + 1e-6)
    shares = np.clip((counts * y).sum(0) / np.maximum(counts.sum(0), 1e-9), 0.001, 0.999)
    bias = np.log(shares / (1 - shares))
    weights = np.zeros((x.shape[1], y.shape[1]))
    ahead, bias_ahead, pace = weights, bias, 1.0
    for _ in range(ROUNDS):
        error = counts * (1 / (1 + np.exp(-(x @ ahead + bias_ahead))) - y)
        fresh = ahead - steps * (backwards @ error + decay * ahead)
        fresh_bias = bias_ahead - start_step * error.sum(0)
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        push = (pace - 1) / faster
        ahead, bias_ahead = fresh + push * (fresh - weights), fresh_bias + push * (fresh_bias - bias)
        weights, bias, pace = fresh, fresh_bias, faster
    return weights, bias


def _bounds(x: Any, backwards: Any, weights: Matrix) -> tuple[Matrix, Matrix]:
    """Return the most that the curvature along each weight, and along each bias, can be."""
    size = np.asarray(abs(x).sum(1)).reshape(-1, 1) + 1.0  # the bias is a feature of every text
    return 0.25 * (abs(backwards) @ (weights * size)), 0.25 * (weights * size).sum(0)


def is_reason(head: str) -> bool:
    """Say whether a head is one of a complaint's reasons."""
    return head.startswith(REASON)
