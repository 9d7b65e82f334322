"""When a worker counts as stuck, and what Postgres says of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from config.supervisor import storage
from config.supervisor.watchdog import BOOT, LONGEST_WAIT, STUCK_AFTER, Watchdog, is_stuck
from listening.connectors.feeds.limited import WALL_SECONDS
from listening.http import Limits
from listening.pipeline import RENEW_EVERY
from listening.storage import sources, threads
from tests.chaos.worker import database_url
from tests.factories import make_source, make_thread

LONG = STUCK_AFTER + 1
STALLED: dict[str, Any] = {"waited_for": LONG, "running_for": 600.0, "tick_age": LONG, "quiet_for": LONG}
STALLED["leased_for"] = None


@pytest.mark.parametrize(
    ("seen", "stuck"),
    [
        ({}, True),
        ({"tick_age": None, "quiet_for": None}, True),
        ({"waited_for": 0.0}, False),
        ({"tick_age": 5.0}, False),
        ({"quiet_for": 0.0}, False),
        ({"leased_for": LONG}, False),
        ({"leased_for": LONGEST_WAIT + 1}, True),
        ({"leased_for": LONG, "running_for": LONG - 1, "tick_age": 0.0}, False),
        ({"running_for": LONG}, False),
        ({"running_for": LONG + 2}, True),
        ({"running_for": BOOT - 1, "tick_age": None}, False),
        ({"running_for": BOOT + 1, "tick_age": None}, True),
    ],
)
def test_it_restarts_a_worker_with_work_waiting_and_no_sign_of_life(seen: dict[str, Any], stuck: bool) -> None:
    assert is_stuck(**STALLED | seen) is stuck


def seen_by_it(monkeypatch: pytest.MonkeyPatch, looks: list[tuple[int, float | None] | None]) -> list[bool]:
    """Return its findings, one look every ten seconds, with a database that knows of no work."""
    waiting = iter(looks)
    monkeypatch.setattr(Watchdog, "_broker", lambda self: next(waiting))
    monkeypatch.setattr(storage, "signs_of_work", lambda url: (None, None))
    dog = Watchdog({"DATABASE_URL": ""})
    return [dog.finds_the_worker_stuck(10.0 + 10 * place, 600.0) for place in range(len(looks))]


def test_it_waits_until_work_has_waited_all_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seen_by_it(monkeypatch, [(3, LONG)] * 5) == [False, False, False, False, True]


@pytest.mark.parametrize("gap", [None, (0, LONG)])
def test_it_begins_afresh_after_an_empty_queue_or_a_broker_that_was_away(
    gap: tuple[int, float | None] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any(seen_by_it(monkeypatch, [(3, LONG)] * 3 + [gap] + [(3, LONG)] * 4))


TOKEN = "5c1a3c5e-2b0a-4a55-9f5e-0d7c3f1c9a11"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [make_source, make_thread])
def test_it_sees_how_long_ago_a_lease_was_taken(make: Callable[..., object]) -> None:
    make(lease_token=TOKEN, lease_until=timezone.now() + sources.LEASE - timedelta(seconds=40))
    age = storage.signs_of_work(database_url())[1]
    assert age is not None
    assert 40 <= age < 45


@pytest.mark.django_db(transaction=True)
def test_it_sees_no_lease_that_has_ended() -> None:
    make_source(lease_token=TOKEN, lease_until=timezone.now() - timedelta(seconds=1))
    assert storage.signs_of_work(database_url())[1] is None


@pytest.mark.django_db(transaction=True)
def test_it_sees_how_long_the_worker_has_been_quiet() -> None:
    connection.ensure_connection()
    assert storage.signs_of_work(database_url())[0] is None
    link = psycopg2.connect(database_url(), application_name=storage.WORKER)
    quiet, _leased = storage.signs_of_work(database_url())
    link.close()
    assert quiet is not None
    assert 0 <= quiet < 5


def test_its_figures_are_those_of_the_leases_and_the_door() -> None:
    assert sources.LEASE == threads.LEASE == timedelta(seconds=storage.LEASE)
    request_and_parse = RENEW_EVERY.total_seconds() + Limits().deadline + WALL_SECONDS
    assert request_and_parse <= LONGEST_WAIT < storage.LEASE
    assert os.environ.get("PGAPPNAME", "") != storage.WORKER
