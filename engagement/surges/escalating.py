"""Whether the talk below a case grows far beyond what it was (BEHAVIOUR 5). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engagement.surges.records import FEWEST_VOICES
from listening.records import Say

RECENT = timedelta(hours=6)
BEFORE = timedelta(days=7)
TIMES = 3
YOUNGEST = timedelta(hours=18)
"""A talk that only began has no rate of its own yet: its first hours are what surges are for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What others wrote in the thread of a case: replies and distinct voices of the last ``RECENT``, replies of the
    ``BEFORE`` that came before it. ``began_at`` is when the case's first post was published."""

    began_at: datetime
    replies: int
    voices: int
    before: int


def escalates(talk: Talk, *, now: datetime) -> Say | None:
    """Return why the case comes back, or None: five voices, and three times as many replies an hour as before."""
    lived = min(now - RECENT - talk.began_at, BEFORE)
    if talk.voices < FEWEST_VOICES or lived < YOUNGEST:
        return None
    if talk.replies * (lived / RECENT) < TIMES * talk.before:
        return None
    params = {
        "replies": talk.replies,
        "voices": talk.voices,
        "hours": int(RECENT.total_seconds()) // 3_600,
        "before": talk.before,
        "days": max(1, round(lived / timedelta(days=1))),
    }
    return Say(code="escalating", params=params)
