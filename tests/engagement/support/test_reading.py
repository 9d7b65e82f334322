"""Reports of a desk are hostile until every field is what it should be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engagement.support import reading
from engagement.support.reading import BadReport
from engagement.support.states import MOVES, OPEN, REPORTED, STATES, leads


def read(**said: Any) -> Any:
    return reading.report("r1", json.dumps(said).encode())


def test_it_reads_a_report() -> None:
    found = read(state="accepted", reference=" #123\n", url="https://desk.example/t/123")
    assert (found.state, found.reference, found.url, found.reason) == (
        "accepted",
        "#123",
        "https://desk.example/t/123",
        "",
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "state"),
        ({"state": "waiting"}, "state"),
        ({"state": ["accepted"]}, "state"),
        ({"state": "taken_back"}, "state"),
        ({"state": "returned"}, "reason"),
        ({"state": "accepted", "reason": 7}, "reason"),
        ({"state": "accepted", "reference": "x" * 61}, "reference"),
        ({"state": "accepted", "lane": "engage"}, "lane"),
        ({"state": "accepted", "url": "javascript:alert(1)"}, "url"),
        ({"state": "accepted", "url": "//desk.example/"}, "url"),
        ({"state": "accepted", "url": "https://"}, "url"),
        ({"state": "accepted", "url": "https://desk.example@evil.example/"}, "url"),
        ({"state": "accepted", "url": "https://desk.example/\\@evil"}, "url"),
        ({"state": "accepted", "url": "https://desk.example/ x"}, "url"),
        ({"state": "accepted", "url": "https://desk.example:x/"}, "url"),
        ({"state": "accepted", "url": "https://desk.example/\u202e"}, "url"),
        ({"state": "accepted", "url": "https://d.example/" + "x" * 2_000}, "url"),
        ({"state": "accepted", "url": ["https://desk.example/"]}, "url"),
    ],
)
def test_it_takes_nothing_that_is_not_as_it_should_be(said: dict[str, Any], field: str) -> None:
    with pytest.raises(BadReport) as caught:
        read(**said)
    assert caught.value.field == field


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[]", b"\xff", b"[" * 100_000, b"null"])
def test_it_takes_nothing_that_is_no_object(body: bytes) -> None:
    with pytest.raises(BadReport):
        reading.report("r1", body)


@pytest.mark.parametrize("report_id", ["", "x" * 201, "a\x00"])
def test_it_wants_an_id_by_which_to_know_it_again(report_id: str) -> None:
    with pytest.raises(BadReport):
        reading.report(report_id, b'{"state": "accepted"}')


def test_it_shows_no_characters_that_cannot_be_seen() -> None:
    assert read(state="returned", reason="No\u202e such\r\n plan").reason == "No such plan"
    assert read(state="accepted", reference="\ud800").reference == "?"


def test_it_lets_nothing_lead_out_of_our_own_hands() -> None:
    assert {state for state in STATES for said in REPORTED if leads(state, said)} == {*OPEN, "solved"}
    assert set(MOVES) == set(REPORTED)
