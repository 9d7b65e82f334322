"""The queue's address: what it may say, and that nothing unknown is ignored."""

from __future__ import annotations

from datetime import UTC, date, datetime
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engagement.errors import BadFilter
from engagement.filters import ANSWERS, FLAG_CHOICES, QueueFilters, parse
from engagement.records import DISPOSITIONS, LANES, STATUSES

BERLIN = ZoneInfo("Europe/Berlin")


def read(query: str) -> QueueFilters:
    return parse(parse_qs(query, keep_blank_values=True), zone=BERLIN)


def test_it_shows_engage_and_open_when_nothing_is_said() -> None:
    assert read("") == read("lane=&q=+") == QueueFilters(lane="engage", status="open")


def test_it_reads_repeated_flags() -> None:
    assert read("flag=complaint&flag=question").flag == ("complaint", "question")


@pytest.mark.parametrize("query", ["q=window", "ids=4,7", "day=2026-11-18", "disposition=heard", "author=@bob"])
def test_it_looks_everywhere_when_something_is_searched(query: str) -> None:
    assert (read(query).lane, read(query).status) == ("", "")
    assert read(f"{query}&lane=manage&status=open").lane == "manage"


def test_it_lifts_the_lane_for_my_cases_and_for_snoozed_ones() -> None:
    assert (read("assignee=me").lane, read("assignee=me").status) == ("", "open")
    assert (read("status=snoozed").lane, read("status=snoozed").status) == ("", "snoozed")


def test_it_starts_days_in_the_companys_zone() -> None:
    assert read("since=2026-11-18").since == datetime(2026, 11, 17, 23, tzinfo=UTC)
    assert read("since=2026-11-18T10:00%2B01:00").since == datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("query", "parameter", "code"),
    [
        ("flags=complaint", "flags", "unknown_parameter"),
        ("flag=angry", "flag", "unknown_value"),
        ("lane=work", "lane", "unknown_value"),
        ("lane=engage&lane=manage", "lane", "said_twice"),
        ("brand=x", "brand", "not_a_number"),
        ("ids=99999999999999999999", "ids", "not_a_number"),
        ("ids=" + ",".join("1" * 1001), "ids", "too_many"),
        ("assignee=you", "assignee", "not_a_number"),
        ("day=yesterday", "day", "not_a_date"),
        ("since=2026-11-18T10:00", "since", "without_a_zone"),
        ("since=2026-11-18&until=2026-11-18", "until", "ends_before_it_starts"),
        ("q=" + "x" * 201, "q", "too_long"),
        ("q=a%00b", "q", "unknown_value"),
        ("sort=age", "sort", "unknown_value"),
    ],
)
def test_it_names_what_it_does_not_know(query: str, parameter: str, code: str) -> None:
    with pytest.raises(BadFilter) as refused:
        read(query)
    assert (refused.value.parameter, refused.value.code) == (parameter, code)


def test_it_leaves_the_page_of_the_list_to_its_own_reader() -> None:
    assert read("cursor=priority.1.1&limit=10") == QueueFilters()


STATES = some.builds(
    QueueFilters,
    lane=some.sampled_from(("", *LANES)),
    status=some.sampled_from(("", *STATUSES)),
    flag=some.lists(some.sampled_from(FLAG_CHOICES), unique=True).map(tuple),
    flag_state=some.sampled_from(("on", "unsure")),
    brand=some.lists(some.integers(1, 99), unique=True).map(tuple),
    answer=some.lists(some.sampled_from(ANSWERS), unique=True).map(tuple),
    assignee=some.sampled_from(("", "me", "none", "7")),
    q=some.sampled_from(("", "retry window", "a&b=c")),
    since=some.sampled_from((None, datetime(2026, 11, 2, 5, tzinfo=UTC))),
    day=some.sampled_from((None, date(2026, 11, 18))),
    ids=some.lists(some.integers(1, 10**12), unique=True).map(tuple),
    disposition=some.lists(some.sampled_from(DISPOSITIONS), unique=True).map(tuple),
    sort=some.sampled_from(("priority", "newest")),
)


@given(STATES)
def test_it_reads_back_every_address_that_it_writes(state: QueueFilters) -> None:
    assert read(state.query()) == state
