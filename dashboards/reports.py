"""Freezes weeks when they end and reads them back: a frozen week keeps what was counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboards import metrics, storage
from dashboards.records import Numbers, Report
from dashboards.weeks import Week, week_at

WEEKS_SHOWN = 12
"""How many weeks the small lines show."""


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


def report(week: Week, *, zone: ZoneInfo, first: date, now: datetime) -> Report:
    """Return the week as it is shown. ``first`` is the first day that was counted: weeks before it are no zeros."""
    weeks = [week.back(n) for n in range(WEEKS_SHOWN - 1, -1, -1)]
    known = [each for each in weeks if each.days[-1] >= first]
    rows = metrics.frozen(weeks)
    counted = metrics.count([week, *(each for each in known if each not in rows and each != week)], zone=zone, now=now)
    row = rows.get(week)
    earlier = tuple(
        (each, Numbers.of(rows[each].numbers) if each in rows else counted[each]) for each in known if each != week
    )
    return Report(
        week=week,
        zone=zone,
        numbers=Numbers.of(row.numbers) if row else counted[week],
        live=counted[week],
        frozen_at=row.frozen_at if row else None,
        running=now < week.ends(zone),
        earlier=earlier,
        coverage=metrics.coverage(week, zone=zone),
    )


def frozen_numbers(week: Week) -> tuple[datetime, Numbers] | None:
    """Return when the week was frozen and what was counted then, None if it is not frozen."""
    row = metrics.frozen([week]).get(week)
    return (row.frozen_at, Numbers.of(row.numbers)) if row else None
