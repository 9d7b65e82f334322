"""Folding: where every character came from, and that folding twice changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.query.normal import FOLD, fold, is_exactly, keep_case, offsets, spaced

FOLDS = [("Ünï", "uni"), ("Ｃａｆé", "cafe"), ("Acme™", "acme™"), ("Й", "й"), ("가", "가")]
SAMES = [("Cafe\u0301", "Café", True), ("don’t", "don't", True), ("a" + "\u0301" * 99, "á", False)]


@given(st.text())
def test_it_knows_the_origin_of_every_folded_character(text: str) -> None:
    starts, ends = offsets(text)
    assert len(starts) == len(ends) == len(fold(text))
    assert starts == sorted(starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))


def test_it_folds_folded_characters_to_themselves() -> None:
    changed = [hex(point) for point in range(0x30000) if FOLD[point].translate(FOLD) != FOLD[point]]
    assert changed == []


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_it_folds_case_width_and_accents_only(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_it_puts_every_word_between_blanks() -> None:
    assert spaced("Acme,日本 C++").split() == ["acme", "日", "本", "c"]
    assert " acme " in spaced("はacmeを")


@pytest.mark.parametrize(("text", "word", "same"), SAMES)
def test_it_compares_exactly_without_regard_to_encoding(text: str, word: str, same: bool) -> None:
    assert is_exactly(text, keep_case(word)) is same
