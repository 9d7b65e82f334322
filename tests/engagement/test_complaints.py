"""Cases and clocks of complaints follow their answer state, as those of questions do."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards.metrics.questions import asked_in
from dashboards.weeks import week_of_day
from engagement import actions, queue, wording
from engagement.filters import QueueFilters
from engagement.intake import take_in
from engagement.models import Case, Clock, Company, Person, SlaPolicy
from engagement.queue.pull import one
from listening.models import Change, Question
from tests.factories import (
    NOW,
    make_change,
    make_installation,
    make_mention,
    make_own_post,
    make_question,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SEEN = NOW - timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _berlin() -> None:
    make_installation()


def complained(*flags: str, state: str = "unanswered") -> Question:
    mention = make_mention(
        "Northwind Relay drops our webhooks",
        flags=flags or ("complaint",),
        published_at=NOW - timedelta(minutes=10),
        seen_at=SEEN,
        thread=make_thread(),
    )
    return make_question(mention, flag="complaint", state=state)


def becomes(question: Question, state: str, *, at: object = None, now: object = NOW) -> Case:
    question.state, question.answered_side = state, "ours" if at else ""
    question.answered_at = question.settled_at = at  # type: ignore[assignment]
    question.changed_at = now  # type: ignore[assignment]
    question.evidence = make_own_post(published_at=at, thread=question.thread) if at else None
    question.save()
    make_change(question.mention, question=question)
    take_in(now=now)  # type: ignore[arg-type]
    return Case.objects.get()


def taken(question: Question) -> Case:
    make_change(question.mention)
    take_in(now=NOW)
    return Case.objects.get()


def test_our_reply_stops_its_clock_with_the_replys_time_and_ends_the_case() -> None:
    question = complained()
    taken(question)
    case = becomes(question, "answered_by_us", at=NOW + HOUR, now=NOW + 5 * HOUR)
    clock = Clock.objects.get()
    assert (clock.stopped_at, clock.ended) == (NOW + HOUR, "answered")
    assert (case.status, case.disposition, case.answer) == ("done", "answered", "answered_by_us")


def test_it_comes_back_when_the_author_says_that_it_did_not_help() -> None:
    question = complained()
    taken(question)
    becomes(question, "answered_by_us", at=NOW + HOUR, now=NOW + HOUR)
    case = becomes(question, "reopened", now=NOW + 2 * HOUR)
    assert case.returned is not None
    assert (case.status, case.returned["code"]) == ("open", "asker_reopened")
    assert Clock.objects.get(stopped_at=None).response == "next"


def test_what_somebody_else_replied_leaves_it_with_us() -> None:
    question = complained()
    taken(question)
    Question.objects.update(answered_side="peer")
    question.answered_at = NOW
    case = becomes(question, "answered_by_peer", at=NOW)
    assert (case.status, Clock.objects.get().stopped_at) == ("open", None)


@pytest.mark.parametrize(("state", "code"), [("withdrawn", "question_withdrawn"), ("expired", "watch_ended")])
def test_it_ends_by_itself(state: str, code: str) -> None:
    question = complained()
    taken(question)
    case = becomes(question, state)
    assert (case.status, case.disposition_reason) == ("done", code)


def test_a_threat_to_leave_beside_it_does_not_end_with_it() -> None:
    question = complained("complaint", "churn_risk")
    taken(question)
    assert becomes(question, "expired").status == "open"


def test_its_row_speaks_of_replies() -> None:
    case = taken(complained())
    row = queue.listing(QueueFilters(), viewer=make_user(), now=NOW).rows[0]
    said = wording.words(row.sentence[0], now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert (case.answer, said) == ("unanswered", "Nobody replied")


def test_programs_are_told_what_it_wants() -> None:
    found = one(taken(complained()).lead_id)
    assert found
    assert (found["answer"]["state"], found["answer"]["wants"]) == ("unanswered", "reply")


def test_it_is_no_question_in_the_numbers() -> None:
    complained()
    assert not asked_in(week_of_day(NOW.date()), zone=ZoneInfo("Europe/Berlin")).exists()


def test_what_was_open_before_there_were_clocks_gets_its_own_and_is_not_late_by_the_past() -> None:
    case = taken(complained())
    Clock.objects.all().delete()
    SlaPolicy.objects.all().delete()
    later = NOW + 24 * HOUR
    actions.begin_clocks(later)
    actions.begin_clocks(later)
    assert Change.objects.get().mention_id == case.lead_id
    take_in(now=later)
    clock = Clock.objects.get()
    assert (clock.opened_at, clock.exempt, clock.breach_at) == (later, "", later + 4 * HOUR)


def test_what_was_three_days_old_by_then_cannot_breach() -> None:
    taken(complained())
    Clock.objects.all().delete()
    SlaPolicy.objects.all().delete()
    actions.begin_clocks(NOW + 73 * HOUR)
    take_in(now=NOW + 73 * HOUR)
    assert (Clock.objects.get().exempt, Clock.objects.get().next_at) == ("found_late", None)


def test_a_key_accounts_shorter_time_counts_from_when_it_became_one() -> None:
    question = complained()
    taken(question)
    company = Company.objects.create(name="Hollybush Labs", is_key=True, created_at=NOW)
    Person.objects.create(network="hackernews", external_id="charlie", company=company, created_at=NOW)
    make_change(question.mention)
    take_in(now=NOW + 2 * HOUR)
    clock = Clock.objects.get()
    assert (clock.kind, clock.key_account, clock.target) == ("critical", True, HOUR)
    assert (clock.tightened_at, clock.breach_at) == (NOW + 2 * HOUR, NOW + 3 * HOUR)
    assert clock.warn_at == NOW + 2 * HOUR + timedelta(minutes=45)
