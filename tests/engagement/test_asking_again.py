"""The asker writes again after his case has ended: what he is owed stands in one question, so it is one case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Clock
from listening.models import Mention, Question
from tests.factories import (
    NOW,
    make_change,
    make_installation,
    make_judgement,
    make_mention,
    make_own_post,
    make_question,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AGAIN = NOW + 2 * HOUR


@pytest.fixture(autouse=True)
def _company() -> None:
    make_installation()


def asked() -> Question:
    mention = make_mention(flags=["question"], thread=make_thread())
    told(make_question(mention), mention)
    return Question.objects.get()


def told(question: Question | None, mention: Mention, now: Any = NOW) -> None:
    make_change(mention, question=question)
    take_in(now=now)


def becomes(question: Question, state: str, at: Any) -> None:
    answered = state == "answered_by_us"
    question.state, question.answered_side = state, "ours" if answered else ""
    question.evidence = make_own_post(published_at=at, thread=question.thread) if answered else None
    question.answered_at = question.settled_at = at if answered else None
    question.changed_at = at
    question.save()
    told(question, question.mention, at)


def writes(question: Question, *flags: str, at: Any = AGAIN) -> Mention:
    """Let the asker write in his thread what scoring takes for asking; his first question stands for it."""
    more = make_mention("And how is that with 4.2?", thread=question.thread, judged=False, published_at=at, seen_at=at)
    make_judgement(more, flags=flags or ["question"], counted_day=at.date())
    return more


def test_it_brings_the_case_back_that_his_new_words_belong_to() -> None:
    question = asked()
    becomes(question, "answered_by_us", NOW + HOUR)
    told(None, writes(question), AGAIN)
    case = Case.objects.get()
    assert (case.status, case.items.count(), (case.returned or {})["code"]) == ("open", 2, "wrote_again")
    becomes(question, "reopened", AGAIN + HOUR)
    becomes(question, "answered_by_us", AGAIN + 2 * HOUR)
    case.refresh_from_db()
    assert (case.status, case.disposition) == ("done", "answered")
    assert list(Clock.objects.order_by("id").values_list("response", "ended")) == [
        ("first", "answered"),
        ("next", "answered"),
    ]


def test_it_brings_back_what_a_colleague_has_ended() -> None:
    question = asked()
    actions.done(Case.objects.get().pk, actor=make_user(), now=NOW + HOUR)
    told(None, writes(question), AGAIN)
    assert (Case.objects.get().status, Clock.objects.filter(stopped_at=None).count()) == ("open", 1)


def test_it_leaves_the_case_done_if_he_was_answered_before_his_words_came_in() -> None:
    question = asked()
    becomes(question, "answered_by_us", AGAIN + HOUR)
    told(None, writes(question), AGAIN + 2 * HOUR)
    case = Case.objects.get()
    assert (case.status, case.items.count(), case.events.latest("id").verb) == ("done", 2, "joined")


@pytest.mark.parametrize("reason", ["not_relevant", "another_flag", "withdrawn", "his_own_question"])
def test_it_opens_a_case_for_what_the_first_question_does_not_stand_for(reason: str) -> None:
    question = asked()
    becomes(question, "withdrawn" if reason == "withdrawn" else "answered_by_us", NOW + HOUR)
    if reason == "not_relevant":
        Case.objects.update(disposition="not_relevant")
    more = writes(
        question, *{"another_flag": ["praise"], "his_own_question": ["question", "complaint"]}.get(reason, [])
    )
    if reason == "his_own_question":
        Question.objects.filter(pk=question.pk).update(flag="complaint", wants="reply")
        make_question(more)
    told(None, more, AGAIN)
    assert Case.objects.count() == 2
