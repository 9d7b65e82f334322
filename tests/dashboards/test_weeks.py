from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.weeks import Week, parse_week, week_at, week_of_day

BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
DAYS = st.dates(min_value=date(1990, 1, 8), max_value=date(2090, 1, 1))


@given(DAYS)
def test_it_puts_every_day_into_the_one_week_that_holds_it(day: date) -> None:
    week = week_of_day(day)
    assert day in week.days
    assert week.days[0].isoweekday() == 1
    assert parse_week(week.name) == week


@given(DAYS, st.integers(-60, 60))
def test_it_walks_back_and_forth_across_year_ends(day: date, weeks: int) -> None:
    week = week_of_day(day)
    assert week.back(weeks).back(-weeks) == week
    assert week.monday - week.back(weeks).monday == timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-12-31", "2026-W53"), ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"), ("2024-12-30", "2025-W01")],
)
def test_it_names_the_weeks_of_a_year_end_as_iso_does(day: str, name: str) -> None:
    assert week_of_day(date.fromisoformat(day)).name == name


@pytest.mark.parametrize(("week", "hours"), [("2026-W13", 167), ("2026-W43", 169), ("2026-W46", 168)])
def test_it_has_an_hour_less_or_more_where_clocks_change(week: str, hours: int) -> None:
    found = parse_week(week)
    assert found.ends(BERLIN) - found.starts(BERLIN) == timedelta(hours=hours)


@given(DAYS, st.integers(0, 86_399), st.sampled_from([BERLIN, AUCKLAND]))
def test_it_holds_an_instant_from_its_start_to_before_its_end(day: date, second: int, zone: ZoneInfo) -> None:
    instant = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=second)
    week = week_at(instant, zone)
    assert week.starts(zone) <= instant < week.ends(zone)


def test_it_belongs_to_the_week_of_the_company_not_of_greenwich() -> None:
    late_sunday = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert (week_at(late_sunday, BERLIN).name, week_at(late_sunday, ZoneInfo("UTC")).name) == ("2026-W47", "2026-W46")


def test_it_freezes_on_the_monday_after_at_six_by_the_clock_on_the_wall() -> None:
    for name in ("2026-W12", "2026-W13", "2026-W43", "2026-W46"):
        local = parse_week(name).freezes(BERLIN).astimezone(BERLIN)
        assert (local.isoweekday(), local.hour, local.minute) == (1, 6, 0)


@pytest.mark.parametrize(
    "name",
    ["", "2026", "2026-46", "2026-W00", "2026-W54", "2025-W53", "2026-w46", "2026-W46 ", "٢٠٢٦-W46", "0001-W01"],
)
def test_it_refuses_what_is_no_week(name: str) -> None:
    with pytest.raises(ValueError):
        parse_week(name)


def test_it_orders_weeks_by_time() -> None:
    assert Week(2026, 53) < Week(2027, 1) < Week(2027, 2)
