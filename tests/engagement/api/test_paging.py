"""Paging by change: nothing lost, nothing twice, an end; and what has left or is gone is said once more."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement.intake import take_in
from engagement.models import Case, FeedItem
from engagement.queue import pull
from engagement.storage import storing
from listening.models import Mention
from tests.engagement.api.conftest import Clock
from tests.engagement.api.rows import LATER, LIST, ids, make_feed
from tests.factories import NOW, make_brand, make_change, make_judgement, make_mention

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def cursor_of(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "position",
    [
        pull.Position(at=None, mention=0, since=NOW),
        pull.Position(at=NOW + timedelta(microseconds=1), mention=2**63 - 1, since=None),
        pull.Position(at=NOW, mention=1, since=NOW),
    ],
)
def test_it_reads_the_cursor_that_it_wrote(position: pull.Position) -> None:
    assert pull.decode(position.encode()) == position


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "é",
        "\x00",
        "A" * 10_000,
        "[" * 5_000,
        cursor_of(None),
        cursor_of([]),
        cursor_of({"a": 1, "b": 2, "c": 3}),
        cursor_of(["", 2**63, ""]),
        cursor_of(["", -1, ""]),
        cursor_of(["", 1.0, ""]),
        cursor_of(["", True, ""]),
        cursor_of(["", "1", ""]),
        cursor_of([5, 1, ""]),
        cursor_of([None, 1, None]),
        cursor_of([["2026-11-18T09:00:00Z"], 1, ""]),
        cursor_of(["2026-11-18T09:00:00", 1, ""]),
        cursor_of(["", 1, "2026-11-18T09:00:00"]),
        cursor_of(["0001-01-01T00:00:00+23:00", 1, ""]),
        cursor_of(["9999-12-31T23:59:59-23:00", 1, ""]),
        cursor_of(["'; DROP TABLE engagement_feeditem; --", 1, ""]),
        base64.urlsafe_b64encode(b"[" * 100_000).decode()[:50_000],
    ],
)
def test_it_refuses_a_cursor_that_it_never_made(rest: Client, cursor: str) -> None:
    answer = rest.get(LIST, {"cursor": cursor})
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "cursor")


def test_it_brings_an_offset_that_postgres_does_not_know_to_utc(rest: Client) -> None:
    late = make_feed(at=NOW)
    asked = cursor_of(["2026-11-19T00:00:00+23:59", 0, ""])  # 18 November, 00:01 UTC
    assert ids(rest.get(LIST, {"cursor": asked}).json()) == [late.mention_id]


def test_it_takes_either_a_cursor_or_an_instant(rest: Client) -> None:
    cursor = rest.get(LIST).json()["next_cursor"]
    answer = rest.get(LIST, {"cursor": cursor, "updated_since": NOW.isoformat()})
    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "cursor")


def every_page(filters: pull.PullFilters, *, limit: int, now: datetime = LATER) -> list[int]:
    """Page to the end as a client does; more pages than rows would be a loop."""
    seen: list[int] = []
    position = pull.start(None, now=now)
    for _ in range(FeedItem.objects.count() + 1):
        items, position, more = pull.page(filters, pull.decode(position.encode()), now=now, limit=limit)
        seen += [item["id"] for item in items]
        if not more:
            return seen
    raise AssertionError("paging does not end")


def oracle(filters: pull.PullFilters, rows: list[FeedItem]) -> list[int]:
    """Look at every row, one by one."""
    found = [
        row
        for row in rows
        if not row.deleted
        and (not filters.statuses or row.status in filters.statuses)
        and (not filters.networks or row.network in filters.networks)
        and (not filters.flags or row.on_mask & 1)
    ]
    return [row.mention_id for row in sorted(found, key=lambda row: (row.changed_at, row.mention_id))]


@pytest.mark.parametrize("seed", range(3))
def test_it_gives_every_row_once_however_many_share_an_instant(seed: int) -> None:
    chance = Random(seed)
    rows = [
        make_feed(
            make_mention(judged=False, network=chance.choice(["hackernews", "feeds"])),
            at=NOW + chance.choice([0, 0, 0, 1, 2]) * MINUTE,
            status=chance.choice(["open", "done"]),
            flags=chance.choice([[], ["complaint"]]),
            deleted=chance.random() < 0.1,
        )
        for _ in range(40)
    ]
    for limit in (1, 2, 7, 39, 40, 41):
        for filters in (
            pull.PullFilters(),
            pull.PullFilters(statuses=("done",)),
            pull.PullFilters(networks=("feeds",), flags=("complaint",)),
        ):
            assert every_page(filters, limit=limit) == oracle(filters, rows)


def follow(rest: Client, clock: Clock, **filters: str) -> str:
    """Read to the end, let a minute pass, and return where to go on."""
    cursor: str = rest.get(LIST, filters).json()["next_cursor"]
    clock.now += MINUTE
    return cursor


@pytest.mark.parametrize(
    ("filters", "before", "after", "reason"),
    [
        ({"flag": "complaint"}, {"flags": ["complaint"]}, {"ever": ["complaint"]}, "flag"),
        ({"flag": "complaint", "flag_state": "unsure"}, {"unsure": ["complaint"]}, {}, "flag"),
        ({"answer": "unanswered"}, {"answer": "unanswered"}, {"answer": "answered_by_us"}, "answer"),
        ({"answer": "unanswered"}, {"answer": "unanswered"}, {"answer": "", "ever": ["question"]}, "answer"),
        ({"status": "open"}, {"status": "open"}, {"status": "done"}, "status"),
        ({"lane": "engage"}, {"lane": "engage"}, {"lane": "manage"}, "lane"),
    ],
)
def test_it_says_once_that_a_mention_left_and_which_filter(
    rest: Client, clock: Clock, filters: dict[str, str], before: dict[str, Any], after: dict[str, Any], reason: str
) -> None:
    mention = make_mention()
    make_feed(mention, **before)
    cursor = follow(rest, clock, **filters)
    make_feed(mention, at=LATER, **after)
    page = rest.get(LIST, {**filters, "cursor": cursor}).json()
    assert [(item["id"], item["change"], item["reason"]) for item in page["items"]] == [(mention.pk, "left", reason)]
    assert rest.get(LIST, {**filters, "cursor": page["next_cursor"]}).json()["items"] == []


def test_it_says_that_an_edit_took_the_brand_away(rest: Client, clock: Clock) -> None:
    rival = make_brand("Rival", kind="competitor")
    mention = make_mention(brand=rival, edited_at=None)
    make_feed(mention)
    cursor = follow(rest, clock, brand="Rival")
    Mention.objects.filter(id=mention.pk).update(edited_at=LATER)
    make_feed(mention, at=LATER, brand_ids=[make_brand().pk])
    make_feed(at=LATER)  # another brand's, never edited
    (item,) = rest.get(LIST, {"brand": "Rival", "cursor": cursor}).json()["items"]
    assert (item["id"], item["change"], item["reason"]) == (mention.pk, "left", "brand")


def test_it_tells_a_newcomer_nothing_of_what_left_before(rest: Client) -> None:
    make_feed(ever=["complaint"], status="done")
    assert rest.get(LIST, {"flag": "complaint"}).json()["items"] == []


@pytest.mark.parametrize("filters", [{}, {"flag": "complaint"}, {"answer": "unanswered"}, {"status": "open"}])
def test_it_says_that_a_mention_is_deleted_without_a_word_of_it(
    rest: Client, clock: Clock, filters: dict[str, str]
) -> None:
    mention = make_mention(flags=["complaint"])
    make_feed(mention, flags=["complaint"], answer="unanswered")
    cursor = follow(rest, clock, **filters)
    make_feed(mention, at=LATER, ever=["complaint"], deleted=True)
    (item,) = rest.get(LIST, {**filters, "cursor": cursor}).json()["items"]
    assert set(item) == {"id", "change", "reason", "changed_at"}
    assert (item["id"], item["change"], item["reason"]) == (mention.pk, "deleted", "deleted_at_source")


def test_it_follows_what_intake_wrote(rest: Client, clock: Clock) -> None:
    mention = make_mention(flags=["complaint"])
    make_change(mention)
    take_in(now=NOW)
    assert Case.objects.get().flags_mask
    first = rest.get(LIST, {"flag": "complaint"}).json()
    make_judgement(mention, ever_mask=1)
    make_change(mention)
    take_in(now=LATER)
    clock.now += MINUTE
    second = rest.get(LIST, {"flag": "complaint", "cursor": first["next_cursor"]}).json()
    assert [item["change"] for page in (first, second) for item in page["items"]] == ["present", "left"]


def test_it_serves_only_what_no_open_transaction_can_still_precede() -> None:
    with storing(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('transaction_timeout')::interval")
        assert cursor.fetchone()[0] <= pull.SETTLED - timedelta(seconds=5)


def columns_of(model: type[Model], *without: str) -> str:
    """Return the columns of a table, to copy its one row many times."""
    return ", ".join(field.column or "" for field in model._meta.concrete_fields if field.column not in without)


@pytest.fixture
def _many() -> None:
    make_feed()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        names = columns_of(Mention, "id", "external_id", "tsv")
        cursor.execute(
            f"INSERT INTO listening_mention (external_id, {names}) SELECT 'n' || n, {names}"
            " FROM listening_mention, generate_series(1, 20000) n"
        )
        names = columns_of(FeedItem, "mention_id", "changed_at")
        cursor.execute(
            f"INSERT INTO engagement_feeditem (mention_id, changed_at, {names})"
            f" SELECT m.id, f.changed_at - (m.id % 40) * interval '1 minute', {names}"
            " FROM (SELECT id, external_id FROM listening_mention WHERE external_id LIKE 'n%') m, engagement_feeditem f"
        )
        cursor.execute("ANALYZE engagement_feeditem, listening_mention")


@pytest.mark.usefixtures("_many")
@pytest.mark.parametrize("at", [None, NOW - 20 * MINUTE], ids=["first", "deep"])
def test_it_walks_the_index_without_a_sort(at: datetime | None) -> None:
    position = pull.Position(at=at, mention=10_000 if at else 0, since=NOW)
    with CaptureQueriesContext(connection) as captured:
        items, _position, _more = pull.page(pull.PullFilters(), position, now=LATER, limit=50)
    (sql,) = [each["sql"] for each in captured if "LIMIT 51" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF) {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert (len(items), "using feeditem_pages" in plan, "Sort" in plan) == (50, True, False), plan
    assert "Rows Removed by Filter" not in plan
    assert ("Index Cond: ((changed_at <=" in plan and "ROW(changed_at, mention_id) >" in plan) == bool(at)
