"""What a network charges, what has been spent of the month's cap, and what a search would cost. Pure.

Money is counted in micros: millionths of a US dollar, whole numbers. A month is a month of UTC, as networks bill it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_CEILING, Decimal

from listening.errors import BudgetExhausted
from listening.records import Say

MICROS = 1_000_000
MONTH_DAYS = 30
SHORT = 5
"""A month's cap is short when less than one part in this many is left (BEHAVIOUR 3)."""

CHECK_SHARE = 4
"""One part in this many of a cap goes into asking whether stored posts still stand. The rest is for reading: a product
that spends its money on what it has heard would hear nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What one of each costs in micros, with the date on which the price list was read."""

    checked: date
    post: int
    owned: int  # a post of the own account's mentions
    user: int
    count: int  # one request for numbers
    create: int
    create_with_link: int
    summoned_reply: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a search would bring and cost in a month, and what asking for that has cost."""

    cost_micros: int
    posts_a_month: int
    month_micros: int

    def say(self) -> Say:
        params = {"cost": self.cost_micros, "posts": self.posts_a_month, "month": self.month_micros}
        return Say(code="money.preview", params=params)


def month_start(now: datetime) -> datetime:
    """Return the first instant of the UTC month that ``now`` lies in."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def next_month(now: datetime) -> datetime:
    """Return the first instant of the UTC month after the one that ``now`` lies in."""
    start = month_start(now)
    return start.replace(year=start.year + 1, month=1) if start.month == 12 else start.replace(month=start.month + 1)


def left_of(cap_micros: int | None, spent_micros: int) -> int | None:
    """Return what may still be spent this month, never below 0; ``None`` without a cap."""
    return None if cap_micros is None else max(0, cap_micros - spent_micros)


def is_short(cap_micros: int | None, left_micros: int | None) -> bool:
    """Say whether less than a fifth of the month's cap is left: open threads are then read half as often."""
    return cap_micros is not None and left_micros is not None and left_micros * SHORT < cap_micros


def check_allowance(cap_micros: int | None, *, spent: int, on_checks: int, now: datetime) -> int | None:
    """Return what looking up stored posts may still cost today; ``None`` without a cap.

    A quarter of the cap, a day's worth of it each day, and never what the month has no more. ``spent`` is all that was
    spent this month, ``on_checks`` the part of it that went into look-ups.
    """
    if cap_micros is None:
        return None
    begun = now.astimezone(UTC).day
    days = (next_month(now) - month_start(now)).days
    return max(0, min(cap_micros // CHECK_SHARE * begun // days - on_checks, cap_micros - spent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often stored posts are looked up within a cap. A month is 30 days."""

    stored: int
    a_month: int  # look-ups
    month_micros: int

    @property
    def is_daily(self) -> bool:
        return self.a_month >= self.stored * MONTH_DAYS

    @property
    def a_day(self) -> int:
        """Look-ups a day, rounded down; 0 is less than one."""
        return self.a_month // MONTH_DAYS

    @property
    def share(self) -> int:
        """How many in a hundred stored posts are looked up daily, rounded down."""
        return 100 * self.a_month // (self.stored * MONTH_DAYS) if self.stored else 100

    @property
    def round_days(self) -> int | None:
        """In how many days each was looked up once; ``None`` for never."""
        return -(-self.stored * MONTH_DAYS // self.a_month) if self.a_month else None


def coverage(stored: int, *, cap_micros: int | None, price: int) -> Coverage:
    """Return how often ``stored`` posts at ``price`` a look-up are asked after within a quarter of the cap."""
    payable = (cap_micros or 0) // CHECK_SHARE // price
    wanted = stored * MONTH_DAYS
    return Coverage(stored=stored, a_month=min(payable, wanted), month_micros=min(payable, wanted) * price)


def affordable(left_micros: int | None, price: int, *, least: int, most: int, now: datetime) -> int:
    """Return how many items at ``price`` the next request may ask for: ``most``, or what the rest of the month pays.

    Raises ``BudgetExhausted``: "no_cap" if nobody set a cap, "cap_reached" until next month if not even ``least``,
    the smallest page that the network gives, can be paid.
    """
    if left_micros is None:
        raise BudgetExhausted("no_cap")
    many = min(most, left_micros // price)
    if many < least:
        raise BudgetExhausted("cap_reached", resume_at=next_month(now))
    return many


def preview(found: int, *, days: int, cost_micros: int, price: int) -> Preview:
    """Return what ``found`` posts in ``days`` days mean for a month of 30 days at ``price`` a post."""
    monthly = round(found * MONTH_DAYS / days)
    return Preview(cost_micros=cost_micros, posts_a_month=monthly, month_micros=monthly * price)


def each_of(cost_micros: int, kept: int) -> int | None:
    """Return what each kept mention cost, rounded up; ``None`` while nothing was kept."""
    return -(-cost_micros // kept) if kept else None


def dollars(micros: int) -> str:
    """Return an exact amount: ``$10.00``, ``$0.005``. Cents are always shown, what is smaller where it is there."""
    text = f"{Decimal(micros) / MICROS:.6f}"
    whole, fraction = text.split(".")
    return f"${int(whole):,}.{fraction[:2]}{fraction[2:].rstrip('0')}"


def about(micros: int) -> str:
    """Return an estimate with two digits that count, rounded up so that it never promises too little: ``$1.10``."""
    amount = Decimal(micros) / MICROS
    step = Decimal(1).scaleb(amount.adjusted() - 1) if amount else Decimal("0.01")
    return dollars(int((amount / step).to_integral_value(ROUND_CEILING) * step * MICROS))
