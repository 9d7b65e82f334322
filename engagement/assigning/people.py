"""Who has time: what a colleague has open of what he takes, his hours, and until when he is away. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engagement.sla import Calendar, elapsed

MOST_OPEN = 8
"""How many open cases somebody has at most before rules pass him over, where he says nothing else (BEHAVIOUR 7)."""

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who may be given cases. ``back_on`` is his first day back by his calendar's zone, None if he is here.

    ``turn`` is higher for who was given a case more lately; 0 is never.
    """

    id: int
    name: str
    calendar: Calendar
    open: int = 0
    most: int = MOST_OPEN
    back_on: date | None = None
    turn: int = 0


def is_away(who: Colleague, now: datetime) -> bool:
    """Say whether he is away; on the day that he is back he is not."""
    return who.back_on is not None and now.astimezone(ZoneInfo(who.calendar.zone)).date() < who.back_on


def is_in_hours(who: Colleague, now: datetime) -> bool:
    """Say whether he works at this instant; the end of an open stretch is no longer part of it."""
    return not is_away(who, now) and bool(elapsed(who.calendar, now, now + _INSTANT))


def has_room(who: Colleague) -> bool:
    """Say whether he takes another case."""
    return who.open < who.most


def given(people: Mapping[int, Colleague], who: Colleague) -> dict[int, Colleague]:
    """Return the people as they are once ``who`` has been given one case more: everybody else's turn comes first."""
    last = max(each.turn for each in people.values())
    return {**people, who.id: replace(who, open=who.open + 1, turn=last + 1)}
