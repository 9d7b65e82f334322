"""Streams of posts for trying early warning: even, with the rhythm of a week, and in clumps; and bursts on top."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from engagement.surges import WINDOW, Heard, Hour
from listening.simulator.world.rhythm import HOUR, WEEKDAY

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2026, 8, 3, tzinfo=UTC)  # a Monday
_STEP = timedelta(hours=1)
_PEOPLE = 4_000
_MEAN_PACE = sum(WEEKDAY) * sum(HOUR) / (7 * 24)


def stream(draw: random.Random, *, weeks: int, a_day: float, clump: float = 1.0) -> list[Heard]:
    """Return ``weeks`` of posts, ``a_day`` on average, with the rhythm of working days.

    With ``clump`` over 1 they come as talks of that many posts on average, within an hour or so, mostly by others.
    """
    found: list[Heard] = []
    numbers = count(1)
    at = START
    while at < START + timedelta(weeks=weeks):
        local = at.astimezone(ZONE)
        pace = a_day / 24 * WEEKDAY[local.weekday()] * HOUR[local.hour] / _MEAN_PACE
        for first in _instants(draw, pace / clump, at, _STEP):
            found += talk(draw, first, clump, numbers)
        at += _STEP
    return sorted(found, key=lambda post: post.at)


def talk(draw: random.Random, first: datetime, clump: float, numbers: Iterator[int]) -> Iterator[Heard]:
    """Yield one talk: the number of its posts is geometric, one in four is by somebody who has spoken in it before."""
    at, voices = first, [f"p{draw.randrange(_PEOPLE)}"]
    while True:
        number = next(numbers)
        yield Heard(mention_id=number, voice=voices[-1], text=f"post {number}", at=at)
        if draw.random() < 1 / clump:
            return
        at += timedelta(minutes=draw.expovariate(1 / 15))
        voices.append(draw.choice(voices) if draw.random() < 0.25 else f"p{draw.randrange(_PEOPLE)}")


def burst(draw: random.Random, at: datetime, *, times: float, usual: float, numbers: Iterator[int]) -> list[Heard]:
    """Return two hours of a burst: ``times`` as many posts as the ``usual`` of a window, less the usual itself."""
    return [
        Heard(mention_id=number, voice=f"b{number}", text=f"burst {number}", at=each)
        for each in _instants(draw, (times - 1) * usual / 2, at, WINDOW)
        for number in [next(numbers)]
    ]


def hours(posts: list[Heard]) -> list[Hour]:
    """Count the windows that end with each hour, as the product stores them."""
    held: dict[datetime, list[str]] = {}
    for post in posts:
        hour = post.at.replace(minute=0, second=0, microsecond=0)
        for at in (hour, hour + _STEP):
            held.setdefault(at, []).append(post.voice)
    return [Hour(at=at, posts=len(voices), voices=len(set(voices))) for at, voices in sorted(held.items())]


def _instants(draw: random.Random, an_hour: float, start: datetime, length: timedelta) -> Iterator[datetime]:
    """Yield the instants of a Poisson process."""
    at = start
    while an_hour > 0:
        at += timedelta(hours=draw.expovariate(an_hour))
        if at >= start + length:
            return
        yield at
