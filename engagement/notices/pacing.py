"""How often a receiver is told of news, and which news is still news. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from engagement.models import Notice, Receiver
from engagement.notices import quiet

EVERY = timedelta(minutes=15)
"""At most one message about one thing a receiver in this time (BEHAVIOUR: batched)."""

SETTLES = timedelta(minutes=1)
"""News is told when it is this old: rows that commit late are in, and a thread read meanwhile may have shown our
answer, which must never alert."""

NO_NEWS = timedelta(hours=24)
"""What came longer ago is not told as new, whatever kept us from telling it."""


NO_NEWS_AFTER_QUIET = timedelta(days=8)
"""The same for who has quiet hours, which are at most a week long: what was held back is told when they end."""


def awake(receivers: Iterable[Receiver], *, zone: ZoneInfo, now: datetime, critical: bool = False) -> list[Receiver]:
    """Return those that may be told now; with ``critical`` also those that let critical news through."""
    return [each for each in receivers if is_awake(quiet.load(each.quiet), zone=zone, now=now, critical=critical)]


def is_awake(hours: quiet.Quiet | None, *, zone: ZoneInfo, now: datetime, critical: bool) -> bool:
    """Say whether quiet hours let something through now."""
    return hours is None or (critical and hours.critical) or not hours.holds(now, zone)


def may_hear(before: Notice | None, now: datetime) -> bool:
    """Say whether the last notice about the same, if any, is sent and old enough for another."""
    if before is None:
        return True
    return before.state != Notice.State.WAITING and now - (before.sent_at or before.created_at) >= EVERY


def since_when(before: Notice | None, receiver: Receiver, now: datetime) -> datetime:
    """Return after which instant things are news: the last notice's ``until``, or since when the receiver is told."""
    told = datetime.fromisoformat(before.say["params"]["until"]) if before else receiver.since
    return max(told, receiver.since, now - (NO_NEWS_AFTER_QUIET if receiver.quiet else NO_NEWS))
