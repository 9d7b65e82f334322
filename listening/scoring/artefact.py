"""The file that training writes and scoring reads: one a language, ``models/<language>.npz``. No code in it, no pickle.

Weights of words, pairs and parts are whole numbers in units of ``STEP``, so that their sums do not depend on the order
in which they are added: same text, same version, same bytes.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

FOLDER: Final = Path(__file__).parent / "models"
STEP: Final = 1 / 256
"""Log-odds that one unit of a stored weight stands for, before a text's length scales it."""
REASON: Final = "reason:"
"""Heads of a complaint's reason begin so; they are judged only where there is a complaint."""

Whole = npt.NDArray[np.int16]
Real = npt.NDArray[np.float64]


class BadArtefact(ValueError):
    """The file is no artefact that this code can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Probability = logistic(``slope`` × log-odds + ``shift``)."""

    slope: float
    shift: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """Everything that was learnt of one language.

    ``words``, ``pairs`` and ``parts`` name the rows of their weights; a word's row holds its parts already. ``curves``
    by head and network, "" for any other; ``cuts`` by flag: (unsure from, on from); ``means`` is what an average word
    pushes a head; ``facts`` is for the model card.
    """

    version: str
    language: str
    heads: tuple[str, ...]
    words: tuple[str, ...]
    word_weights: Whole
    pairs: tuple[tuple[str, str], ...]
    pair_weights: Whole
    parts: tuple[str, ...]
    part_weights: Whole
    bias: Real
    polarity: Real  # a row for each of features.POLARITY; none where no lexicon speaks the language
    rules: tuple[str, ...]
    rule_weights: Real
    means: Real
    curves: dict[str, dict[str, Curve]]
    cuts: dict[str, tuple[float, float]]
    sentiment: tuple[float, float]  # factors of the difference of the two heads, below and above 0
    facts: dict[str, Any]


_ARRAYS = ("word_weights", "pair_weights", "part_weights", "bias", "polarity", "rule_weights", "means")


def save(made: Artefact, path: Path) -> None:
    """Write ``made``; the same artefact gives the same bytes."""
    told = {
        "version": made.version,
        "language": made.language,
        "heads": made.heads,
        "rules": made.rules,
        "curves": {head: {on: asdict(curve) for on, curve in curves.items()} for head, curves in made.curves.items()},
        "cuts": made.cuts,
        "sentiment": made.sentiment,
        "facts": made.facts,
        "words": "\n".join(made.words),
        "pairs": "\n".join(" ".join(pair) for pair in made.pairs),
        "parts": "\n".join(made.parts),
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    arrays: dict[str, Any] = {name: getattr(made, name) for name in _ARRAYS}
    with path.open("wb") as file:
        np.savez_compressed(file, told=np.frombuffer(text.encode("utf-8"), dtype=np.uint8), **arrays)


_WRONG = (OSError, EOFError, KeyError, IndexError, TypeError, ValueError, AttributeError, BadZipFile, zlib.error)
"""What reading a file can raise that was cut off, altered, or never was an artefact."""


def load(path: Path) -> Artefact:
    """Read an artefact. Raises ``BadArtefact`` naming the file."""
    try:
        with np.load(path, allow_pickle=False) as file:
            told = json.loads(file["told"].tobytes().decode("utf-8"))
            arrays = {name: file[name] for name in _ARRAYS}
        return _read(told, arrays)
    except _WRONG as wrong:
        raise BadArtefact(f"{path.name}: {type(wrong).__name__}: {wrong}") from wrong


def _read(told: Any, arrays: dict[str, Any]) -> Artefact:
    words = _lines(told["words"])
    known = {word: word for word in words}  # a word is kept once, however many pairs it is in
    pairs = (line.partition(" ") for line in _lines(told["pairs"]))
    return Artefact(
        version=told["version"],
        language=told["language"],
        heads=tuple(told["heads"]),
        words=tuple(words),
        pairs=tuple((known.get(one, one), known.get(other, other)) for one, _, other in pairs),
        parts=tuple(_lines(told["parts"])),
        rules=tuple(told["rules"]),
        curves={head: {on: Curve(**curve) for on, curve in curves.items()} for head, curves in told["curves"].items()},
        cuts={flag: (cut[0], cut[1]) for flag, cut in told["cuts"].items()},
        sentiment=(told["sentiment"][0], told["sentiment"][1]),
        facts=told["facts"],
        **arrays,
    )


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


@cache
def shipped() -> dict[str, Artefact]:
    """Return the artefacts of this version by language."""
    return {made.language: made for made in map(load, sorted(FOLDER.glob("*.npz")))}
