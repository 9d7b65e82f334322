"""Reads and writes of frozen weeks, and the company's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboards.models import FrozenWeek
from dashboards.records import Numbers
from dashboards.weeks import Week
from listening.models import Installation


def company_zone() -> ZoneInfo | None:
    """Return the zone in which weeks are counted, or None before setup."""
    zone = Installation.objects.values_list("zone", flat=True).first()
    return ZoneInfo(zone) if zone else None


def is_frozen(week: Week) -> bool:
    """Say whether the week is frozen."""
    return FrozenWeek.objects.filter(year=week.year, week=week.number).exists()


def freeze(week: Week, numbers: Numbers, *, now: datetime) -> None:
    """Keep the numbers of a week for good. A second freezer changes nothing."""
    FrozenWeek.objects.bulk_create(
        [FrozenWeek(year=week.year, week=week.number, numbers=numbers.as_json(), frozen_at=now)], ignore_conflicts=True
    )
