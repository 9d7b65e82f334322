"""The list: what is in it, in which order, and what its rows say."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from engagement import actions, queue
from engagement.errors import BadFilter
from engagement.filters import QueueFilters, parse
from engagement.intake import take_in
from engagement.models import Case
from engagement.records import LANES, Listing
from listening.models import Judgement, Mention, Question, Thread
from tests.factories import (
    NOW,
    make_brand,
    make_change,
    make_installation,
    make_mention,
    make_own_post,
    make_query,
    make_question,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Park")


def opened(*flags: str, **more: Any) -> Case:
    mention = make_mention(flags=flags or ["complaint"], **more)
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.distinct().get(items__mention=mention)


def asked(state: str = "unanswered", **more: Any) -> Case:
    mention = make_mention(flags=["question"], **{"thread": make_thread(), **more})
    make_question(mention, state=state)
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(items__mention=mention)


def listed(query: str, viewer: User, **more: Any) -> Listing:
    filters = parse(parse_qs(query), zone=ZoneInfo("Europe/Berlin"))
    return queue.listing(filters, viewer=viewer, now=NOW, **more)


def ids(query: str, viewer: User) -> set[int]:
    return {row.id for row in listed(query, viewer).rows}


def codes(viewer: User, query: str = "lane=all&status=all") -> list[str]:
    (row,) = listed(query, viewer).rows
    return [say.code for say in row.sentence]


def test_it_shows_the_most_urgent_first(alice: User) -> None:
    low = opened("buying_intent")
    high = opened("complaint", "churn_risk", author="dora")
    assert [row.id for row in listed("", alice).rows] == [high.id, low.id]


def test_it_pages_without_losing_or_repeating_a_row(alice: User) -> None:
    expected = [opened(author=f"author{n}").id for n in range(7)][::-1]  # equal keys: the newest id first
    seen, cursor = [], ""
    for _ in range(4):
        page = listed("", alice, cursor=cursor, limit=2)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
    assert (seen, cursor) == (expected, "")


@pytest.mark.parametrize("query", ["status=done", "sort=newest", "status=all", "q=retry"])
def test_it_pages_every_order(query: str, alice: User) -> None:
    expected = {opened(author=f"author{n}").id for n in range(5)}
    if query == "status=done":
        actions.done_many(sorted(expected), actor=alice, now=NOW)
    seen, cursor = [], ""
    for _ in range(3):
        page = listed(query, alice, cursor=cursor, limit=2)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
    assert (set(seen), len(seen), cursor) == (expected, 5, "")


@pytest.mark.parametrize("cursor", ["x", "id.1.1", "priority.1", "priority.99999999999999999999.1", "priority.1.1;"])
def test_it_refuses_a_cursor_of_another_list(cursor: str, alice: User) -> None:
    with pytest.raises(BadFilter) as refused:
        listed("", alice, cursor=cursor)
    assert refused.value.parameter == "cursor"


def test_it_filters_by_flag_brand_network_language_and_lane(alice: User) -> None:
    complaint = opened("complaint")
    praise = opened("praise", author="dora", network="github", language="de")
    rival = opened("complaint", author="emil", brand=make_brand("Hookyard", kind="competitor"))
    everything = "lane=all&"
    assert ids("flag=complaint", alice) == {complaint.id}
    assert ids(everything + "flag=complaint&flag=praise", alice) == {complaint.id, praise.id, rival.id}
    assert ids(everything + "network=github", alice) == ids(everything + "lang=de", alice) == {praise.id}
    assert ids(f"{everything}brand={rival.brand_id}", alice) == {rival.id}
    assert ids("lane=manage", alice) == {praise.id}


def test_it_finds_unsure_flags_and_unanswered_questions(alice: User) -> None:
    unsure = opened("praise", unsure=["complaint"])
    unanswered, unseen = asked(author="dora"), asked("unverified", author="emil")
    assert ids("lane=all&flag=complaint&flag_state=unsure", alice) == {unsure.id}
    assert ids("flag=unanswered_question", alice) == {unanswered.id}
    assert ids("answer=unverified", alice) == {unseen.id}


def test_it_filters_by_assignee_status_and_outcome(alice: User) -> None:
    mine, snoozed, done, free = (opened(author=f"author{n}") for n in range(4))
    actions.claim(mine.id, actor=alice, now=NOW)
    actions.snooze(snoozed.id, until=NOW + timedelta(hours=1), actor=alice, now=NOW)
    actions.done(done.id, disposition="duplicate", actor=alice, now=NOW)
    assert ids("assignee=me", alice) == ids(f"assignee={alice.pk}", alice) == {mine.id}
    assert ids("assignee=none", alice) == {free.id}
    assert ids("status=snoozed", alice) == {snoozed.id}
    assert ids("disposition=duplicate", alice) == ids("status=done", alice) == {done.id}


def test_it_opens_exactly_the_mentions_of_a_drill_down(alice: User) -> None:
    one, _two = opened(), opened(author="dora")
    Judgement.objects.filter(mention_id=one.lead_id).update(counted_day=NOW.date())
    assert ids(f"ids={one.lead_id}", alice) == {one.id}
    assert ids("day=2026-11-18", alice) == ids(f"day=2026-11-18&brand={one.brand_id}", alice) == {one.id}
    assert ids("day=2026-11-17", alice) == set()


def test_it_bounds_the_time_of_publishing(alice: User) -> None:
    old = opened(published_at=NOW - timedelta(days=3))
    new = opened(author="dora", published_at=NOW.astimezone(UTC))
    assert ids("since=2026-11-18", alice) == {new.id}
    assert ids("until=2026-11-18", alice) == {old.id}


def test_it_finds_words_an_author_and_further_posts(alice: User) -> None:
    thread = make_thread()
    case = opened(text="Deliveries run late", author="tobias_dk", thread=thread)
    opened(text="Still delayed: Kubernetes", author="tobias_dk", thread=thread)
    opened(text="Late again, says @tobias_dk", author="dora")
    assert ids("q=deliveries+late", alice) == ids("q=kubernetes", alice) == {case.id}
    assert ids("author=Tobias_DK", alice) == {case.id}
    assert ids("q=%22late+deliveries%22", alice) == set()


def test_it_searches_further_back_when_the_last_days_are_not_enough(alice: User) -> None:
    ages = (1, 100, 400)
    cases = [opened(author=f"author{age}", published_at=NOW - timedelta(days=age)) for age in ages]
    assert [row.id for row in listed("q=retry", alice).rows] == [case.id for case in cases]


def test_it_marks_the_matched_words_and_names_the_place(alice: User) -> None:
    query = make_query(expression="Northwind Relay")
    opened(query=query, network="reddit", url="https://www.reddit.com/r/devops/comments/1")
    (row,) = listed("", alice).rows
    assert [piece.text for piece in row.snippet if piece.mark] == ["Northwind Relay"]
    assert (row.place, row.author, row.flags, row.language) == ("r/devops", "charlie", ("complaint",), "en")


def test_it_says_that_nobody_answered_only_of_a_silent_thread(alice: User) -> None:
    case = asked()
    assert codes(alice) == ["nobody_answered", "visible_for", "clock_due"]
    make_own_post(author="dora", role="context", thread=case.lead.thread)
    assert codes(alice) == ["unanswered", "visible_for", "clock_due"]


def test_it_does_not_say_nobody_of_a_thread_read_in_part(alice: User) -> None:
    asked(thread=make_thread(complete=False))
    assert codes(alice)[0] == "unanswered"


def test_it_says_why_replies_cannot_be_seen(alice: User) -> None:
    asked("unverified", thread=make_thread(complete=False, unreadable={"code": "no_threads", "params": {}}))
    (row,) = listed("", alice).rows
    assert (row.sentence[0].code, row.sentence[0].params["reason"]) == ("cannot_see_replies", "no_threads")


def test_it_says_when_a_thread_was_not_read_as_planned(alice: User) -> None:
    asked()
    Thread.objects.update(next_read_at=NOW + timedelta(hours=6))  # it failed, and is tried again only then
    Question.objects.update(stale_at=NOW)
    assert "stale" not in codes(alice)
    Question.objects.update(stale_at=NOW - timedelta(seconds=1))
    assert "stale" in codes(alice)


@pytest.mark.parametrize(
    ("verb", "arguments", "code"),
    [
        ("done", {}, "ended"),
        ("snooze", {"until": NOW + timedelta(hours=1)}, "snoozed_until"),
        ("wait", {}, "waits_for_the_asker"),
    ],
)
def test_it_says_how_a_case_stands(verb: str, arguments: dict[str, Any], code: str, alice: User) -> None:
    getattr(actions, verb)(opened().id, actor=alice, now=NOW, **arguments)
    assert codes(alice)[0] == code


def test_it_says_why_a_case_came_back(alice: User) -> None:
    case = opened()
    actions.snooze(case.id, until=NOW + timedelta(hours=1), actor=alice, now=NOW)
    actions.wake(NOW + timedelta(hours=1))
    assert codes(alice) == ["says", "snooze_ended", "posted", "clock_due"]


def test_it_shows_a_tombstone_without_words(alice: User) -> None:
    opened()
    Mention.objects.update(text="", author_handle="", deleted_at=NOW)
    (row,) = listed("", alice).rows
    assert (row.snippet, row.author, row.sentence[0].code, len(row.sentence)) == ((), "", "deleted_at_source", 1)


def test_it_needs_the_same_number_of_queries_for_any_page(alice: User) -> None:
    query = make_query(expression="Northwind Relay")
    for n in range(12):
        case = asked(author=f"author{n}", query=query)
        actions.claim(case.id, actor=make_user(), now=NOW)

    def queries(limit: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            listed("", alice, limit=limit)
            queue.counts(viewer=alice, now=NOW)
        return len(captured)

    assert queries(2) == queries(12) <= 9


def test_it_tells_how_many_are_newer_in_one_query(alice: User) -> None:
    opened()
    newest = listed("", alice).newest
    opened("complaint", author="dora")
    opened("praise", author="emil")
    with CaptureQueriesContext(connection) as captured:
        assert queue.newer_than(newest, QueueFilters()) == 1
    assert len(captured) == 1
    assert queue.newer_than(Case.objects.latest("id").id, QueueFilters()) == 0


def test_it_knows_the_neighbours_of_a_case(alice: User) -> None:
    first, middle, last = [opened(author=f"author{n}").id for n in range(3)][::-1]
    for filters in (QueueFilters(), QueueFilters(sort="newest"), QueueFilters(q="retry", lane="", status="")):
        assert queue.neighbours(middle, filters) == (first, last)
        assert queue.neighbours(first, filters) == (None, middle)
    assert queue.neighbours(0, QueueFilters()) == (None, None)


def test_it_counts_work_in_one_query(alice: User) -> None:
    for n in range(2):
        opened(author=f"author{n}")
    opened("praise", author="dora")
    opened("spam", author="emil")
    actions.claim(opened(author="finn").id, actor=alice, now=NOW)
    actions.snooze(opened(author="gert").id, until=NOW + timedelta(hours=1), actor=alice, now=NOW)
    with CaptureQueriesContext(connection) as captured:
        counts = queue.counts(viewer=alice, now=NOW)
    assert counts == {
        "monitor": 1,
        "engage": 3,
        "manage": 1,
        "due": 0,
        "mine": 1,
        "snoozed": 1,
        "replies": 0,
        "tasks": 0,
    }
    assert len(captured) == 1


def test_it_counts_beside_a_tab_what_its_list_holds(alice: User) -> None:
    make_installation()
    day = timezone.now().astimezone(ZoneInfo("Europe/Berlin")).replace(hour=0, minute=0, second=0, microsecond=0)
    for n, due in enumerate((day - timedelta(days=1), day + timedelta(minutes=1), day + timedelta(days=1), None)):
        Case.objects.filter(pk=opened(author=f"author{n}").pk).update(due_at=due)
    opened("spam", author="emil")
    actions.claim(opened("praise", author="dora").id, actor=alice, now=NOW)
    counts = queue.counts(viewer=alice, now=NOW)
    lists = {"due": "due=today", "mine": "assignee=me", **{lane: f"lane={lane}" for lane in LANES}}
    assert {name: counts[name] for name in lists} == {name: len(ids(query, alice)) for name, query in lists.items()}
    assert counts["due"] == 2
    assert counts["monitor"]


def test_it_finds_what_is_late(alice: User) -> None:
    late, later = (opened(author=name) for name in ("dora", "emil"))
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    Case.objects.filter(pk=later.pk).update(due_at=timezone.now() + timedelta(minutes=1))
    assert ids("due=late", alice) == {late.pk}


def test_it_stops_counting_at_999(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    lead = opened()
    copies = [Case(**{field.attname: getattr(lead, field.attname) for field in Case._meta.concrete_fields})
              for _ in range(1_000)]  # fmt: skip
    for copy in copies:
        copy.pk = None
    Case.objects.bulk_create(copies)
    assert queue.counts(viewer=alice, now=NOW)["engage"] == 999


def test_it_orders_by_priority_alone_and_says_how_it_is_ordered(alice: User) -> None:
    first, second = (opened(author=author).pk for author in ("a", "b"))
    Case.objects.filter(pk=first).update(priority=20, sort_key=9)
    Case.objects.filter(pk=second).update(priority=80, sort_key=1)
    filters = QueueFilters(sort="highest")
    assert [row.id for row in queue.listing(filters, viewer=alice, now=NOW).rows] == [second, first]
    cursor = queue.listing(filters, viewer=alice, now=NOW, limit=1).next_cursor
    assert [row.id for row in queue.listing(filters, viewer=alice, now=NOW, cursor=cursor).rows] == [first]
    assert queue.neighbours(first, filters) == (second, None)
