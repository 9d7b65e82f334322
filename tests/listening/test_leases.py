"""A poll or a reading of any length keeps its lease while it asks the network, and stops once it has lost it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from listening import pipeline
from listening.connectors import registry
from listening.connectors.contract import Plan
from listening.http import Session, allowed
from listening.models import PollRun, Source, Thread
from listening.pipeline import Way
from listening.records import Page, PostKey
from listening.storage import sources, threads
from tests.factories import make_installation, make_source, make_thread
from tests.listening.http.stub import Stub, door_for, reply, saying

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
REQUESTS = 8


class Slow:
    """A network whose page or thread takes many requests. Each lasts ``seconds`` on the clock of the test."""

    def __init__(self, stub: Stub, seconds: int) -> None:
        self.facts = replace(registry.connector("hackernews").facts, network="slow", reaches_back=False)
        self.url, self.seconds, self.moment = f"http://127.0.0.1:{stub.port}/", seconds, NOW
        self.rivals: list[object] = []

    def clock(self) -> datetime:
        return self.moment

    def ask(self, session: Session) -> None:
        """Ask for one page in many requests; after each somebody else tries to get the lease."""
        for _ in range(REQUESTS):
            session.get(self.url)
            self.moment += timedelta(seconds=self.seconds)
            self.rivals.append(sources.claim_source(self.moment) or threads.claim_thread(self.moment))

    def poll(self, session: Session, plan: Plan, *, now: datetime, base_url: str = "") -> Iterator[Page]:
        self.ask(session)
        yield Page(cursor={"n": 1})

    def thread(
        self, session: Session, root: PostKey, *, now: datetime, base_url: str = "", plan: Plan | None = None
    ) -> Page:
        self.ask(session)
        return Page()

    def parse_recorded(self, body: bytes, headers: Mapping[str, str], url: str, *, status: int, now: datetime) -> Page:
        raise NotImplementedError


@pytest.fixture
def stub() -> Iterator[Stub]:
    make_installation()
    with Stub(saying(reply(200))) as serving:
        yield serving


def slow(monkeypatch: pytest.MonkeyPatch, stub: Stub, seconds: int) -> tuple[Slow, Way]:
    network = Slow(stub, seconds)
    monkeypatch.setattr(registry, "CONNECTORS", {**registry.CONNECTORS, "slow": network})
    return network, Way(session=door_for(stub, allow=allowed([f"127.0.0.1:{stub.port}"])).session)


def test_it_polls_on_though_a_page_takes_longer_than_a_lease(monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
    make_source(network="slow", next_poll_at=NOW)
    network, way = slow(monkeypatch, stub, 60)
    assert pipeline.poll_next_due(network.clock, way)
    assert network.rivals == [None] * REQUESTS
    assert Source.objects.get().cursor == {"n": 1}
    assert PollRun.objects.get().outcome == "ok"


def test_it_reads_on_though_a_thread_takes_longer_than_a_lease(monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
    make_thread(network="slow", next_read_at=NOW)
    network, way = slow(monkeypatch, stub, 60)
    assert pipeline.read_next_due_thread(network.clock, way)
    assert network.rivals == [None] * REQUESTS
    assert Thread.objects.get().reads == 1


def test_it_asks_nothing_more_once_another_worker_polls(monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
    make_source(network="slow", next_poll_at=NOW)
    network, way = slow(monkeypatch, stub, 100)
    pipeline.poll_next_due(network.clock, way)
    assert (len(stub.hits), len(network.rivals)) == (1, 1)
    assert not PollRun.objects.exists()
    assert Source.objects.get().lease_token == network.rivals[0].token  # type: ignore[attr-defined]


def test_it_asks_nothing_more_once_another_worker_reads(monkeypatch: pytest.MonkeyPatch, stub: Stub) -> None:
    make_thread(network="slow", next_read_at=NOW)
    network, way = slow(monkeypatch, stub, 100)
    pipeline.read_next_due_thread(network.clock, way)
    assert (len(stub.hits), len(network.rivals)) == (1, 1)
    assert (Thread.objects.get().reads, Thread.objects.get().unreadable) == (0, None)
