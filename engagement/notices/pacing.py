"""How often a receiver is told of news, and which news is still news. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from engagement.models import Notice

EVERY = timedelta(minutes=15)
"""At most one message about one thing a receiver in this time (BEHAVIOUR: batched)."""

SETTLES = timedelta(minutes=1)
"""News is told when it is this old: rows that commit late are in, and a thread read meanwhile may have shown our
answer, which must never alert."""

NO_NEWS = timedelta(hours=24)
"""What came longer ago is not told as new, whatever kept us from telling it."""


def may_hear(before: Notice | None, now: datetime) -> bool:
    """Say whether the last notice about the same, if any, is sent and old enough for another."""
    if before is None:
        return True
    return before.state != Notice.State.WAITING and now - (before.sent_at or before.created_at) >= EVERY


def since_when(before: Notice | None, began: datetime, now: datetime) -> datetime:
    """Return after which instant things are news: the last notice's ``until``, or when the receiver ``began``."""
    told = datetime.fromisoformat(before.say["params"]["until"]) if before else began
    return max(told, began, now - NO_NEWS)
