"""How near an unseen thread comes to one that was learnt from: two may have been retold from one and the same talk."""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

NEAR: Final = 0.17
"""Cosine of the telling words of two threads, from which on they may come from one talk. Of fifty pairs looked at most
from .28 on did, half of those about .2 and few below this. Short talks share little: more are left out than need be."""
_TELLING: Final = re.compile(r"[a-z]{4,}")
_COMMON: Final = 300
"""Threads in which a word stands that tells none of them apart."""


class Learnt:
    """The telling words of threads that were learnt from."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = list(rows)

    def nearest(self, row: Mapping[str, Any]) -> float:
        """Return how near (0 to 1) the nearest comes to a thread."""
        words = _words(row)
        shared = defaultdict[int, float](float)
        for word in words:
            for place in self._in.get(word, ()):
                shared[place] += self._weight(word) ** 2
        length = self._length(words)
        return max((weight / (length * self._lengths[place]) for place, weight in shared.items()), default=0.0)

    @cached_property
    def _each(self) -> list[frozenset[str]]:
        return [_words(row) for row in self._rows]

    @cached_property
    def _count(self) -> Counter[str]:
        return Counter(word for words in self._each for word in words)

    @cached_property
    def _in(self) -> dict[str, list[int]]:
        found = defaultdict[str, list[int]](list)
        for place, words in enumerate(self._each):
            for word in words:
                if self._count[word] < _COMMON:
                    found[word].append(place)
        return found

    @cached_property
    def _lengths(self) -> list[float]:
        return [self._length(words) for words in self._each]

    def _length(self, words: Iterable[str]) -> float:
        return math.sqrt(sum(self._weight(word) ** 2 for word in words)) or 1.0

    def _weight(self, word: str) -> float:
        return math.log((1 + len(self._rows)) / (1 + self._count[word]))


def _words(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(word for post in row["posts"] for word in _TELLING.findall((post["text"] or "").lower()))


_NOT_YET: Final = "later.jsonl"
"""Told after the network was tuned."""


def learnt() -> Learnt:
    """Return what the network learnt from of whole threads."""
    folder = Path(__file__).parent
    files = [*sorted((folder / "retold").glob("*.jsonl")), *sorted((folder / "threads").glob("*.jsonl"))]
    lines = (line for path in files if path.name != _NOT_YET for line in path.read_text(encoding="utf-8").splitlines())
    return Learnt(map(json.loads, lines))
