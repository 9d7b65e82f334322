"""ISO weeks in the company's zone. Pure arithmetic: a week knows its days, its instants and when it is frozen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FREEZE_AT = time(6)
"""A week is frozen on the Monday after it, at six in the company's zone (PRODUCT)."""

_NAME = re.compile(r"((?:19|20|21)[0-9]{2})-W([0-9]{2})")
"""Years in which something can have been said on the web; arithmetic near year 1 or 9999 would overflow."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """Return the ISO name, such as ``2026-W46``."""
        return f"{self.year:04}-W{self.number:02}"

    @property
    def monday(self) -> date:
        """Return its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """Return its seven days, Monday first."""
        return tuple(self.monday + timedelta(days=n) for n in range(7))

    def back(self, weeks: int) -> Week:
        """Return the week that was ``weeks`` weeks earlier."""
        return week_of_day(self.monday - timedelta(weeks=weeks))

    def starts(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which it begins in the zone, in UTC."""
        return datetime.combine(self.monday, time(), zone).astimezone(UTC)

    def ends(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which the next week begins, in UTC. A week with a clock change has 167 or 169 hours."""
        return self.back(-1).starts(zone)

    def freezes(self, zone: ZoneInfo) -> datetime:
        """Return the instant at which it is frozen, in UTC."""
        return datetime.combine(self.back(-1).monday, FREEZE_AT, zone).astimezone(UTC)


def week_of_day(day: date) -> Week:
    """Return the week that holds a day."""
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def week_at(instant: datetime, zone: ZoneInfo) -> Week:
    """Return the week that holds an instant in the zone."""
    return week_of_day(instant.astimezone(zone).date())


def parse_week(name: str) -> Week:
    """Return the week of an ISO name. Raises ``ValueError`` for anything else, week 53 of a 52-week year included."""
    match = _NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is no ISO week such as 2026-W46")
    week = Week(int(match[1]), int(match[2]))
    date.fromisocalendar(week.year, week.number, 1)
    return week
