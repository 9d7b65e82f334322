"""Form and expression of the editor follow each other: what was edited last leads."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.pages.drafts import chip_line, chips_of, drafted, opened, with_proposal

EMPTY = {
    "must": "",
    "any_of": "",
    "none_of": "",
    "near_words": "",
    "near_distance": "5",
    "near_others": "",
    "sources": "",
    "langs": "",
    "authors": "",
    "expression": "",
    "expression_was": "",
    "edited": "",
}


def sent(**more: str) -> dict[str, Any]:
    return {**EMPTY, **more}


@pytest.mark.parametrize(
    ("text", "chips"),
    [
        ("a, b", ("a", "b")),
        ("a\r\nb,\n\n c ", ("a", "b", "c")),
        ('"a, b", c', ('"a, b"', "c")),
        ("`A, B`,c", ("`A, B`", "c")),
        ("two words, x", ("two words", "x")),
        ('"never closed, a', ('"never closed, a',)),
        (" , ,", ()),
    ],
)
def test_it_parts_chips_at_commas_and_lines_but_not_in_quotes(text: str, chips: tuple[str, ...]) -> None:
    assert chips_of(text) == chips


@given(st.lists(st.from_regex(r"[a-z@.*,][a-z@.* ,]{0,8}[a-z]", fullmatch=True), max_size=5))
def test_it_reads_back_the_chips_that_it_writes(chips: list[str]) -> None:
    read = tuple(chip.strip('"') for chip in chips_of(chip_line(tuple(chips))))
    assert read == tuple(chips)


def test_it_writes_the_expression_of_the_form() -> None:
    draft = drafted(sent(must="northwind", any_of="relay, webhook*", none_of="traders"))
    assert draft.expression == "northwind AND (relay OR webhook*) AND NOT traders"
    assert draft.valid == draft.expression
    assert draft.written


def test_it_writes_near_and_where() -> None:
    draft = drafted(sent(near_words="northwind", near_distance="8", near_others="relay, hook", langs="en,de"))
    assert draft.expression == "northwind NEAR/8 (relay OR hook) AND (lang:en OR lang:de)"


def test_it_reads_the_form_from_an_edited_expression() -> None:
    draft = drafted(sent(must="old", expression="new NOT gone", expression_was="old"))
    assert (draft.inputs["must"], draft.inputs["none_of"]) == ("new", "gone")
    assert draft.expression == "new NOT gone"


def test_it_believes_the_page_when_it_says_that_the_form_came_last() -> None:
    draft = drafted(sent(must="newer", expression="new", expression_was="old", edited="form"))
    assert draft.expression == "newer"


def test_it_says_when_the_form_cannot_show_an_expression() -> None:
    draft = drafted(sent(expression="(a b) OR (c d)", edited="expression"))
    assert draft.by_hand
    assert draft.valid == "(a b) OR (c d)"


def test_it_keeps_the_words_of_an_expression_that_the_form_would_write_otherwise() -> None:
    draft = drafted(sent(must="relay, northwind", expression="relay northwind", expression_was="relay northwind"))
    assert draft.expression == "relay northwind"
    assert not draft.written


def test_it_tries_the_form_while_the_expression_has_a_mistake() -> None:
    draft = drafted(sent(must="northwind", expression="northwind AND", expression_was="northwind"))
    assert draft.mistake is not None
    assert (draft.mistake.position, draft.mistake.cure) == (14, "northwind")
    assert draft.valid == "northwind"
    assert draft.wrong


def test_it_tries_the_saved_version_where_the_form_is_empty_too() -> None:
    draft = drafted({"expression": "northwind AND"}, saved="northwind relay")
    assert draft.valid == "northwind relay"


def test_it_tries_the_expression_while_a_chip_has_a_mistake() -> None:
    draft = drafted(sent(must="northwind, in*te", expression="northwind", expression_was="northwind"))
    assert draft.form_mistake is not None
    assert (draft.form_mistake.field, draft.form_mistake.index) == ("must", 1)
    assert (draft.valid, draft.wrong) == ("northwind", True)


def test_it_takes_a_cure_for_the_expression() -> None:
    draft = drafted(sent(must="a", expression="northwind AND", edited="form", cure="northwind"))
    assert (draft.expression, draft.inputs["must"], draft.written) == ("northwind", "northwind", True)


def test_it_counts_positions_as_the_browser_shows_lines() -> None:
    draft = drafted({"expression": "a OR\r\nb AND"})
    assert draft.mistake is not None
    assert draft.mistake.position == 11


def test_it_refuses_nothing_at_all() -> None:
    assert drafted(sent()).wrong
    assert drafted(sent(none_of="traders")).wrong
    assert drafted({"expression": " "}).wrong
    assert drafted({}).wrong


def test_it_refuses_a_distance_that_is_no_number() -> None:
    draft = drafted(sent(near_words="a", near_others="b", near_distance="many"))
    assert draft.form_mistake is not None
    assert draft.form_mistake.field == "near.distance"


def test_it_takes_in_a_proposal_and_shows_it_on_both_sides() -> None:
    draft = with_proposal(opened("northwind"), '["exclude", "ridge"]')
    assert draft.inputs["none_of"] == "ridge"
    assert draft.expression == "northwind AND NOT ridge"
    assert draft.edited == "both"


@pytest.mark.parametrize("packed", ["", "x", "{}", "[]", "[1]", '["exclude"]', '["drop", "a"]', '["exclude", "*"]'])
def test_it_changes_nothing_for_what_is_no_proposal(packed: str) -> None:
    draft = opened("northwind")
    assert with_proposal(draft, packed) == draft


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["", "form", "expression"]))
def test_it_takes_whatever_is_typed(chips: str, text: str, edited: str) -> None:
    draft = drafted(sent(must=chips, none_of=text, expression=text, edited=edited), saved="northwind")
    assert draft.wrong or draft.valid == draft.expression
