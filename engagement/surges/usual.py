"""What is usual at an hour, and how many voices are so many that chance hardly ever brings them together. Pure.

A window's voices are taken as negative binomial: like Poisson, but as uneven as this brand's hours were. The mean is
that of the same hour (one more on either side) and weekday of the last eight weeks, or that of the last days if it is
higher: what grew last week is usual now. A surge is what such a stream shows once in ``1 / CHANCE`` windows, which
keeps false alarms under one in half a year a brand (``tests/bench/bench_surges.py`` prints how many there are).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from math import ceil, exp, lgamma, log
from statistics import fmean
from typing import NamedTuple

from engagement.surges.records import FEWEST_VOICES, Hour, Usual

WEEKS = 8
CHANCE = 1e-4
"""How likely a window may reach the threshold by chance. The window slides by the minute, so a week has more than its
84 windows: about 600 that differ."""

AT_LEAST = 2.0
"""A surge is at least twice the usual, however surely a smaller rise could be told from chance."""

FEWEST_DAYS = 4
_HOUR = timedelta(hours=1)
_EVENNESS = 1.3  # nobody's posts come as evenly as Poisson's: people answer each other
_EVENNESS_UNKNOWN = 3.0  # with less than two days of hours
_RECENT = timedelta(days=8)
_FEWEST_HOURS = 24
_OVERLAP = 2  # a window of two hours ends every hour: neighbours share half of what they hold


class _Slot(NamedTuple):
    """A whole hour that is over, and where it stands in the company's week; ``posts`` and ``voices`` of its window."""

    at: datetime
    day: date
    weekday: int
    hour: int
    posts: int
    voices: int

    @property
    def works(self) -> bool:
        return self.weekday < 5


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
    counts = {hour.at: (hour.story_voices, hour.story_voices) if story else (hour.posts, hour.voices) for hour in hours}
    slots = [_slot(at, zone, *counts.get(at, (0, 0))) for at in _over(since, now, busy)]
    if len(slots) < _FEWEST_HOURS:
        return None
    here = _slot(now, zone, 0, 0)
    pool, like = _pool(slots, here)
    level = _mean(like)
    lately = [each for each in slots if now - each.at <= _RECENT and each.works == here.works and _near(each, here, 24)]
    if len(lately) > 2:
        level = max(level, _mean(lately))
    spread = _unevenness(slots) * (1 + _OVERLAP / len(like))
    posts = sorted(each.posts for each in like)
    return Usual(
        low=posts[len(posts) // 10],
        high=posts[-1 - len(posts) // 10],
        mean=level,
        needed=max(FEWEST_VOICES, threshold(level, spread), ceil(AT_LEAST * level)),
        pool=pool,
        n=len({each.day for each in like}),
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


def _over(since: datetime, now: datetime, busy: Sequence[tuple[datetime, datetime]]) -> Iterator[datetime]:
    """Yield the whole hours that are over, of the last eight weeks at most, but for those in which a surge ran."""
    first = max(since, now - timedelta(weeks=WEEKS, hours=2))
    at = first.replace(minute=0, second=0, microsecond=0) + _HOUR
    while at <= now - 2 * _HOUR:  # a later window shares posts with the present one and says nothing about it
        if not any(start - _HOUR < at < end + 2 * _HOUR for start, end in busy):
            yield at
        at += _HOUR


def _slot(at: datetime, zone: tzinfo, posts: int, voices: int) -> _Slot:
    local = at.astimezone(zone)
    return _Slot(at, local.date(), local.weekday(), local.hour, posts, voices)


def _pool(slots: list[_Slot], here: _Slot) -> tuple[str, list[_Slot]]:
    """Return what to compare with: the narrowest pool that stands on enough days."""
    week = [each for each in slots if _near(each, here, 168)]
    if len({each.day for each in week}) >= FEWEST_DAYS:
        return "weekday", week
    day = [each for each in slots if each.works == here.works and _near(each, here, 24)]
    if len({each.day for each in day}) >= FEWEST_DAYS:
        return "sort", day
    return "hours", sorted(slots, key=lambda each: each.voices)[-max(1, len(slots) // 4) :]


def _near(slot: _Slot, here: _Slot, cycle: int) -> bool:
    """Say whether two hours stand at most one apart in the day (24) or the week (168) of the company."""
    apart = (slot.weekday - here.weekday) * 24 + slot.hour - here.hour
    return (apart + 1) % cycle < 3


def _mean(slots: Sequence[_Slot]) -> float:
    """Return the mean of the voices, never 0: half a voice more may have spoken than was heard."""
    return fmean(each.voices for each in slots) + 0.5 * _OVERLAP / len(slots)


def _unevenness(slots: Sequence[_Slot]) -> float:
    """Return variance over mean of the voices at the same hour of the same sort of day, over all hours of the brand."""
    cells: dict[tuple[bool, int], list[int]] = defaultdict(list)
    for each in slots:
        cells[each.works, each.hour].append(each.voices)
    square = mean = 0.0
    for cell in cells.values():
        if len(cell) > 1:
            middle = fmean(cell)
            square += sum((n - middle) ** 2 for n in cell) * len(cell) / (len(cell) - 1)
            mean += middle * len(cell)
    least = _EVENNESS if len(slots) >= 2 * _FEWEST_HOURS else _EVENNESS_UNKNOWN
    return max(least, square / mean if mean else 0.0)
