"""The words of a text, cut once for all that reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

_TOKENS: Final = re.compile(r"([\w']+|[?!])")
REMEMBERED: Final = 65_536
"""Pieces of text that a memory of scoring keeps; it is emptied when full, so that hostile text cannot fill it."""
LONGEST_REMEMBERED: Final = 40


def pieces(lower: str) -> list[str]:
    """Return ``lower`` cut up without loss: what is no token and tokens by turns, so tokens have the odd places.

    A token is a word, apostrophes included, or one "?" or "!".
    """
    return _TOKENS.split(lower)


def tokens(lower: str) -> list[str]:
    """Return the tokens of a lower-cased text in order."""
    return _TOKENS.split(lower)[1::2]


def spans(lower: str) -> list[tuple[int, int]]:
    """Return where the tokens of a lower-cased text stand."""
    return [token.span() for token in _TOKENS.finditer(lower)]


class _Words(dict[str, tuple[str, ...]]):
    """The tokens of chunks met so far."""

    def __missing__(self, chunk: str) -> tuple[str, ...]:
        found = tuple(tokens(chunk))
        if len(chunk) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[chunk] = found
        return found


_words_of = _Words().__getitem__


def words_in(chunks: Iterable[str]) -> list[str]:
    """Return the tokens of a text that was cut at its blanks: no token holds one, and chunks come again and again."""
    return list(chain.from_iterable(map(_words_of, chunks)))
