"""What a person says of a flag: kept with what scoring had said, felt at once, and never overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from listening import actions
from listening.actions.corrections import Corrected, correct
from listening.actions.refusals import Refused
from listening.models import Brand, Change, DayFlags, Judgement, Label, Mention, Question, Thread
from listening.records import Author, Post, flags_in, mask_of
from listening.storage import context, posts, relevance
from listening.storage.corrections import last_edit
from listening.storage.posts import Intake
from listening.text import gate
from tests.factories import make_mention, make_user

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ANGRY = "Northwind Relay is broken again and support ignores us. Terrible."
ASKING = "How do I rotate the key in Northwind Relay?"


@pytest.fixture(autouse=True)
def company() -> None:
    context.forget()
    actions.found_installation(
        company="Northwind Relay",
        domain="northwind.example",
        zone="Europe/Berlin",
        brand_terms=["Northwind Relay"],
        now=NOW,
    )


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Hale")


def store(text: str, *, id_: str = "1", now: datetime = NOW, **changes: Any) -> Mention:
    post = Post(
        network="hackernews",
        external_id=id_,
        author=Author(external_id="mira", handle="mira"),
        text=text,
        created_at=NOW - timedelta(hours=1),
    )
    with transaction.atomic():
        gated = gate(replace(post, **changes), fetched_at=now)
        posts.store([gated], context.load(), Intake(source_id=None, now=now, threads=True))
    return Mention.objects.get(external_id=id_)


def say(mention: Mention, head: str, value: bool | None, actor: User | None, now: datetime = LATER) -> Corrected:
    return correct(mention.id, brand_id=actions.own_brand(), head=head, value=value, actor=actor, now=now)


def held(mention: Mention) -> tuple[set[str], set[str], set[str]]:
    it = Judgement.objects.get(mention=mention)
    return set(flags_in(it.on_mask)), set(flags_in(it.unsure_mask)), set(flags_in(it.decided_mask))


def counted() -> dict[str, int]:
    return {row.flag: row.mentions for row in DayFlags.objects.filter(mentions__gt=0)}


def test_it_keeps_who_said_what_beside_what_scoring_had_said(alice: User) -> None:
    mention = store(ANGRY)
    before = Judgement.objects.get()
    say(mention, "complaint", False, alice)
    label = Label.objects.get()
    assert (label.head, label.value, label.user, label.at, label.chosen) == ("complaint", False, alice, LATER, "")
    assert (label.was, label.chance, label.scorer) == (True, before.probabilities["complaint"], before.scorer)


def test_it_takes_a_flag_away_and_lets_the_live_counters_follow(alice: User) -> None:
    mention = store(ANGRY)
    assert counted()["complaint"] == 1
    done = say(mention, "complaint", False, alice)
    assert (done.before, done.on, done.changed) == (None, False, True)
    assert "complaint" not in held(mention)[0]
    assert held(mention)[2] == {"complaint"}
    assert "complaint" not in counted()


def test_it_adds_a_flag_and_takes_it_back(alice: User) -> None:
    mention = store("Northwind Relay moved to version four.")
    before = held(mention)
    say(mention, "churn_risk", True, alice)
    assert (held(mention)[0], counted()["churn_risk"]) == (before[0] | {"churn_risk"}, 1)
    assert say(mention, "churn_risk", None, alice).before is True
    assert (held(mention), counted().get("churn_risk")) == (before, None)
    assert list(Label.objects.order_by("id").values_list("value", flat=True)) == [True, None]


def test_it_leaves_what_scoring_said_for_scoring_to_say_again(alice: User) -> None:
    mention = store(ANGRY)
    scored = Judgement.objects.get().scored_on_mask
    say(mention, "complaint", False, alice)
    assert Judgement.objects.get().scored_on_mask == scored
    say(mention, "complaint", None, alice)
    assert Judgement.objects.get().on_mask == scored


def test_it_decides_what_was_unsure(alice: User) -> None:
    mention = store("Northwind Relay moved to version four.")
    Judgement.objects.update(unsure_mask=mask_of(("praise", "spam")), scored_unsure_mask=mask_of(("praise", "spam")))
    say(mention, "praise", False, alice)
    assert held(mention)[1:] == ({"spam"}, {"praise"})


def test_it_writes_once_what_is_said_twice(alice: User) -> None:
    mention = store(ANGRY)
    say(mention, "complaint", False, alice)
    Change.objects.all().delete()
    assert not say(mention, "complaint", False, alice).changed
    assert (Label.objects.count(), Change.objects.count()) == (1, 0)


def test_it_tells_engagement(alice: User) -> None:
    mention = store(ANGRY)
    Change.objects.all().delete()
    say(mention, "complaint", False, alice)
    assert list(Change.objects.values_list("kind", "mention_id")) == [("judged", mention.id)]


def test_it_opens_a_question_whose_thread_is_read_and_withdraws_it(alice: User) -> None:
    mention = store("Northwind Relay moved to version four.")
    Thread.objects.update(next_read_at=None)
    say(mention, "question", True, alice)
    assert Question.objects.get().mention == mention
    assert Thread.objects.get().next_read_at == LATER
    say(mention, "question", False, alice)
    assert not Question.objects.exists()


def test_it_hands_the_question_to_the_same_askers_other_post(alice: User) -> None:
    first = store(ASKING, conversation_id="talk")
    second = store(ASKING + " Anyone?", id_="2", conversation_id="talk")
    assert Question.objects.get().mention == first
    say(first, "question", False, alice)
    assert Question.objects.get().mention == second


def test_it_has_the_thread_read_where_a_complaint_was_missed(alice: User) -> None:
    mention = store("Northwind Relay moved to version four.")
    Thread.objects.update(next_read_at=None)
    say(mention, "praise", True, alice)
    assert Thread.objects.get().next_read_at is None
    say(mention, "complaint", True, alice)
    assert Thread.objects.get().next_read_at == LATER


@pytest.mark.parametrize(("said", "text"), [(False, ANGRY), (True, "Northwind Relay moved to version four.")])
def test_it_keeps_a_decision_when_the_post_is_edited(said: bool, text: str, alice: User) -> None:
    mention = store(text)
    say(mention, "complaint", said, alice)
    edited = store("Edited: " + (ANGRY if not said else "Northwind Relay moved to five."), now=LATER)
    on, _unsure, decided = held(edited)
    assert (("complaint" in on), decided) == (said, {"complaint"})
    assert counted().get("complaint", 0) == said
    assert bool(Judgement.objects.get().scored_on_mask & mask_of(("complaint",))) is not said


def test_it_asks_no_question_that_was_denied_when_the_post_is_edited(alice: User) -> None:
    mention = store(ASKING)
    say(mention, "question", False, alice)
    store(ASKING + " Edited.", now=LATER)
    assert not Question.objects.exists()


def test_it_knows_when_the_words_changed_after_a_decision(alice: User) -> None:
    mention = store(ANGRY)
    assert last_edit(mention) is None
    assert last_edit(store(ANGRY + " Really.", now=LATER)) == LATER


def test_it_counts_nothing_of_a_post_that_is_not_about_us(alice: User) -> None:
    mention = store(ANGRY)
    with transaction.atomic():
        relevance.settle({(mention.id, actions.own_brand()): relevance.NOT_US}, context.load(), NOW)
    say(mention, "churn_risk", True, alice)
    say(mention, "question", True, alice)
    assert (counted(), Question.objects.count()) == ({}, 0)


def test_it_takes_a_persons_word_where_nothing_was_scored(alice: User) -> None:
    mention = make_mention("Northwind Relay ist kaputt.", scored=False, language="de")
    say(mention, "complaint", True, alice)
    label = Label.objects.get()
    assert (held(mention)[0], label.was, label.chance) == ({"complaint"}, None, None)


@pytest.mark.parametrize(("head", "code"), [("nonsense", "flag_unknown"), ("relevant", "flag_unknown")])
def test_it_refuses_what_is_no_flag(head: str, code: str, alice: User) -> None:
    with pytest.raises(Refused) as refused:
        say(store(ANGRY), head, True, alice)
    assert refused.value.code == code


@pytest.mark.parametrize("gone", ["post", "brand"])
def test_it_refuses_what_is_gone(gone: str, alice: User) -> None:
    mention = store(ANGRY)
    if gone == "post":
        Mention.objects.update(deleted_at=NOW, text="", author_key="", author_handle="")
    else:
        Brand.objects.update(archived_at=NOW)
    with pytest.raises(Refused) as refused:
        correct(mention.id, brand_id=Brand.objects.get().pk, head="complaint", value=False, actor=alice, now=NOW)
    assert (refused.value.code, Label.objects.count()) == ("post_unknown", 0)


def test_it_needs_few_queries(alice: User) -> None:
    mention = store(ANGRY)
    context.load()
    with CaptureQueriesContext(connection) as captured:
        say(mention, "complaint", False, alice)
    assert len(captured) <= 13
