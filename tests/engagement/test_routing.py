"""Where things go and how urgent they are: facts in, lane and sum out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engagement.routing import OUT_OF, POINT_MINUTES, Facts, Routed, route, sort_key
from tests.factories import NOW


def routed(*on: str, **more: Any) -> Routed:
    values: dict[str, Any] = {"brand_kind": "own", "published_at": NOW, "on": frozenset(on), **more}
    return route(Facts(**values))


@pytest.mark.parametrize("flag", ["complaint", "churn_risk", "inaccuracy", "question", "buying_intent"])
def test_it_brings_what_is_owed_an_answer_to_engage(flag: str) -> None:
    result = routed(flag)
    assert (result.lane, result.work, result.say.params["flag"]) == ("engage", True, flag)


@pytest.mark.parametrize(
    ("facts", "lane", "code"),
    [
        ({"on": frozenset({"praise"})}, "manage", "worth_caring_for"),
        ({"on": frozenset({"suggestion"})}, "manage", "worth_caring_for"),
        ({"on": frozenset()}, "monitor", "only_heard"),
        ({"unsure": frozenset({"complaint"})}, "monitor", "not_sure"),
        ({"on": frozenset({"complaint", "spam"})}, "monitor", "looks_like_spam"),
        ({"on": frozenset({"complaint"}), "relevance": 0.3}, "monitor", "maybe_not_about_us"),
        ({"on": frozenset({"complaint"}), "brand_kind": "competitor"}, "monitor", "about_a_competitor"),
        ({"on": frozenset({"question"}), "audience": "competitor"}, "monitor", "opportunity"),
        ({"on": frozenset({"question"}), "brand_kind": "topic"}, "monitor", "opportunity"),
        ({"scored": False}, "monitor", "not_scored"),
    ],
)
def test_it_makes_no_work_of_the_rest(facts: dict[str, Any], lane: str, code: str) -> None:
    result = routed(**facts)
    assert (result.lane, result.work, result.say.code) == (lane, False, code)


def test_it_makes_work_of_a_buyer_who_names_nobody() -> None:
    result = routed("buying_intent", brand_kind="topic")
    assert (result.lane, result.work) == ("monitor", True)


def test_it_shows_the_sum_and_its_parts() -> None:
    result = routed(
        "complaint",
        "churn_risk",
        "question",
        audience="direct",
        answer="unanswered",
        key_account=True,
        seen_by=9_999,
    )
    assert result.parts == {
        "severity": [32, 35],
        "unanswered": [20, 20],
        "account": [20, 20],
        "exposure": [12, 15],
        "intent": [0, 10],
    }
    assert result.priority == sum(points for points, _ in result.parts.values()) == 84


def test_it_never_exceeds_a_hundred() -> None:
    worst = routed(
        "complaint", "churn_risk", "inaccuracy", "question", "buying_intent",
        complaint_reason="outage", audience="direct", answer="unanswered", key_account=True, seen_by=10**9,
    )  # fmt: skip
    assert worst.priority <= 100 == sum(OUT_OF.values())
    assert all(points <= of for points, of in worst.parts.values())


def test_it_weighs_an_answered_question_less() -> None:
    open_, answered = (
        routed("question", audience="direct", answer=state) for state in ("unanswered", "answered_by_us")
    )
    assert open_.priority - answered.priority == 20


@pytest.mark.parametrize(
    ("state", "severity", "unanswered"),
    [
        ("unanswered", 12, 20),
        ("reopened", 12, 20),
        ("answered_by_competitor", 16, 20),
        ("acknowledged", 12, 10),
        ("unverified", 12, 6),
        ("answered_by_peer", 4, 0),
    ],
)
def test_it_weighs_what_became_of_a_question(state: str, severity: int, unanswered: int) -> None:
    parts = routed("question", audience="direct", answer=state).parts
    assert (parts["severity"][0], parts["unanswered"][0]) == (severity, unanswered)


def test_it_asks_to_thank_or_confirm_where_somebody_else_answered() -> None:
    found = routed("question", audience="direct", answer="answered_by_peer")
    assert (found.lane, found.work, found.say.code) == ("engage", True, "thank_or_confirm")


@pytest.mark.parametrize("state", ["withdrawn", "not_a_question"])
def test_what_asks_nothing_is_no_work(state: str) -> None:
    found = routed("question", audience="direct", answer=state)
    assert (found.lane, found.work, found.say.code) == ("monitor", False, "only_heard")


def test_it_takes_unknown_reach_for_an_ordinary_account_and_not_for_zero() -> None:
    assert routed(seen_by=None).parts["exposure"] > routed(seen_by=0).parts["exposure"]


def test_it_orders_by_priority_and_age_without_a_clock() -> None:
    older = NOW - timedelta(minutes=POINT_MINUTES)
    assert sort_key(51, older) == sort_key(50, NOW)
    assert sort_key(52, older) > sort_key(50, NOW) > sort_key(50, older)
