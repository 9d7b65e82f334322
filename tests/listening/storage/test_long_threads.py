"""A thread of many posts and questions is decided in parts: no transaction may take longer than ten seconds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from django.db import connection

from listening.actions import answers
from listening.models import Mention, Question, Thread
from listening.storage import answering, bulk, context, talks, threads
from tests.factories import NOW, make_installation, make_thread
from tests.listening.storage.speaking import asked, list_account, reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company(monkeypatch: pytest.MonkeyPatch) -> None:
    make_installation()
    context.forget()
    list_account("alice")
    monkeypatch.setattr(answering, "MOST_READINGS", 8)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the number of questions of each part that is decided."""
    read, seen = talks.read, list[int]()

    def reading(thread_ids: Collection[int], known: Any, only: Any = None) -> talks.Talks:
        found = read(thread_ids, known, only)
        seen.append(sum(len(each.questions) for each in found.talks))
        return found

    monkeypatch.setattr(talks, "read", reading)
    return seen


def long_thread() -> Thread:
    """Return a thread of six posts in which three ask and are answered by us."""
    thread = make_thread()
    for who in ("charlie", "dora", "eve"):
        reply(asked(author=who, thread=thread, external_id=f"{who}{thread.pk}"), author="alice")
    return thread


def states() -> list[str]:
    return list(Question.objects.order_by("id").values_list("state", flat=True))


def test_it_leaves_a_long_thread_to_the_next_look_and_decides_it_in_parts(parts: list[int]) -> None:
    thread = long_thread()
    Thread.objects.update(next_read_at=NOW)
    lease = threads.claim_thread(NOW)
    assert lease
    threads.finish_read(lease, complete=True, root=None, context=context.load(), now=NOW)
    assert (parts, states()) == ([], ["unverified"] * 3)
    assert answering.catch_up(NOW, long_too=True) == 3
    assert (parts, states()) == ([1, 1, 1], ["answered_by_us"] * 3)
    assert not Thread.objects.get(pk=thread.pk).undecided


def test_it_holds_up_no_others_and_decides_one_long_thread_a_look(parts: list[int]) -> None:
    long_thread()
    long_thread()
    for who in ("frank", "gina"):
        reply(asked(author=who, external_id=who), author="alice")
    Thread.objects.update(undecided=True)
    assert answering.catch_up(NOW, long_too=True) == 5
    assert parts == [2, 1, 1, 1]
    assert answering.catch_up(NOW, long_too=True) == 3
    assert not Thread.objects.filter(undecided=True).exists()


def test_it_stays_marked_if_an_account_was_listed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    long_thread()
    Thread.objects.update(undecided=True)
    decide, listed = answering.decide_questions, list[object]()

    def deciding(*given: Any, **more: Any) -> int:
        changed = decide(*given, **more)
        if not listed:
            listed.append(list_account("hook"))
        return changed

    monkeypatch.setattr(answering, "decide_questions", deciding)
    answering.catch_up(NOW, long_too=True)
    assert Thread.objects.get().undecided
    answering.catch_up(NOW, long_too=True)
    assert not Thread.objects.get().undecided


def test_two_looks_do_not_decide_one_long_thread(parts: list[int]) -> None:
    thread = long_thread()
    Thread.objects.update(undecided=True)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [bulk.THREADS + thread.pk])
        assert (answering.catch_up(NOW, long_too=True), parts) == (0, [])
        with other.cursor() as cursor:  # the server lets go some time after a connection is closed
            cursor.execute("SELECT pg_advisory_unlock(%s)", [bulk.THREADS + thread.pk])
    finally:
        other.close()
    assert answering.catch_up(NOW, long_too=True) == 3


def test_it_lets_nobody_wait_for_a_long_thread(parts: list[int]) -> None:
    long_thread()
    Thread.objects.update(undecided=True)
    assert (answering.catch_up(NOW), parts) == (0, [])
    assert Thread.objects.get().undecided


def test_it_begins_no_batch_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch, parts: list[int]) -> None:
    monkeypatch.setattr(answering, "MOST_READINGS", 100)
    monkeypatch.setattr(answering, "BATCH", 1)
    long_thread(), long_thread()
    Thread.objects.update(undecided=True)
    clock = iter(range(0, 100, 10))
    monkeypatch.setattr("listening.storage.answering.monotonic", lambda: next(clock))
    assert answering.catch_up(NOW, seconds=15) == 3
    assert Thread.objects.filter(undecided=True).count() == 1


def test_it_takes_the_short_threads_from_behind_the_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "BATCH", 1)
    long_thread(), long_thread()
    short = make_thread()
    reply(asked(author="frank", thread=short, external_id="frank"), author="alice")
    Thread.objects.update(undecided=True)
    assert answering.catch_up(NOW) == 1
    assert not Thread.objects.get(id=short.id).undecided


def test_a_word_on_a_reply_decides_only_the_question_that_it_is_about(parts: list[int]) -> None:
    long_thread()
    given = Mention.objects.get(in_reply_to__startswith="charlie")
    answers.not_an_answer(Question.objects.earliest("id").pk, given.pk, actor=None, now=NOW)
    assert (parts, states()) == ([1], ["unanswered", "unverified", "unverified"])
