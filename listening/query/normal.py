"""How text is compared: folding away case and accents, and telling words, free scripts and signs apart.

Knows nothing of queries. Folding works character by character, so every folded character knows where it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WORD, FREE, SYMBOL, SIGN, SPACE = "w", "f", "y", "s", " "
"""Kinds of character: of a spaced word; of a script written without spaces (or, like Korean, with endings grown on);
emoji and other symbols; punctuation; blanks. Only ``WORD`` needs a boundary."""

_FREE = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u1980-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u2e80-\u2fdf"
    "\u3005-\u3007\u3021-\u3035\u3040-\u30ff\u3105-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\ua980-\ua9ff\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
# Accents proper. Vowel signs of Indic scripts and the Japanese voicing marks make other words, so they stay.
_ACCENT = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
# Unicode sees no accent in these, readers do: Ørsted is written Orsted, Łódź Lodz.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_TYPOGRAPHY = str.maketrans(
    {**dict.fromkeys("‘’‚‛ʼ′", "'"), **dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)
# The same letter in another dress. Compatibility as a whole would turn Acme™ into acmetm.
_DRESSES = frozenset(("<wide>", "<narrow>", "<font>", "<initial>", "<medial>", "<final>", "<isolated>"))
_KEPT = {"й": "й", "Й": "й"}  # a letter of its own, not an accented и
_VOICING = ("\uff9e", "\uff9f")
_LONGEST_CLUSTER = 32  # CPython sorts a run of combining marks in quadratic time


def _fold_char(char: str) -> str:
    if char in _KEPT:
        return _KEPT[char]
    if unicodedata.category(char) == "Cf" or _ACCENT.match(char):
        return ""
    dressed = unicodedata.decomposition(char).partition(" ")[0] in _DRESSES or "\ufb00" <= char <= "\ufb06"
    decomposed = unicodedata.normalize("NFKD" if dressed else "NFD", char)
    folded = unicodedata.normalize("NFD", _ACCENT.sub("", decomposed).casefold())
    bare = _ACCENT.sub("", folded).translate(_LETTERS).translate(_TYPOGRAPHY)
    return unicodedata.normalize("NFC", bare)


def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() or category == "Cc":
        return SPACE
    if category[0] in "LM" or category in ("Nd", "Nl", "Pc"):
        return FREE if _FREE.match(char) else WORD
    # Unassigned and private characters are mostly emoji newer than this Python.
    return SYMBOL if category in ("So", "No", "Cn", "Co") or "\U0001f3fb" <= char <= "\U0001f3ff" else SIGN


class _Kinds(dict[str, str]):
    def __missing__(self, char: str) -> str:
        kind = self[char] = _kind(char)
        return kind


class _Folds(dict[int, str]):
    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_char(chr(point))
        return folded


class _Spaced(dict[int, str]):
    """Code point to what it becomes in the automaton's text. Every value also serves as its own key's fixed point."""

    def __missing__(self, point: int) -> str:
        spaced = self[point] = "".join(map(_space_out, FOLD[point]))
        return spaced


def _space_out(char: str) -> str:
    kind = KIND[char]
    if kind == WORD:
        return char
    return f" {char} " if kind in (FREE, SYMBOL) else " "


KIND = _Kinds()
"""Character → its kind."""
FOLD = _Folds()
"""Code point → its folded form, perhaps empty, perhaps several characters."""
_SPACED = _Spaced()
_ASCII_SPACED = "".join(chr(point).lower() if chr(point).isalnum() or point == 95 else " " for point in range(128))


def _is_plain(text: str) -> bool:
    """True if no character depends on its neighbour, so that folding may go one by one."""
    return unicodedata.is_normalized("NFC", text) and not any(mark in text for mark in _VOICING)


def _joins(char: str) -> bool:
    return bool(unicodedata.combining(char)) or "\u1160" <= char <= "\u11ff" or char in _VOICING


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for index in range(1, len(text)):
        if not _joins(text[index]) or index - start >= _LONGEST_CLUSTER:
            yield start, index
            start = index
    if text:
        yield start, len(text)


def _fold_cluster(cluster: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", cluster).translate(FOLD))


def fold(text: str) -> str:
    """Return the text without case and accents. It may be longer or shorter than the text."""
    if text.isascii():
        return text.lower()
    if _is_plain(text):
        return text.translate(FOLD)
    return "".join(_fold_cluster(text[start:end]) for start, end in _clusters(text))


def offsets(text: str) -> tuple[list[int], list[int]]:
    """Return for each character of ``fold(text)`` where its original starts and where it ends in ``text``."""
    starts: list[int] = []
    ends: list[int] = []
    plain = _is_plain(text)
    for start, end in ((i, i + 1) for i in range(len(text))) if plain else _clusters(text):
        folded = FOLD[ord(text[start])] if plain else _fold_cluster(text[start:end])
        if folded:
            starts += [start] * len(folded)
            ends += [end] * len(folded)
        elif ends and ends[-1] == start and _ACCENT.match(text[start]):
            ends[-1] = end  # an accent that would not compose belongs to the letter before it
    return starts, ends


def spaced(text: str) -> str:
    """Return the text folded, each word between blanks, each free character between blanks of its own."""
    if text.isascii():
        return f" {text.translate(_ASCII_SPACED)} "
    return f" {(text if _is_plain(text) else fold(text)).translate(_SPACED)} "


def keep_case(text: str) -> str:
    """Return the text for an exact comparison: composed, with straight quotes, without invisible characters."""
    return unicodedata.normalize("NFC", _visible(text)).translate(_TYPOGRAPHY)


def is_exactly(text: str, kept: str) -> bool:
    """Return whether ``keep_case(text) == kept``, at a cost that a letter with a thousand accents cannot raise."""
    visible = _visible(text)
    # Composing makes at most four characters one; it is quadratic, so what cannot be equal is not composed.
    return len(visible) <= 4 * len(kept) and keep_case(visible) == kept


def _visible(text: str) -> str:
    return text if text.isascii() else "".join(char for char in text if unicodedata.category(char) != "Cf")
