"""Texts cut into pieces of words as BERT cuts them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.answers.encoder.wordpieces import BREAK, PAD, START, UNKNOWN, WordPieces

KNOWN = (
    *(PAD, UNKNOWN, START, BREAK),
    *("un", "##aff", "##able", "affable", "cafe", "the", "re", "##start", "!", ".", "'", "t", "don", "中"),
)


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces(KNOWN)


def told(pieces: WordPieces, text: str) -> list[str]:
    return [KNOWN[number] for number in pieces.of(text)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("unaffable", ["un", "##aff", "##able"]),
        ("affable", ["affable"]),  # the longest that is known
        ("The Café!", ["the", "cafe", "!"]),
        ("don't", ["don", "'", "t"]),
        ("restart. The", ["re", "##start", ".", "the"]),
        ("the中the", ["the", "中", "the"]),
        ("the\u200b\tthe\n", ["the", "the"]),
        ("quux the", [UNKNOWN, "the"]),
        ("unquux", [UNKNOWN]),  # a word of which an end is unknown is unknown as a whole
        ("", []),
    ],
)
def test_it_cuts_texts_as_bert_does(pieces: WordPieces, text: str, cut: list[str]) -> None:
    assert told(pieces, text) == cut


def test_it_gives_up_on_a_word_without_end(pieces: WordPieces) -> None:
    assert told(pieces, "un" * 51) == [UNKNOWN]


@given(st.text())
def test_it_cuts_any_text(text: str) -> None:
    found = WordPieces(KNOWN).of(text)
    assert all(0 <= number < len(KNOWN) for number in found)
    assert found == WordPieces(KNOWN).of(f"  {text}\n")
