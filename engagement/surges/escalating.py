"""Whether the talk below a case grows far beyond what it was (BEHAVIOUR 5). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engagement.surges.records import FEWEST_VOICES
from listening.records import Say

RECENT = timedelta(hours=6)
BEFORE = timedelta(days=7)
TIMES = 3
YOUNGEST = timedelta(hours=18)
"""A talk that only began has no rate of its own yet: its first hours are what surges are for."""

LEAST_GROWTH: Mapping[str, int] = {"views": 1_000, "points": 20, "likes": 20}
"""Where nearly nobody looked before, three times as many are still few. Our own choice; no source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many a talk had reached, as its network counts (``measure``): now, when it was seen last before ``RECENT``,
    and at the beginning of ``BEFORE``, where that was not seen at the case's own beginning with nobody."""

    measure: str
    seen: int
    then: int
    then_at: datetime
    first: int
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What others wrote in the thread of a case: replies and distinct voices of the last ``RECENT``, replies of the
    ``BEFORE`` that came before it. ``began_at`` is when the case's first post was published. ``reach`` is None where
    the network tells none, or none was seen before ``RECENT``."""

    began_at: datetime
    replies: int
    voices: int
    before: int
    reach: Reach | None = None


def escalates(talk: Talk, *, now: datetime) -> Say | None:
    """Return why the case comes back, or None: five voices, and three times the rate that it had before, of replies or
    of what its network counts as reach."""
    if talk.voices < FEWEST_VOICES:
        return None
    found = _by_replies(talk, now) or (_by_reach(talk.reach, now) if talk.reach else None)
    return Say(code="escalating", params={"voices": talk.voices, **found}) if found else None


def _by_replies(talk: Talk, now: datetime) -> dict[str, Any] | None:
    lived = min(now - RECENT - talk.began_at, BEFORE)
    if lived < YOUNGEST or talk.replies * (lived / RECENT) < TIMES * talk.before:
        return None
    return {"replies": talk.replies, "hours": _hours(RECENT), "before": talk.before, "days": _days(lived)}


def _by_reach(reach: Reach, now: datetime) -> dict[str, Any] | None:
    """A talk that nobody read for a while is compared by its rate since then: what grew meanwhile is not all recent."""
    lived, recent = reach.then_at - reach.first_at, now - reach.then_at
    grown, before = reach.seen - reach.then, max(0, reach.then - reach.first)
    if lived < YOUNGEST or recent < RECENT or grown < LEAST_GROWTH[reach.measure]:
        return None
    if grown * (lived / recent) < TIMES * before:
        return None
    return {
        "measure": reach.measure,
        "grown": grown,
        "hours": _hours(recent),
        "before": before,
        "days": _days(lived),
    }


def _hours(span: timedelta) -> int:
    return round(span / timedelta(hours=1))


def _days(span: timedelta) -> int:
    return max(1, round(span / timedelta(days=1)))
