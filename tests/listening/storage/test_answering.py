"""Stored threads are decided: who answered, by account, with every reply that counts. Charlie asks, Alice is ours."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from listening.models import AccountSuggestion, Change, Judgement, Mention, Question, Revision, Thread
from listening.records import Tombstone
from listening.storage import answering, context, posts
from tests.factories import NOW, make_brand, make_own_post, make_thread
from tests.listening.storage.speaking import ASKED_AT, QUESTION, asked, decided, list_account, reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    list_account("alice")
    list_account("rita", brand=make_brand("Hookyard", kind="competitor"))


@pytest.mark.parametrize(
    ("author", "state", "side"),
    [
        ("alice", "answered_by_us", "ours"),
        ("dora", "answered_by_peer", "peer"),
        ("rita", "answered_by_competitor", "competitor"),
    ],
)
def test_it_says_who_answered_by_the_account(author: str, state: str, side: str) -> None:
    question = asked()
    answer = reply(question, author=author)
    found = decided(question)
    assert (found.state, found.answered_side, found.answered_by) == (state, side, author)
    assert (found.evidence, found.answered_at) == (answer, answer.published_at)
    kept = found.evidences[0]
    assert (kept["mention"], kept["side"], kept["meaning"]) == (answer.id, side, "substantive")


def test_it_keeps_the_words_that_told() -> None:
    question = asked()
    text = "No, it is capped at seven days on every plan."
    reply(question, text, author="alice")
    start, end, *_ = decided(question).evidences[0]["spans"][0]
    assert text[start:end]


def test_it_knows_ours_by_the_account_and_not_by_the_handle() -> None:
    question = asked()
    reply(question, author="88", author_handle="alice")
    assert decided(question).state == "answered_by_peer"


def test_it_takes_a_colleague_who_does_not_speak_for_us_for_a_peer() -> None:
    list_account("bob", speaks=False)
    question = asked()
    reply(question, author="bob")
    assert decided(question).state == "answered_by_peer"


def test_it_hears_a_promise_as_no_answer() -> None:
    question = asked()
    reply(question, "We'll look into it.", author="alice")
    found = decided(question)
    assert (found.state, found.answered_at, found.settled_at) == ("acknowledged", None, None)


def test_it_hears_the_asker_say_that_it_is_solved() -> None:
    question = asked()
    reply(question, author="dora")
    thanks = reply(question, "Thanks, that works now.", author="charlie", minutes=30)
    found = decided(question)
    assert (found.state, found.evidence, found.answered_side) == ("resolved_by_asker", thanks, "peer")
    assert found.asker_spoke_at == thanks.published_at


def test_it_hears_the_asker_ask_again() -> None:
    question = asked()
    reply(question, author="alice")
    reply(question, "That did not help, it still fails.", author="charlie", minutes=30)
    assert decided(question).state == "reopened"


@pytest.mark.parametrize("what", [{"author_is_bot": True}, {"published_at": ASKED_AT - timedelta(minutes=1)}])
def test_it_counts_neither_bots_nor_what_came_before(what: dict[str, Any]) -> None:
    question = asked()
    reply(question, author="dora", **what)
    assert decided(question).state == "unanswered"


def test_it_counts_an_accepted_answer() -> None:
    question = asked()
    answer = reply(question, "See the second page.", author="dora", accepted=True)
    found = decided(question)
    assert (found.state, found.rule, found.evidence) == ("resolved_by_asker", "accepted_answer", answer)


def test_it_resolves_handles_to_the_accounts_of_the_thread() -> None:
    question = asked()
    reply(question, "Does it work on Windows too?", author="eve", author_handle="eve_x", in_reply_to="", minutes=5)
    reply(question, "@charlie_x no, it is capped at seven days on every plan.", author="alice", in_reply_to="")
    Mention.objects.filter(id=question.mention_id).update(author_handle="charlie_x")
    assert decided(question).state == "answered_by_us"


def test_a_question_that_was_edited_out_is_withdrawn() -> None:
    question = asked()
    edit(question, was=QUESTION, now_is="We moved to another relay last week.")
    found = decided(question)
    assert (found.state, found.evidence_id) == ("withdrawn", question.mention_id)


def test_a_question_that_was_edited_in_is_asked_since_the_edit() -> None:
    question = asked()
    edit(question, was="We run the relay in three regions.", now_is=QUESTION)
    found = decided(question)
    assert (found.state, found.asked_at) == ("unanswered", ASKED_AT + timedelta(minutes=10))


def edit(question: Question, *, was: str, now_is: str) -> None:
    Revision.objects.create(mention=question.mention, text=was, content_hash=b"old", seen_at=NOW)
    Judgement.objects.update(probabilities={"question": 0.9 if now_is == QUESTION else 0.1})
    at = ASKED_AT + timedelta(minutes=10)
    Mention.objects.filter(id=question.mention_id).update(text=now_is, edited_at=at, content_hash=b"new")


def test_a_revision_with_the_same_words_is_no_edit() -> None:
    question = asked()
    Revision.objects.create(mention=question.mention, text="Other", content_hash=b"same", seen_at=NOW)
    Mention.objects.filter(id=question.mention_id).update(content_hash=b"same")
    assert decided(question).asked_at == ASKED_AT


def test_our_answer_that_is_deleted_answers_no_more() -> None:
    question = asked()
    answer = reply(question, author="alice")
    assert decided(question).state == "answered_by_us"
    bury(answer)
    question.refresh_from_db()
    assert (question.state, question.evidence, question.answered_side) == ("unanswered", None, "")


def test_a_question_that_is_deleted_is_withdrawn() -> None:
    question = asked()
    bury(question.mention)
    question.refresh_from_db()
    assert (question.state, question.settled_at) == ("withdrawn", NOW)


def bury(post: Mention) -> None:
    with transaction.atomic():
        posts.bury([Tombstone(network=post.network, external_id=post.external_id, seen_at=NOW)], NOW)


def test_it_names_the_reason_of_a_thread_that_was_not_read() -> None:
    question = asked(thread=make_thread(complete=False))
    assert (decided(question).state, decided(question).rule) == ("unverified", "not_read_yet")
    Thread.objects.update(unreadable={"code": "auth", "params": {}})
    assert decided(question).rule == "auth"


def test_it_says_from_when_on_it_is_stale() -> None:
    question = asked()
    Thread.objects.update(read_at=ASKED_AT + timedelta(minutes=30))
    assert decided(question).stale_at == ASKED_AT + timedelta(minutes=90)
    reply(question, author="alice")
    assert decided(question).stale_at is None


def test_it_says_since_when_nobody_waits() -> None:
    question = asked()
    answer = reply(question, author="dora")
    assert decided(question).settled_at == answer.published_at
    lone = asked(text="Is the relay really capped?", author="fred")
    solved = reply(lone, "Never mind, it works now.", author="fred", minutes=30)
    assert decided(lone).settled_at == solved.published_at


@pytest.mark.parametrize(
    ("addressed", "audience", "rule"),
    [
        ([], "about_us", "names_us"),
        (["alice"], "direct", "addressed_to_us"),
        (["stranger", "alice"], "about_us", "us_in_copy"),
    ],
)
def test_it_says_to_whom_it_is_put(addressed: list[str], audience: str, rule: str) -> None:
    found = decided(asked(addressed=addressed))
    assert (found.audience, found.audience_rule) == (audience, rule)


def test_a_question_below_a_post_of_ours_is_put_to_us() -> None:
    thread = make_thread()
    make_own_post("We released 4.2.", thread=thread, external_id="9", published_at=ASKED_AT - timedelta(hours=1))
    found = decided(asked(thread=thread, in_reply_to="9"))
    assert (found.audience, found.audience_rule) == ("direct", "replies_to_us")


def test_it_tells_engagement_only_of_what_changed() -> None:
    question = asked()
    decided(question)
    told = Change.objects.filter(kind="answer").count()
    decided(question)
    assert Change.objects.filter(kind="answer").count() == told
    reply(question, author="alice")
    decided(question)
    assert Change.objects.filter(kind="answer").count() == told + 1


def test_it_needs_as_many_queries_for_sixty_posts_as_for_two() -> None:
    def queries(threads: int, replies: int) -> int:
        questions = [asked(text=f"{QUESTION} {number}") for number in range(threads)]
        for each in questions:
            for number in range(replies):
                reply(each, author=f"peer{each.pk}-{number}", minutes=number + 1)
        ids = [each.thread_id for each in questions if each.thread_id]
        known = context.load()
        with CaptureQueriesContext(connection) as caught, transaction.atomic():
            answering.decide_questions(ids, context=known, now=NOW)
        return len(caught)

    assert queries(1, 2) == queries(3, 20)


def test_it_suggests_whoever_bears_our_name_and_matches_nobody_silently() -> None:
    question = asked()
    reply(question, author="7", author_handle="NorthwindRelay_Help")
    reply(question, author="dora")
    assert decided(question).state == "answered_by_peer"
    assert suggested() == [("7", "named_like_us")]


def test_it_suggests_whoever_answers_for_us_in_two_threads() -> None:
    for text in (QUESTION, "Is the relay capped?"):
        question = asked(text=text)
        reply(question, author="dora")
        decided(question)
    assert suggested() == [("dora", "answers_for_us")]


def suggested() -> list[tuple[str, str]]:
    return list(AccountSuggestion.objects.filter(outcome="").values_list("external_id", "reason"))
