"""The words of a text, cut once for all that reads it."""

from __future__ import annotations

import re
from itertools import accumulate, chain
from typing import Final, NamedTuple

_TOKENS: Final = re.compile(r"([\w']+|[?!])")
_REMEMBERED: Final = 32_768
_LONGEST_REMEMBERED: Final = 40


def pieces(lower: str) -> list[str]:
    """Return ``lower`` cut up without loss: what is no token and tokens by turns, so tokens have the odd places.

    A token is a word, apostrophes included, or one "?" or "!".
    """
    return _TOKENS.split(lower)


def tokens(lower: str) -> list[str]:
    """Return the tokens of a lower-cased text in order."""
    return _TOKENS.split(lower)[1::2]


class Cut(NamedTuple):
    """``chunks`` are what stands between single spaces, ``words`` its tokens and ``starts`` where these begin."""

    chunks: list[str]
    words: list[str]
    starts: list[int]


class _Words(dict[str, tuple[str, ...]]):
    """The tokens of chunks met so far. Emptied when full, so that hostile text cannot fill the memory."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = tuple(_TOKENS.split(chunk)[1::2])
        if len(chunk) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


class _Starts(dict[str, tuple[int, ...]]):
    """Where in chunks met so far their tokens begin. Emptied when full."""

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        found = tuple(token.start() for token in _TOKENS.finditer(chunk))
        if len(chunk) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


_words_of = _Words().__getitem__
_starts_in = _Starts().__getitem__


def cut(lower: str) -> Cut:
    """Return the tokens of ``lower`` and their places. No token holds a space, and chunks come again and again."""
    chunks = lower.split(" ")
    bases = accumulate([len(chunk) + 1 for chunk in chunks], initial=0)
    starts = [base + start for base, chunk in zip(bases, chunks, strict=False) for start in _starts_in(chunk)]
    return Cut(chunks, list(chain.from_iterable(map(_words_of, chunks))), starts)
