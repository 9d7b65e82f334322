"""When threads are read again, and when what is known of them is stale."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from listening.answers.schedule import is_stale, next_read, watch_ends

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(minutes=1), timedelta(minutes=14)),
        (timedelta(minutes=20), timedelta(minutes=10)),
        (timedelta(hours=5), timedelta(hours=3)),
        (timedelta(hours=9), timedelta(days=1)),
        (timedelta(days=8), timedelta(days=7)),
        (timedelta(days=31), None),
    ],
)
def test_it_reads_again_on_schedule(age: timedelta, wait: timedelta | None) -> None:
    read_at = NOON + age
    assert next_read(NOON, read_at=read_at) == (read_at + wait if wait is not None else None)


@pytest.mark.parametrize("hours", [0.1, 3, 30, 24 * 10])
def test_it_reads_half_as_often_where_little_money_is_left(hours: float) -> None:
    read_at = NOON + timedelta(hours=hours)
    usual, stretched = next_read(NOON, read_at=read_at), next_read(NOON, read_at=read_at, stretched=True)
    assert usual is not None
    assert stretched == read_at + 2 * (usual - read_at)


def test_it_stretches_nothing_that_is_no_longer_watched() -> None:
    assert next_read(NOON, read_at=NOON + timedelta(days=31), stretched=True) is None


@pytest.mark.parametrize(("after", "wait"), [(0, 1), (1, 2), (3, 7)])
def test_it_reads_at_once_after_somebody_replied_on_the_network(after: int, wait: int) -> None:
    replied_at = NOON + timedelta(days=8)
    read_at = replied_at + timedelta(minutes=after)
    assert next_read(NOON, read_at=read_at, stretched=True, replied_at=replied_at) == read_at + timedelta(minutes=wait)


def test_it_goes_back_to_its_schedule_after_the_third_check() -> None:
    replied_at = NOON + timedelta(hours=5)
    read_at = replied_at + timedelta(minutes=10)
    assert next_read(NOON, read_at=read_at, replied_at=replied_at) == NOON + timedelta(hours=8)


def test_it_checks_a_reply_even_to_a_question_no_longer_watched() -> None:
    replied_at = NOON + timedelta(days=40)
    assert next_read(NOON, read_at=replied_at, replied_at=replied_at) == replied_at + timedelta(minutes=1)


def test_it_is_stale_after_twice_its_schedule() -> None:
    read_at = NOON + timedelta(hours=10)  # the next reading is due a day later
    assert not is_stale(NOON, read_at=read_at, now=read_at + timedelta(days=2))
    assert is_stale(NOON, read_at=read_at, now=read_at + timedelta(days=2, seconds=1))


def test_it_is_never_stale_unread_or_once_the_watch_has_ended() -> None:
    assert not is_stale(NOON, read_at=None, now=NOON + timedelta(days=90))
    assert not is_stale(NOON, read_at=NOON + timedelta(days=31), now=NOON + timedelta(days=90))


def test_it_watches_for_thirty_days() -> None:
    assert watch_ends(NOON) == NOON + timedelta(days=30)
