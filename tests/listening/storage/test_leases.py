"""Leases of sources and threads: one holder at a time, kept while it is at work, taken over once it is silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from listening.models import Source
from listening.records import Page
from listening.storage import sources, threads
from tests.factories import make_source, make_thread

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
AFTER = sources.LEASE + timedelta(seconds=1)


class Held:
    """Sources or threads, asked in the same words."""

    def __init__(self, kind: str) -> None:
        self.is_source = kind == "source"
        make: Any = make_source if self.is_source else make_thread
        self.row: Any = make(**{"next_poll_at" if self.is_source else "next_read_at": NOW})

    def claim(self, now: datetime) -> Any:
        return sources.claim_source(now) if self.is_source else threads.claim_thread(now)

    def keep(self, lease: Any, now: datetime) -> bool:
        return sources.keep_source(lease, now) if self.is_source else threads.keep_thread(lease, now)

    def hold(self, lease: Any) -> bool:
        return sources.hold_source(lease) if self.is_source else threads.hold_thread(lease)


@pytest.fixture(params=["source", "thread"])
def held(request: pytest.FixtureRequest) -> Held:
    return Held(request.param)


def test_it_lets_nobody_in_while_a_lease_holds(held: Held) -> None:
    assert held.claim(NOW)
    assert held.claim(NOW + sources.LEASE) is None


def test_it_gives_what_a_dead_worker_held_to_the_next(held: Held) -> None:
    dead = held.claim(NOW)
    next_one = held.claim(NOW + AFTER)
    assert (next_one.id, next_one.attempts) == (dead.id, dead.attempts + 1)
    assert (held.hold(dead), held.hold(next_one)) == (False, True)


def test_it_keeps_a_lease_that_is_renewed(held: Held) -> None:
    lease, moment = held.claim(NOW), NOW
    for _ in range(5):
        moment += sources.LEASE
        assert held.keep(lease, moment)
        assert held.claim(moment + sources.LEASE) is None


def test_it_does_not_renew_what_somebody_else_has(held: Held) -> None:
    late = held.claim(NOW)
    held.claim(NOW + AFTER)
    assert not held.keep(late, NOW + AFTER)
    assert held.claim(NOW + AFTER + sources.LEASE) is None


def test_it_renews_a_lease_that_ended_while_nobody_wanted_it(held: Held) -> None:
    lease = held.claim(NOW)
    assert held.keep(lease, NOW + AFTER)
    assert held.claim(NOW + AFTER) is None


def test_it_counts_a_stored_page_as_a_result() -> None:
    make_source(next_poll_at=NOW, attempts=2)
    lease = sources.claim_source(NOW)
    assert lease is not None
    assert lease.attempts == 3
    assert sources.save_cursor(lease, Page(cursor={"n": 1}), now=NOW)
    assert list(Source.objects.values_list("attempts", "cursor")) == [(0, {"n": 1})]


def test_it_saves_no_cursor_once_somebody_else_has_the_source() -> None:
    make_source(next_poll_at=NOW)
    late = sources.claim_source(NOW)
    assert late is not None
    sources.claim_source(NOW + AFTER)
    assert not sources.save_cursor(late, Page(cursor={"n": 1}), now=NOW)
    assert list(Source.objects.values_list("attempts", "cursor")) == [(2, {})]
