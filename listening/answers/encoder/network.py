"""The network read with ONNX Runtime: the pieces of a text in, one row of log-odds out. Nothing leaves the machine.

Twelve layers of 768, all-mpnet-base-v2 (Apache-2.0) tuned on posts of threads. The rows of words are kept apart from
the layers, as many hosts of repositories take no file of over 100 MB.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime

Numbers = npt.NDArray[np.float32]

_ONLY_ERRORS: Final = 3


class Network:
    """The weights of two files, ready to read with."""

    def __init__(self, words: Path, layers: Path) -> None:
        with np.load(words, allow_pickle=False) as file:
            self.pieces = tuple(str(file["pieces"]).split("\n"))
            self._words: npt.NDArray[np.int8] = file["words"]
            self._scales: Numbers = file["words scale"]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # processes share the cores as it is
        options.log_severity_level = _ONLY_ERRORS
        self._layers = onnxruntime.InferenceSession(str(layers), options, providers=["CPUExecutionProvider"])

    def read(self, numbers: list[int], of_post: list[int]) -> tuple[Numbers, Numbers]:
        """Return the log-odds of one text, and of each piece of the post what it adds to each of them.

        ``numbers`` are those of its pieces, ``of_post`` says of each whether it is of the post (1) or before it (0).
        What the pieces add is all that is not seen at the beginning of the text: the odds go by both.
        """
        rows = self._words[numbers] * self._scales[numbers, None]
        asked = {"words": rows[None], "of_post": np.array([of_post], dtype=np.int64)}
        odds, adds = self._layers.run(["odds", "adds"], asked)
        return odds[0], adds[0][np.array(of_post, dtype=bool)]
