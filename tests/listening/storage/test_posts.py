"""Storing pages: nothing lost, nothing doubled, numbers that add up, and few queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from listening import actions
from listening.models import Change, DayFlags, DayMentions, Judgement, Match, Mention, Question, Revision, Thread
from listening.records import Author, Post, Reach, Tombstone, mask_of
from listening.storage import context, posts
from listening.storage.posts import Intake, Stores
from listening.text import gate

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


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
    actions.add_account(brand_id=actions.own_brand(), network="hackernews", external_id="bob", handle="bob", now=NOW)


def post(id_: str = "1", text: str = "How do I rotate the key in Northwind Relay?", **changes: object) -> Post:
    base = Post(
        network="hackernews",
        external_id=id_,
        author=Author(external_id="alice", handle="alice"),
        text=text,
        created_at=NOW - timedelta(hours=1),
        raw={"id": id_},
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def store(*page: Post, now: datetime = NOW, in_thread: bool = False, threads: bool = True) -> Stores:
    with transaction.atomic():
        gated = [gate(each, fetched_at=now) for each in page]
        return posts.store(gated, context.load(), Intake(source_id=None, now=now, threads=threads, in_thread=in_thread))


def test_it_keeps_what_matches_and_rejects_the_rest() -> None:
    done = store(post(), post("2", "The north wind blew."))
    assert dict(done.fates) == {"kept": 1, "rejected": 1}
    assert Mention.objects.get().external_id == "1"


def test_it_stores_nothing_twice() -> None:
    store(post())
    done = store(post())
    assert dict(done.fates) == {"duplicate": 1}
    assert (Mention.objects.count(), Judgement.objects.count(), Match.objects.count()) == (1, 1, 1)


def test_it_counts_a_repeat_inside_a_page_as_a_duplicate() -> None:
    assert dict(store(post(), post()).fates) == {"kept": 1, "duplicate": 1}


def test_it_recognises_a_post_by_its_alias_under_a_new_id() -> None:
    store(post(alias_keys=("url:https://a.example/x",)))
    done = store(post("other", alias_keys=("url:https://a.example/x",)))
    assert dict(done.fates) == {"duplicate": 1}
    assert Mention.objects.count() == 1


def test_it_stores_our_own_posts_as_own_and_never_as_mentions() -> None:
    done = store(post(author=Author(external_id="bob", handle="bob")))
    assert dict(done.fates) == {"own": 1}
    assert Mention.objects.get().role == "own"
    assert not Change.objects.exists()


def test_it_judges_a_question_and_opens_it_unverified_with_its_thread_due() -> None:
    store(post())
    assert Judgement.objects.get().on_mask & mask_of(("question",))
    question = Question.objects.get()
    assert (question.state, question.rule) == ("unverified", "not_read_yet")
    assert Thread.objects.get().next_read_at == NOW


def test_it_says_why_a_question_cannot_be_verified_where_threads_cannot_be_read() -> None:
    store(post(), threads=False)
    assert Question.objects.get().rule == "no_threads"


def test_it_writes_one_change_a_mention_in_the_same_transaction() -> None:
    store(post(), post("2"))
    assert list(Change.objects.values_list("kind", flat=True)) == ["judged", "judged"]


def test_it_counts_by_company_day_and_flag() -> None:
    late_evening = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)  # already Monday in Berlin
    store(post(created_at=late_evening))
    assert [str(row.day) for row in DayMentions.objects.all()] == ["2026-11-16"]
    assert DayFlags.objects.get(flag="question").mentions == 1


def test_it_keeps_a_revision_of_an_edit_and_moves_the_counters_by_the_difference() -> None:
    store(post())
    done = store(post(text="Northwind Relay is fine, never mind."), now=NOW + timedelta(hours=1))
    assert dict(done.fates) == {"duplicate": 1}
    assert Revision.objects.get().text.startswith("How do I")
    assert DayMentions.objects.get().mentions == 1
    assert DayFlags.objects.get(flag="question").mentions == 0
    judgement = Judgement.objects.get()
    assert judgement.ever_mask & mask_of(("question",))
    assert not judgement.on_mask & mask_of(("question",))
    assert set(Change.objects.values_list("kind", flat=True)) == {"judged", "edited", "answer"}
    assert Question.objects.get().state == "withdrawn"


def test_it_updates_reach_without_calling_it_a_change() -> None:
    store(post(reach=Reach(points=1)))
    before = Change.objects.count()
    store(post(reach=Reach(points=50)), now=NOW + timedelta(hours=1))
    mention = Mention.objects.get()
    assert mention.reach == {"points": 50}
    assert (mention.changed_at, Change.objects.count()) == (NOW, before)


def test_it_stores_thread_replies_as_context_and_our_own_as_own() -> None:
    reply = post("2", "Same here, no idea.", in_reply_to_id="1", root_id="1", author=Author(external_id="charlie"))
    ours = post("3", "It is under Settings.", in_reply_to_id="1", root_id="1", author=Author(external_id="bob"))
    store(post(), reply, ours, in_thread=True)
    assert dict(Mention.objects.values_list("external_id", "role")) == {"1": "mention", "2": "context", "3": "own"}


def test_it_promotes_context_once_it_is_matched() -> None:
    store(post("2", "Just a reply about Northwind.", root_id="1"), in_thread=True)
    brand = Mention.objects.get().brand_ids
    assert brand == []
    own = actions.own_brand()
    actions.save_query(None, brand_id=own, name="Wider", expression="northwind", now=NOW)
    done = store(post("2", "Just a reply about Northwind.", root_id="1"))
    assert dict(done.fates) == {"kept": 1}
    assert Mention.objects.get().role == "mention"


def test_it_calls_nothing_edited_that_is_only_matched_now() -> None:
    store(post("2", "Just a reply about Northwind.", root_id="1"), in_thread=True)
    actions.save_query(None, brand_id=actions.own_brand(), name="Wider", expression="northwind", now=NOW)
    store(post("2", "Just a reply about Northwind.", root_id="1"))
    mention = Mention.objects.get()
    assert (mention.role, mention.edited_at, mention.revisions.count()) == ("mention", None, 0)


def test_it_keeps_the_former_words_of_what_was_edited_before_it_was_matched() -> None:
    store(post("2", "Just a reply.", root_id="1"), in_thread=True)
    actions.save_query(None, brand_id=actions.own_brand(), name="Wider", expression="northwind", now=NOW)
    store(post("2", "Just a reply about Northwind.", root_id="1"), now=NOW + timedelta(hours=1))
    mention = Mention.objects.get()
    assert (mention.edited_at, mention.revisions.get().text) == (NOW + timedelta(hours=1), "Just a reply.")


def test_it_buries_what_its_network_deleted_and_keeps_what_was_counted() -> None:
    store(post())
    with transaction.atomic():
        gone = posts.bury([Tombstone(network="hackernews", external_id="1", seen_at=NOW)], NOW)
    mention = Mention.objects.get()
    assert (gone, mention.text, mention.author_handle, mention.deleted_at) == (1, "", "", NOW)
    assert DayMentions.objects.get().mentions == 1


def test_it_does_not_bring_back_what_was_deleted() -> None:
    store(post())
    with transaction.atomic():
        posts.bury([Tombstone(network="hackernews", external_id="1", seen_at=NOW)], NOW)
    assert dict(store(post()).fates) == {"duplicate": 1}
    assert Mention.objects.get().text == ""


def test_it_marks_what_was_found_late() -> None:
    store(post(created_at=NOW - timedelta(hours=73)), post("2", created_at=NOW - timedelta(hours=71)))
    assert dict(Mention.objects.values_list("external_id", "found_late")) == {"1": True, "2": False}


def test_it_needs_as_many_queries_for_a_hundred_posts_as_for_two() -> None:
    def queries(ids: range) -> int:
        with CaptureQueriesContext(connection) as caught:
            store(*[post(str(id_)) for id_ in ids])
        return len(caught)

    queries(range(1))
    assert queries(range(10, 12)) == queries(range(100, 200))
