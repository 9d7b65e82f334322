"""Who answered a question, and with what evidence. Pure.

The first rule of the room: a reply by an account that speaks for us, after the question, in a thread that was read to
its end, is an answer; a thread that was read without one has no reply from us; anything else is unverified. The word
*unanswered* is kept for the verified state, which also knows peers, competitors and holding lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime


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
    return Finding(state="unanswered", rule="no_reply")


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
