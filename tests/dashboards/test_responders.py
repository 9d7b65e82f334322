"""Whose answer it was: who sent it or had the case then, whoever has it now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from engagement import actions
from engagement.models import Case, Reply
from listening.models import Mention, Question
from tests.dashboards import slow_responses as slow
from tests.dashboards.responded import case_of, clock_of, question
from tests.dashboards.test_responding import RANDOM, SCOPE, lived, report, same
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def team() -> tuple[User, User]:
    return make_user("manager", name="Alice Park"), make_user("manager", name="Bob Ray")


def answered(owner: User | None) -> tuple[Question, Case]:
    """Return a question that we answered four hours ago, and its case."""
    asked = question("answered_by_us", answered_side="ours")
    case = case_of(asked.mention, owner=owner)
    clock_of(case, took=HOUR, opened_at=NOW - 5 * HOUR)
    return asked, case


def whose() -> tuple[list[str], list[str]]:
    groups = report(by="person").groups
    asked = [key for key, each in groups.items() if each.fates["us"]]
    return asked, [key for key, each in groups.items() if each.clock_fates["met"]]


def test_an_answer_stays_with_who_had_the_case_when_it_came(team: tuple[User, User]) -> None:
    alice, bob = team
    _asked, case = answered(alice)
    actions.assign(case.pk, assignee_id=bob.pk, actor=alice, now=NOW - HOUR)
    assert whose() == ([str(alice.pk)], [str(alice.pk)])


def test_an_answer_is_of_who_took_the_case_later_if_nobody_had_it_then(team: tuple[User, User]) -> None:
    _alice, bob = team
    _asked, case = answered(None)
    actions.assign(case.pk, assignee_id=bob.pk, actor=bob, now=NOW - HOUR)
    assert whose() == ([str(bob.pk)], [str(bob.pk)])


def test_a_case_that_went_round_before_the_answer_is_of_its_last_owner(team: tuple[User, User]) -> None:
    alice, bob = team
    _asked, case = answered(alice)
    actions.assign(case.pk, assignee_id=bob.pk, actor=alice, now=NOW - 5 * HOUR)
    assert whose() == ([str(bob.pk)], [str(bob.pk)])


def test_an_answer_that_went_out_from_here_is_of_who_sent_it(team: tuple[User, User]) -> None:
    alice, bob = team
    asked, case = answered(alice)
    proof = Mention.objects.create(
        network="hackernews", external_id="77", role="own", content_hash=b"", published_at=NOW - 4 * HOUR,
        seen_at=NOW, changed_at=NOW,
    )  # fmt: skip
    Question.objects.filter(pk=asked.pk).update(evidence_id=proof.pk)
    Reply.objects.create(
        case=case, network="hackernews", external_id="77", state="sent", text="Yes.", clicked_by=bob,
        sent_at=NOW - 4 * HOUR, created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    assert whose()[0] == [str(bob.pk)]


@RANDOM
@given(seed=st.integers(0, 10**6))
def test_it_counts_for_a_colleague_what_a_slow_recount_counts(seed: int) -> None:
    lived(seed)
    someone = Case.objects.exclude(assignee=None).values_list("assignee", flat=True).first() or 0

    def answered_by(each: Question) -> bool:
        at = each.answered_at if each.answered_side == "ours" else None
        return slow.holder_at(slow.case_of(each), at) == someone

    asked = slow.questions(SCOPE.since, SCOPE.until, keep=answered_by, now=NOW)
    owed = slow.clocks(
        SCOPE.since, SCOPE.until, keep=lambda each: slow.holder_at(each.case, each.stopped_at) == someone, now=NOW
    )
    same(report(replace(SCOPE, person=str(someone))).all, asked, owed)
