"""Makers for tests of early warning: crowds of posts, and weeks of usual ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from engagement.intake import take_in
from engagement.models import UsualCount, UsualHour
from engagement.surges import Heard, Hour, Usual
from listening.models import Brand, Mention
from tests.factories import NOW, make_brand, make_change, make_mention, make_query

_numbers = count(1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUIET = Usual(low=0, high=1, mean=0.3, needed=6, pool="weekday", n=8)


def heard(voice: str, *, at: datetime = NOW, text: str = "", **more: Any) -> Heard:
    """Return a post of the voice, with words of its own unless they are given."""
    number = next(_numbers)
    return Heard(mention_id=number, voice=voice, text=text or f"words number {number}", at=at, **more)


def crowd(n: int, *, until: datetime = NOW, within: timedelta = 30 * MINUTE) -> list[Heard]:
    """Return one post each of ``n`` voices, evenly over ``within``, the last one at ``until``."""
    return [heard(f"voice {i}", at=until - within * (n - 1 - i) / n) for i in range(n)]


def quiet_weeks(n: int, *, posts: int = 1, voices: int = 1, now: datetime = NOW) -> list[Hour]:
    """Return ``n`` weeks of windows that all hold the same."""
    over = now.replace(minute=0, second=0, microsecond=0)
    return [Hour(at=over - k * HOUR, posts=posts, voices=voices) for k in range(1, n * 168)]


def make_usual(brand: Brand | None = None, *, weeks: int = 8, posts: int = 1, now: datetime = NOW) -> Brand:
    """Store quiet weeks for a brand whose query is as old, as if all had been counted just now."""
    brand = brand or make_brand()
    made = now - timedelta(weeks=weeks)
    if not brand.queries.exists():
        make_query(brand=brand, created_at=made, changed_at=made)
    UsualHour.objects.bulk_create(
        UsualHour(brand=brand, hour=each.at, posts=posts, voices=posts, story_voices=0)
        for each in quiet_weeks(weeks, now=now)
    )
    over = now.replace(minute=0, second=0, microsecond=0)
    UsualCount.objects.update_or_create(id=1, defaults={"counted_to": over, "all_at": now})
    return brand


def say(
    voices: Iterable[str], *, until: datetime = NOW, every: timedelta = MINUTE, taken_in: bool = True, **more: Any
) -> list[Mention]:
    """Store a post each of the voices, the last one at ``until``, seen a minute later, and take them in."""
    names = list(voices)
    told = []
    for number, voice in enumerate(names):
        at = until - every * (len(names) - 1 - number)
        text = more.get("text") or f"Northwind Relay, says {voice}, post {next(_numbers)}"
        values = {"seen_at": at + MINUTE, **more, "text": text}
        told.append(make_mention(author=voice, published_at=at, **values))
    if taken_in:
        for each in told:
            make_change(each, at=until)
        while take_in(now=until):
            pass
    return told


def people(n: int, *, name: str = "person") -> list[str]:
    """Return ``n`` names."""
    return [f"{name}{number}" for number in range(n)]
