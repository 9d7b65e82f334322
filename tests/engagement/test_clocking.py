"""Clocks follow their cases: opened, paused, stopped, going on. Times are those of the fake instants below."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Clock, SlaPolicy
from listening.models import Mention, Question
from tests.factories import (
    NOW,
    make_brand,
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
SEEN = NOW - timedelta(minutes=5)  # 08:55 UTC on a Wednesday, open hours in Berlin


@pytest.fixture(autouse=True)
def _berlin() -> None:
    make_installation()


def said(*flags: str, **more: Any) -> Mention:
    return make_mention(
        f"Something about Northwind Relay {more.get('external_id', '')}",
        flags=flags,
        **{"published_at": NOW - timedelta(minutes=10), "seen_at": SEEN, "thread": make_thread(), **more},
    )


def take(mention: Mention, kind: str = "judged", *, now: datetime = NOW, question: Question | None = None) -> Case:
    make_change(mention, kind, question=question)
    take_in(now=now)
    return Case.objects.distinct().get(items__mention=mention)


def asked(state: str = "unverified", **more: Any) -> tuple[Case, Question]:
    mention = said("question", **more)
    question = make_question(mention, state=state)
    return take(mention), question


def becomes(question: Question, state: str, *, now: datetime, at: datetime | None = None) -> Case:
    question.state, question.answered_at, question.changed_at = state, at, now
    question.evidence = make_own_post(published_at=at, thread=question.thread) if at else None
    question.answered_side = "ours" if at else ""
    question.save()
    return take(question.mention, question=question, now=now)


def clock(case: Case) -> Clock:
    return Clock.objects.get(case=case)


def test_it_opens_when_we_saw_the_complaint_and_is_due_in_open_hours() -> None:
    case = take(said("complaint"), now=NOW + HOUR)
    row = clock(case)
    assert (row.response, row.kind, row.opened_at, row.target, row.policy_id) == (
        "first",
        "complaint",
        SEEN,
        4 * HOUR,
        1,
    )
    assert row.breach_at == case.due_at == SEEN + 4 * HOUR
    assert (row.next_at, row.exempt, row.stopped_at) == (SEEN + 3 * HOUR, "", None)


def test_it_writes_the_defaults_in_the_companys_zone_once() -> None:
    take(said("complaint"))
    take(said("question"))
    policy = SlaPolicy.objects.get()
    assert (policy.version, policy.made_by, policy.policy["calendar"]["zone"]) == (1, None, "Europe/Berlin")


@pytest.mark.parametrize("flags", [(), ("praise",), ("suggestion",)])
def test_it_opens_none_where_nobody_is_owed_an_answer(flags: tuple[str, ...]) -> None:
    assert take(said(*flags)).due_at is None
    assert not Clock.objects.exists()


def test_it_opens_none_about_others_nor_for_questions_in_our_field() -> None:
    rival = make_brand("Hookyard", kind="competitor")
    take(said("complaint", brand=rival, brand_ids=[rival.id]))
    topic = make_brand("webhook relay", kind="topic")
    asking = said("question", brand=topic, brand_ids=[topic.id])
    make_question(asking, brand=topic, audience="category")
    take(asking)
    assert not Clock.objects.exists()


def test_it_keeps_the_open_time_that_a_response_took_while_it_is_stopped() -> None:
    case, question = asked()
    assert clock(case).took is None
    becomes(question, "answered_by_us", at=SEEN + 24 * HOUR, now=NOW + 30 * HOUR)
    assert clock(case).took == 12 * HOUR  # closed from 20:00 to 08:00
    becomes(question, "unanswered", now=NOW + 31 * HOUR)
    assert clock(case).took is None


def test_it_stops_with_our_answers_own_time() -> None:
    case, question = asked()
    case = becomes(question, "answered_by_us", at=SEEN + HOUR, now=NOW + 20 * HOUR)
    row = clock(case)
    assert (row.stopped_at, row.ended, row.next_at, case.due_at) == (SEEN + HOUR, "answered", None, None)


def test_it_never_opens_where_we_had_answered_before_we_saw_it() -> None:
    mention = said("question")
    answer = make_own_post(published_at=SEEN - timedelta(minutes=1), thread=mention.thread)
    make_question(mention, state="answered_by_us", evidence=answer)
    take(mention)
    assert not Clock.objects.exists()


def test_it_owes_nothing_where_the_thread_turns_out_to_have_been_answered_before() -> None:
    case, question = asked()
    case = becomes(question, "answered_by_us", at=SEEN - timedelta(minutes=1), now=NOW + 20 * HOUR)
    row = clock(case)
    assert (row.ended, row.next_at, case.due_at) == ("not_owed", None, None)


def test_it_measures_an_answer_that_came_before_intake_did() -> None:
    mention = said("question")
    answer = make_own_post(published_at=SEEN + 2 * HOUR, thread=mention.thread)
    make_question(mention, state="answered_by_us", evidence=answer)
    row = clock(take(mention, now=NOW + 30 * HOUR))
    assert (row.opened_at, row.stopped_at, row.ended) == (SEEN, SEEN + 2 * HOUR, "answered")


def test_it_goes_on_as_if_never_stopped_when_the_answer_is_deleted() -> None:
    case, question = asked()
    becomes(question, "answered_by_us", at=SEEN + HOUR, now=NOW + HOUR)
    case = becomes(question, "unanswered", now=NOW + 2 * HOUR)
    row = clock(case)
    assert (row.stopped_at, row.ended, row.breach_at, case.due_at) == (None, "", SEEN + 4 * HOUR, SEEN + 4 * HOUR)


def test_it_opens_the_next_response_when_the_asker_comes_back() -> None:
    case, question = asked()
    becomes(question, "answered_by_us", at=SEEN + HOUR, now=NOW + HOUR)
    case = becomes(question, "reopened", now=NOW + 2 * HOUR)
    first, second = Clock.objects.order_by("id")
    assert (first.response, first.ended, case.status) == ("first", "answered", "open")
    assert (second.response, second.opened_at, second.target) == ("next", NOW + 2 * HOUR, 2 * HOUR)
    assert case.due_at == NOW + 4 * HOUR


@pytest.mark.parametrize(("days", "exempt"), [(2, ""), (4, "found_late")])
def test_it_is_exempt_where_the_asker_came_back_long_before_we_saw_it(days: int, exempt: str) -> None:
    _case, question = asked()
    becomes(question, "answered_by_us", at=SEEN + HOUR, now=NOW + HOUR)
    seen_at = NOW + timedelta(days=9)
    more = {"published_at": seen_at - timedelta(days=days), "seen_at": seen_at, "thread": question.thread}
    question.evidence = make_own_post("It did not help.", role="context", author="charlie", **more)
    question.state, question.answered_at, question.answered_side, question.changed_at = "reopened", None, "", seen_at
    question.save()
    take(question.mention, question=question, now=seen_at)
    assert Clock.objects.latest("id").exempt == exempt


def test_it_takes_thanks_for_our_answer_as_our_answer() -> None:
    case, question = asked()
    case = becomes(question, "resolved_by_asker", at=SEEN + HOUR, now=NOW + 3 * HOUR)
    assert (clock(case).ended, clock(case).stopped_at) == ("answered", SEEN + HOUR)


def test_it_pauses_while_the_thread_waits_for_what_we_asked_back() -> None:
    case, question = asked()
    question.waits_for_asker = True
    case = becomes(question, "acknowledged", now=NOW + HOUR)
    assert (clock(case).breach_at, case.due_at, case.status) == (None, None, "open")
    question.waits_for_asker = False
    case = becomes(question, "unanswered", now=NOW + 3 * HOUR)
    assert case.due_at == SEEN + 6 * HOUR


def test_it_stops_when_nobody_is_owed_an_answer_any_more() -> None:
    case, question = asked()
    case = becomes(question, "resolved_by_asker", now=NOW + HOUR)
    assert (clock(case).ended, clock(case).stopped_at, case.due_at) == ("not_owed", NOW + HOUR, None)


def test_it_opens_the_next_response_when_he_writes_again_after_our_answer() -> None:
    case = take(said("complaint"))
    alice = make_user()
    actions.done(case.id, disposition="answered", actor=alice, now=NOW + HOUR)
    actions.reopen(case.id, actor=alice, now=NOW + HOUR)
    Clock.objects.update(ended="answered", stopped_at=NOW + HOUR)
    thread = case.lead.thread
    again = said("complaint", thread=thread, external_id="2", seen_at=NOW + 2 * HOUR, published_at=NOW + 2 * HOUR)
    take(again, now=NOW + 3 * HOUR)
    assert list(Clock.objects.order_by("id").values_list("response", "opened_at")) == [
        ("first", SEEN),
        ("next", NOW + 2 * HOUR),
    ]


def test_it_opens_no_second_clock_when_he_writes_again_before_our_answer() -> None:
    case = take(said("complaint"))
    take(said("complaint", thread=case.lead.thread, external_id="2", seen_at=NOW + HOUR), now=NOW + HOUR)
    assert clock(case).opened_at == SEEN


def test_it_pauses_while_we_wait_for_the_asker() -> None:
    case = take(said("complaint"))
    actions.wait(case.id, actor=make_user(), now=NOW + HOUR)
    case.refresh_from_db()
    assert (clock(case).breach_at, clock(case).next_at, case.due_at) == (None, None, None)
    actions.reopen(case.id, actor=make_user(), now=NOW + 3 * HOUR)
    case.refresh_from_db()
    assert clock(case).breach_at == case.due_at == SEEN + 6 * HOUR


def test_it_runs_again_when_the_asker_writes() -> None:
    case = take(said("complaint"))
    actions.wait(case.id, actor=make_user(), now=NOW + HOUR)
    again = said("complaint", thread=case.lead.thread, external_id="2", seen_at=NOW + 2 * HOUR)
    case = take(again, now=NOW + 2 * HOUR)
    assert (case.status, case.due_at, Clock.objects.count()) == ("open", SEEN + 5 * HOUR, 1)


def test_it_takes_no_notice_of_snoozing_and_handing_over() -> None:
    case = take(said("complaint"))
    before = Clock.objects.values().get()
    alice, bob = make_user(), make_user()
    actions.snooze(case.id, until=NOW + 30 * HOUR, actor=alice, now=NOW + HOUR)
    actions.assign(case.id, assignee_id=bob.pk, actor=alice, now=NOW + HOUR)
    actions.wake(NOW + 31 * HOUR)
    assert Clock.objects.values().get() == before


@pytest.mark.parametrize(("disposition", "ended"), [("answered", "closed_answered"), ("no_reply_needed", "closed")])
def test_it_stops_when_the_case_ends_and_goes_on_when_that_is_undone(disposition: str, ended: str) -> None:
    case = take(said("complaint"))
    alice = make_user()
    done = actions.done(case.id, disposition=disposition, actor=alice, now=NOW + HOUR)
    case.refresh_from_db()
    assert (clock(case).ended, clock(case).stopped_at, case.due_at) == (ended, NOW + HOUR, None)
    assert done.undo
    actions.undo(done.undo, actor=alice, now=NOW + 2 * HOUR)
    case.refresh_from_db()
    assert (clock(case).stopped_at, case.due_at) == (None, SEEN + 4 * HOUR)


def test_it_stops_with_many_at_once() -> None:
    cases = [take(said("complaint")) for _ in range(3)]
    actions.done_many([case.id for case in cases], actor=make_user(), now=NOW + HOUR)
    assert set(Clock.objects.values_list("ended", "stopped_at")) == {("closed", NOW + HOUR)}


def test_it_prefers_the_earlier_answer_that_was_found_later() -> None:
    case, question = asked()
    actions.done(case.id, disposition="answered", actor=make_user(), now=NOW + 9 * HOUR)
    case = becomes(question, "answered_by_us", at=SEEN + HOUR, now=NOW + 10 * HOUR)
    assert (clock(case).ended, clock(case).stopped_at) == ("answered", SEEN + HOUR)


def test_it_counts_an_answer_that_came_after_the_case_had_ended_when_a_colleague_brings_it_back() -> None:
    case, question = asked()
    alice = make_user()
    actions.done(case.id, actor=alice, now=NOW + HOUR)
    becomes(question, "answered_by_us", at=NOW + 2 * HOUR, now=NOW + 3 * HOUR)
    actions.reopen(case.id, actor=alice, now=NOW + 9 * HOUR)
    case.refresh_from_db()
    assert (clock(case).ended, clock(case).stopped_at, case.due_at) == ("answered", NOW + 2 * HOUR, None)


@pytest.mark.parametrize("more", [{"found_late": True}, {"published_at": SEEN - timedelta(hours=73)}])
def test_it_is_exempt_where_the_post_was_old_when_we_saw_it(more: dict[str, Any]) -> None:
    case = take(said("complaint", **more))
    row = clock(case)
    assert row.exempt in ("before_first_poll", "found_late")
    assert (row.breach_at, row.next_at, case.due_at) == (None, None, None)


def test_it_takes_the_time_of_another_class_when_somebody_says_it_is_one() -> None:
    mention = said("question", network="x")
    make_question(mention)
    case = take(mention)
    assert clock(case).breach_at == SEEN + 4 * HOUR
    make_judgement(mention, flags=["question", "complaint"])
    case = take(mention)
    assert (clock(case).kind, clock(case).breach_at, case.due_at) == ("complaint", NOW + 2 * HOUR, NOW + 2 * HOUR)


def test_it_runs_round_the_clock_for_what_is_critical() -> None:
    friday = datetime(2026, 11, 20, 22, 0, tzinfo=UTC)
    mention = said(published_at=friday, seen_at=friday)
    make_judgement(mention, flags=["complaint"], complaint_reason="outage")
    assert clock(take(mention, now=friday)).breach_at == friday + HOUR


def test_it_starts_with_the_edit_that_made_it_a_complaint() -> None:
    mention = said()
    take(mention)
    make_judgement(mention, flags=["complaint"])
    case = take(mention, "edited", now=NOW + 2 * HOUR)
    assert clock(case).opened_at == NOW + 2 * HOUR


def test_it_opens_nothing_because_a_new_scoring_says_so() -> None:
    mention = said()
    take(mention)
    make_judgement(mention, flags=["complaint"])
    take(mention, "rescored")
    assert not Clock.objects.exists()


def test_it_lists_what_is_due_first_then_the_rest_by_priority() -> None:
    heard = take(said("complaint", found_late=True))
    later = take(said("question", seen_at=SEEN))
    sooner = take(said("complaint", seen_at=SEEN - HOUR))
    keys = [Case.objects.get(pk=each.pk).sort_key for each in (sooner, later, heard)]
    assert keys == sorted(keys, reverse=True)
    assert keys[1] > 10**12 > keys[2]
