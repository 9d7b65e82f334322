"""Whom nobody is to engage: what holds for a case, and the whole list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from engagement import history
from engagement.intake.do_not_engage import holds, listed
from engagement.models import DoNotEngage
from engagement.records import HeldOff
from listening.models import Mention

OVER_AT_MOST = 50
LISTED_AT_MOST = 500


def held(mentions: Iterable[Mention], now: datetime) -> tuple[HeldOff, ...]:
    """Return the entries that hold for a case with these mentions, the oldest first. One query."""
    return tuple(_shown(each) for each in listed(mentions) if holds(each, now))


def hands_off(now: datetime) -> tuple[tuple[HeldOff, ...], tuple[HeldOff, ...]]:
    """Return what holds, what ends first on top, and what was over last. Two queries."""
    rows = DoNotEngage.objects.select_related("made_by", "ended_by", "thread")
    standing = [each for each in rows.filter(ended_at=None).order_by("until", "-id") if holds(each, now)]
    over = rows.exclude(ended_at=None).order_by("-ended_at", "-id")[:OVER_AT_MOST]
    return tuple(_shown(each) for each in standing[:LISTED_AT_MOST]), tuple(_shown(each) for each in over)


def _shown(row: DoNotEngage) -> HeldOff:
    return HeldOff(
        id=row.pk,
        subject=row.subject,
        network=row.network,
        name=row.name,
        url=row.thread.url if row.thread else "",
        reason=row.reason,
        since=row.since,
        until=row.until,
        by=history.who(row.made_by) if row.made_by else None,
        ended_at=row.ended_at,
        ended_by=history.who(row.ended_by) if row.ended_by else None,
    )
