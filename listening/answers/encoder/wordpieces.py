"""Texts cut into the pieces of words that the network knows, as BERT cuts them. Pure.

Small letters, no accents; a mark stands by itself; a word is cut into the longest pieces that are known, from its
beginning on (Wu et al. 2016, https://arxiv.org/abs/1609.08144; Devlin et al. 2019, https://arxiv.org/abs/1810.04805).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

LONGEST_WORD: Final = 100
"""Letters from which on a word is not cut but unknown."""
PAD, UNKNOWN, START, BREAK = "[PAD]", "[UNK]", "[CLS]", "[SEP]"


class WordPieces:
    """The pieces that are known, each with its number: the place in which it stands."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self.numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self.start, self.stop = self.numbers[START], self.numbers[BREAK]
        self._unknown = (self.numbers[UNKNOWN],)
        self._cut = lru_cache(maxsize=20_000)(self._pieces)

    def of(self, text: str) -> list[int]:
        """Return the numbers of the pieces of a text."""
        cut, unknown = self._cut, self._unknown
        return [n for word in _words(text) for n in (cut(word) if len(word) <= LONGEST_WORD else unknown)]

    def _pieces(self, word: str) -> tuple[int, ...]:
        found, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                number = self.numbers.get(word[at:end] if at == 0 else f"##{word[at:end]}")
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return self._unknown
        return tuple(found)


def _words(text: str) -> Iterator[str]:
    """Yield the words and marks of a text in small letters without accents."""
    word: list[str] = []
    for letter in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(letter)
        if letter.isspace() or kind in ("Zs", "Cc", "Cf", "Mn"):
            if kind not in ("Mn", "Cf") and word:
                yield "".join(word)
                word = []
        elif _stands_alone(letter, kind):
            if word:
                yield "".join(word)
                word = []
            yield letter
        else:
            word.append(letter)
    if word:
        yield "".join(word)


def _stands_alone(letter: str, kind: str) -> bool:
    """Is it a mark, or a letter of a script that puts no blanks between words?"""
    if kind.startswith("P") or letter in "$+<=>^`|~":
        return True
    return "\u4e00" <= letter <= "\u9fff" or "\u3400" <= letter <= "\u4dbf" or "\uf900" <= letter <= "\ufaff"
