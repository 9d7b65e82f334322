"""Fills tables of cases and clocks and times the sweep: nothing due, a usual minute, a day without power."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Clock
from tests.factories import NOW, make_change, make_installation, make_mention

OPEN, STOPPED, USUAL = 100_000, 1_000_000, 100
LOOK_SECONDS = 0.05  # nothing due: the beat looks four times a minute
HOUR = timedelta(hours=1)


def measure() -> None:
    """Print seconds and queries of one pass, and of catching up."""
    _fill()
    nothing, queries = _pass(NOW)
    print(f"nothing due of {OPEN:,} open, {STOPPED:,} stopped: {nothing * 1e3:.1f} ms, {queries} queries")
    later = _due_in(USUAL)
    usual, queries = _pass(later)
    print(f"{USUAL} due: {usual * 1e3:.0f} ms, {queries} queries")
    start, passes = perf_counter(), 0
    while actions.tell_time(NOW + 24 * HOUR):
        passes += 1
    took = perf_counter() - start
    print(f"all {OPEN:,} due after a day: {took:.1f} s in {passes} passes, {took / OPEN * 1e6:.0f} µs a clock")
    if nothing > LOOK_SECONDS:
        raise SystemExit(f"a look at nothing takes more than {LOOK_SECONDS} s")


def _pass(now: datetime) -> tuple[float, int]:
    with CaptureQueriesContext(connection) as captured:
        start = perf_counter()
        actions.tell_time(now)
        took = perf_counter() - start
    return took, len(captured)


def _due_in(n: int) -> datetime:
    at = Clock.objects.filter(next_at__isnull=False).order_by("next_at").values_list("next_at", flat=True)[n - 1]
    assert at is not None
    return at


def _fill() -> None:
    make_installation()
    make_change(make_mention(flags=["complaint"], published_at=NOW, seen_at=NOW))
    take_in(now=NOW)
    case, clock = Case.objects.get(), Clock.objects.get()
    columns = [str(each.column) for each in Case._meta.concrete_fields if not each.primary_key]
    times = [str(each.column) for each in Clock._meta.concrete_fields if not each.primary_key]
    spread = {"warn_at", "breach_at", "escalate_at", "next_at", "opened_at"}
    moved = [f"c.{name} + n * interval '50 milliseconds'" if name in spread else f"c.{name}" for name in times]
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")  # filling is not what is measured
        _copy(cursor, "engagement_case", columns, [f"c.{name}" for name in columns], case.pk, OPEN - 1)
        cursor.execute(
            f"INSERT INTO engagement_clock ({', '.join(times)}) SELECT "
            + ", ".join("k.id" if name == "case_id" else each for name, each in zip(times, moved, strict=True))
            + " FROM engagement_clock c, (SELECT id, row_number() OVER (ORDER BY id) AS n FROM engagement_case"
            " WHERE id <> %s) AS k WHERE c.id = %s",
            [case.pk, clock.pk],
        )
        ended = {"stopped_at": "c.opened_at", "ended": "'answered'", "next_at": "NULL::timestamptz"}
        _copy(cursor, "engagement_clock", times, [ended.get(each, f"c.{each}") for each in times], clock.pk, STOPPED)
        cursor.execute("ANALYZE engagement_clock, engagement_case")


def _copy(cursor: object, table: str, names: list[str], values: list[str], row: int, n: int) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {table} c,"
        " generate_series(1, %s) WHERE c.id = %s",
        [n, row],
    )
