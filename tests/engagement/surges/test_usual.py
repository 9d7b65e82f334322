"""What is usual at an hour, and how many voices are unusual."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.surges import Hour, Usual, usual
from engagement.surges.usual import threshold
from tests.engagement.surges.voices import DAY, HOUR, quiet_weeks
from tests.factories import NOW

BERLIN = ZoneInfo("Europe/Berlin")
LONG_AGO = NOW - timedelta(weeks=20)


def known(hours: list[Hour], *, since: datetime = LONG_AGO, now: datetime = NOW, story: bool = False) -> Usual:
    found = usual(hours, since=since, now=now, zone=BERLIN, story=story)
    assert found is not None
    return found


def test_it_compares_with_the_same_weekday_and_hour() -> None:
    noon = [
        NOW - timedelta(weeks=week) + k * HOUR for week in range(1, 9) for k in (-2, -1, 0, 1)
    ]  # the clocks changed
    found = known([Hour(at=at, posts=4, voices=3) for at in noon])
    assert (found.low, found.high, found.pool, found.n) == (4, 4, "weekday", 8)
    assert found.mean > 3


def test_it_does_not_mind_what_is_said_at_other_hours() -> None:
    evening = [Hour(at=NOW - timedelta(weeks=week) + 9 * HOUR, posts=90, voices=80) for week in range(1, 9)]
    assert known(evening).high == 0


def test_it_follows_the_clock_of_the_company_when_that_jumps() -> None:
    summer = datetime(2026, 10, 21, 8, tzinfo=UTC)  # ten in Berlin, as nine UTC is in November
    hours = [Hour(at=summer - timedelta(weeks=week), posts=5, voices=5) for week in range(5)]
    assert known(hours).high == 5


@pytest.mark.parametrize(("days", "pool"), [(60, "weekday"), (9, "sort"), (2, "hours")])
def test_it_says_which_hours_it_compares_with(days: int, pool: str) -> None:
    assert known(quiet_weeks(9), since=NOW - days * DAY).pool == pool


def test_it_knows_nothing_usual_on_the_first_day() -> None:
    assert usual(quiet_weeks(1), since=NOW - timedelta(hours=20), now=NOW, zone=BERLIN) is None


def test_it_asks_for_more_voices_the_less_it_knows() -> None:
    needed = [known(quiet_weeks(9), since=NOW - days * DAY).needed for days in (60, 9, 2)]
    assert needed == sorted(needed)
    assert needed[0] < needed[-1]


def test_it_asks_for_more_voices_where_hours_are_uneven() -> None:
    draw = random.Random(3)
    uneven = [Hour(at=each.at, posts=n, voices=n) for each in quiet_weeks(9) for n in [draw.choice((0, 0, 0, 4))]]
    assert known(uneven).needed > known(quiet_weeks(9)).needed


def test_it_takes_what_grew_last_week_as_usual() -> None:
    said = [(each.at, 10 if NOW - each.at < 7 * DAY else 1) for each in quiet_weeks(9)]
    grown = [Hour(at=at, posts=n, voices=n) for at, n in said]
    assert known(grown).mean > 5


def test_it_does_not_take_a_surge_as_usual() -> None:
    loud = NOW - timedelta(weeks=1)
    hours = [Hour(at=each.at, posts=n, voices=n) for each in quiet_weeks(9) for n in [50 if each.at == loud else 1]]
    calm = usual(hours, since=LONG_AGO, now=NOW, zone=BERLIN, busy=[(loud, loud + HOUR)])
    assert calm is not None
    assert calm.mean < known(hours).mean


def test_it_knows_the_usual_of_stories_for_itself() -> None:
    hours = [Hour(at=each.at, posts=9, voices=9, story_voices=2) for each in quiet_weeks(9)]
    assert (known(hours, story=True).high, known(hours).high) == (2, 9)


@given(st.floats(0.01, 60), st.floats(1.1, 8))
def test_it_needs_more_the_more_is_usual(mean: float, spread: float) -> None:
    assert mean < threshold(mean, spread) <= threshold(mean * 1.5, spread)


@given(st.floats(0.01, 60), st.floats(1.1, 4))
def test_it_needs_more_the_more_uneven_it_is(mean: float, spread: float) -> None:
    assert threshold(mean, spread) <= threshold(mean, spread * 2)


@pytest.mark.parametrize("mean", [0.5, 3.0, 40.0, 900.0])
def test_it_is_hardly_ever_reached_by_chance(mean: float) -> None:
    draw = random.Random(1)
    spread = 2.0
    drawn = [_poisson(draw, draw.gammavariate(mean / (spread - 1), spread - 1)) for _ in range(1_000)]
    assert sum(n >= threshold(mean, spread, chance=0.01) for n in drawn) <= 25  # 10 would be one in a hundred


def _poisson(draw: random.Random, mean: float) -> int:
    return round(draw.gauss(mean, mean**0.5)) if mean > 500 else sum(1 for _ in _arrivals(draw, mean))


def _arrivals(draw: random.Random, mean: float) -> list[float]:
    at, found = draw.expovariate(1), list[float]()
    while at < mean:
        found.append(at)
        at += draw.expovariate(1)
    return found
