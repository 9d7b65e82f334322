"""Money in micros: what may be asked for, when it goes on, and how it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening import wording
from listening.errors import BudgetExhausted
from listening.money import about, affordable, dollars, each_of, left_of, month_start, next_month, preview

NOW = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)


def test_it_begins_months_by_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    assert next_month(NOW) == datetime(2026, 12, 1, tzinfo=UTC)
    assert next_month(datetime(2026, 12, 31, tzinfo=UTC)) == datetime(2027, 1, 1, tzinfo=UTC)
    assert month_start(datetime(2026, 12, 1, 0, 30, tzinfo=berlin)) == datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(("left", "many"), [(10_000_000, 100), (500_000, 100), (499_999, 99), (50_000, 10)])
def test_it_asks_for_what_the_rest_of_the_month_pays(left: int, many: int) -> None:
    assert affordable(left, 5_000, least=10, most=100, now=NOW) == many


@pytest.mark.parametrize(("left", "code", "resume"), [(None, "no_cap", None), (49_999, "cap_reached", 1)])
def test_it_stops_hard(left: int | None, code: str, resume: int | None) -> None:
    with pytest.raises(BudgetExhausted, match=code) as caught:
        affordable(left, 5_000, least=10, most=100, now=NOW)
    assert caught.value.resume_at == (next_month(NOW) if resume else None)


@given(st.integers(0, 10**9), st.integers(1, 10**6))
def test_it_never_asks_for_more_than_is_left(left: int, price: int) -> None:
    try:
        assert affordable(left, price, least=5, most=100, now=NOW) * price <= left
    except BudgetExhausted:
        assert left < 5 * price


def test_it_leaves_nothing_below_zero_and_nothing_known_without_a_cap() -> None:
    assert (left_of(10, 4), left_of(10, 11), left_of(None, 4)) == (6, 0, None)


def test_it_tells_what_each_kept_mention_cost() -> None:
    assert (each_of(10_000, 3), each_of(0, 3), each_of(10_000, 0)) == (3_334, 0, None)


@pytest.mark.parametrize(
    ("micros", "words"),
    [(0, "$0.00"), (5_000, "$0.005"), (10_000_000, "$10.00"), (1_234_567_890, "$1,234.56789"), (1, "$0.000001")],
)
def test_it_writes_exact_amounts(micros: int, words: str) -> None:
    assert dollars(micros) == words


@pytest.mark.parametrize(
    ("micros", "words"),
    [(0, "$0.00"), (1_070_000, "$1.10"), (22_500_000, "$23.00"), (1_100_000, "$1.10"), (31_000, "$0.031")],
)
def test_it_rounds_estimates_up_to_two_digits(micros: int, words: str) -> None:
    assert about(micros) == words


def test_it_says_what_a_preview_promises() -> None:
    found = preview(50, days=7, cost_micros=5_000, price=5_000)
    assert wording.preview(found.say()) == "This preview costs $0.005, about 214 posts a month, about $1.10."
