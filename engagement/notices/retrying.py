"""When a message that was not taken is tried again, and when no more. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from engagement.notices.records import Verdict
from listening.errors import ListeningError, RateLimited, Transient

WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
LAST_WAIT = timedelta(hours=2)
GIVE_UP_AFTER = timedelta(hours=24)
LONGEST_WISH = timedelta(hours=24)
"""No receiver's ``Retry-After`` is obeyed beyond a day."""


def after_failure(error: ListeningError, *, attempts: int, created_at: datetime, now: datetime) -> Verdict:
    """Return what becomes of a notice whose attempt number ``attempts + 1`` ended with ``error``.

    What asking again cannot mend is given up at once; the rest after 24 h. A receiver that names a longer wait gets it.
    """
    if not isinstance(error, RateLimited | Transient) or now - created_at >= GIVE_UP_AFTER:
        return Verdict(state="failed", due_at=now)
    wait = WAITS[attempts] if attempts < len(WAITS) else LAST_WAIT
    return Verdict(state="waiting", due_at=now + max(wait, min(_wish(error, now), LONGEST_WISH)))


def _wish(error: RateLimited | Transient, now: datetime) -> timedelta:
    if isinstance(error, RateLimited):
        return error.reset_at - now if error.reset_at else timedelta(0)
    return timedelta(seconds=error.retry_after or 0)
