"""When a talk has become what a snoozed case waits for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WAKES: Final = ("reply", "growth", "change")
"""What a case can be put away until: somebody writes in the thread, the talk grows, or anything in it changes."""

AT_MOST: Final = timedelta(days=30)
"""A case comes back after this though nothing happened: what nobody sees any more is lost."""

TIMES: Final = 2
"""A talk has grown when it has twice the replies, or twice the reach, that it had."""

FEWEST_REPLIES: Final = 3
FEWEST_REACHED: Final = 10
"""And at least so many more: twice next to nothing is no growth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A thread as it stands: replies that are there, a mark of all its texts, how many were reached (0: unknown)."""

    replies: int
    mark: str
    reach: int


def has_come(wanted: str, was: Talk, now: Talk) -> bool:
    """Say whether what a case waits for, one of ``WAKES``, has come since the talk was as it ``was``."""
    if wanted == "reply":
        return now.replies > was.replies
    if wanted == "growth":
        return _grown(was.replies, now.replies, FEWEST_REPLIES) or _grown(was.reach, now.reach, FEWEST_REACHED)
    return now.replies != was.replies or now.mark != was.mark


def _grown(was: int, now: int, fewest: int) -> bool:
    return now >= TIMES * was and now - was >= fewest
