"""The words of a text, cut once for all that reads it."""

from __future__ import annotations

import re
from typing import Final

_TOKENS: Final = re.compile(r"([\w']+|[?!])")
REMEMBERED: Final = 32_768
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
