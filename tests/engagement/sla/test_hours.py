"""Business time adds up, never runs backwards, and is what one counts minute by minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement.sla import Calendar, always, due, elapsed, weekdays, worked
from tests.engagement.sla.minutes import MINUTE, cases, due_by_minutes, open_minutes

HOUR, DAY, TICK = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
BERLIN = weekdays("Europe/Berlin")
MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)  # 08:00 in Berlin

minutes = st.integers(0, 4 * 1_440)
instants = st.datetimes(datetime(1970, 1, 2), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(0), timedelta(days=1_500))


def local(zone: str, *when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type,misc]


@given(cases(), minutes)
@settings(max_examples=80, deadline=None)
def test_it_counts_what_one_counts_minute_by_minute(case: tuple[Calendar, datetime], length: int) -> None:
    calendar, start = case
    end = start + length * MINUTE
    assert elapsed(calendar, start, end) == open_minutes(calendar, start, end) * MINUTE


@given(cases(), st.integers(1, 600))
@settings(max_examples=60, deadline=None)
def test_it_is_due_when_one_has_counted_that_many_minutes(case: tuple[Calendar, datetime], amount: int) -> None:
    calendar, start = case
    if elapsed(calendar, start, start + 30 * DAY) >= amount * MINUTE:
        assert due(calendar, start, amount * MINUTE) == due_by_minutes(calendar, start, amount)


@given(cases(), instants, lengths, lengths)
@settings(deadline=None)
def test_it_adds_up(case: tuple[Calendar, datetime], a: datetime, more: timedelta, rest: timedelta) -> None:
    calendar, _ = case
    b, c = a + more, a + more + rest
    assert elapsed(calendar, a, b) + elapsed(calendar, b, c) == elapsed(calendar, a, c)


@given(cases(), instants, lengths, lengths)
@settings(deadline=None)
def test_it_never_runs_backwards_nor_faster_than_time(
    case: tuple[Calendar, datetime], start: datetime, length: timedelta, more: timedelta
) -> None:
    calendar, _ = case
    one, other = elapsed(calendar, start, start + length), elapsed(calendar, start, start + length + more)
    assert timedelta(0) <= one <= other <= one + more


@given(cases(), instants, st.timedeltas(TICK, timedelta(hours=80)))
@settings(deadline=None)
def test_its_due_instant_is_the_first_at_which_the_amount_has_passed(
    case: tuple[Calendar, datetime], start: datetime, amount: timedelta
) -> None:
    calendar, _ = case
    at = due(calendar, start, amount)
    if at is None:
        assert elapsed(calendar, start, start + 3_660 * DAY) < amount
    else:
        assert elapsed(calendar, start, at) == amount
        assert elapsed(calendar, start, at - TICK) == amount - TICK


@given(cases(), lengths)
@settings(deadline=None)
def test_it_is_due_no_later_than_where_it_was_measured(case: tuple[Calendar, datetime], length: timedelta) -> None:
    calendar, start = case
    at = due(calendar, start, elapsed(calendar, start, start + length))
    assert at is not None
    assert at <= start + length


@given(cases(), st.lists(st.tuples(minutes, minutes), max_size=4), st.integers(1, 600))
@settings(deadline=None)
def test_it_leaves_pauses_out_both_ways(
    case: tuple[Calendar, datetime], drawn: list[tuple[int, int]], amount: int
) -> None:
    calendar, start = case
    paused = [(start + one * MINUTE, start + (one + long) * MINUTE) for one, long in drawn]
    at = due(calendar, start, amount * MINUTE, paused=paused)
    if at is not None:
        assert worked(calendar, start, at, paused=paused) == amount * MINUTE
        assert worked(calendar, start, at - TICK, paused=paused) == amount * MINUTE - TICK


@given(instants, lengths, st.sampled_from(["UTC", "Pacific/Apia", "Australia/Lord_Howe", "America/Sao_Paulo"]))
@settings(deadline=None)
def test_it_never_closes_round_the_clock(start: datetime, length: timedelta, zone: str) -> None:
    assert elapsed(always(zone), start, start + length) == length
    assert due(always(zone), start, length) == start + length


@given(cases(), instants, lengths, st.sampled_from(["Asia/Kathmandu", "America/New_York"]))
@settings(deadline=None)
def test_it_does_not_mind_in_which_zone_an_instant_is_told(
    case: tuple[Calendar, datetime], start: datetime, length: timedelta, zone: str
) -> None:
    calendar, _ = case
    told = start.astimezone(ZoneInfo(zone))
    assert elapsed(calendar, told, start + length) == elapsed(calendar, start, start + length)
    assert due(calendar, told, 5 * HOUR) == due(calendar, start, 5 * HOUR)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", (2026, 3, 29), 23),
        ("Europe/Berlin", (2026, 10, 25), 25),
        ("Australia/Lord_Howe", (2024, 4, 7), 24.5),
        ("Australia/Lord_Howe", (2024, 10, 6), 23.5),
        ("America/Sao_Paulo", (2018, 11, 4), 23),  # begins at 01:00
        ("America/Sao_Paulo", (2018, 2, 17), 25),  # its last hour happens twice
        ("Pacific/Apia", (2011, 12, 30), 0),  # did not happen
        ("Asia/Kathmandu", (2026, 3, 29), 24),
    ],
)
def test_it_is_as_long_as_the_day_was(zone: str, day: tuple[int, int, int], hours: float) -> None:
    name = date(*day).weekday()
    calendar = Calendar(zone=zone, week=tuple(((0, 1_440),) if name == n else () for n in range(7)))
    noon = datetime(*day, 12, tzinfo=UTC)
    assert elapsed(calendar, noon - 3 * DAY, noon + 3 * DAY) == hours * HOUR


def test_it_closes_on_holidays_by_the_local_date() -> None:
    calendar = weekdays("Pacific/Auckland", holidays=[date(2026, 11, 17)])
    start = local("Pacific/Auckland", 2026, 11, 16, 19)
    assert due(calendar, start, 2 * HOUR) == local("Pacific/Auckland", 2026, 11, 18, 9)


def test_it_waits_over_closed_weeks() -> None:
    fortnight = [date(2026, 12, 21) + n * DAY for n in range(14)]
    calendar = weekdays("Europe/Berlin", holidays=fortnight)
    friday = local("Europe/Berlin", 2026, 12, 18, 19, 30)
    assert due(calendar, friday, HOUR) == local("Europe/Berlin", 2027, 1, 4, 8, 30)


def test_it_is_due_at_closing_time_rather_than_at_the_next_opening() -> None:
    assert due(BERLIN, MONDAY, 12 * HOUR) == MONDAY + 12 * HOUR


def test_it_is_due_at_closing_time_though_the_clocks_change_before_the_next_opening() -> None:
    friday = local("Europe/Berlin", 2026, 3, 27, 19)
    assert due(BERLIN, friday, HOUR) == local("Europe/Berlin", 2026, 3, 27, 20)


def test_it_is_due_at_once_for_no_time_even_at_night() -> None:
    assert due(BERLIN, MONDAY - 5 * HOUR, timedelta(0)) == MONDAY - 5 * HOUR


def test_it_is_never_due_where_ten_years_do_not_hold_enough() -> None:
    minute_a_week = Calendar(zone="UTC", week=(((0, 1),), *((),) * 6))
    assert due(minute_a_week, MONDAY, 8 * HOUR) is not None
    assert due(minute_a_week, MONDAY, 10 * HOUR) is None


def test_it_is_never_due_while_a_pause_goes_on() -> None:
    assert due(BERLIN, MONDAY, 2 * HOUR, paused=[(MONDAY + HOUR, None)]) is None
    assert due(BERLIN, MONDAY, HOUR, paused=[(MONDAY + HOUR, None)]) == MONDAY + HOUR


def test_it_counts_nothing_between_instants_in_the_wrong_order() -> None:
    assert elapsed(BERLIN, MONDAY + HOUR, MONDAY) == timedelta(0)


def test_it_refuses_an_instant_without_a_zone() -> None:
    with pytest.raises(TypeError):
        elapsed(BERLIN, MONDAY.replace(tzinfo=None), MONDAY)
