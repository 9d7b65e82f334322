"""Time alone moves states: by the schedule of reading, and by a look at rows where nothing is read any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from listening import tasks
from listening.answers.schedule import WATCHED_FOR
from listening.models import Mention, Question, Thread
from listening.records import Say
from listening.storage import answering, context, threads
from tests.factories import NOW, make_brand, make_installation
from tests.listening.storage.speaking import ASKED_AT, asked, decided, list_account, reply

pytestmark = pytest.mark.django_db
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
ENDED = ASKED_AT + WATCHED_FOR


@pytest.fixture(autouse=True)
def company() -> None:
    make_installation()
    context.forget()
    list_account("alice")


def after_a_read(question: Question, at: object) -> Thread:
    """Return the thread after it was read at an instant with nothing new in it."""
    Thread.objects.update(next_read_at=at)
    lease = threads.claim_thread(at)  # type: ignore[arg-type]
    assert lease
    threads.finish_read(lease, complete=True, root=None, context=context.load(), now=at)  # type: ignore[arg-type]
    return Thread.objects.get()


def test_a_question_in_a_thread_that_nobody_reads_any_more_expires() -> None:
    question = decided(asked())
    Thread.objects.update(unreadable={"code": "gone", "params": {}}, next_read_at=None)
    for now, state in ((ENDED, "unanswered"), (ENDED + DAY, "expired")):
        answering.mark_ended(now)
        answering.catch_up(now)
        question.refresh_from_db()
        assert question.state == state
    answering.mark_ended(ENDED + 2 * DAY)
    assert not Thread.objects.filter(undecided=True).exists()


def test_a_thread_that_is_refused_is_tried_daily_until_its_watch_is_over() -> None:
    question = decided(asked())
    tried: list[tuple[str, str]] = []
    at: datetime | None = NOW
    while at is not None:
        Thread.objects.update(next_read_at=at)
        lease = threads.claim_thread(at)
        assert lease
        threads.fail_read(lease, say=Say(code="forbidden"), refused=True, again=at + DAY, now=at)
        answering.catch_up(at)
        question.refresh_from_db()
        tried.append((question.state, question.rule))
        at = Thread.objects.get().next_read_at
    assert tried == [("unverified", "forbidden")] * 30 + [("expired", "watch_ended")]


def test_looking_for_ended_watches_walks_no_question_that_is_settled() -> None:
    with CaptureQueriesContext(connection) as asked_for, connection.cursor() as cursor:
        answering.mark_ended(NOW)
        cursor.execute("SET LOCAL enable_seqscan = off")
        looked_for = str(asked_for[0]["sql"]).partition(" IN (")[2].removesuffix(")")
        cursor.execute(f"EXPLAIN {looked_for}")
        assert "question_watched" in str(cursor.fetchall())


def test_a_question_that_only_a_rival_answered_expires_too_and_his_answer_stays_its_evidence() -> None:
    list_account("hook", brand=make_brand("Hookyard", kind="competitor"))
    question = asked()
    answer = reply(question, author="hook")
    assert decided(question).state == "answered_by_competitor"
    answering.mark_ended(ENDED + DAY)
    answering.catch_up(ENDED + DAY)
    question.refresh_from_db()
    assert (question.state, question.rule, question.settled_at) == ("expired", "watch_ended", ENDED)
    assert (question.evidence_id, question.answered_side) == (answer.pk, "competitor")


def test_the_look_for_threads_lets_time_pass() -> None:
    question = decided(asked(published_at=NOW - 400 * DAY))
    Question.objects.update(state="unanswered", asker_spoke_at=NOW - 400 * DAY)
    Thread.objects.update(next_read_at=None)
    tasks.look_for_due_threads()
    question.refresh_from_db()
    assert question.state == "expired"


def test_an_open_question_expires_by_the_last_read_of_its_schedule() -> None:
    question = asked()
    thread, at = after_a_read(question, NOW), NOW
    while thread.next_read_at is not None:
        at = thread.next_read_at
        thread = after_a_read(question, at)
    question.refresh_from_db()
    assert (question.state, ENDED < at <= ENDED + 7 * DAY) == ("expired", True)


def test_a_thread_that_we_answered_is_read_daily_for_a_week_and_shows_that_it_did_not_help() -> None:
    question = asked()
    reply(question, author="alice")
    thread = after_a_read(question, NOW)
    assert thread.next_read_at == NOW + DAY
    reply(question, "That did not help, it still fails.", author="charlie", minutes=24 * 60)
    after_a_read(question, NOW + DAY)
    question.refresh_from_db()
    assert question.state == "reopened"


def test_it_is_left_alone_after_that_week() -> None:
    question = asked()
    reply(question, author="alice")
    assert after_a_read(question, NOW + 7 * DAY).next_read_at is None


@pytest.mark.parametrize(
    ("wants", "audience", "again"),
    [
        ("reply", "about_us", 2 * HOUR),  # others have replied to a complaint: it is still ours
        ("answer", "direct", 2 * HOUR),
        ("answer", "about_us", DAY),
    ],
)
def test_a_thread_in_which_others_answered_is_read_on(wants: str, audience: str, again: timedelta) -> None:
    question = asked()
    reply(question, author="dora")
    mention = Mention.objects.filter(pk=question.mention_id)
    if audience == "direct":
        mention.update(addressed=["alice"])
    if wants == "reply":
        mention.update(text="Northwind Relay lost half of our messages again last night, this is unacceptable.")
        Question.objects.update(flag="complaint", wants="reply")
    thread = after_a_read(question, NOW)
    question.refresh_from_db()
    assert (question.state, question.wants, question.audience) == ("answered_by_peer", wants, audience)
    assert thread.next_read_at == NOW + again


def test_a_thread_whose_asker_gave_thanks_is_looked_at_for_a_week() -> None:
    question = asked()
    reply(question, author="alice")
    reply(question, "Thanks, that worked!", author="charlie", minutes=60)
    assert after_a_read(question, NOW).next_read_at == NOW + DAY
    assert Question.objects.get().state == "resolved_by_asker"
    assert after_a_read(question, NOW + 7 * DAY).next_read_at is None


def test_a_reply_that_somebody_says_he_gave_is_looked_for_whatever_is_known() -> None:
    question = asked()
    reply(question, author="dora")
    after_a_read(question, NOW)
    threads.replied_on_network(question.thread_id or 0, NOW)
    assert after_a_read(question, NOW + MINUTE).next_read_at == NOW + 3 * MINUTE
