"""What the trained model looks at in a text: its words, their neighbours, parts of words, polarity, rules. Pure.

One reading of the tokens serves all heads. Words and pairs of neighbours count once a text and are shortened by how
many there are, so that a long review says no more than a short post. Parts of words (three to five letters between
``<`` and ``>``) speak for words that the corpus never saw; a word that it knows has theirs added in already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.scoring.prepared import HANDLE, OURS, THEIRS
from listening.scoring.vader import VaderScores

START: Final = "^"
"""Stands before the first word, so that an opening is a pair too."""
PARTS_FROM, PARTS_TO = 3, 5  # letters of a part of a word
PART_WEIGHT: Final = 0.25
"""A part of a word counts a quarter of a word: many overlap."""
DAMPING: Final = 4
"""Added to the number of features, so that three words do not shout."""

POLARITY: Final = ("negative share", "positive share", "compound", "compound above 0", "compound below 0")
"""The VADER features: shares (tripled, to be of the others' size) and the compound score, and its halves."""

_FIELDS: Final = np.array([VaderScores._fields.index(name) for name in ("neg", "pos", *["compound"] * 3)])
_TIMES: Final = np.array([3.0, 3.0, 1.0, 1.0, 1.0])
_LEAST: Final = np.array([0.0, 0.0, -1.0, 0.0, -1.0])
_MOST: Final = np.array([3.0, 3.0, 1.0, 1.0, 0.0])
_SIGNS: Final = list(zip(_FIELDS.tolist(), _TIMES.tolist(), _LEAST.tolist(), _MOST.tolist(), strict=True))

SILENT: Final = VaderScores(0.0, 0.0, 0.0, 0.0)
"""What stands for the scores of a text that the lexicon does not read: it pushes nothing."""

_MARKS = frozenset((HANDLE, OURS, THEIRS))
_STRETCHED = re.compile(r"(.)\1{2,}")
_DIGITS = re.compile(r"\d+")
_LONGEST_WORD: Final = 30


def known_as(token: str) -> str:
    """Return the word that stands for ``token``: digits as 0, "sooooo" as "soo", a mask of any length as one letter."""
    if token[0] in _MARKS:
        return token[0]
    word = token[:_LONGEST_WORD]
    if not word.isalpha():
        word = _DIGITS.sub("0", word.strip("'")) or "'"
    return _STRETCHED.sub(r"\1\1", word)


def parts(word: str) -> list[str]:
    """Return the parts of a word of at least four letters, without repetition, in order; of others none."""
    if len(word) < 4 or not word.isalpha():
        return []
    fenced = f"<{word}>"
    found = [
        fenced[at : at + length] for length in range(PARTS_FROM, PARTS_TO + 1) for at in range(len(fenced) - length + 1)
    ]
    return list(dict.fromkeys(found))


def words_and_pairs(tokens: Iterable[str]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the distinct words of a text and its distinct pairs of neighbours, the first with ``START``."""
    words = [known_as(token) for token in tokens]
    return set(words), set(zip([START, *words], words, strict=False))


def length_scale(features: int) -> float:
    """Return what the weights of ``features`` words and pairs are multiplied by."""
    return 1.0 / sqrt(features + DAMPING)


def polarity(scores: VaderScores) -> tuple[float, ...]:
    """Return the values of ``POLARITY``."""
    return tuple([min(max(scores[field] * times, least), most) for field, times, least, most in _SIGNS])


def polarities(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the values of ``POLARITY`` of many texts, a row each, by the fields of their ``VaderScores``."""
    values = scores.take(_FIELDS, axis=1) * _TIMES
    found: npt.NDArray[np.float64] = np.minimum(np.maximum(values, _LEAST), _MOST)
    return found


def sparse(tokens: Sequence[str]) -> Mapping[str, float]:
    """Return every word, pair ("a b") and part ("~abc") of a text with its value: the slow way, for training."""
    words, pairs = words_and_pairs(tokens)
    scale = length_scale(len(words) + len(pairs))
    found = dict.fromkeys(words, scale)
    found |= dict.fromkeys((f"{one} {two}" for one, two in pairs), scale)
    for word in words:
        for part in parts(word):
            found["~" + part] = found.get("~" + part, 0.0) + PART_WEIGHT * scale
    return found
