"""Three hundred thousand counted mentions over twelve weeks, and what reading their numbers costs. Needs Django set up
on an empty database."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection

from dashboards import metrics
from dashboards.weeks import Week, week_at
from tests.dashboards.history import ZONE
from tests.factories import NOW, make_brand, make_installation, make_mention

MENTIONS, WEEKS, REPEATS, LEAST = 300_000, 12, 5, 20

_JUDGE = """
INSERT INTO listening_judgement (mention_id, brand_id, scored, scorer, relevance, probabilities, on_mask, unsure_mask,
    scored_on_mask, scored_unsure_mask, decided_mask, ever_mask, complaint_reason, reasons, counted_day, counted_flags,
    judged_at)
SELECT id, brand_ids[1], true, 'bench', 1, '{}', m, 0, m, 0, 0, m, '', '[]',
    (published_at AT TIME ZONE 'Europe/Berlin')::date, m, published_at
FROM (SELECT *, (id * 7919 % 8)::int AS m FROM listening_mention) AS drawn
"""
_COUNT_DAYS = """
INSERT INTO listening_daymentions (brand_id, day, network, mentions)
SELECT brand_id, counted_day, 'hackernews', count(*) FROM listening_judgement GROUP BY 1, 2
"""
_COUNT_FLAGS = """
INSERT INTO listening_dayflags (brand_id, day, flag, mentions)
SELECT brand_id, counted_day, flag, count(*)
FROM listening_judgement, (VALUES ('complaint', 1), ('question', 2), ('suggestion', 4)) AS f (flag, bit)
WHERE counted_flags & bit > 0 GROUP BY 1, 2, 3
"""
_NAIVE = """
SELECT date_trunc('week', m.published_at AT TIME ZONE 'Europe/Berlin')::date, count(*),
    count(*) FILTER (WHERE j.on_mask & 1 > 0), count(*) FILTER (WHERE j.on_mask & 2 > 0)
FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id JOIN listening_brand b ON b.id = j.brand_id
WHERE b.kind = 'own' AND m.published_at >= %s AND m.published_at < %s GROUP BY 1
"""


def measure() -> None:
    """Fill, compare both ways of counting, print the ratio. Raises ``SystemExit`` if it is below the limit."""
    _fill()
    last = week_at(NOW, ZONE).back(1)
    weeks = [last.back(back) for back in range(WEEKS)]
    told, counters = _timed(lambda: metrics.count(weeks, zone=ZONE, now=NOW))
    slow, naive = _timed(lambda: _naive(weeks))
    assert {week: (n.mentions, n.complaints, n.questions) for week, n in told.items()} == slow
    print(f"{WEEKS} weeks of {MENTIONS:,} mentions: counters {counters * 1e3:.1f} ms, mentions {naive * 1e3:.1f} ms")
    print(f"ratio {naive / counters:.0f}x (at least {LEAST}x)")
    if naive < LEAST * counters:
        raise SystemExit("missed: the week is read from counters")


def _timed(read: Callable[[], dict[Week, Any]]) -> tuple[dict[Week, Any], float]:
    took: list[float] = []
    found: dict[Week, Any] = {}
    for _each in range(REPEATS):
        start = perf_counter()
        found = read()
        took.append(perf_counter() - start)
    return found, median(took)


def _naive(weeks: list[Week]) -> dict[Week, tuple[int, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_NAIVE, [weeks[-1].starts(ZONE), weeks[0].ends(ZONE)])
        rows: list[Any] = cursor.fetchall()
    monday = {week.monday: week for week in weeks}
    return {monday[day]: (n, complaints, questions) for day, n, complaints, questions in rows}


def _fill() -> None:
    make_installation()
    brand = make_brand()
    first = make_mention(brand=brand, judged=False, published_at=NOW)
    left_out = ("id", "external_id", "tsv", "published_at")
    names = ", ".join(f.attname for f in type(first)._meta.concrete_fields if f.attname not in left_out)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            f"INSERT INTO listening_mention (external_id, published_at, {names})"
            f" SELECT 'copy' || n, published_at - n * interval '25 seconds', {names}"
            " FROM listening_mention, generate_series(2, %s) AS n WHERE id = %s",
            [MENTIONS, first.id],
        )
        for statement in (_JUDGE, _COUNT_DAYS, _COUNT_FLAGS):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE listening_judgement")
        cursor.execute("VACUUM ANALYZE listening_mention")
