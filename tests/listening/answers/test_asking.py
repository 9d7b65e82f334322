"""Which posts seek an answer."""

from __future__ import annotations

import pytest

from listening.answers.asking import is_gone, seeks_answer
from tests.listening.answers import everyday
from tests.listening.answers.lines import SEEKS, SEEKS_NOT

_SEEKS = [(line, rule) for rule, lines in SEEKS.items() for line in lines]
_SEEKS_NOT = [(line, rule) for rule, lines in SEEKS_NOT.items() for line in lines]


@pytest.mark.parametrize(("line", "rule"), _SEEKS)
def test_it_knows_what_seeks_an_answer(line: str, rule: str) -> None:
    seeking = seeks_answer(line, network="x", root=True, us=["acme"])
    assert (seeking.seeks, seeking.rule) == (True, rule)


@pytest.mark.parametrize(("line", "rule"), _SEEKS_NOT)
def test_it_knows_what_only_looks_like_a_question(line: str, rule: str) -> None:
    seeking = seeks_answer(line, network="x", root=True, us=["acme"])
    assert (seeking.seeks, seeking.rule) == (False, rule)


@pytest.mark.parametrize(("line", "seeks"), everyday.SEEKS)
def test_it_tells_who_seeks_an_answer(line: str, seeks: bool) -> None:
    assert seeks_answer(line, network="x", root=True, us=["acme"]).seeks is seeks


def test_it_ignores_question_marks_in_addresses_and_code() -> None:
    assert not seeks_answer("Our numbers: https://a.example/?q=1 and `SELECT ?`", us=["acme"]).seeks


def test_it_takes_a_defect_for_a_question_only_if_it_is_ours() -> None:
    line = "The sync crashes every morning."
    assert seeks_answer(line, about_us=True).seeks
    assert not seeks_answer(line, about_us=False).seeks


def test_it_takes_a_handle_in_copy_for_a_question_to_us_too() -> None:
    assert seeks_answer("@globex does this work with @acme?", us=["acme"]).seeks


def test_it_takes_the_brand_for_us_where_its_care_answers() -> None:
    for line in (
        "@acme_in for three days nobody fetches the parcel",
        "@acme no service for an hour, do I get money back",
    ):
        assert seeks_answer(line, network="x", root=True, us=["AcmeHelps"]).rule != "addressed_elsewhere"
        assert seeks_answer(line, network="x", root=True, us=["Globex"]).rule == "addressed_elsewhere"


def test_it_overlooks_the_handle_that_a_network_writes_in_front_of_replies() -> None:
    assert seeks_answer("@dave how did you set that up?", us=["acme"], replies_to="dave").seeks


@pytest.mark.parametrize(
    ("title", "seeks"),
    [
        ("Is Acme the end of spreadsheets?", False),
        ("Ask HN: Is Acme worth the money?", True),
        ("Show HN: A small client for Acme", False),
        ("Does Acme support SAML on the free plan?", True),
        ("Why are companies leaving Acme?", False),
    ],
)
def test_it_reads_titles_on_hacker_news(title: str, seeks: bool) -> None:
    assert seeks_answer(title, network="hackernews", root=True).seeks is seeks


def test_it_expects_a_question_where_threads_are_opened_to_ask() -> None:
    assert seeks_answer("Export of nested folders", network="stackexchange", root=True).seeks
    assert not seeks_answer("Export of nested folders", network="stackexchange").seeks


def test_it_asks_scoring_only_where_no_rule_speaks() -> None:
    assert seeks_answer("Acme backups, how long exactly", chance=0.9).seeks
    assert not seeks_answer("Kudos to the Acme team", chance=0.9).seeks


@pytest.mark.parametrize("text", ["[deleted]", "[removed]", "(topic withdrawn by author)", "This comment was removed."])
def test_it_knows_the_texts_that_stand_for_what_is_gone(text: str) -> None:
    assert is_gone(text)


def test_it_does_not_take_talk_of_deleting_for_something_gone() -> None:
    assert not is_gone("deleted my account, does that stop the billing?")
