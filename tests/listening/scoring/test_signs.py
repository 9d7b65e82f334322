"""Which of several texts hold a sign."""

from __future__ import annotations

import pytest

from listening.scoring.signs import Together

TEXTS = ["a@b", "", "plain", "ends with ?", "? and ?", "\0", "é://ü"]


@pytest.mark.parametrize("sign", ["@", "?", "://", "plain", "a", "ü", "nothing"])
def test_it_finds_the_texts_that_hold_a_sign(sign: str) -> None:
    assert Together(TEXTS).holding(sign) == [place for place, text in enumerate(TEXTS) if sign in text]


def test_it_finds_no_sign_that_lies_in_two_texts() -> None:
    assert Together(["http:", "//b", ":/", "/c"]).holding("://") == []


@pytest.mark.parametrize("texts", [TEXTS, ["a@b"], ["plain"], [""]])
def test_it_finds_the_texts_that_hold_any_sign(texts: list[str]) -> None:
    signs = ("@", "?", "plain")
    expected = {place for place, text in enumerate(texts) if any(sign in text for sign in signs)}
    assert Together(texts).holding_any(signs) == expected
