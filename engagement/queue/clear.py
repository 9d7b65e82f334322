"""What an empty list can say besides: what was done today, what returns next, what one filter less would show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Min

from engagement.filters import QueueFilters
from engagement.models import Case
from engagement.queue.badges import CAP
from engagement.queue.selecting import select

BY_ITSELF = ("heard", "muted")
"""Outcomes that only the product gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """``done`` cases were ended by people since the day began, up to 999; the next snoozed one ``returns`` then."""

    done: int
    returns: datetime | None


def cleared(*, since: datetime) -> Cleared:
    """Return what was done since the day began, and when the next snoozed case returns. Two queries."""
    ended = Case.objects.filter(status=Case.Status.DONE, changed_at__gte=since, closed_at__gte=since)
    snoozed = Case.objects.filter(status=Case.Status.SNOOZED).aggregate(at=Min("snoozed_until"))
    return Cleared(done=ended.exclude(disposition__in=BY_ITSELF)[:CAP].count(), returns=snoozed["at"])


def matching(filters: QueueFilters, *, viewer: User) -> int | None:
    """Return how many cases a list holds, up to 999; None for a search of words, which is too dear for a number."""
    return None if filters.q else select(filters, viewer=viewer)[:CAP].count()
