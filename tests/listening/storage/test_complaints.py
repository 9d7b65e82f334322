"""Complaints about us are watched as questions are, want a reply, and are never taken for questions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from listening.models import Judgement, Mention, Question, Revision, Thread
from listening.storage import answering, context, corrections, questions
from tests.factories import NOW, make_brand, make_judgement, make_mention, make_question, make_thread
from tests.listening.storage.speaking import ASKED_AT, decided, list_account, reply

pytestmark = pytest.mark.django_db
COMPLAINT = "Northwind Relay dropped our webhooks all night. Useless."
RHETORIC = "Northwind Relay dropped our webhooks all night. Who needs sleep anyway?"
ANSWER = "The relay restarted at 02:10 and lost its queue; version 4.2.1 keeps it, please update."


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    list_account("alice")


def complained(text: str = COMPLAINT, *flags: str, **more: Any) -> Question:
    flags = flags or ("complaint",)
    values = {"in_reply_to": "1", "thread": more.pop("thread", None) or make_thread(), "published_at": ASKED_AT, **more}
    mention = make_mention(text, flags=flags, **values)
    Judgement.objects.filter(mention=mention).update(counted_day=NOW.date())
    return make_question(mention, state="unverified", flag="question" if "question" in flags else "complaint")


def said(question: Question, *flags: str) -> None:
    """Say what the post is now, as a person's correction or a new version of the scoring does."""
    make_judgement(question.mention, flags=flags, counted_day=NOW.date())
    pair = question.mention_id, question.brand_id
    questions.fit([pair], answered_too=True)
    questions.raise_asked([pair], context.load(), NOW)


def row(question: Question) -> tuple[str, str] | None:
    return Question.objects.filter(mention=question.mention).values_list("flag", "wants").first()


def test_it_is_not_asked_whether_a_complaint_asks() -> None:
    found = decided(complained())
    assert (found.state, found.wants) == ("unanswered", "reply")


def test_our_substantive_reply_answers_it() -> None:
    question = complained()
    answer = reply(question, ANSWER, author="alice")
    found = decided(question)
    assert (found.state, found.evidence, found.answered_at) == ("answered_by_us", answer, answer.published_at)


def test_a_promise_does_not() -> None:
    question = complained()
    reply(question, "Sorry to hear that, we'll look into it.", author="alice")
    assert decided(question).state == "acknowledged"


def test_its_author_opens_it_again() -> None:
    question = complained()
    reply(question, ANSWER, author="alice")
    reply(question, "That did not help, it still drops them.", author="charlie", minutes=30)
    assert decided(question).state == "reopened"


def test_what_looks_like_a_question_and_asks_nothing_wants_a_reply_if_it_complains() -> None:
    question = complained(RHETORIC, "question", "complaint")
    Judgement.objects.update(probabilities={"question": 0.01, "complaint": 0.2})
    found = decided(question)
    assert (found.state, found.flag, found.wants) == ("unanswered", "question", "reply")


def test_what_asks_and_complains_is_a_question() -> None:
    found = decided(complained("It drops our webhooks. How do I keep the queue?", "question", "complaint"))
    assert (found.state, found.wants) == ("unanswered", "answer")


def test_complaints_about_others_want_nothing_of_us() -> None:
    rival = make_brand("Hookyard", kind="competitor")
    mention = make_mention(COMPLAINT, brand=rival, thread=make_thread(), judged=False)
    make_judgement(mention, brand=rival, flags=["complaint"], counted_day=NOW.date())
    questions.raise_asked([(mention.pk, rival.pk)], context.load(), NOW)
    assert not Question.objects.exists()


def test_an_edit_takes_it_back() -> None:
    question = complained()
    edited(question, "All is well with Northwind Relay.")
    make_judgement(question.mention, counted_day=NOW.date())
    found = decided(question)
    assert (found.state, found.rule, found.evidence) == ("withdrawn", "edited_out", question.mention)


def test_a_reply_from_before_the_edit_that_brought_it_in_does_not_count() -> None:
    question = complained()
    reply(question, ANSWER, author="alice")
    edited(question, COMPLAINT)
    Question.objects.filter(pk=question.pk).delete()
    said(question, "complaint")
    new = Question.objects.get()
    assert (new.asked_at, decided(new).state) == (ASKED_AT + timedelta(hours=1), "unanswered")


def edited(question: Question, text: str) -> None:
    Revision.objects.create(mention=question.mention, text="before", content_hash=b"other", seen_at=NOW)
    Mention.objects.filter(pk=question.mention_id).update(text=text, edited_at=ASKED_AT + timedelta(hours=1))


def test_a_row_follows_its_flags_and_keeps_what_is_known_of_it() -> None:
    question = decided(complained())
    said(question, "complaint", "question")
    assert row(question) == ("question", "reply")
    said(question, "complaint")
    assert row(question) == ("complaint", "reply")
    assert Question.objects.get().pk == question.pk
    said(question)
    assert row(question) is None


def test_an_asker_has_a_row_for_each_of_the_two_in_a_thread() -> None:
    thread = make_thread()
    complained(thread=thread)
    complained("How do I keep the queue?", "question", thread=thread)
    more = make_mention(COMPLAINT, flags=["complaint"], thread=thread)
    Judgement.objects.update(counted_day=NOW.date())
    questions.raise_asked([(more.pk, make_brand().pk)], context.load(), NOW)
    assert sorted(Question.objects.values_list("flag", flat=True)) == ["complaint", "question"]


def test_it_is_decided_at_once_where_its_thread_was_read() -> None:
    question = complained()
    reply(question, ANSWER, author="alice")
    Question.objects.all().delete()
    said(question, "complaint")
    assert answering.catch_up(NOW) == 1
    assert Question.objects.get().state == "answered_by_us"
    assert Thread.objects.get().next_read_at == NOW


def test_a_correction_of_either_flag_raises_or_drops_the_row() -> None:
    question = complained()
    for flag, value, wanted in (("complaint", False, None), ("complaint", True, ("complaint", "reply"))):
        it = corrections.lock(question.mention_id, brand_id=question.brand_id, flag=flag)
        assert it
        corrections.settle(it, value, context.load(), NOW)
        assert row(question) == wanted
