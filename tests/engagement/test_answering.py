"""What a case does when its question is answered, settled or open again."""

from __future__ import annotations

import pytest

from engagement.intake.answering import ENDS, WORST_FIRST, turn
from listening.answers.records import OPEN_STATES, STATES


def turned(was: str, now_is: str, *, audience: str = "about_us", status: str = "open", owed: bool = False) -> str:
    found = turn(was, now_is, audience=audience, status=status, owed_otherwise=owed)
    return "" if found is None else f"{'ends' if found.ends else 'returns'}: {found.code}"


@pytest.mark.parametrize("now_is", sorted(ENDS))
def test_it_ends_when_nobody_waits_any_more(now_is: str) -> None:
    assert turned("unanswered", now_is) == turned("", now_is) == f"ends: {ENDS[now_is]}"


def test_a_question_put_to_us_stays_with_the_team_when_a_peer_answers() -> None:
    assert turned("unanswered", "answered_by_peer", audience="direct") == ""


@pytest.mark.parametrize("now_is", ["answered_by_peer", "withdrawn", "expired"])
def test_a_complaint_is_not_settled_by_others(now_is: str) -> None:
    assert turned("unanswered", now_is, owed=True) == ""


def test_a_complaint_is_settled_when_the_asker_says_so() -> None:
    assert turned("unanswered", "resolved_by_asker", owed=True) == "ends: resolved_by_asker"


@pytest.mark.parametrize("now_is", sorted(OPEN_STATES - {"reopened"}))
def test_it_comes_back_when_the_answer_no_longer_stands(now_is: str) -> None:
    assert turned("answered_by_us", now_is, status="done") == "returns: no_answer_any_more"


@pytest.mark.parametrize("status", ["done", "snoozed", "waiting"])
def test_it_comes_back_when_the_asker_asks_again(status: str) -> None:
    assert turned("answered_by_us", "reopened", status=status) == "returns: asker_reopened"


def test_it_comes_back_when_the_asker_sent_what_we_asked_for() -> None:
    assert turned("acknowledged", "unanswered", status="waiting") == "returns: asker_supplied"
    assert turned("acknowledged", "unanswered", status="snoozed") == ""


def test_what_a_person_ended_stays_ended_by_a_read() -> None:
    assert turned("unverified", "unanswered", status="done") == ""


@pytest.mark.parametrize("audience", ["category", "competitor"])
def test_questions_to_others_move_no_case(audience: str) -> None:
    assert all(turned("unanswered", state, audience=audience) == "" for state in STATES)


def test_it_ranks_every_state() -> None:
    assert sorted(WORST_FIRST) == sorted(STATES)
