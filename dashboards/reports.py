"""Freezes weeks when they end and reads them back: a frozen week keeps what was counted."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dashboards import metrics, storage
from dashboards.metrics import Numbers
from dashboards.weeks import Week, week_at

WEEKS_SHOWN = 12
"""How many weeks the small lines show."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One week as it is shown: its own numbers, what changed since it was frozen, and the weeks before it."""

    week: Week
    zone: ZoneInfo
    numbers: Numbers
    live: Numbers
    frozen_at: datetime | None
    running: bool
    earlier: tuple[tuple[Week, Numbers], ...]  # oldest first
    coverage: metrics.Coverage


def freeze_due(now: datetime) -> int:
    """Freeze every ended week that is due and not frozen yet, at most a year back. Returns how many."""
    zone = storage.company_zone()
    first = metrics.first_day()
    if zone is None or first is None:
        return 0
    done = 0
    week = week_at(now, zone).back(1)
    while week.days[-1] >= first and now - week.starts(zone) < timedelta(days=366):
        if week.freezes(zone) <= now:
            if not storage.is_frozen(week):
                storage.freeze(week, metrics.numbers(week, zone=zone, now=now), now=now)
                done += 1
            else:
                break
        week = week.back(1)
    return done


def report(week: Week, *, now: datetime) -> Report | None:
    """Return the week as it is shown; None before the installation is founded."""
    zone = storage.company_zone()
    if zone is None:
        return None
    weeks = [week.back(n) for n in range(WEEKS_SHOWN - 1, -1, -1)]
    first = metrics.first_day()
    known = [each for each in weeks if first is not None and each.days[-1] >= first]
    rows = metrics.frozen(weeks)
    live = metrics.numbers(week, zone=zone, now=now)
    row = rows.get(week)
    earlier = tuple(
        (each, thaw(rows[each].numbers) if each in rows else metrics.numbers(each, zone=zone, now=now))
        for each in known
        if each != week
    )
    return Report(
        week=week,
        zone=zone,
        numbers=thaw(row.numbers) if row else live,
        live=live,
        frozen_at=row.frozen_at if row else None,
        running=now < week.ends(zone),
        earlier=earlier,
        coverage=metrics.coverage(week, zone=zone),
    )


def thaw(content: dict[str, object]) -> Numbers:
    """Return frozen numbers. A number that did not exist when the week was frozen is unknown."""
    return Numbers(**{each.name: content.get(each.name) for each in fields(Numbers)})  # type: ignore[arg-type]
