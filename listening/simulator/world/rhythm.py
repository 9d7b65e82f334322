"""When people write: weekdays, hours, the company's bad Thursdays, and the pace after the first start. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

WEEKS = 13
LIVE_DAYS = 14
CRISIS_START = time(13, 5)
OVER_AFTER = timedelta(hours=6)
WEEKDAY = (1.0, 1.1, 1.1, 1.15, 0.9, 0.35, 0.28)
HOUR = (
    *(0.12, 0.08, 0.06, 0.06, 0.08, 0.15, 0.3, 0.6, 0.9, 1.1, 1.2, 1.1),
    *(0.8, 0.95, 1.1, 1.2, 1.15, 1.0, 0.8, 0.7, 0.65, 0.55, 0.4, 0.22),
)


def moment(rng: Random, start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant in ``[start, end)``, likelier where people are awake and at work in ``zone``."""
    span = (end - start).total_seconds()
    top = max(WEEKDAY) * max(HOUR)
    found = start
    for _ in range(200):
        found = start + timedelta(seconds=int(rng.random() * span))
        local = found.astimezone(zone)
        if rng.random() * top < WEEKDAY[local.weekday()] * HOUR[local.hour]:
            break
    return found


def last_thursday(epoch: datetime, zone: ZoneInfo) -> datetime:
    """Return the start of the last bad Thursday: the latest one that was over by ``epoch``.

    What is said days later about it may still lie ahead; it then comes in live.
    """
    local = (epoch - OVER_AFTER).astimezone(zone)
    day = local.date() - timedelta(days=(local.weekday() - 3) % 7)
    found = datetime.combine(day, CRISIS_START, tzinfo=zone)
    return found if found <= local else found - timedelta(days=7)


def live_moments(rng: Random, epoch: datetime) -> Iterator[datetime]:
    """Yield the instants after ``epoch`` when somebody posts: lively for ten minutes, calmer for an hour, slow then.

    A newcomer should see the queue grow while reading the first screen, and still find news two weeks later.
    """
    at, end = epoch, epoch + timedelta(days=LIVE_DAYS)
    while at < end:
        age = at - epoch
        if age < timedelta(minutes=10):
            gap = rng.uniform(10, 25)
        elif age < timedelta(hours=1):
            gap = rng.uniform(60, 180)
        else:
            gap = rng.uniform(20 * 60, 60 * 60)
        at += timedelta(seconds=round(gap))
        yield at
