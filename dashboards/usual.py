"""What is usual, and whether a number is out of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WEEKS = 8
"""The usual is the median of the eight weeks before (PRODUCT)."""

FEWEST = 4
"""With fewer earlier weeks there is no usual; the first weeks are a starting point."""

SPREAD = 1.4826
"""Makes the median absolute deviation comparable to a standard deviation for normal data."""

SMALL_N, SMALL_CHANGE = 20, 0.05
"""Under twenty cases, or under five per cent, a change is about the same (UX 2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """The median of the weeks before and the band around it."""

    middle: float
    low: float
    high: float

    def place_of(self, value: float) -> str:
        """Return below, normal or above."""
        if value < self.low:
            return "below"
        return "above" if value > self.high else "normal"


def usual(earlier: Sequence[float]) -> Usual | None:
    """Return what was usual in the earlier weeks, oldest or newest first alike; None if they are too few."""
    recent = list(earlier)[-WEEKS:]
    if len(recent) < FEWEST:
        return None
    middle = median(recent)
    deviation = SPREAD * median(abs(value - middle) for value in recent)
    return Usual(middle=middle, low=max(0.0, middle - deviation), high=middle + deviation)


def about_the_same(value: float, before: float, *, n: int) -> bool:
    """Say whether a change is too small, or stands on too few cases, to be told as one."""
    if n < SMALL_N:
        return True
    return abs(value - before) < SMALL_CHANGE * max(abs(before), 1e-9)
