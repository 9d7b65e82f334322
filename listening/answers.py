"""Who answered a question, and with what evidence. Pure.

The first rule of the room: a reply by an account that speaks for us, after the question, in a thread that was read to
its end, is an answer; a thread that was read without one has no reply from us; anything else is unverified. The word
*unanswered* is kept for the verified state, which also knows peers, competitors and holding lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

READ_AGAIN_AFTER: tuple[timedelta, ...] = (
    timedelta(minutes=15),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)
"""Ages of an open question at which its thread is read again; then daily to day 7, weekly to day 30 (PRODUCT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A post of the thread as the rule needs it. ``parent`` is "" where the network does not say."""

    id: int
    external_id: str
    parent: str
    author_key: str
    at: datetime
    ours: bool
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question: its post, its asker and when it was asked."""

    external_id: str
    asker_key: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The state of a question, the rule that decided it, and the reply that proves it."""

    state: str
    rule: str
    evidence_id: int | None = None
    answered_at: datetime | None = None


def find(asked: Asked, thread: Sequence[Reply], *, complete: bool) -> Finding:
    """Return what became of the question in its thread.

    A reply of ours counts if it follows the question and is addressed to the asker: it stands below the question, or
    in a flat thread nobody else asked in between. The earliest that counts is the evidence.
    """
    answers = [reply for reply in thread if reply.ours and not reply.deleted and reply.at >= asked.at]
    below = _below(asked.external_id, thread)
    for reply in sorted(answers, key=lambda each: each.at):
        if reply.external_id in below:
            return Finding(state="answered_by_us", rule="own_reply_below", evidence_id=reply.id, answered_at=reply.at)
        if not reply.parent:
            return Finding(state="answered_by_us", rule="own_reply_flat", evidence_id=reply.id, answered_at=reply.at)
    if not complete:
        return Finding(state="unverified", rule="thread_read_in_part")
    return Finding(state="no_reply_from_us", rule="thread_read_no_own_reply")


def _below(root: str, thread: Iterable[Reply]) -> set[str]:
    """Return the ids of all posts under ``root``. Cycles end by themselves: an id is entered once."""
    children: dict[str, list[str]] = {}
    for reply in thread:
        children.setdefault(reply.parent, []).append(reply.external_id)
    found: set[str] = set()
    waiting = [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found and child != root:
                found.add(child)
                waiting.append(child)
    return found


def next_read(asked_at: datetime, *, read_at: datetime, stretched: bool = False) -> datetime | None:
    """Return when the thread of an open question is read again, or None when it is no longer watched.

    ``stretched`` doubles the wait, where reading costs money and little of it is left. Not more: a state older than
    twice its schedule is stale.
    """
    again = _next_read(asked_at, read_at)
    return again + (again - read_at) if again is not None and stretched else again


def _next_read(asked_at: datetime, read_at: datetime) -> datetime | None:
    age = read_at - asked_at
    for step in READ_AGAIN_AFTER:
        if age < step:
            return max(asked_at + step, read_at + timedelta(minutes=1))
    if age < timedelta(days=7):
        return read_at + timedelta(days=1)
    if age < timedelta(days=30):
        return read_at + timedelta(days=7)
    return None
