"""Three years of questions with their cases and clocks, and what the report of a month costs. Needs Django set up on an
empty database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from dashboards.metrics import responding
from dashboards.metrics.response_rows import CLOCKS, NARROW, QUESTIONS
from dashboards.responses.records import Scope
from engagement.models import Case, CaseItem, Clock
from listening.models import Mention, Question
from tests.dashboards import slow_responses as slow
from tests.dashboards.responded import HOUR, case_of, clock_of, question
from tests.factories import NOW, make_brand, make_installation

QUESTIONS_N, DAYS, REPEATS, LEAST, GROWTH = 100_000, 1_095, 5, 20, 4.0
"""So many questions in so many days; the report is at least so many times quicker than row by row, and a month of a
table eight times as large costs at most so many times as much."""

STEP = timedelta(days=DAYS) / QUESTIONS_N


def measure() -> None:
    """Fill in two steps, compare, print. Raises ``SystemExit`` where a limit is missed."""
    make_installation()
    _fill(2, QUESTIONS_N // 8)
    small = _month()
    _fill(QUESTIONS_N // 8 + 1, QUESTIONS_N)
    scope = Scope(since=NOW - timedelta(days=30), until=NOW)
    brands = [make_brand().pk]
    large = _month()
    with CaptureQueriesContext(connection) as asked:
        counted = responding.report(scope, by="network", brands=brands, now=NOW)
    _plans(scope, brands)
    slowly = _timed(lambda: _slow(scope), repeats=1)
    print(f"{counted.all.asked:,} of {QUESTIONS_N:,} questions in 30 days: {large * 1e3:.0f} ms, {len(asked)} queries")
    print(f"the same 30 days of {QUESTIONS_N // 8:,} questions: {small * 1e3:.0f} ms, ratio {large / small:.1f}x")
    print(f"row by row through the same index {slowly:.1f} s: ratio {slowly / large:.0f}x (at least {LEAST}x)")
    if large > GROWTH * small or slowly < LEAST * large or len(asked) != 2:
        raise SystemExit("missed: a report costs what its period holds")


def _month() -> float:
    scope, brands = Scope(since=NOW - timedelta(days=30), until=NOW), [make_brand().pk]
    return _timed(lambda: responding.report(scope, by="network", brands=brands, now=NOW))


def _slow(scope: Scope) -> None:
    asked = Question.objects.filter(brand=make_brand(), asked_at__gte=scope.since, asked_at__lt=scope.until)
    owed = Clock.objects.filter(opened_at__gte=scope.since, opened_at__lt=scope.until)
    for each in asked.select_related("mention"):
        slow.fate_of(each, NOW), slow.first_reply(each)
    for row in owed.select_related("case"):
        slow.fate_of_clock(row, NOW)


def _timed(read: Callable[[], object], *, repeats: int = REPEATS) -> float:
    took = []
    for _each in range(repeats):
        start = perf_counter()
        read()
        took.append(perf_counter() - start)
    return median(took)


def _plans(scope: Scope, brands: list[int]) -> None:
    """Both statements find their rows by an index on time."""
    params = responding._params(scope, brands, NOW)
    for base, index in ((QUESTIONS, "question_by_brand"), (CLOCKS, "clock_by_time")):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN SELECT count(*) FROM ({base}) AS t WHERE {NARROW} AND fate = 'late'", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        print(f"{index}: {'used' if index in plan else 'NOT USED'}")
        if index not in plan:
            raise SystemExit(plan)


def _fill(first: int, last: int) -> None:
    """Copy one answered question with its case and clock, each copy a step earlier than the one before."""
    if not Question.objects.exists():
        asked = question("answered_by_us", at=NOW - HOUR, wait=HOUR / 2, author_followers=90)
        clock_of(case_of(asked.mention), took=HOUR / 2)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        for model, shifted in _SHIFTED.items():
            _copy(cursor, model, shifted, first, last)
        for model in _SHIFTED:
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")


def _copy(cursor: Any, model: type[Model], shifted: dict[str, str], first: int, last: int) -> None:
    names = [field.attname for field in model._meta.concrete_fields if field.attname != "tsv"]
    values = [shifted.get(name, name).format(n="n", at=name) for name in names]
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
        f" FROM {table}, generate_series(%s, %s) AS n WHERE id = (SELECT min(id) FROM {table})",
        [first, last],
    )


_BACK = f"{{at}} - n * interval '{STEP.total_seconds()} seconds'"
_ID = {"id": "id + n"}
_SHIFTED: dict[type[Model], dict[str, str]] = {
    Mention: {**_ID, "external_id": "'copy' || n", "published_at": _BACK, "seen_at": _BACK},
    Question: {
        **_ID,
        "mention_id": "mention_id + n",
        "asked_at": _BACK,
        "asker_spoke_at": _BACK,
        "answered_at": _BACK,
        "settled_at": _BACK,
    },
    Case: {**_ID, "lead_id": "lead_id + n", "published_at": _BACK, "seen_at": _BACK},
    CaseItem: {**_ID, "case_id": "case_id + n", "mention_id": "mention_id + n"},
    Clock: {**_ID, "case_id": "case_id + n", "opened_at": _BACK, "breach_at": _BACK, "stopped_at": _BACK},
}
