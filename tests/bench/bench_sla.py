"""How much arithmetic saves against counting open minutes, at equal answers: opening, reading and sweeping clocks."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from engagement.sla import Clock, PauseReason, elapsed, events, opened, paused, read, resumed, weekdays
from tests.engagement.sla.minutes import MINUTE, due_by_minutes, open_minutes

LIMIT = 50
"""How many times faster a clock is read than by counting its minutes."""

_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
_NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
_FEASTS = ((1, 1), (5, 1), (10, 3), (12, 25))
_HOLIDAYS = [date(year, month, day) for year in (2025, 2026, 2027) for month, day in _FEASTS]
_CLOCKS = 20_000
_SAMPLE = 100  # clocks that the minute counting gets to do; it is linear, so a sample will do


def main() -> None:
    """Print the ratio of reading and the rates; raise ``SystemExit`` where answers differ or the limit is missed."""
    draw = random.Random(5)
    started = time.process_time()
    clocks = [_clock(draw) for _ in range(_CLOCKS)]
    opening = (time.process_time() - started) / _CLOCKS
    sample = [clock for clock in clocks if not clock.pauses][:_SAMPLE]
    _compare(sample)
    fast = _seconds(lambda: [read(clock, _NOW) for clock in clocks]) / _CLOCKS
    slow = _seconds(lambda: [_by_minutes(clock) for clock in sample], rounds=1) / len(sample)
    sweep = _seconds(lambda: [events(clock, _NOW) for clock in clocks]) / _CLOCKS
    years = _seconds(lambda: elapsed(clocks[0].calendar, datetime(1990, 1, 1, tzinfo=UTC), _NOW))
    print(f"clocks read: {slow / fast:,.0f}x counting minutes (limit {LIMIT}x), {1 / fast:,.0f} clocks/s")
    print(f"clocks opened and paused: {1 / opening:,.0f}/s; swept: {1 / sweep:,.0f}/s")
    print(f"business time over 36 years: {years * 1e6:,.0f} µs")
    if slow / fast < LIMIT:
        raise SystemExit("reading clocks is too slow")


def _clock(draw: random.Random) -> Clock:
    """Return a clock opened in the last ten days, one in five with a pause behind it."""
    at = _NOW - MINUTE * draw.randrange(10 * 1_440)
    calendar = _CALENDARS[draw.randrange(len(_CALENDARS))]
    target = timedelta(hours=draw.choice((1, 2, 4, 6, 8, 12, 24)))
    clock = opened(at=at, calendar=calendar, policy_version=1, target=target, exempt=None)
    if draw.random() < 0.2:
        clock = paused(clock, at=at + 30 * MINUTE, reason=PauseReason.WAITING_ON_ASKER)
        clock = resumed(clock, at=at + 300 * MINUTE, reason=PauseReason.WAITING_ON_ASKER)
    return clock


def _by_minutes(clock: Clock) -> timedelta:
    return open_minutes(clock.calendar, clock.opened_at, _NOW) * MINUTE


def _compare(sample: list[Clock]) -> None:
    """Check that arithmetic and counting agree on what was used and on when it is due."""
    for clock in sample:
        # Counting is due at the end of the last minute, so both name the same instant for whole minutes.
        if read(clock, _NOW).elapsed != _by_minutes(clock):
            raise SystemExit(f"counting minutes disagrees on {clock}")
    for clock in sample[: len(sample) // 5]:
        if clock.milestones.breach != due_by_minutes(clock.calendar, clock.opened_at, clock.target // MINUTE):
            raise SystemExit(f"counting minutes is due at another time for {clock}")


def _seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the processor time of the quickest round: other processes of a shared machine do not count."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


_CALENDARS = [weekdays(zone, holidays=_HOLIDAYS) for zone in _ZONES]


if __name__ == "__main__":
    main()
