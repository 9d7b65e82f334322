"""What people say of questions and replies: it holds through later reads, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db.models import QuerySet

from listening import actions
from listening.models import AccountSuggestion, BrandAccount, Change, Judgement, Mention, Question, ReplyWord, Thread
from listening.storage import context, threads
from tests.factories import NOW, make_brand, make_mention, make_question, make_user
from tests.listening.storage.speaking import ASKED_AT, asked, decided, list_account, reply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    make_brand()
    list_account("alice")


@pytest.fixture
def maya() -> User:
    return make_user(name="Maya Rehn")


def test_a_reply_that_people_say_answers_holds_through_later_reads(maya: User) -> None:
    question = asked()
    hint = reply(question, "Same here.", author="dora")
    assert decided(question).state == "unanswered"
    said = actions.this_answers_it(question.pk, hint.id, actor=maya, now=NOW)
    assert (said.was, said.state, said.changed) == ("unanswered", "answered_by_peer", True)
    found = decided(question)
    assert (found.state, found.rule, found.evidence) == ("answered_by_peer", "person", hint)


def test_a_reply_that_people_say_answers_nothing_holds_through_later_reads(maya: User) -> None:
    question = asked()
    answer = reply(question, author="alice")
    assert decided(question).state == "answered_by_us"
    said = actions.not_an_answer(question.pk, answer.id, actor=maya, now=NOW)
    assert (said.was, said.state) == ("answered_by_us", "unanswered")
    assert decided(question).state == "unanswered"


@pytest.mark.parametrize("verb", [actions.this_answers_it, actions.not_an_answer])
def test_what_was_said_of_a_reply_can_be_taken_back(verb: Callable[..., actions.Said], maya: User) -> None:
    question = asked()
    answer = reply(question, author="alice")
    before = decided(question).rule
    said = verb(question.pk, answer.id, actor=maya, now=NOW)
    back = actions.say_of_reply(question.pk, answer.id, value=said.before, actor=maya, now=NOW)
    assert (back.value, back.before, back.state) == (None, said.value, "answered_by_us")
    assert decided(question).rule == before
    assert [(each.value, each.user) for each in ReplyWord.objects.order_by("id")] == [(said.value, maya), (None, maya)]


def test_saying_it_twice_writes_once(maya: User) -> None:
    question = asked()
    answer = reply(question, author="dora")
    actions.not_an_answer(question.pk, answer.id, actor=maya, now=NOW)
    assert not actions.not_an_answer(question.pk, answer.id, actor=maya, now=NOW).changed
    assert ReplyWord.objects.count() == 1


def test_the_asker_who_asks_again_later_is_heard_above_it(maya: User) -> None:
    question = asked()
    answer = reply(question, author="dora")
    actions.this_answers_it(question.pk, answer.id, actor=maya, now=ASKED_AT + timedelta(minutes=40))
    reply(question, "That did not help, it still fails.", author="charlie", minutes=50)
    assert decided(question).state == "reopened"


def test_an_own_answer_stays_ours_where_people_found_another_one(maya: User) -> None:
    question = asked()
    reply(question, author="alice", minutes=30)
    other = reply(question, "See the docs.", author="dora")
    assert actions.this_answers_it(question.pk, other.id, actor=maya, now=NOW).state == "answered_by_us"


def test_it_refuses_a_reply_of_another_thread(maya: User) -> None:
    question, other = asked(), asked(text="Is the relay capped?")
    elsewhere = reply(other, author="dora")
    for reply_id in (elsewhere.id, question.mention_id, 0):
        with pytest.raises(actions.Refused) as refused:
            actions.this_answers_it(question.pk, reply_id, actor=maya, now=NOW)
        assert refused.value.code == "reply_unknown"


def test_not_a_question_takes_it_away_until_that_is_taken_back(maya: User) -> None:
    question = asked()
    Judgement.objects.update(counted_day=ASKED_AT.date())
    decided(question)
    done = actions.not_a_question(question.pk, actor=maya, now=NOW)
    assert not Question.objects.exists()
    actions.a_question_after_all(done.mention_id, brand_id=done.brand_id, actor=maya, now=NOW)
    assert Question.objects.get().mention_id == done.mention_id


def test_a_colleague_changes_all_threads_in_which_he_speaks(maya: User) -> None:
    questions = [asked(text=text) for text in ("How long is the window?", "Is the relay capped?")]
    replies = [reply(each, author="bob") for each in questions]
    for each in questions:
        assert decided(each).state == "answered_by_peer"
    done = actions.this_is_a_colleague(replies[0].id, actor=maya, now=NOW)
    assert done.changed == 2
    assert set(Question.objects.values_list("state", "answered_by")) == {("answered_by_us", "bob")}
    assert set(Mention.objects.filter(author_key="bob").values_list("role", flat=True)) == {"own"}
    account = BrandAccount.objects.get(id=done.account_id)
    assert (account.external_id, account.kind, account.user) == ("bob", "employee", maya)


def test_a_colleague_can_be_taken_back_and_is_not_suggested_again(maya: User) -> None:
    question = asked()
    answer = reply(question, author="bob")
    decided(question)
    done = actions.this_is_a_colleague(answer.id, actor=maya, now=NOW)
    assert actions.no_colleague(done.account_id, actor=maya, now=NOW) == 1
    question.refresh_from_db()
    answer.refresh_from_db()
    assert (question.state, answer.role) == ("answered_by_peer", "context")
    assert AccountSuggestion.objects.get().outcome == "declined"


def test_a_colleagues_mentions_are_none_until_he_is_taken_back(maya: User) -> None:
    mention = make_mention(flags=["question"], author="bob")
    make_question(mention)
    done = actions.this_is_a_colleague(mention.id, actor=maya, now=NOW)
    assert (Mention.objects.get().role, Question.objects.count()) == ("own", 0)
    assert Change.objects.filter(kind="judged").count() == 1
    actions.no_colleague(done.account_id, actor=maya, now=NOW)
    assert Mention.objects.get().role == "mention"


def test_listing_and_removing_an_account_decides_again() -> None:
    question = asked()
    reply(question, author="bob")
    decided(question)
    row = actions.add_account(brand_id=make_brand().pk, network="hackernews", external_id="bob", handle="bob", now=NOW)
    question.refresh_from_db()
    assert question.state == "answered_by_us"
    assert actions.remove_account(row.pk, now=NOW) == 1
    assert not Thread.objects.filter(undecided=True).exists()


@pytest.mark.parametrize(("first", "then"), [("", "a.example"), ("a.example", ""), ("a.example", "a.example")])
def test_an_account_speaks_for_one_brand_alone(first: str, then: str) -> None:
    rival = make_brand("Hookyard", kind="competitor")
    list_account("9", network="mastodon", instance=first)
    with pytest.raises(actions.Refused, match="already listed"):
        actions.add_account(
            brand_id=rival.pk, network="mastodon", instance=then, external_id="9", handle="bob", now=NOW
        )


def test_two_who_name_the_same_colleague_at_once_do_it_once(monkeypatch: pytest.MonkeyPatch, maya: User) -> None:
    given = reply(asked(), author="dora")

    def meanwhile(*_: object) -> bool:
        list_account("dora")
        return False

    monkeypatch.setattr(QuerySet, "exists", meanwhile)  # the other one's listing comes between the look and the write
    with pytest.raises(actions.Refused, match="already listed"):
        actions.this_is_a_colleague(given.pk, actor=maya, now=NOW)


def test_nobody_can_be_made_a_colleague(maya: User) -> None:
    post = reply(asked(), author="")
    with pytest.raises(actions.Refused) as refused:
        actions.this_is_a_colleague(post.id, actor=maya, now=NOW)
    assert refused.value.code == "account_unknown"


def test_after_a_reply_on_the_network_the_thread_is_read_in_1_3_and_10_minutes() -> None:
    question = decided(asked())
    assert actions.replied_on_network(question.pk, now=NOW) == tuple(NOW + timedelta(minutes=n) for n in (1, 3, 10))
    seen = []
    for _ in range(3):
        at = Thread.objects.get().next_read_at
        assert at is not None
        seen.append(at - NOW)
        lease = threads.claim_thread(at)
        assert lease is not None
        threads.finish_read(lease, complete=True, root=None, context=context.load(), now=at)
    assert seen == [timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=10)]


def test_a_thread_that_cannot_be_read_is_not_promised_to_be() -> None:
    question = asked()
    Thread.objects.update(unreadable={"code": "no_threads", "params": {}})
    assert actions.replied_on_network(question.pk, now=NOW) == ()


def test_a_suggestion_can_be_declined(maya: User) -> None:
    row = AccountSuggestion.objects.create(
        network="hackernews", external_id="7", reason="named_like_us", created_at=NOW
    )
    assert actions.decline_suggestion(row.pk, actor=maya, now=NOW)
    assert not actions.decline_suggestion(row.pk, actor=maya, now=NOW)
