"""What is usual at an hour, and how many voices are so many that chance hardly ever brings them together. Pure.

A window's voices are taken as negative binomial: like Poisson, but as uneven as this brand's hours were. The mean is
that of the same hour (one more on either side) and weekday of the last eight weeks, or that of the last days if it is
higher: what grew last week is usual now. A surge is what such a stream shows once in ``1 / CHANCE`` windows, which keeps
false alarms under one in half a year a brand (``tests/bench/bench_surges.py`` prints how many there are).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from math import ceil, exp, lgamma, log
from statistics import fmean

from engagement.surges.records import FEWEST_VOICES, Hour, Usual

WEEKS = 8
CHANCE = 1e-5
"""How likely a window may reach the threshold by chance. The window slides by the minute, so a week has more than its 84
windows: about 600 that differ."""

AT_LEAST = 2.0
"""A surge is at least twice the usual, however surely a smaller rise could be told from chance."""

FEWEST_DAYS = 4
_HOUR = timedelta(hours=1)
_EVENNESS = 1.3  # nobody's posts come as evenly as Poisson's: people answer each other
_EVENNESS_UNKNOWN = 3.0  # with less than two days of hours
_RECENT = timedelta(days=8)
_FEWEST_HOURS = 24
_OVERLAP = 2  # a window of two hours ends every hour: neighbours share half of what they hold

Cell = tuple[bool, int]


def usual(
    hours: Sequence[Hour],
    *,
    since: datetime,
    now: datetime,
    zone: tzinfo,
    busy: Sequence[tuple[datetime, datetime]] = (),
    story: bool = False,
) -> Usual | None:
    """Return what is usual in the window that ends ``now``; None with less than a day of listening.

    ``since`` is when listening began; an hour after it that is not in ``hours`` was silent. ``busy`` are the surges of
    the past, which are not usual. With ``story`` it is about the voices of the story most spoken of, ``low`` and
    ``high`` too.
    """
    known = {hour.at: (hour.story_voices, hour.story_voices) if story else (hour.posts, hour.voices) for hour in hours}
    counted = _counted(since, now, busy)
    if len(counted) < _FEWEST_HOURS:
        return None
    said = {at: known[at][1] if at in known else 0 for at in counted}
    pool, chosen = _pool(counted, now, zone)
    if pool == "hours":
        chosen = sorted(chosen, key=said.__getitem__)[-max(1, len(chosen) // 4) :]
    level = _mean(said, chosen)
    fresh = [at for at in counted if now - at <= _RECENT and _same_sort(at, now, zone) and _near(at, now, zone, 24)]
    if len(fresh) > 2:
        level = max(level, _mean(said, fresh))
    evenness = _unevenness(said, zone)
    spread = evenness * (1 + _OVERLAP / len(chosen))
    posts = sorted(known[at][0] if at in known else 0 for at in chosen)
    return Usual(
        low=posts[len(posts) // 10],
        high=posts[-1 - len(posts) // 10],
        mean=level,
        needed=max(FEWEST_VOICES, threshold(level, spread), ceil(AT_LEAST * level)),
        pool=pool,
        n=len({at.astimezone(zone).date() for at in chosen}),
    )


def threshold(mean: float, spread: float, *, chance: float = CHANCE) -> int:
    """Return the smallest count that a negative binomial of this mean, its variance ``spread`` times that, reaches with
    at most ``chance``. ``spread`` is over 1."""
    size, again = mean / (spread - 1), 1 - 1 / spread
    logarithm = -size * log(spread)
    below = exp(logarithm)
    count = 1
    while 1 - below > chance:
        # Summed in logarithms: for busy brands the first terms are too small for a float.
        term = lgamma(count + size) - lgamma(size) - lgamma(count + 1) + count * log(again) + logarithm
        below += exp(term)
        count += 1
    return count


def _counted(since: datetime, now: datetime, busy: Sequence[tuple[datetime, datetime]]) -> list[datetime]:
    """Return the whole hours that are over, from the last eight weeks at most, but for those in which a surge ran."""
    first = max(since, now - timedelta(weeks=WEEKS, hours=2))
    at = first.replace(minute=0, second=0, microsecond=0) + _HOUR
    over = now - 2 * _HOUR  # a window that shares posts with the present one says nothing about it
    found = []
    while at <= over:
        if not any(start - _HOUR < at < end + 2 * _HOUR for start, end in busy):
            found.append(at)
        at += _HOUR
    return found


def _pool(counted: list[datetime], now: datetime, zone: tzinfo) -> tuple[str, list[datetime]]:
    """Return what to compare with: the narrowest pool that stands on enough days."""
    week = [at for at in counted if _near(at, now, zone, 168)]
    if len({at.astimezone(zone).date() for at in week}) >= FEWEST_DAYS:
        return "weekday", week
    day = [at for at in counted if _near(at, now, zone, 24) and _same_sort(at, now, zone)]
    if len({at.astimezone(zone).date() for at in day}) >= FEWEST_DAYS:
        return "sort", day
    return "hours", counted


def _near(at: datetime, now: datetime, zone: tzinfo, cycle: int) -> bool:
    """Say whether two instants stand at most one hour apart in the day (24) or the week (168) of the company."""
    here, there = (each.astimezone(zone) for each in (at, now))
    apart = (here.weekday() - there.weekday()) * 24 + here.hour - there.hour
    # The window ends ``now``, within its hour: the last whole hour is as near as the one that runs.
    return (apart % cycle) in (cycle - 1, 0, 1)


def _same_sort(at: datetime, now: datetime, zone: tzinfo) -> bool:
    return (at.astimezone(zone).weekday() < 5) == (now.astimezone(zone).weekday() < 5)


def _mean(said: Mapping[datetime, int], chosen: Sequence[datetime]) -> float:
    """Return the mean of the chosen windows, never 0: half a post more was said than heard."""
    return fmean(said[at] for at in chosen) + 0.5 * _OVERLAP / len(chosen)


def _unevenness(said: Mapping[datetime, int], zone: tzinfo) -> float:
    """Return variance over mean of windows at the same hour of the same sort of day, over all hours of the brand."""
    cells: dict[Cell, list[int]] = defaultdict(list)
    for at, n in said.items():
        local = at.astimezone(zone)
        cells[local.weekday() < 5, local.hour].append(n)
    square = mean = 0.0
    for cell in cells.values():
        if len(cell) > 1:
            middle = fmean(cell)
            square += sum((n - middle) ** 2 for n in cell) * len(cell) / (len(cell) - 1)
            mean += middle * len(cell)
    if len(said) < 2 * _FEWEST_HOURS:
        return max(_EVENNESS_UNKNOWN, square / mean if mean else 0.0)
    return max(_EVENNESS, square / mean if mean else 0.0)
