"""The parameters of the response report, read strictly: page, list, CSV and API take the same. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from dashboards.responses.records import DIMENSIONS, NOBODY, Scope
from dashboards.weeks import Week, parse_week, week_at
from engagement.sla import CLASSES

PERIODS: Final = (7, 30, 90)
"""The last so many days of the company's zone, today included. A period may be an ISO week as well."""

USUAL: Final = 30
NAMES: Final = ("period", "network", "class", "brand", "person", "account", "by")
_LONGEST = 300


class Refused(ValueError):
    """A parameter makes no sense: its name and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What parameters may name: networks, our own brands as (id, name)."""

    networks: Collection[str]
    brands: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A report that is asked for. ``week`` is None unless the period is one; ``period`` counts days otherwise."""

    scope: Scope
    period: int
    week: Week | None
    by: str

    @property
    def name(self) -> str:
        """Return the period as its parameter says it: ``30``, ``2026-W46``."""
        return self.week.name if self.week else str(self.period)

    def query(self, **changes: str) -> str:
        """Return the query string of this report, with some parameters changed; "" if nothing is to be said."""
        values = {
            "period": self.name if self.week or self.period != USUAL else "",
            "network": self.scope.network,
            "class": self.scope.kind,
            "brand": str(self.scope.brand or ""),
            "person": self.scope.person,
            "account": self.scope.account,
            "by": "" if self.by == DIMENSIONS[0] else self.by,
        } | changes
        return urlencode({name: value for name, value in values.items() if value})

    def of_group(self, key: str) -> dict[str, str]:
        """Return the parameter that narrows the report to one of its groups; none where the group has no name."""
        if not key:
            return {"person": NOBODY} if self.by == "person" else {}
        return {self.by: key}


def read(
    params: Mapping[str, str], *, known: Known, zone: ZoneInfo, now: datetime, more: Collection[str] = ()
) -> Asked:
    """Return what is asked for. Raises ``Refused`` for an unknown parameter or value; ``more`` are others' names."""
    for name in params:
        if name not in NAMES and name not in more:
            raise Refused(name, f"unknown parameter; known are {', '.join(NAMES)}")
    period, week = _period(params.get("period", ""), zone=zone, now=now)
    since, until = (week.starts(zone), min(week.ends(zone), now)) if week else (_days_ago(period, zone, now), now)
    scope = Scope(
        since=since,
        until=until,
        network=_one(params, "network", known.networks),
        kind=_one(params, "class", CLASSES),
        brand=_brand(params.get("brand", ""), known.brands),
        person=_person(params.get("person", "")),
        account=_account(params.get("account", "")),
    )
    return Asked(scope=scope, period=period, week=week, by=_one(params, "by", DIMENSIONS) or DIMENSIONS[0])


def _days_ago(days: int, zone: ZoneInfo, now: datetime) -> datetime:
    first = now.astimezone(zone).date() - timedelta(days=days - 1)
    return datetime.combine(first, time(), zone).astimezone(UTC)


def _period(value: str, *, zone: ZoneInfo, now: datetime) -> tuple[int, Week | None]:
    if value in ("", *(str(each) for each in PERIODS)):
        return int(value or USUAL), None
    this = week_at(now, zone)
    try:
        week = parse_week(value)
    except ValueError:
        days = ", ".join(str(each) for each in PERIODS)
        raise Refused("period", f"one of {days} days, or a week such as {this.name}") from None
    if week > this:
        raise Refused("period", f"week {week.name} has not begun")
    return USUAL, week


def _one(params: Mapping[str, str], name: str, known: Collection[str]) -> str:
    value = params.get(name, "")
    if value and value not in known:
        raise Refused(name, f"“{value[:40]}” is none of {', '.join(sorted(known))}")
    return value


def _brand(value: str, brands: Sequence[tuple[int, str]]) -> int | None:
    if not value:
        return None
    by_name = {name.lower(): id_ for id_, name in brands} | {str(id_): id_ for id_, _name in brands}
    if value.lower() not in by_name:
        raise Refused("brand", f"“{value[:40]}” is none of our own brands")
    return by_name[value.lower()]


def _person(value: str) -> str:
    if value in ("", NOBODY):
        return value
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Refused("person", f"the number of a colleague, or “{NOBODY}” for cases without an owner")
    return str(int(value))


def _account(value: str) -> str:
    if value and (value.count("/") < 2 or len(value) > _LONGEST or "\x00" in value):
        raise Refused("account", "an account is named network/instance/id, such as hackernews//acme")
    return value
