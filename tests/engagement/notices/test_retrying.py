"""When a message is tried again: back-off, the receiver's own wish, and the end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagement.notices.retrying import after_failure
from listening.errors import AuthError, BudgetExhausted, Forbidden, ListeningError, Permanent, RateLimited, Transient
from tests.factories import NOW


def wait(error: ListeningError, *, attempts: int = 0, age: timedelta = timedelta(0)) -> timedelta | None:
    """Return how long a notice waits after ``error``; None if it is given up."""
    verdict = after_failure(error, attempts=attempts, created_at=NOW - age, now=NOW)
    return verdict.due_at - NOW if verdict.state == "waiting" else None


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 5), (2, 30), (3, 120), (11, 120)])
def test_it_waits_longer_each_time(attempts: int, minutes: int) -> None:
    assert wait(Transient("http_500"), attempts=attempts) == timedelta(minutes=minutes)


def test_it_waits_as_long_as_it_is_asked_to() -> None:
    hours = timedelta(hours=3)
    assert wait(RateLimited(reset_at=NOW + hours)) == hours
    assert wait(Transient("http_503", retry_after=hours.total_seconds())) == hours


def test_it_waits_at_most_a_day() -> None:
    assert wait(RateLimited(reset_at=NOW + timedelta(days=900))) == timedelta(days=1)


def test_it_never_comes_sooner_than_its_own_back_off() -> None:
    assert wait(RateLimited(reset_at=NOW + timedelta(seconds=1))) == timedelta(minutes=1)
    assert wait(RateLimited()) == timedelta(minutes=1)


def test_it_gives_up_after_a_day() -> None:
    assert wait(Transient("timeout"), attempts=9, age=timedelta(hours=23, minutes=59)) == timedelta(hours=2)
    assert wait(Transient("timeout"), attempts=9, age=timedelta(hours=24)) is None


@pytest.mark.parametrize(
    "error", [Permanent("not_found"), AuthError("unauthorized"), BudgetExhausted(), Forbidden("address_private")]
)
def test_it_gives_up_at_once_what_asking_cannot_mend(error: ListeningError) -> None:
    assert wait(error) is None
