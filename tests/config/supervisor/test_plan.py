"""What runs, where it listens, and what the children are told."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from config.supervisor import plan
from config.supervisor.layout import Layout
from config.supervisor.plan import Plan, bind_address, demo_environment

PLACE = Layout(data=Path("/d"), sockets=Path("/d/run"), postgres=Path("/d/pg"), account=None)
RUN = Plan(
    place=PLACE,
    environment={"A": "1"},
    base_url="http://localhost:8000",
    bind="127.0.0.1",
    port=8000,
    own_database=True,
    own_broker=True,
)


@pytest.mark.parametrize(
    ("base_url", "chosen", "address"),
    [
        ("http://localhost:8000", "", "127.0.0.1"),
        ("http://127.0.0.1:8000", "", "127.0.0.1"),
        ("https://wellheard.example", "", "127.0.0.1"),
        ("http://wellheard.lan:9000", "", "127.0.0.1"),
        ("http://192.0.2.7:8000", "", "0.0.0.0"),
        ("https://wellheard.example", "192.0.2.7", "192.0.2.7"),
    ],
)
def test_it_listens_to_others_only_when_told_so(base_url: str, chosen: str, address: str) -> None:
    assert bind_address(base_url, 8000, chosen) == address


def test_it_lets_the_demo_reach_nothing_but_the_simulator() -> None:
    told = demo_environment(8001)
    assert told["OUTBOUND_ALLOW"] == "127.0.0.1:8001"
    assert told["FEEDS_BASE_URL"].startswith("http://127.0.0.1:8001")
    assert told["HACKERNEWS_BASE_URL"].startswith("http://127.0.0.1:8001")
    assert told["X_BASE_URL"] == "http://127.0.0.1:8001/x"


def test_it_keeps_servers_of_a_real_installation_out_of_the_demo() -> None:
    told = demo_environment(8001)
    assert [told[name] for name in ("DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL")] == ["", "", ""]


def test_it_stops_the_worker_softly_before_it_kills_it() -> None:
    assert [number for number, _ in plan.worker(RUN).stop] == [signal.SIGTERM, signal.SIGQUIT]


def test_it_gives_pages_less_time_for_a_statement_than_workers() -> None:
    assert "STATEMENT_TIMEOUT" not in plan.web(RUN).env
    assert plan.worker(RUN).env["STATEMENT_TIMEOUT"] == "60"


def test_it_has_the_worker_consume_every_queue() -> None:
    assert plan.QUEUES in plan.worker(RUN).argv


def test_it_keeps_beats_schedule_in_memory() -> None:
    assert "celery.beat:Scheduler" in plan.beat(RUN).argv


def test_it_could_stop_everything_within_ten_seconds() -> None:
    waits = [sum(seconds for _, seconds in made(RUN).stop) for made in (plan.web, plan.worker, plan.beat)]
    assert sum(waits) < 9.0
