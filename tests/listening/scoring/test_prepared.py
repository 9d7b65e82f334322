"""A text made ready: what is left out of it, and where it names a brand."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listening.records import BrandTerms
from listening.scoring import prepared
from listening.scoring.prepared import findable, occurrences, prepare, term_pattern

TERMS = st.lists(st.text("aAbks .9_@é", max_size=3), max_size=3)
PIECES = (
    "```", "`", ">", "\n", "\t", " ", "at f(x)", "-- ", "--", "Sent from my ", "Best regards", "regards,",
    "On abcde wrote:", "On Monday", " wrote:", "{link}", "@", "a", "b.c", "www.", "http://", "https://x/y", "a@b.co",
    "\r", "é", "İ", "´s",
)  # fmt: skip


def without_all_that_may_be_left_out(text: str) -> str:
    """Return what is left when everything is looked for, whatever signs there are."""
    whole = prepared._left_out(*[True] * len(prepared._SIGNS))
    return whole.sub(prepared._blank, text)


@settings(max_examples=300, deadline=None)
@given(st.text("aAb_ .9-@éKkSsſİı\u212a", max_size=14), TERMS)
def test_it_finds_a_brand_where_its_pattern_does(prose: str, terms: list[str]) -> None:
    pattern = term_pattern(("", *terms))
    expected = [found.span() for found in pattern.finditer(prose)] if pattern else []
    assert occurrences(prose, BrandTerms(id=1, name="", kind="own", terms=tuple(terms))) == expected


@pytest.mark.parametrize(
    "prose", ["_ab ab_ ab", "ab cd ef", "a a a ab", "abab ab-ab #ab @ab", "AB\u00a0cd, aB9 9ab ñab", "ab"]
)
def test_it_finds_names_that_adjoin_overlap_and_hold_each_other(prose: str) -> None:
    for terms in (("ab",), ("a a",), ("ab cd", "cd ef"), ("ab", "ab cd", "a"), ("#ab", "ab"), ("ab\u00a0cd",)):
        pattern = term_pattern(terms)
        assert pattern is not None
        expected = [found.span() for found in pattern.finditer(prose)]
        assert occurrences(prose, BrandTerms(id=1, name=terms[0], kind="own", terms=terms[1:])) == expected


def test_it_looks_for_names_in_lower_case_unless_a_letter_would_be_mistaken() -> None:
    beyond = "".join(map(chr, range(128, sys.maxunicode + 1)))
    mistaken = set(re.findall("[a-z]", beyond, re.IGNORECASE))
    assert mistaken == set("İıſ\u212a")
    assert all(findable(f"a{letter}") is None for letter in mistaken)
    others = "".join(letter for letter in beyond if letter not in mistaken)
    assert findable("A" + others) == "a" + "".join(letter.lower() for letter in others)
    assert len(others.lower()) == len(others)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_it_leaves_out_what_the_whole_pattern_does(text: str) -> None:
    assert prepare(text).prose == without_all_that_may_be_left_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "it says\n  at a.b(C.java:3)\nand stops", "> so they say\nnot so", "thanks\n-- \nMe", "ok\nSent from my phone",
        "ok\nBest regards,\nMe", "On Monday Ann wrote:\nhello", "see `the app`", "and\n```\nx\n",
        "at https://a.b/c now", "at www.a.b now", "mail a.b@c.de now", "the {link} here",
    ],
)  # fmt: skip
def test_it_leaves_out_each_thing_by_itself(text: str) -> None:
    assert prepare(text).prose == without_all_that_may_be_left_out(text) != text
