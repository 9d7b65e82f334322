"""What the response report is asked for and what it answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

FEWEST: Final = 10
"""Below this n there is neither a percentile nor a share in per cent: one case would move it by ten points or more."""

FATES: Final = ("us", "peers", "asker", "competitors", "nobody")
"""By whom a question was answered; the shares are of these."""

APART: Final = ("private", "unverified", "stale", "expired", "withdrawn")
"""What is told on lines of its own and is in no share: answered privately, replies not readable, not read again in
time, no longer watched, taken back."""

CLOCK_FATES: Final = ("met", "late", "running", "dropped", "exempt")
"""How a clock stands; the share in time is *met* of *met* and *late*."""

REACH: Final = ("under-100", "under-1000", "under-10000", "under-100000", "from-100000")
"""Buckets of how many may have seen a post. A post weighs one point an hour in the first, two in the second, …"""

UNKNOWN_REACH: Final = "unknown"

DIMENSIONS: Final = ("network", "class", "brand", "person", "account")
"""What the report is broken down by: *person* answered, or had the case then, *account* gave our public answer."""

NOBODY: Final = "none"
"""As a person: the case has no owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A period and what it is narrowed to. ``since`` is included, ``until`` is not; empty and None mean all.

    ``person`` is the id of the colleague who answered or had the case then, or ``NOBODY``; ``account`` is
    ``network/instance/id`` of the account of ours that answered.
    """

    since: datetime
    until: datetime
    network: str = ""
    kind: str = ""
    brand: int | None = None
    person: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Lengths of time in seconds: how many there are, and within which half and nine of ten of them lie (nearest rank,
    so both are lengths that occurred). Both are None below ``FEWEST``."""

    n: int = 0
    half: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Questions of one reach, and for how many hours onlookers saw them unanswered."""

    bucket: str
    n: int = 0
    hours: float = 0.0

    @property
    def points(self) -> float | None:
        """Return hours times the bucket's weight; None where the reach is unknown, which is not none."""
        return None if self.bucket == UNKNOWN_REACH else self.hours * (REACH.index(self.bucket) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The numbers of one scope, or of one group in it.

    ``met`` are those of the ``verifiable`` questions with a substantive reply of ours in their thread; ``public`` is
    how long onlookers waited for the first of these. ``first`` and ``next`` are open time of the team's clocks,
    ``public_next`` the same by the clock on the wall, from when we saw that the asker came back.
    """

    asked: int = 0
    fates: Mapping[str, int] = field(default_factory=dict)
    verifiable: int = 0
    met: int = 0
    public: Spread = Spread()
    exposure: tuple[Exposure, ...] = ()
    clocks: int = 0
    clock_fates: Mapping[str, int] = field(default_factory=dict)
    first: Spread = Spread()
    next: Spread = Spread()
    public_next: Spread = Spread()

    @property
    def settled(self) -> int:
        """Return how many questions the shares are of."""
        return sum(self.fates.get(fate, 0) for fate in FATES)

    @property
    def decided(self) -> int:
        """Return how many clocks were met or missed."""
        return self.clock_fates.get("met", 0) + self.clock_fates.get("late", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A scope's figures, and those of its groups by key: "" is the group of what has none."""

    all: Figures
    groups: Mapping[str, Figures]
