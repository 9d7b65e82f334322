"""What a poll's end says of a source, and when it is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from listening import health
from listening.errors import (
    AuthError,
    BudgetExhausted,
    CursorExpired,
    ListeningError,
    Permanent,
    RateLimited,
    Transient,
)

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def after(error: Exception, *, failures: int = 0, kind: str = "feed") -> health.Outcome:
    return health.after_error(error, kind=kind, failures=failures, interval=HOUR, now=NOW)  # type: ignore[arg-type]


def test_it_polls_again_after_the_interval() -> None:
    assert health.after_success(HOUR, None, now=NOW).again == NOW + HOUR


def test_it_obeys_a_network_that_wants_a_longer_pause_up_to_a_day() -> None:
    assert health.after_success(HOUR, NOW + 2 * HOUR, now=NOW).again == NOW + 2 * HOUR
    assert health.after_success(HOUR, NOW + timedelta(days=900), now=NOW).again == NOW + timedelta(days=1)


def test_it_keeps_a_rate_limit_between_a_second_and_a_day() -> None:
    assert after(RateLimited(reset_at=NOW - HOUR)).again == NOW + timedelta(seconds=1)
    assert after(RateLimited(reset_at=NOW + timedelta(days=9999))).again == NOW + timedelta(days=1)


def test_it_stops_and_waits_for_a_person_when_the_sign_in_is_wrong() -> None:
    outcome = after(AuthError("token_expired"))
    assert (outcome.state, outcome.again) == ("sign_in_expired", None)


def test_it_waits_for_the_budget_to_come_back() -> None:
    outcome = after(BudgetExhausted(resume_at=NOW + 5 * HOUR))
    assert (outcome.state, outcome.again) == ("out_of_budget", NOW + 5 * HOUR)


def test_it_backs_off_doubling_and_never_beyond_six_hours() -> None:
    waits = [health.back_off(n) for n in range(20)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(seconds=60), timedelta(seconds=120)]
    assert max(waits) == timedelta(hours=6)


def test_it_opens_the_breaker_after_five_failures_and_probes_hourly() -> None:
    assert after(Transient("timeout"), failures=3).state == "degraded"
    outcome = after(Transient("timeout"), failures=4)
    assert (outcome.state, outcome.again) == ("blocked", NOW + HOUR)


def test_it_retires_a_source_that_its_network_calls_gone() -> None:
    outcome = after(Permanent("gone"))
    assert (outcome.state, outcome.again) == ("retired", None)


def test_it_only_blocks_a_search_whose_address_is_gone() -> None:
    assert after(Permanent("gone"), kind="search").state == "blocked"


def test_it_names_the_reason_of_a_blocked_source() -> None:
    outcome = after(Permanent("not_a_feed", "it is a page"))
    assert outcome.state == "blocked"
    assert outcome.reason == {"code": "not_a_feed", "params": {"detail": "it is a page"}}


def test_it_starts_afresh_at_once_when_the_cursor_is_no_longer_accepted() -> None:
    assert after(CursorExpired("since_id_too_old")).again == NOW


def test_it_never_reads_a_thread_again_that_can_never_be_read() -> None:
    assert health.read_again_after(Permanent("no_threads"), failures=1, now=NOW) is None


@pytest.mark.parametrize(
    "error",
    [Transient("timeout"), RateLimited(), AuthError("unauthorized"), BudgetExhausted(resume_at=NOW + 99 * HOUR)],
)
def test_it_reads_a_thread_again_after_whatever_passes(error: ListeningError) -> None:
    again = health.read_again_after(error, failures=99, now=NOW)
    assert again is not None
    assert NOW < again <= NOW + 6 * HOUR
