"""A million cases, 95,000 of them open, and what reading them costs. Needs Django set up on an empty database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import queue
from engagement.filters import QueueFilters
from engagement.models import Case
from engagement.queue.selecting import BY_PRIORITY, select
from tests.factories import NOW, make_brand, make_mention, make_user

CASES = 1_000_000
MENTIONS = 10_000  # rows are the same size whether they share texts or not; a million texts would only fill the disk
DEPTH = 10_000
BUFFERS = 60
OFFSET_RATIO, BADGE_RATIO = 5, 100

_FILL = """
INSERT INTO engagement_case (brand_id, brand_ids, lead_id, work, lane, status, disposition, disposition_reason,
    priority, priority_parts, sort_key, network, language, flags_mask, unsure_mask, answer, routed, published_at,
    seen_at, snoozed_until, created_at, changed_at, closed_at, version, assignee_id)
SELECT %(brand)s, ARRAY[%(brand)s], %(first)s + n %% %(mentions)s, n %% 100 < 3, lane, status,
    CASE status WHEN 'done' THEN 'heard' ELSE '' END, '', priority,
    '{"severity": [24, 35], "unanswered": [20, 20], "account": [0, 20], "exposure": [6, 15], "intent": [0, 10]}',
    extract(epoch FROM at)::bigint + priority * 3600, 'hackernews', 'en', (1 << n %% 8), 0, '',
    '{"code": "only_heard", "params": {}}', at, at, CASE status WHEN 'snoozed' THEN at + interval '1 year' END, at, at,
    CASE status WHEN 'done' THEN at END, 1, CASE n %% 5 WHEN 0 THEN %(viewer)s END
FROM (SELECT n, (n::bigint * 7919) %% 101 AS priority, %(now)s - (%(cases)s - n) * interval '31 seconds' AS at,
        (ARRAY['monitor', 'monitor', 'monitor', 'engage', 'manage'])[1 + n %% 5] AS lane,
        CASE WHEN n %% 1000 = 0 THEN 'snoozed' WHEN n %% 1000 = 1 THEN 'waiting' WHEN n %% 1000 < 97 THEN 'open'
            ELSE 'done' END AS status
    FROM generate_series(%(from)s, %(to)s) AS n) AS drawn
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What Postgres did for a statement: its nodes from the top, the buffers it touched."""

    nodes: tuple[str, ...]
    buffers: int

    @property
    def sorts(self) -> bool:
        return any("Sort" in node for node in self.nodes)


def measure() -> None:
    """Fill, then print one line a subject. Raises ``SystemExit`` naming the limits that were missed."""
    viewer = make_user()
    _fill(viewer.pk)
    now = NOW + timedelta(days=1)
    missed = [
        *_page("first page", lambda: queue.listing(QueueFilters(), viewer=viewer, now=now)),
        *_page("done, first page", lambda: queue.listing(QueueFilters(status="done", lane=""), viewer=viewer, now=now)),
        *_deep(viewer, now),
        *_newer(now),
        *_badges(viewer, now),
    ]
    if missed:
        raise SystemExit(f"missed: {', '.join(missed)}")


def _fill(viewer_id: int) -> None:
    brand = make_brand()
    first = make_mention(judged=False)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        columns = [
            f.attname for f in type(first)._meta.concrete_fields if f.attname not in ("id", "external_id", "tsv")
        ]
        names = ", ".join(columns)
        cursor.execute(
            f"INSERT INTO listening_mention (external_id, {names}) SELECT 'copy' || n, {names}"
            " FROM listening_mention, generate_series(2, %s) AS n WHERE id = %s",
            [MENTIONS, first.id],
        )
        for start in range(1, CASES, 100_000):
            cursor.execute(
                _FILL,
                _about(brand.pk, first.id, viewer_id) | {"from": start, "to": start + 99_999},
            )
        cursor.execute("VACUUM ANALYZE engagement_case")
        cursor.execute("VACUUM ANALYZE listening_mention")


def _about(brand_id: int, first_id: int, viewer_id: int) -> dict[str, Any]:
    return {
        "brand": brand_id,
        "first": first_id,
        "viewer": viewer_id,
        "mentions": MENTIONS,
        "cases": CASES,
        "now": NOW,
    }


def _page(name: str, read: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        read()
    plan = _explain(captured[0]["sql"])
    print(
        f"queue {name}: {' < '.join(plan.nodes)}, {'a sort' if plan.sorts else 'no sort'}, {plan.buffers} buffers"
        f" (limit {BUFFERS}), {len(captured)} queries for the list, {_ms(read):.1f} ms with texts"
    )
    return [name] if plan.sorts or plan.buffers > BUFFERS else []


def _deep(viewer: Any, now: Any) -> list[str]:
    ordered = select(QueueFilters(), viewer=viewer).order_by(*BY_PRIORITY.by)
    cursor = BY_PRIORITY.cursor(ordered[DEPTH - 1])
    missed = _page(
        f"page after {DEPTH:,} rows", lambda: queue.listing(QueueFilters(), viewer=viewer, now=now, cursor=cursor)
    )
    with CaptureQueriesContext(connection) as captured:
        queue.listing(QueueFilters(), viewer=viewer, now=now, cursor=cursor)
    keyset = _ms(lambda: _run(captured[0]["sql"]))
    offset = _ms(lambda: list(ordered[DEPTH : DEPTH + 51]))
    print(f"queue page after {DEPTH:,} rows: {offset / keyset:.1f}x OFFSET (limit {OFFSET_RATIO}x)")
    return missed + (["OFFSET"] if offset < OFFSET_RATIO * keyset else [])


def _newer(now: Any) -> list[str]:
    newest = Case.objects.latest("id").pk
    with CaptureQueriesContext(connection) as captured:
        queue.newer_than(newest - 40, QueueFilters())
    plan = _explain(captured[0]["sql"])
    print(f"queue poll of the browser: {len(captured)} query, {plan.buffers} buffers (limit {BUFFERS})")
    return ["poll"] if len(captured) > 1 or plan.buffers > BUFFERS else []


def _badges(viewer: Any, now: Any) -> list[str]:
    badges = _ms(lambda: queue.counts(viewer=viewer, now=now))
    with CaptureQueriesContext(connection) as captured:
        queue.counts(viewer=viewer, now=now)
    plan = _explain(captured[0]["sql"])
    grouped = _ms(lambda: _run("SELECT lane, status, work, count(*) FROM engagement_case GROUP BY 1, 2, 3"), times=3)
    print(
        f"queue badges: {grouped / badges:.0f}x GROUP BY (limit {BADGE_RATIO}x),"
        f" {badges:.2f} ms, {plan.buffers} buffers"
    )
    return ["badges"] if grouped < BADGE_RATIO * badges else []


def _run(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _explain(sql: str) -> Plan:
    _run(sql)
    found = _run(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")[0][0]
    top = (found if isinstance(found, list) else orjson.loads(found))[0]["Plan"]
    return Plan(nodes=tuple(_nodes(top)), buffers=top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def _nodes(plan: dict[str, Any]) -> Iterator[str]:
    index = plan.get("Index Name")
    yield f"{plan['Node Type']} on {index}" if index else plan["Node Type"]
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


def _ms(run: Callable[[], Any], *, times: int = 15) -> float:
    """Return the milliseconds of the least disturbed of a few runs after one to warm up."""
    run()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return 1_000 * min(taken)
