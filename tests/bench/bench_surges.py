"""How often early warning cries wolf on quiet streams, and how soon it tells bursts of three, five and ten times."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median

from engagement.surges import LONGEST, WINDOW, Heard, Hour, Running, Usual, began, followed, usual
from listening.simulator.world.build import demo_world
from tests.bench.quiet_streams import START, ZONE, burst, hours, stream

LIMIT = 1 / 26
"""False alarms a week and brand that are allowed: one in half a year."""

MINUTE = timedelta(minutes=1)
_WARM, _WEEKS, _STREAMS = 9, 13, 3
_BURSTS = 8


def main() -> None:
    """Print false alarms and minutes to detection; raise ``SystemExit`` where there are more than the limit."""
    worst = 0.0
    for a_day in (5, 20, 60):
        for clump in (1.0, 3.0):
            alarms = sum(_false_alarms(random.Random(seed), a_day, clump) for seed in range(_STREAMS))
            rate = alarms / (_WEEKS * _STREAMS)
            worst = max(worst, rate)
            print(f"{a_day} posts a day, talks of {clump:.0f}: {rate:.3f} false alarms a week (limit {LIMIT:.3f})")
            print(f"  told after minutes (of {_BURSTS}): " + _delays(a_day, clump))
    print("practice company, thirteen weeks: " + practice())
    if worst > LIMIT:
        raise SystemExit("early warning cries wolf")


def alarms(posts: Sequence[Heard], since: datetime, *, first: datetime) -> Iterator[datetime]:
    """Yield the instants at which a surge is told. A look follows every post, which is when the window can fill."""
    counted, times = hours(list(posts)), [post.at for post in posts]
    usuals: dict[datetime, Usual | None] = {}
    running: Running | None = None
    after, busy = None, list[tuple[datetime, datetime]]()
    for post in posts:
        if post.at < first:
            continue
        now = post.at
        begin = running.began_at if running else now - WINDOW
        window = posts[bisect_left(times, min(begin, now - WINDOW)) : bisect_left(times, now) + 1]
        if running is None and len({each.voice for each in window}) < 5:
            continue
        known = usual_at(usuals, counted, since, now, busy)
        if known is None:
            continue
        if running is not None:
            look = followed(window, running, known, now=now)
            if look.end or now - look.last_seen_at > WINDOW:
                busy.append((running.began_at, now))
                running, after = None, now
            continue
        found = began(window, known, after=after, now=now)
        if found:
            running = Running(began_at=found.began_at, peak=found.voices, told_voices=found.voices, grown=True)
            yield now


def usual_at(
    known: dict[datetime, Usual | None],
    counted: Sequence[Hour],
    since: datetime,
    now: datetime,
    busy: Sequence[tuple[datetime, datetime]],
) -> Usual | None:
    """Return what is usual at an instant, worked out once an hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if hour not in known:
        past = [each for each in counted if hour - timedelta(weeks=9) < each.at < hour - timedelta(hours=1)]
        known[hour] = usual(past, since=since, now=now, zone=ZONE, busy=busy)
    return known[hour]


def practice() -> str:
    """Return what is told of the practice company in its thirteen weeks, in which two things did happen."""
    world = demo_world(datetime(2026, 11, 20, 15, tzinfo=UTC))
    own = next(brand.key for brand in world.brands if brand.kind == "own")
    posts = [
        Heard(mention_id=n, voice=f"{item.network} {item.author}", text=f"{item.title} {item.text}", at=item.created_at)
        for n, item in enumerate(sorted(world.items, key=lambda item: item.created_at))
        if own in item.truth.brands and item.truth.speaker == "public" and not item.truth.noise
        if item.created_at <= world.epoch
    ]
    told = list(alarms(posts, world.start, first=world.start + timedelta(days=1)))
    crises = {item.truth.event for item in world.items if item.truth.event and item.created_at <= world.epoch}
    words = ", ".join(f"{at.astimezone(ZONE):%a %d %b %H:%M}" for at in told) or "nothing"
    return f"{len(posts)} posts, told {words} (events of the script: {', '.join(sorted(crises))})"


def _false_alarms(draw: random.Random, a_day: float, clump: float) -> int:
    posts = stream(draw, weeks=_WARM + _WEEKS, a_day=a_day, clump=clump)
    return sum(1 for _ in alarms(posts, START, first=START + timedelta(weeks=_WARM)))


def _delays(a_day: float, clump: float) -> str:
    """Return how soon bursts on working days around noon are told, as "3x: 40 (9 told)"."""
    quiet = stream(random.Random(99), weeks=_WARM + 1, a_day=a_day, clump=clump)
    at = START + timedelta(weeks=_WARM, days=1, hours=10)
    usual_posts = a_day / 12 * 2.0  # of a window around noon: twice the mean of the day
    texts = []
    for times in (3, 5, 10):
        waits = []
        for seed in range(_BURSTS):
            loud = burst(random.Random(seed), at, times=times, usual=usual_posts, numbers=count(10**6))
            posts = sorted([post for post in quiet if post.at < at + 2 * WINDOW] + loud, key=lambda post: post.at)
            first = next((each for each in alarms(posts, START, first=at) if each < at + WINDOW + LONGEST), None)
            if first is not None:
                waits.append((first - at) / MINUTE)
        told = f"{median(waits):.0f}" if waits else "never"
        texts.append(f"{times}x: {told} ({len(waits)} told)")
    return ", ".join(texts)


if __name__ == "__main__":
    main()
