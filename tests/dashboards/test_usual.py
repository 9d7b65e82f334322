from __future__ import annotations

from random import Random
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.usual import FEWEST, WEEKS, Usual, about_the_same, usual

VALUES = st.lists(st.floats(0, 1e6), min_size=FEWEST, max_size=30)


@given(st.lists(st.floats(0, 100), max_size=FEWEST - 1))
def test_it_calls_nothing_usual_with_too_few_weeks(values: list[float]) -> None:
    assert usual(values) is None


@given(VALUES)
def test_it_is_the_median_of_the_last_eight_and_their_spread(values: list[float]) -> None:
    found, last = usual(values), sorted(values[-WEEKS:])
    assert found is not None
    assert found.middle == median(last)
    deviation = 1.4826 * sorted(abs(each - found.middle) for each in last)[len(last) // 2]
    assert max(0.0, found.middle - deviation) <= found.low + 1e-6 <= found.middle + 1e-5
    assert found.middle <= found.high <= found.middle + deviation + 1e-6


@given(VALUES, st.randoms())
def test_it_does_not_depend_on_the_order_of_the_weeks(values: list[float], rng: Random) -> None:
    last = values[-WEEKS:]
    mixed = list(last)
    rng.shuffle(mixed)
    assert usual(mixed) == usual(last)


def test_one_wild_week_does_not_move_the_band() -> None:
    assert usual([30, 31, 29, 30, 28, 32, 30, 900]) == usual([30, 31, 29, 30, 28, 32, 30, 33])


@pytest.mark.parametrize(("value", "place"), [(1, "below"), (2, "normal"), (6, "normal"), (7, "above")])
def test_it_says_where_a_value_lies(value: float, place: str) -> None:
    assert Usual(middle=4, low=2, high=6).place_of(value) == place


@pytest.mark.parametrize(
    ("value", "before", "n", "same"),
    [(41, 27, 278, False), (41, 27, 19, True), (104, 100, 500, True), (106, 100, 500, False), (0, 0, 50, True)],
)
def test_it_tells_a_change_only_if_it_is_big_enough(value: float, before: float, n: int, same: bool) -> None:
    assert about_the_same(value, before, n=n) is same
