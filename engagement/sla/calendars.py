"""When the team is there: a zone, the open hours of each weekday, holidays; to and from plain values. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import available_timezones

from engagement.errors import BadField
from engagement.sla.timetable import Timetable

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_INTERVALS = 12
"""A day; nobody works in more pieces."""
MOST_HOLIDAYS = 1_000
_MINUTES = 24 * 60
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})", re.ASCII)

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The hours in which the team clock runs, by the local clock of ``zone`` (an IANA name).

    ``week`` holds for Monday to Sunday the open intervals in minutes from midnight, the end not included, 1440 being
    the day's end. An hour that the clocks skip is no time, one that they repeat counts twice. ``holidays`` are local
    dates that are closed from midnight to midnight.

    Raises ``BadField`` for an unknown zone, a wrong or overlapping interval (with day and interval, counted from 1),
    too many holidays, and if there is no open time at all.
    """

    zone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()
    timetable: Timetable = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not isinstance(self.zone, str) or self.zone not in _zones():
            raise BadField("zone", "zone_unknown", {"value": short(self.zone)})
        if len(self.week) != len(DAYS):
            raise BadField("days", "calendar_malformed")
        week = tuple(_checked(day, intervals) for day, intervals in zip(DAYS, self.week, strict=True))
        if not any(week):
            raise BadField("days", "never_open")
        if len(self.holidays) > MOST_HOLIDAYS:
            raise BadField("holidays", "holidays_too_many", {"limit": MOST_HOLIDAYS})
        object.__setattr__(self, "week", week)
        object.__setattr__(self, "timetable", Timetable(week, self.holidays))


@lru_cache(maxsize=64)
def always(zone: str = "UTC") -> Calendar:
    """Return the calendar that never closes."""
    return Calendar(zone=zone, week=(((0, _MINUTES),),) * 7)


def weekdays(zone: str, *, holidays: Iterable[date] = ()) -> Calendar:
    """Return the default: Monday to Friday, 08:00 to 20:00 in ``zone`` (PRODUCT, Clocks)."""
    return Calendar(zone=zone, week=(((8 * 60, 20 * 60),),) * 5 + ((),) * 2, holidays=frozenset(holidays))


def parse_calendar(data: object) -> Calendar:
    """Read ``{"zone": "Europe/Berlin", "days": {"monday": [["08:00", "20:00"]], …}, "holidays": ["2026-12-25"]}``.

    Days that are left out are closed, holidays may be left out. Raises ``BadField``; its field is a path such as
    ``days.monday.2``, intervals and holidays counted from 1.
    """
    if not isinstance(data, Mapping):
        raise BadField("calendar", "calendar_malformed")
    for name in data:
        if name not in ("zone", "days", "holidays"):
            raise BadField(short(name), "field_unknown", {"name": short(name)})
    days = data.get("days")
    if not isinstance(days, Mapping):
        raise BadField("days", "calendar_malformed")
    for day in days:
        if day not in DAYS:
            raise BadField("days", "day_unknown", {"value": short(day)})
    return Calendar(
        zone=data.get("zone", ""),
        week=tuple(_read_day(day, days.get(day, [])) for day in DAYS),
        holidays=_read_holidays(data.get("holidays", [])),
    )


def dump_calendar(calendar: Calendar) -> dict[str, Any]:
    """Return what ``parse_calendar`` reads back to an equal calendar: strings, lists and dicts only."""
    return {
        "zone": calendar.zone,
        "days": {
            day: [[_spell(start), _spell(end)] for start, end in intervals]
            for day, intervals in zip(DAYS, calendar.week, strict=True)
        },
        "holidays": [day.isoformat() for day in sorted(calendar.holidays)],
    }


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _checked(day: str, intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return a day's intervals in order."""
    if len(intervals) > MOST_INTERVALS:
        raise BadField(f"days.{day}", "intervals_too_many", {"day": day, "limit": MOST_INTERVALS})
    for number, (start, end) in enumerate(intervals, start=1):
        if start < 0 or end > _MINUTES:
            raise _wrong("interval_beyond_the_day", day, number)
        if end <= start:
            raise _wrong("interval_backwards", day, number)
    ordered = sorted(enumerate(intervals, start=1), key=lambda each: each[1])
    for (one, earlier), (other, later) in pairwise(ordered):
        if later[0] < earlier[1]:
            raise _wrong("interval_overlaps", day, max(one, other), other=min(one, other))
    return tuple(interval for _, interval in ordered)


def _wrong(code: str, day: str, number: int, **more: object) -> BadField:
    return BadField(f"days.{day}.{number}", code, {"day": day, "interval": number, **more})


def _read_day(day: str, intervals: object) -> tuple[Interval, ...]:
    if not isinstance(intervals, list | tuple):
        raise BadField(f"days.{day}", "day_malformed", {"day": day})
    return tuple(_read_interval(day, number, each) for number, each in enumerate(intervals, start=1))


def _read_interval(day: str, number: int, interval: object) -> Interval:
    if not isinstance(interval, list | tuple) or len(interval) != 2:
        raise _wrong("interval_malformed", day, number)
    return _read_time(day, number, interval[0]), _read_time(day, number, interval[1])


def _read_time(day: str, number: int, value: object) -> int:
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if not found or int(found[2]) > 59:
        raise _wrong("interval_not_a_time", day, number, value=short(value))
    return int(found[1]) * 60 + int(found[2])


def _read_holidays(values: object) -> frozenset[date]:
    if not isinstance(values, list | tuple):
        raise BadField("holidays", "calendar_malformed")
    return frozenset(_read_date(number, each) for number, each in enumerate(values, start=1))


def _read_date(number: int, value: object) -> date:
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]  # anything but text raises
    except (TypeError, ValueError):
        raise BadField(f"holidays.{number}", "holiday_not_a_date", {"value": short(value)}) from None


def _spell(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def short(value: object) -> str:
    """Return a wrong value as a refusal may repeat it."""
    if value is None:
        return "null"
    if isinstance(value, int | float) and abs(value) < 10**18:
        return str(value)
    return value[:40] if isinstance(value, str) else "…"
