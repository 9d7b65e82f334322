"""The plans behind the list and the pane: index walks that stop early, on enough rows for Postgres to care."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import queue
from engagement.filters import QueueFilters
from engagement.intake import take_in
from engagement.models import Case
from engagement.queue import authors, boards, contacts, presence, selecting
from listening.models import Mention
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
FIRST = QueueFilters()
ENDED = {"status": "'done'", "disposition": "'heard'", "closed_at": "created_at"}


@pytest.fixture
def alice() -> User:
    return make_user()


@pytest.fixture
def case() -> Case:
    """One of 2,500 open cases beside 4,000 that have ended."""
    make_change(make_mention(flags=["complaint"]))
    take_in(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_timeout = 0")  # intake's own would end a busy machine's test
    sort_key = {"sort_key": "n * 7919 % 4001"}
    copy(Case, 2_000, **sort_key)
    copy(Case, 200, **sort_key, lane="'manage'")
    copy(Case, 300, **sort_key, lane="'monitor'", routed="""'{"code": "maybe_not_about_us"}'""")
    copy(Case, 4_000, **sort_key, **ENDED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE engagement_case")
    return Case.objects.earliest("id")


@pytest.fixture
def lead(case: Case) -> Mention:
    """The post of the case; its author wrote 1,000 of 3,000 posts, all of them taken in."""
    earlier = {"published_at": "published_at - n * interval '1 hour'", "external_id": "'e' || n"}
    copy(Mention, 1_000, **earlier)
    copy(Mention, 2_000, **{**earlier, "external_id": "'o' || n", "author_key": "'other' || n % 50"})
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engagement_caseitem (case_id, mention_id, brand_id) SELECT i.case_id, m.id, i.brand_id"
            " FROM engagement_caseitem i, listening_mention m WHERE m.id <> i.mention_id"
        )
        cursor.execute("ANALYZE engagement_caseitem, listening_mention")
    return case.lead


def copy(model: type[Case] | type[Mention], times: int, **changed: str) -> None:
    """Copy the first row, with other expressions for some columns."""
    columns = [str(each.column) for each in model._meta.concrete_fields if each.column not in ("id", "tsv")]
    values = [changed.get(name, f'"{name}"') for name in columns]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM {table},"
            f" generate_series(1, {times}) AS n WHERE id = (SELECT min(id) FROM {table})"
        )


def plans_of(read: Callable[[], object], *, of: str) -> list[str]:
    """Return the plans of the queries whose text holds some words."""
    with CaptureQueriesContext(connection) as captured:
        read()
    wanted = [each["sql"] for each in captured if of in each["sql"]]
    with connection.cursor() as cursor:
        plans = []
        for sql in wanted:
            cursor.execute(f"EXPLAIN {sql}")
            plans.append("\n".join(row[0] for row in cursor.fetchall()))
    return plans


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("cursor", ["", "priority.2000.1"])
def test_it_walks_one_index_and_sorts_nothing(cursor: str, alice: User) -> None:
    (plan,) = plans_of(lambda: queue.listing(FIRST, viewer=alice, now=NOW, cursor=cursor), of="LIMIT 51")
    assert "Index Scan using case_queue" in plan
    assert "Sort" not in plan
    condition = next(line for line in plan.splitlines() if "Index Cond" in line)
    assert ("ROW(sort_key, id) <" in condition) == bool(cursor)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (QueueFilters(lane=""), "case_open"),
        (QueueFilters(sort="newest"), "case_newest"),
        (QueueFilters(sort="highest"), "case_highest"),
        (QueueFilters(sort="newest", flag=("inaccuracy",)), "case_newest"),  # none has it: the walk goes to the end
        (QueueFilters(lane="", status="done"), "case_rest"),
    ],
)
def test_it_never_walks_what_has_ended_to_list_what_is_open(filters: QueueFilters, index: str, alice: User) -> None:
    (plan,) = plans_of(lambda: queue.listing(filters, viewer=alice, now=NOW), of="LIMIT 51")
    assert f"using {index} " in plan
    assert "Sort" not in plan


@pytest.mark.usefixtures("case")
def test_it_finds_what_is_unsure_by_its_own_index(alice: User) -> None:
    unsure = QueueFilters(lane="", about="unsure")
    plans = plans_of(lambda: boards.board(viewer=alice, now=NOW, unsure=True), of="AS unsure")
    plans += plans_of(lambda: queue.listing(unsure, viewer=alice, now=NOW), of="LIMIT 51")
    assert ["case_unsure" in plan for plan in plans] == [True, True]


def test_it_reads_the_last_posts_of_an_author_and_not_all(lead: Mention) -> None:
    (plan,) = plans_of(lambda: authors.earlier(lead, 0), of="LIMIT 10")
    assert "Index Scan using mention_author" in plan
    assert "published_at <" in next(line for line in plan.splitlines() if "Index Cond" in line and "author_key" in line)


def test_it_asks_the_newest_posts_of_an_account_whether_they_were_answered(lead: Mention, alice: User) -> None:
    key = (lead.network, lead.instance, lead.author_key)
    (plan,) = plans_of(lambda: presence.answered_lately([key], viewer=alice, now=NOW), of="engagement_event")
    assert "using mention_author" in plan
    assert contacts.newest_of([key, ("x", "", "42")]).count() == contacts.NEWEST


@pytest.mark.usefixtures("lead")
def test_it_looks_for_words_in_the_newest_posts_before_it_asks_their_index(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "NEWEST", 200)
    chosen = QueueFilters(lane="", status="", q="northwind")
    first, *_ = plans_of(lambda: queue.listing(chosen, viewer=alice, now=NOW), of="websearch_to_tsquery")
    assert "using mention_recent" in first
    assert "mention_search" not in first


@pytest.mark.parametrize(
    ("filters", "bounded"),
    [
        (FIRST, False),
        (QueueFilters(lane="", status="done"), False),
        (QueueFilters(lane="", status="done", lang=("de",)), True),
        (QueueFilters(lane="", status="", flag=("spam",)), True),
    ],
)
def test_it_bounds_what_may_come_to_read_all_that_ever_ended(filters: QueueFilters, bounded: bool, alice: User) -> None:
    with CaptureQueriesContext(connection) as captured:
        queue.listing(filters, viewer=alice, now=NOW)
    assert any("statement_timeout" in each["sql"] for each in captured) == bounded
    view = boards.View(id=1, name="V", query=filters.query(), shared=False, mine=True)
    with CaptureQueriesContext(connection) as counted:
        boards.view_counts([view], viewer=alice, zone=ZoneInfo("UTC"))
    assert bool(counted) != bounded
