"""What is owed by a time, and of which class."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.owed import owed
from engagement.routing import Facts
from engagement.sla import CLASSES
from listening.answers.records import OPEN_STATES, STATES
from tests.factories import NOW


def kind(*on: str, work: bool = True, **more: Any) -> str:
    found = owed(Facts(**{"brand_kind": "own", "published_at": NOW, "on": frozenset(on), **more}), work=work)
    assert found is None or found.kind in CLASSES
    return found.kind if found else ""


@pytest.mark.parametrize(
    ("flags", "more", "wanted"),
    [
        (["complaint"], {}, "complaint"),
        (["churn_risk"], {}, "complaint"),
        (["inaccuracy"], {}, "complaint"),
        (["complaint"], {"complaint_reason": "security"}, "critical"),
        (["complaint"], {"complaint_reason": "outage"}, "critical"),
        (["complaint"], {"complaint_reason": "billing"}, "complaint"),
        (["churn_risk"], {"key_account": True}, "critical"),
        (["question"], {"key_account": True}, "critical"),
        (["inaccuracy"], {"key_account": True}, "complaint"),
        (["buying_intent"], {"key_account": True}, "about_us"),
        (["question"], {"audience": "direct"}, "direct_question"),
        (["question"], {"audience": "about_us"}, "about_us"),
        (["question"], {}, "about_us"),
        (["question"], {"audience": "category"}, "category"),
        (["question"], {"audience": "competitor"}, ""),
        (["buying_intent"], {}, "about_us"),
        (["question", "complaint"], {"audience": "direct"}, "complaint"),
        (["praise"], {}, ""),
        (["suggestion"], {"key_account": True}, ""),
    ],
)
def test_it_finds_the_class(flags: list[str], more: dict[str, Any], wanted: str) -> None:
    assert kind(*flags, **more) == wanted


@pytest.mark.parametrize("state", STATES)
def test_it_is_owed_an_answer_where_the_question_is_open_or_cannot_be_seen(state: str) -> None:
    assert bool(kind("question", answer=state)) == (state in OPEN_STATES or state == "unverified")


@pytest.mark.parametrize("state", ["answered_by_us", "resolved_by_asker", "withdrawn", "expired"])
def test_it_is_owed_nothing_where_a_complaint_is_settled(state: str) -> None:
    assert kind("complaint", answer=state) == kind("buying_intent", answer=state) == ""
    assert kind("complaint", answer=state, complaint_reason="outage", key_account=True) == ""


@pytest.mark.parametrize("state", ["answered_by_peer", "answered_by_competitor", "not_a_question"])
def test_it_still_owes_a_complaint_a_response_when_others_have_answered(state: str) -> None:
    assert kind("complaint", "question", answer=state) == "complaint"


def test_it_owes_nothing_to_what_is_nobodys_work_or_about_others() -> None:
    assert kind("complaint", work=False) == ""
    assert kind("complaint", brand_kind="competitor") == ""
    assert kind("buying_intent", brand_kind="topic") == ""


def test_it_tells_questions_in_our_field_whoever_they_are_about() -> None:
    assert kind("question", brand_kind="topic", audience="category", work=False) == "category"
    assert kind("question", brand_kind="topic", audience="category", answer="answered_by_peer") == ""
