"""A small BERT read with numpy alone: the pieces of a text in, one row of log-odds out. Pure.

Six layers of 384 with twelve heads, all-MiniLM-L6-v2 (Apache-2.0) tuned on posts of threads. Weights are kept as whole
numbers of eight bits, a scale for each row, and laid out as numbers of four bytes when the file is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]

HEADS: Final = 12
_TINY: Final = 1e-12
_BEND: Final = np.float32(np.sqrt(2 / np.pi))


class _Layer(NamedTuple):
    attend: tuple[Numbers, Numbers]  # queries, keys and values in one: 384 × 1152
    gather: tuple[Numbers, Numbers]
    gathered: tuple[Numbers, Numbers]  # what the sum is levelled by
    widen: tuple[Numbers, Numbers]  # 384 × 1536
    narrow: tuple[Numbers, Numbers]
    narrowed: tuple[Numbers, Numbers]


class Network:
    """The weights of a file, ready to read with."""

    def __init__(self, path: Path) -> None:
        with np.load(path, allow_pickle=False) as file:
            self.pieces = tuple(str(file["pieces"]).split("\n"))
            self._words: npt.NDArray[np.int8] = file["words"]
            self._scales: Numbers = file["words scale"]
            self._places: Numbers = file["places"].astype(np.float32)
            self._kinds: Numbers = file["kinds"].astype(np.float32)
            self._levelled = _vectors(file, "begin")
            self._layers = tuple(_layer(file, number) for number in range(int(file["layers"])))
            self._out = (file["out"].astype(np.float32), file["out shift"].astype(np.float32))

    def read(self, numbers: list[int], of_post: list[int]) -> tuple[Numbers, Numbers]:
        """Return the log-odds of one text, and of each piece of the post what it adds to each of them.

        ``numbers`` are those of its pieces, ``of_post`` says of each whether it is of the post (1) or before it (0).
        What the pieces add is all that is not seen at the beginning of the text: the odds go by both.
        """
        rows = self._words[numbers] * self._scales[numbers, None]
        found = _level(rows + self._places[: len(numbers)] + self._kinds[of_post], self._levelled)
        for layer in self._layers:
            found = _through(found, layer)
        weights, shift = self._out
        width = found.shape[1]
        adds = found[np.array(of_post, dtype=bool)] @ weights[width:]
        odds: Numbers = found[0] @ weights[:width] + adds.mean(axis=0) + shift
        return odds, adds


def _through(found: Numbers, layer: _Layer) -> Numbers:
    count, width = found.shape
    both = (found @ layer.attend[0] + layer.attend[1]).reshape(count, 3, HEADS, width // HEADS)
    asked, offered, told = both.transpose(1, 2, 0, 3)
    weights = asked @ offered.transpose(0, 2, 1) * np.float32((width // HEADS) ** -0.5)
    weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
    weights /= weights.sum(axis=-1, keepdims=True)
    heard = (weights @ told).transpose(1, 0, 2).reshape(count, width)
    found = _level(found + heard @ layer.gather[0] + layer.gather[1], layer.gathered)
    wide = _bent(found @ layer.widen[0] + layer.widen[1])
    return _level(found + wide @ layer.narrow[0] + layer.narrow[1], layer.narrowed)


def _bent(wide: Numbers) -> Numbers:
    """Return GELU by its usual approximation (Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415)."""
    cubed = wide * wide * wide
    bent: Numbers = np.float32(0.5) * wide * (1 + np.tanh(_BEND * (wide + np.float32(0.044715) * cubed)))
    return bent


def _level(rows: Numbers, by: tuple[Numbers, Numbers]) -> Numbers:
    rows = rows - rows.mean(axis=-1, keepdims=True)
    spread = np.sqrt((rows * rows).mean(axis=-1, keepdims=True) + np.float32(_TINY))
    levelled: Numbers = rows / spread * by[0] + by[1]
    return levelled


def _layer(file: np.lib.npyio.NpzFile, number: int) -> _Layer:
    def matrix(name: str) -> tuple[Numbers, Numbers]:
        small, scale = file[f"{number} {name}"], file[f"{number} {name} scale"]
        return np.ascontiguousarray((small * scale[:, None]).T), file[f"{number} {name} shift"].astype(np.float32)

    return _Layer(
        attend=matrix("attend"),
        gather=matrix("gather"),
        gathered=_vectors(file, f"{number} gathered"),
        widen=matrix("widen"),
        narrow=matrix("narrow"),
        narrowed=_vectors(file, f"{number} narrowed"),
    )


def _vectors(file: np.lib.npyio.NpzFile, name: str) -> tuple[Numbers, Numbers]:
    return file[name].astype(np.float32), file[f"{name} shift"].astype(np.float32)
