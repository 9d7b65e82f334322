"""Business time the slow and obvious way: look at the local clock at each minute. What the arithmetic must equal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from engagement.sla import Calendar

MINUTE = timedelta(minutes=1)
_JUMPS = {
    "Australia/Lord_Howe": [datetime(2024, 4, 6, 15, tzinfo=UTC), datetime(2024, 10, 5, 15, 30, tzinfo=UTC)],
    "Asia/Kathmandu": [datetime(1985, 12, 31, 18, 30, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)],
    "Pacific/Apia": [datetime(2011, 12, 30, 10, tzinfo=UTC), datetime(2011, 9, 24, 14, tzinfo=UTC)],
    "America/Sao_Paulo": [datetime(2018, 11, 4, 3, tzinfo=UTC), datetime(2018, 2, 18, 2, tzinfo=UTC)],
    "Europe/Berlin": [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)],
    "Africa/Casablanca": [datetime(2024, 3, 10, 2, tzinfo=UTC), datetime(2024, 4, 14, 2, tzinfo=UTC)],
    "UTC": [datetime(2024, 2, 29, tzinfo=UTC)],
}
"""Zones, and instants at which their clocks jump (half an hour, a day, at midnight) or do nothing."""


def open_minutes(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Count the open minutes from ``start`` to ``end``, both on whole minutes."""
    zone, count = ZoneInfo(calendar.zone), 0
    while start < end:
        local = start.astimezone(zone)
        minute = local.hour * 60 + local.minute
        if local.date() not in calendar.holidays:
            count += any(opens <= minute < closes for opens, closes in calendar.week[local.weekday()])
        start += MINUTE
    return count


def due_by_minutes(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    """Return when ``minutes`` open minutes have passed; for ever if they never do."""
    while minutes:
        minutes -= open_minutes(calendar, start, start + MINUTE)
        start += MINUTE
    return start


@st.composite
def cases(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """Draw a calendar and a whole minute up to two days before its zone's clock jumps."""
    zone = draw(st.sampled_from(sorted(_JUMPS)))
    jump = draw(st.sampled_from(_JUMPS[zone]))
    start = jump - MINUTE * draw(st.integers(0, 2 * 1_440))
    days = st.integers(-2, 5).map(lambda n: (jump + timedelta(days=n)).date())
    holidays = frozenset(draw(st.lists(days, max_size=3)))
    return Calendar(zone=zone, week=draw(weeks()), holidays=holidays), start


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Draw a week with some open time: up to three intervals a day, touching ones and whole days among them."""
    edges = st.sampled_from([0, 1, 30, 60, 120, 150, 180, 480, 719, 720, 1_020, 1_200, 1_380, 1_439, 1_440])
    week = []
    for _ in range(7):
        found = sorted(draw(st.sets(edges, max_size=6)))
        pairs = list(zip(found[::2], found[1::2], strict=False))
        if draw(st.booleans()):
            pairs += [(one[1], other[0]) for one, other in pairwise(pairs)]
        week.append(tuple(sorted(pairs)))
    return tuple(week) if any(week) else (((0, 1_440),),) * 7
