"""When the thread of an open question is read again, and when what is known of it is too old to count. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

READ_AGAIN_AFTER: Final[tuple[timedelta, ...]] = (
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)
"""Ages of an open question at which its thread is read again; then daily to day 7, weekly to day 30 (PRODUCT)."""

WATCHED_FOR: Final = timedelta(days=30)
"""How long after the asker's last word a question without an answer is watched (PRODUCT)."""

LOOKED_BACK_FOR: Final = timedelta(days=7)
"""How long after an answer its thread is read once a day: the asker may say that it did not help."""

AT_ONCE: Final[tuple[timedelta, ...]] = (timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=10))
"""After somebody said "I replied on the network", the thread is read this long after (BEHAVIOUR 3)."""


def next_read(
    asked_at: datetime, *, read_at: datetime, stretched: bool = False, replied_at: datetime | None = None
) -> datetime | None:
    """Return when the thread of an open question is read again, or None when it is no longer watched.

    ``asked_at`` is when the asker last spoke. ``stretched`` doubles the wait, where reading costs money and little of
    it is left. Not more: a state older than twice its schedule is stale. ``replied_at`` is when somebody said that he
    replied on the network: the checks after it come first, stretched or not.
    """
    again = _next_read(asked_at, read_at)
    if again is not None and stretched:
        again += again - read_at
    return min(filter(None, (again, next_check(replied_at, read_at=read_at))), default=None)


def next_check(replied_at: datetime | None, *, read_at: datetime) -> datetime | None:
    """Return when the thread is read to find the reply of which somebody said that he gave it, None when that is over.

    Whatever is known of its questions: others may have answered them before.
    """
    if replied_at is None:
        return None
    return next((replied_at + wait for wait in AT_ONCE if replied_at + wait > read_at), None)


def next_look(answered_at: datetime, *, read_at: datetime, stretched: bool = False) -> datetime | None:
    """Return when the thread is read again in which we or others have answered, or None when that is over."""
    every = timedelta(days=2 if stretched else 1)
    return read_at + every if read_at - answered_at < LOOKED_BACK_FOR else None


def is_stale(asked_at: datetime, *, read_at: datetime | None, now: datetime) -> bool:
    """Say whether the last reading is older than twice its schedule. What was never read is *unverified*, not stale."""
    if read_at is None:
        return False
    again = _next_read(asked_at, read_at)
    return again is not None and now > again + (again - read_at)


def watch_ends(asker_spoke_at: datetime) -> datetime:
    """Return when a question that nobody answered expires."""
    return asker_spoke_at + WATCHED_FOR


def _next_read(asked_at: datetime, read_at: datetime) -> datetime | None:
    age = read_at - asked_at
    for step in READ_AGAIN_AFTER:
        if age < step:
            return max(asked_at + step, read_at + timedelta(minutes=1))
    if age < timedelta(days=7):
        return read_at + timedelta(days=1)
    if age < WATCHED_FOR:
        return read_at + timedelta(days=7)
    return None
