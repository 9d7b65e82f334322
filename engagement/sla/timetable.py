"""Open time added up along a local clock that never jumps; whole microseconds throughout. Knows no zones.

Instants here are microseconds from 1970-01-01 00:00 of the local clock. Every question is arithmetic and two look-ups,
however many years lie between: the open time since 1970 is whole weeks, plus the rest of the week, minus holidays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate

MINUTE = 60_000_000
DAY = 1_440 * MINUTE
WEEK = 7 * DAY

_FIRST_DAY = date(1970, 1, 1)
_SINCE_MONDAY = 3 * DAY  # 1970 began on a Thursday


class Timetable:
    """A week of open intervals without its holidays.

    ``week`` holds for Monday to Sunday the open intervals of the day in minutes, ascending and apart; at least one.
    """

    __slots__ = ("_ends", "_holidays", "_lost", "_starts", "_sums", "_sums_at_holidays", "_weekly")

    def __init__(self, week: Sequence[Sequence[tuple[int, int]]], holidays: Iterable[date]) -> None:
        numbered = [(number * DAY, interval) for number, day in enumerate(week) for interval in day]
        self._starts = [midnight + opens * MINUTE for midnight, (opens, _) in numbered]
        self._ends = [midnight + closes * MINUTE for midnight, (_, closes) in numbered]
        self._sums = [0, *accumulate((closes - opens) * MINUTE for _, (opens, closes) in numbered)]
        self._weekly = self._sums[-1]
        days = sorted(holidays)
        self._holidays = [(day - _FIRST_DAY).days * DAY for day in days]
        by_weekday = [sum(end - start for start, end in day) * MINUTE for day in week]
        self._lost = [0, *accumulate(by_weekday[day.weekday()] for day in days)]
        self._sums_at_holidays = [
            self._without_holidays(at) - lost for at, lost in zip(self._holidays, self._lost[:-1], strict=True)
        ]

    def open_until(self, at: int) -> int:
        """Return the open time from 1970 to ``at``; negative before."""
        passed = bisect_right(self._holidays, at)
        if passed and at < self._holidays[passed - 1] + DAY:
            return self._sums_at_holidays[passed - 1]
        return self._without_holidays(at) - self._lost[passed]

    def reached(self, amount: int) -> int:
        """Return the first moment at which ``open_until`` is ``amount``: an open stretch's end, not the next start."""
        passed = bisect_left(self._sums_at_holidays, amount)
        weeks, rest = divmod(amount + self._lost[passed] - 1, self._weekly)
        rest += 1
        index = bisect_left(self._sums, rest) - 1
        return weeks * WEEK + self._starts[index] + rest - self._sums[index] - _SINCE_MONDAY

    def _without_holidays(self, at: int) -> int:
        weeks, within = divmod(at + _SINCE_MONDAY, WEEK)
        index = bisect_right(self._starts, within) - 1
        if index < 0:
            return weeks * self._weekly
        return weeks * self._weekly + self._sums[index] + min(within, self._ends[index]) - self._starts[index]
