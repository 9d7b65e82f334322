"""A calendar says which day and which interval is wrong, and comes back from plain values as it went."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagement import wording
from engagement.errors import BadField
from engagement.sla import DAYS, Calendar, always, dump_calendar, parse_calendar, weekdays
from tests.engagement.sla.minutes import cases
from tests.factories import NOW


def plain(**more: Any) -> dict[str, Any]:
    return {"zone": "Europe/Berlin", "days": {"monday": [["08:00", "20:00"]]}, "holidays": []} | more


def refused(data: object) -> BadField:
    with pytest.raises(BadField) as caught:
        parse_calendar(data)
    return caught.value


def test_its_default_is_monday_to_friday_from_eight_to_eight() -> None:
    dumped = dump_calendar(weekdays("Europe/Berlin"))
    assert [dumped["days"][day] for day in DAYS] == [[["08:00", "20:00"]]] * 5 + [[]] * 2


@given(cases())
@settings(deadline=None)
def test_it_comes_back_as_it_went(case: tuple[Calendar, datetime]) -> None:
    calendar, _ = case
    assert parse_calendar(json.loads(json.dumps(dump_calendar(calendar)))) == calendar


def test_it_can_be_open_round_the_clock() -> None:
    assert parse_calendar(dump_calendar(always("UTC"))) == always("UTC")


def test_it_takes_intervals_in_any_order_and_touching_ones() -> None:
    monday = [["13:00", "18:00"], ["08:00", "12:00"], ["18:00", "24:00"]]
    assert parse_calendar(plain(days={"monday": monday})).week[0] == ((480, 720), (780, 1_080), (1_080, 1_440))


def test_it_takes_holidays_as_dates() -> None:
    assert parse_calendar(plain(holidays=["2026-12-25"])).holidays == {date(2026, 12, 25)}


@pytest.mark.parametrize(
    ("intervals", "field", "words"),
    [
        ([["08:00", "12:00"], ["11:59", "18:00"]], "days.friday.2", "Friday, interval 2 overlaps interval 1."),
        ([["13:00", "18:00"], ["08:00", "14:00"]], "days.friday.2", "Friday, interval 2 overlaps interval 1."),
        ([["00:00", "24:00"], ["03:00", "04:00"]], "days.friday.2", "Friday, interval 2 overlaps interval 1."),
        ([["22:00", "06:00"]], "days.friday.1", "Friday, interval 1 ends before it starts. Split it at midnight."),
        ([["08:00", "08:00"]], "days.friday.1", "Friday, interval 1 ends before it starts. Split it at midnight."),
        ([["08:00", "24:01"]], "days.friday.1", "Friday, interval 1: a day ends at 24:00."),
        ([["08:00", "12:60"]], "days.friday.1", "Friday, interval 1: “12:60” is no time such as 08:00."),
        ([["08:00", None]], "days.friday.1", "Friday, interval 1: “null” is no time such as 08:00."),
        ([["08:00", "١٢:٠٠"]], "days.friday.1", "Friday, interval 1: “١٢:٠٠” is no time such as 08:00."),
        ([["08:00"]], "days.friday.1", "Friday, interval 1: give a start and an end."),
        (["08:00"], "days.friday.1", "Friday, interval 1: give a start and an end."),
        ("08:00", "days.friday", "Friday needs a list of intervals, such as 08:00 to 20:00."),
        ([["08:00", "09:00"]] * 13, "days.friday", "Friday has more than 12 intervals."),
    ],
)
def test_it_names_the_day_and_the_interval(intervals: object, field: str, words: str) -> None:
    error = refused(plain(days={"friday": intervals}))
    assert error.field == field
    assert wording.error(error, now=NOW, zone=ZoneInfo("UTC")) == words


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        (plain(zone="Mars/Olympus"), "zone", "zone_unknown"),
        (plain(zone="../../etc/passwd"), "zone", "zone_unknown"),
        (plain(zone="Europe"), "zone", "zone_unknown"),
        (plain(zone=["UTC"]), "zone", "zone_unknown"),
        ({"days": {"monday": [["08:00", "20:00"]]}}, "zone", "zone_unknown"),
        (plain(days={}), "days", "never_open"),
        (plain(days={"monday": []}), "days", "never_open"),
        (plain(days=[]), "days", "calendar_malformed"),
        (plain(days={"montag": []}), "days", "day_unknown"),
        (plain(holidays="2026-12-25"), "holidays", "calendar_malformed"),
        (plain(holidays=["2026-12-25", "2026-02-30"]), "holidays.2", "holiday_not_a_date"),
        (plain(holidays=[10**5_000]), "holidays.1", "holiday_not_a_date"),
        (plain(holidays=[f"{year}-01-01" for year in range(1_000, 2_001)]), "holidays", "holidays_too_many"),
        (plain(hours=[]), "hours", "field_unknown"),
        ([], "calendar", "calendar_malformed"),
        (None, "calendar", "calendar_malformed"),
    ],
)
def test_it_names_the_field(data: object, field: str, code: str) -> None:
    error = refused(data)
    assert (error.field, error.code) == (field, code)
    assert "%" not in wording.error(error, now=NOW, zone=ZoneInfo("UTC"))


_plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("08:00")
_names = st.sampled_from([*DAYS, "zone", "x"])
_nested = st.recursive(_plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3))


@given(st.fixed_dictionaries({}, optional={"zone": _nested, "days": _nested, "holidays": _nested}))
@settings(deadline=None)
def test_it_refuses_whatever_is_no_calendar_in_words(data: dict[str, Any]) -> None:
    words = ""
    try:
        parse_calendar({"zone": "UTC"} | data)
    except BadField as error:
        words = wording.error(error, now=NOW, zone=ZoneInfo("UTC"))
    assert words or data.get("days")
