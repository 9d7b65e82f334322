"""Money in micros: what may be asked for, when it goes on, and how it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening import wording
from listening.errors import BudgetExhausted
from listening.metrics import MoneyRow
from listening.money import (
    about,
    affordable,
    coverage,
    dollars,
    each_of,
    is_short,
    left_of,
    month_start,
    next_month,
    preview,
)

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


@pytest.mark.parametrize(
    ("cap", "left", "short"),
    [(10, 2, False), (10, 1, True), (10, 0, True), (10, 10, False), (None, None, False), (0, 0, False)],
)
def test_it_calls_a_budget_short_under_a_fifth(cap: int | None, left: int | None, short: bool) -> None:
    assert is_short(cap, left) is short


def test_it_says_when_everything_is_looked_up_daily() -> None:
    found = coverage(12, cap_micros=10_000_000, price=5_000)
    assert (found.is_daily, found.share, found.round_days, found.month_micros) == (True, 100, 1, 1_800_000)


def test_it_says_which_share_a_cap_pays_for() -> None:
    found = coverage(214, cap_micros=10_000_000, price=5_000)
    assert (found.is_daily, found.a_day, found.share, found.round_days) == (False, 16, 7, 13)
    assert found.month_micros == 2_500_000


@pytest.mark.parametrize("cap", [None, 0, 10_000])
def test_it_promises_no_look_up_that_no_cap_pays_for(cap: int | None) -> None:
    found = coverage(214, cap_micros=cap, price=5_000)
    assert (found.a_day, found.share, found.round_days, found.month_micros) == (0, 0, None, 0)


def test_it_has_nothing_to_look_up_where_nothing_is_stored() -> None:
    found = coverage(0, cap_micros=10_000_000, price=5_000)
    assert (found.is_daily, found.month_micros) == (True, 0)


def test_it_says_what_each_kept_mention_cost() -> None:
    row = MoneyRow(
        source_id=1, name="X", network="x", cap=10_000_000, spent=685_000, left=9_315_000, kept=9, each=76_112
    )
    said = "$0.685 of $10.00 spent this month, $9.315 left. Each kept mention cost about $0.077."
    assert wording.money(row) == said
