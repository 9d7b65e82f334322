"""Quiet hours: over midnight, on some days, in the reader's zone, through changes of the clock."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from engagement.notices.quiet import ALL_DAYS, BadQuiet, Quiet, dump, load, planned

BERLIN = ZoneInfo("Europe/Berlin")


def hours(start: str, end: str, days: tuple[int, ...] = ALL_DAYS) -> Quiet:
    return Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end), days=frozenset(days), critical=False)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("at", "is_quiet"),
    [
        ("2026-11-18T19:59", False),
        ("2026-11-18T20:00", True),
        ("2026-11-19T03:00", True),
        ("2026-11-19T07:59:59", True),
        ("2026-11-19T08:00", False),
    ],
)
def test_it_goes_over_midnight(at: str, is_quiet: bool) -> None:
    assert hours("20:00", "08:00").holds(local(at), BERLIN) is is_quiet


@pytest.mark.parametrize(("at", "is_quiet"), [("2026-11-18T11:59", False), ("2026-11-18T12:30", True)])
def test_it_lies_within_a_day(at: str, is_quiet: bool) -> None:
    assert hours("12:00", "13:00").holds(local(at), BERLIN) is is_quiet


@pytest.mark.parametrize(
    ("at", "is_quiet"),
    [
        ("2026-11-20T23:00", True),  # Friday
        ("2026-11-21T07:00", True),  # begun on Friday
        ("2026-11-21T23:00", False),
    ],
)
def test_it_belongs_to_the_day_on_which_it_begins(at: str, is_quiet: bool) -> None:
    assert hours("20:00", "08:00", (4,)).holds(local(at), BERLIN) is is_quiet


@pytest.mark.parametrize(
    ("at", "is_quiet"), [("2026-11-21T00:00", True), ("2026-11-22T23:59", True), ("2026-11-23T00:00", False)]
)
def test_it_takes_the_same_time_twice_for_a_whole_day(at: str, is_quiet: bool) -> None:
    assert hours("00:00", "00:00", (5, 6)).holds(local(at), BERLIN) is is_quiet


def test_it_is_by_the_readers_clock() -> None:
    at = local("2026-11-18T20:30")
    assert not hours("20:00", "08:00").holds(at, ZoneInfo("America/New_York"))


def test_it_follows_the_clock_on_the_wall_when_it_changes() -> None:
    spring = datetime.fromisoformat("2026-03-29T05:59:59+00:00")
    assert hours("20:00", "08:00").holds(spring, BERLIN)
    assert not hours("20:00", "08:00").holds(spring.replace(hour=6, minute=0, second=0), BERLIN)


def test_it_keeps_what_was_chosen() -> None:
    chosen = planned(time(20), time(8), [0, 4], critical=True)
    assert load(dump(chosen)) == chosen
    assert load(dump(planned(None, None, [1], critical=True))) is None


@pytest.mark.parametrize(
    ("start", "end", "days", "field"),
    [
        (time(20), None, [1], "quiet_to"),
        (None, time(8), [1], "quiet_from"),
        (time(20), time(8), [], "quiet_days"),
        (time(8), time(8), list(ALL_DAYS), "quiet_days"),
    ],
)
def test_it_refuses_half_an_answer_and_silence_for_ever(
    start: time | None, end: time | None, days: list[int], field: str
) -> None:
    with pytest.raises(BadQuiet) as wrong:
        planned(start, end, days, critical=False)
    assert wrong.value.field == field
