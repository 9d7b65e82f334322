"""The plain model that scoring is compared with: TF-IDF of words and letters, a logistic regression a head.

As anybody would make it: words and pairs of words in two texts at least, two to five letters within words in three,
logarithm of counts, each of the two blocks brought to length 1, L2.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

Matrix = npt.NDArray[np.float64]

DECAY: Final = 0.25
"""The penalty is half of this times the squares of the weights (C = 4)."""
ROUNDS: Final = 100
_WORD: Final = re.compile(r"\w\w+")
_SHORTEST, _LONGEST = 2, 5


def words(text: str) -> Counter[str]:
    """Return the words of two letters and more, and pairs of neighbours, with how often they occur."""
    found = _WORD.findall(text)
    return Counter(found) + Counter(f"{one} {other}" for one, other in pairwise(found))


def letters(text: str) -> Counter[str]:
    """Return what is 2 to 5 letters long within the words of a text, a space at both ends of each."""
    found = Counter[str]()
    for word, times in Counter(text.split()).items():
        padded = f" {word} "
        for length in range(_SHORTEST, min(_LONGEST, len(padded)) + 1):
            for at in range(len(padded) - length + 1):
                found[padded[at : at + length]] += times
    return found


class Block:
    """One kind of feature: how many texts have each, and the numbers of a text."""

    def __init__(self, read: Callable[[str], Counter[str]], texts: Sequence[str], fewest: int) -> None:
        self._read = read
        seen = Counter(feature for text in texts for feature in read(text))
        kept = sorted(feature for feature, n in seen.items() if n >= fewest)
        self._columns = {feature: column for column, feature in enumerate(kept)}
        self._rarity = np.array([np.log((1 + len(texts)) / (1 + seen[feature])) + 1 for feature in kept])

    def numbers(self, texts: Sequence[str]) -> Any:
        """Return a sparse row of length 1 for each text."""
        ends, columns, values = [0], list[int](), list[float]()
        for text in texts:
            for feature, times in self._read(text).items():
                if (column := self._columns.get(feature)) is not None:
                    columns.append(column)
                    values.append(times)
            ends.append(len(columns))
        at = np.array(columns, dtype=np.int64)
        value = (1 + np.log(np.array(values, dtype=np.float64))) * self._rarity[at]
        row = np.repeat(np.arange(len(texts)), np.diff(ends))
        length = np.sqrt(np.bincount(row, value * value, minlength=len(texts)))
        return sparse.csr_array((value / length[row], at, np.array(ends)), shape=(len(texts), len(self._columns)))


class Tfidf:
    """Fitted on texts, with ``y`` (0 or 1) and ``weights`` (0 for not known) a row a text and a column a head."""

    def __init__(self, texts: Sequence[str], y: Matrix, weights: Matrix) -> None:
        self._blocks = (Block(words, texts, 2), Block(letters, texts, 3))
        x = self._numbers(texts)
        self._weights = np.stack([fit_head(x, y[:, head], weights[:, head]) for head in range(y.shape[1])], axis=1)

    def _numbers(self, texts: Sequence[str]) -> Any:
        return sparse.hstack([block.numbers(texts) for block in self._blocks], format="csr")

    def chances(self, texts: Sequence[str]) -> Matrix:
        """Return a row a text, a column a head."""
        return np.asarray(_logistic(self._numbers(texts) @ self._weights[:-1] + self._weights[-1]))


def _logistic(values: Any) -> Any:
    return 1 / (1 + np.exp(-np.clip(values, -30, 30)))


def fit_head(x: Any, y: Matrix, weights: Matrix) -> Matrix:
    """Return the weights of one head, its bias last."""
    known = np.flatnonzero(weights)
    x, y, weights = x[known], y[known], weights[known]
    backwards = x.T.tocsr()

    def loss(at: Matrix) -> tuple[float, Matrix]:
        values = x @ at[:-1] + at[-1]
        error = weights * (_logistic(values) - y)
        total = float((weights * (np.logaddexp(0, values) - y * values)).sum()) + DECAY / 2 * float(at[:-1] @ at[:-1])
        return total, np.append(backwards @ error + DECAY * at[:-1], error.sum())

    found = optimize.minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(found.x)


def best_cut(chance: Matrix, truth: Matrix) -> float:
    """Return the threshold with the best F1."""
    order = np.argsort(-chance, kind="stable")
    hits = np.cumsum(truth[order])
    f1 = 2 * hits / (np.arange(1, len(order) + 1) + max(float(truth.sum()), 1.0))
    return float(chance[order][int(np.argmax(f1))])
