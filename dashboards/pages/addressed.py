"""The week that an address names, or a refusal that says what would have worked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards import metrics, storage
from dashboards.weeks import Week, parse_week, week_at, week_of_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The week of an address and what surrounds it. ``first`` is the first day on which anything was counted."""

    week: Week
    zone: ZoneInfo
    now: datetime
    first: date | None

    @property
    def this(self) -> Week:
        return week_at(self.now, self.zone)

    @property
    def following(self) -> Week | None:
        """Return the next week, None if it has not begun."""
        return self.week.back(-1) if self.week < self.this else None

    @property
    def previous(self) -> Week | None:
        """Return the week before, None if nothing was counted in it or earlier."""
        return self.week.back(1) if self.first is not None and self.week > week_of_day(self.first) else None


def place_of(name: str) -> Place:
    """Return the place that ``2026-W46`` names. Raises ``Http404`` with words for a bad name and for the future."""
    zone, now = storage.company_zone() or ZoneInfo("UTC"), timezone.now()
    try:
        week = parse_week(name)
    except ValueError as wrong:
        example = week_at(now, zone).name
        raise Http404(
            _("“%(name)s” is no week. A week is named like %(example)s.") % {"name": name[:40], "example": example}
        ) from wrong
    if week > week_at(now, zone):
        raise Http404(_("Week %(name)s has not begun.") % {"name": week.name})
    return Place(week=week, zone=zone, now=now, first=metrics.first_day())


def day_of(text: str, week: Week) -> date | None:
    """Return the day that ``?day=`` names, None without one. Raises ``Http404`` with words if it is not of the week."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404(_("“%(day)s” is no day. A day is named like 2026-11-12.") % {"day": text[:40]}) from wrong
    if day not in week.days:
        raise Http404(_("%(day)s is not a day of week %(week)s.") % {"day": day.isoformat(), "week": week.name})
    return day
