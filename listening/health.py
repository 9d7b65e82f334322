"""What a source's last poll says of its health, and when it may be asked again. Pure.

A blocked source must never look like a silent one: every outcome has a state, a reason in a code, and a next try.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from listening.errors import (
    AuthError,
    BudgetExhausted,
    CursorExpired,
    ListeningError,
    Permanent,
    RateLimited,
    Transient,
)

LONGEST_WAIT = timedelta(hours=24)
"""No network's wish is obeyed beyond a day: ``Retry-After: 99999999999`` must not retire a source."""

LONGEST_BACK_OFF = timedelta(hours=6)
FIRST_BACK_OFF = timedelta(seconds=30)
_FOR_GOOD = frozenset({"no_threads", "unknown_network", "parked"})
"""Why a thread will never be read: its network has none, is no longer built in, or reading it kills the reader."""

BREAKER_AFTER = 5
"""Failures in a row after which a source counts as blocked and is only probed, once an hour (BEHAVIOUR 16)."""

PROBE = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a poll ended: the state the source is in now, the reason in a code, and when to poll again (None: never)."""

    kind: str  # ok, or the kind of the error
    state: str
    reason: Mapping[str, Any] | None
    again: datetime | None
    failed: bool = False


def after_success(interval: timedelta, next_poll_after: datetime | None, *, now: datetime) -> Outcome:
    """Return the outcome of a sweep that came to its end. The network may ask for a longer pause, up to a day."""
    again = now + interval
    if next_poll_after is not None:
        again = min(max(again, next_poll_after), now + LONGEST_WAIT)
    return Outcome(kind="ok", state="ok", reason=None, again=again)


def after_error(error: ListeningError, *, kind: str, failures: int, interval: timedelta, now: datetime) -> Outcome:
    """Return the outcome of a poll that ended with ``error`` after ``failures`` failures in a row before it.

    ``kind`` is the source's: a feed that is gone is gone for good, a search of a whole network only stands still.
    """
    reason = {"code": error.code, "params": {"detail": error.detail} if error.detail else {}}
    if isinstance(error, AuthError):
        return Outcome(kind=error.kind, state="sign_in_expired", reason=reason, again=None, failed=True)
    if isinstance(error, BudgetExhausted):
        again = error.resume_at or now + timedelta(hours=1)
        again = min(again, now + timedelta(days=31))
        return Outcome(kind=error.kind, state="out_of_budget", reason=reason, again=again, failed=True)
    if isinstance(error, RateLimited):
        wished = error.reset_at or now + back_off(failures)
        again = min(max(wished, now + timedelta(seconds=1)), now + LONGEST_WAIT)
        return Outcome(kind=error.kind, state="degraded", reason=reason, again=again, failed=True)
    if isinstance(error, CursorExpired):
        return Outcome(kind=error.kind, state="degraded", reason=reason, again=now, failed=True)
    if isinstance(error, Transient):
        return _transient(error, reason, failures=failures, now=now)
    state = "retired" if error.code == "gone" and kind == "feed" else "blocked"
    again_or_never = None if state == "retired" else now + max(interval, LONGEST_BACK_OFF)
    return Outcome(kind=error.kind, state=state, reason=reason, again=again_or_never, failed=True)


def _transient(error: Transient, reason: Mapping[str, Any], *, failures: int, now: datetime) -> Outcome:
    wait = back_off(failures)
    if error.retry_after is not None:
        wait = max(wait, timedelta(seconds=min(error.retry_after, LONGEST_WAIT.total_seconds())))
    if failures + 1 >= BREAKER_AFTER:
        return Outcome(kind=error.kind, state="blocked", reason=reason, again=now + max(wait, PROBE), failed=True)
    return Outcome(kind=error.kind, state="degraded", reason=reason, again=now + wait, failed=True)


def back_off(failures: int) -> timedelta:
    """Return how long to wait after ``failures`` failures in a row: doubling from 30 s, at most six hours."""
    doubled = FIRST_BACK_OFF * float(1 << min(failures, 12))
    return min(doubled, LONGEST_BACK_OFF)


def read_again_after(error: ListeningError, *, failures: int, now: datetime) -> datetime | None:
    """Return when a thread is read again after ``failures`` failed reads in a row; None if it will never be shown.

    An outage, a limit, an expired key and an empty purse all pass, however often they were met. The last two end when
    a person does something, and nobody tells threads of it, so they are tried before the network would have it. What is
    refused or gone is asked for once a day.
    """
    if isinstance(error, AuthError):
        return now + PROBE
    if isinstance(error, Permanent):
        return None if error.code in _FOR_GOOD else now + LONGEST_WAIT
    again = as_asked(error, failures=failures, now=now)
    return min(again, now + LONGEST_BACK_OFF) if again and isinstance(error, BudgetExhausted) else again


def as_asked(error: ListeningError, *, failures: int, now: datetime) -> datetime | None:
    """Return when to ask again as the network or the purse has it, None where no time mends it."""
    if isinstance(error, RateLimited):
        wished = error.reset_at or now + back_off(failures)
        return min(max(wished, now + timedelta(seconds=1)), now + LONGEST_WAIT)
    if isinstance(error, Transient):
        return now + back_off(failures)
    if isinstance(error, BudgetExhausted):
        return min(error.resume_at or now + timedelta(hours=1), now + timedelta(days=31))
    return None
