"""The weights of an artefact by row, and the memory of which rows the words of every piece of text have.

Rows 0 up are the pairs, then one of zeros that also stands for the start of a text, then the words, then the words
met that the artefact does not know: theirs are the sums of their parts.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from listening.scoring import features
from listening.scoring.artefact import Artefact
from listening.scoring.clues import clue_of
from listening.scoring.lookup import Lookup
from listening.scoring.relevance_weights import scales
from listening.scoring.search import Laid
from listening.scoring.tokens import LONGEST_REMEMBERED, REMEMBERED, spans

Whole = npt.NDArray[np.int64]
Weights = npt.NDArray[np.int32]

_NO: Final[Whole] = np.zeros(0, dtype=np.int64)
SHIFT: Final = 20
"""Bits of a row in the key of a pair: a memory never holds a million."""


class Base:
    """What the artefact says of words, pairs and parts. It never changes."""

    def __init__(self, made: Artefact) -> None:
        self.zero = len(made.pairs)
        words = {word: self.zero + 1 + place for place, word in enumerate(made.words)}
        self.rows = words
        places = words | {features.START: self.zero}
        keys = np.array([places[one] << SHIFT | places[other] for one, other in made.pairs], dtype=np.int64)
        order = np.argsort(keys, kind="stable")
        self.pairs: Whole = np.append(keys[order], np.iinfo(np.int64).max)  # with an end that no key is beyond
        self.lookup = Lookup(keys[order], missing=self.zero)
        self.weights: Weights = np.concatenate(
            [
                np.asarray(made.pair_weights, dtype=np.int32)[order],
                np.zeros((1, len(made.heads)), dtype=np.int32),
                np.asarray(made.word_weights, dtype=np.int32),
            ]
        )
        self._parts = {part: place for place, part in enumerate(made.parts)}
        self._part_weights = made.part_weights

    def made_of_parts(self, word: str) -> Whole:
        """Return the weights of a word that the artefact does not know."""
        known = [self._parts[part] for part in features.parts(word) if part in self._parts]
        summed: Whole = self._part_weights[known].sum(axis=0, dtype=np.int64)
        return summed


class Cut(NamedTuple):
    """The tokens of several texts one after another: which text and which characters of it they are, and their rows.

    ``clues`` are the numbers by which rules know them, ``weights`` what the rows are rows of. ``telling`` are, if they
    were asked for, the texts and the numbers of the words that tell a brand from what is called alike.
    """

    texts: Whole
    starts: Whole
    ends: Whole
    rows: Whole
    clues: Whole
    weights: Weights
    telling: tuple[Whole, Whole]

    @property
    def laid(self) -> Laid:
        """The tokens as rules look at them."""
        return Laid(self.texts, self.starts, self.clues)


class Words(NamedTuple):
    """The tokens of one text as ``Cut`` tells those of several: in lists, which are faster to make for so few."""

    starts: list[int]
    ends: list[int]
    rows: list[int]
    clues: list[int]
    weights: Weights


class Memory(dict[str, int]):
    """The number of every chunk of text met, under which the arrays tell its tokens. Only ever added to."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        self._base = base
        self._rows: dict[str, int] = {}
        self._words = 0
        self._passing: list[str] = []
        # By chunk: where its tokens begin, how many there are, how long it is. By token: row, clue, start, end.
        self._first, self._many, self._long = (array("q") for _ in range(3))
        self._row, self._clue, self._start, self._end = (array("q") for _ in range(4))
        # And of the words that tell of relevance, which are cut otherwise: by chunk the first and how many, by word.
        self._telling_first, self._telling_many, self._telling = (array("q") for _ in range(3))
        self.weights = base.weights

    @property
    def is_full(self) -> bool:
        """Is it time to forget all of it?"""
        return max(len(self), self._words) > REMEMBERED

    def __missing__(self, chunk: str) -> int:
        number = len(self)
        found = spans(chunk)
        self._first.append(len(self._row))
        self._many.append(len(found))
        self._long.append(len(chunk))
        for start, end in found:
            token = chunk[start:end]
            self._row.append(self._row_of(features.known_as(token)))
            self._clue.append(clue_of(token))
            self._start.append(start)
            self._end.append(end)
        telling = scales().numbers_in(chunk)
        self._telling_first.append(len(self._telling))
        self._telling_many.append(len(telling))
        self._telling.extend(telling)
        self[chunk] = number
        if len(chunk) > LONGEST_REMEMBERED:
            self._passing.append(chunk)
        return number

    def _row_of(self, word: str) -> int:
        row = self._base.rows.get(word)
        if row is None:
            row = self._rows.get(word)
        if row is None:
            row = len(self._base.weights) + self._words
            self.weights = _roomy(self.weights, row)
            self.weights[row] = self._base.made_of_parts(word)
            self._rows[word] = row
            self._words += 1
        return row

    def cut(self, chunked: Iterable[list[str]], *, telling: bool) -> Cut:
        """Return the tokens of texts that were cut at their blanks, and the ``telling`` words."""
        texts = list(chunked)
        number = self.__getitem__
        counts = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        numbers = np.fromiter(map(number, chain.from_iterable(texts)), dtype=np.int64, count=int(counts.sum()))
        # Views, gone before anything is added: an array that is viewed cannot grow.
        many, long = _view(self._many).take(numbers), _view(self._long).take(numbers) + 1
        begins = long.cumsum() - long
        begins -= begins.take(counts.cumsum() - counts).repeat(counts)  # counted from the start of its text
        chunks, places = _spread(_view(self._first).take(numbers), many)
        text_of = np.arange(len(texts)).repeat(counts)
        at = begins.take(chunks)
        return Cut(
            texts=text_of.take(chunks),
            starts=at + _view(self._start).take(places),
            ends=at + _view(self._end).take(places),
            rows=_view(self._row).take(places),
            clues=_view(self._clue).take(places),
            weights=self.weights,
            telling=self._telling_in(numbers, text_of) if telling else (_NO, _NO),
        )

    def _telling_in(self, numbers: Whole, text_of: Whole) -> tuple[Whole, Whole]:
        chunks, places = _spread(_view(self._telling_first).take(numbers), _view(self._telling_many).take(numbers))
        return text_of.take(chunks), _view(self._telling).take(places)

    def cut_one(self, chunks: Iterable[str]) -> Words:
        """Return the tokens of a text that was cut at its blanks."""
        first_of, many_of, long_of, start_of, end_of = self._first, self._many, self._long, self._start, self._end
        places: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        begin = 0
        for number in list(map(self.__getitem__, chunks)):
            first, many = first_of[number], many_of[number]
            if many == 1:
                places.append(first)
                starts.append(begin + start_of[first])
                ends.append(begin + end_of[first])
            elif many:
                more = range(first, first + many)
                places += more
                starts += [begin + start_of[place] for place in more]
                ends += [begin + end_of[place] for place in more]
            begin += long_of[number] + 1
        rows, clues = map(self._row.__getitem__, places), map(self._clue.__getitem__, places)
        return Words(starts, ends, list(rows), list(clues), self.weights)


def _spread(first: Whole, many: Whole) -> tuple[Whole, Whole]:
    """Return for each of ``many`` things from ``first`` on, row by row, which row's it is and which it is."""
    rows = np.arange(len(first)).repeat(many)
    return rows, np.arange(len(rows)) + (first - many.cumsum() + many).take(rows)


def _view(numbers: array[int]) -> Whole:
    return np.frombuffer(numbers, dtype=np.int64)


def _roomy(array: npt.NDArray[Any], place: int) -> npt.NDArray[Any]:
    """Return ``array`` with room for ``place``; the old one stays as it was, for those who read by it."""
    if place < len(array):
        return array
    grown = np.zeros((max(len(array) * 5 // 4, place + 1), *array.shape[1:]), dtype=array.dtype)
    grown[: len(array)] = array
    return grown
