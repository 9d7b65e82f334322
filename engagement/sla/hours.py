"""Business time: how much open time lies between two instants, and when a given amount of it is used up. Pure.

A local clock that jumps is cut at its jumps; between them it is plain arithmetic (``timetable``). So both directions
cost a few look-ups for each change of the clocks on the way, not a step for each minute or day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from engagement.sla.calendars import Calendar
from engagement.sla.offsets import EPOCH, stretches

HORIZON = timedelta(days=3_660)
"""How far ahead ``due`` looks: ten years. What takes longer is never due."""

Span = tuple[datetime, datetime | None]
"""From, and up to; None while it goes on."""

_NONE = timedelta(0)
_MICROSECOND = timedelta(microseconds=1)


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """Return the open time from ``start`` to ``end``, both aware; nothing where ``end`` is not later."""
    open_until = calendar.timetable.open_until
    return timedelta(
        microseconds=sum(
            open_until(until + offset) - open_until(since + offset)
            for since, until, offset in stretches(calendar.zone, _count(start), _count(end))
        )
    )


def worked(calendar: Calendar, start: datetime, end: datetime, *, paused: Iterable[Span] = ()) -> timedelta:
    """Return the open time from ``start`` to ``end`` without what lies in ``paused``, which may overlap."""
    total, at = _NONE, start
    for since, until in sorted(paused, key=_since):
        if since >= end:
            break
        total += elapsed(calendar, at, since)
        if until is None:
            return total
        at = max(at, until)
    return total + elapsed(calendar, at, end)


def due(calendar: Calendar, start: datetime, amount: timedelta, *, paused: Iterable[Span] = ()) -> datetime | None:
    """Return the first instant (UTC) at which ``amount`` of open time has passed since ``start``, pauses left out.

    That is the end of an open stretch rather than the next one's start, and ``start`` itself for no time at all. None
    where a pause still goes on, or where it takes more than ``HORIZON``.
    """
    at, left = start, amount
    for since, until in sorted(paused, key=_since):
        passed = elapsed(calendar, at, since)
        if left <= passed:
            break
        if until is None:
            return None
        at, left = max(at, until), left - passed
    return _reached(calendar, _count(at), left // _MICROSECOND)


def _reached(calendar: Calendar, start: int, left: int) -> datetime | None:
    if left <= 0:
        return _instant(start)
    timetable = calendar.timetable
    for since, until, offset in stretches(calendar.zone, start, start + HORIZON // _MICROSECOND):
        before = timetable.open_until(since + offset)
        there = timetable.open_until(until + offset) - before
        if left <= there:
            return _instant(timetable.reached(before + left) - offset)
        left -= there
    return None


def _since(span: Span) -> datetime:
    return span[0]


def _count(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def _instant(at: int) -> datetime:
    return EPOCH + timedelta(microseconds=at)
