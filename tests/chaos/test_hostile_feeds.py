"""Every hostile feed through a real worker: it ends in time, small, named, and a good feed is read all the while."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from listening import actions
from listening.connectors.feeds.parse import instance_of
from listening.models import Mention, PollRun, Source
from listening.storage import context
from listening.tasks import look_for_due_sources
from tests.chaos.worker import Worker, peak_kb
from tests.factories import make_source
from tests.listening.http.stub import HOSTILE, Heard, Stub, needs_hostile, reply

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300), needs_hostile]

SPREAD = 0.1  # seconds between two feeds, so that the good one never stands behind all of them
LONGEST = timedelta(seconds=30)
MOST_KB = 100_000
GOOD = b"<rss version='2.0'><channel><item><title>Northwind Relay</title><guid>%d</guid></item></channel></rss>"


def manifest() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((HOSTILE / "feeds" / "manifest.json").read_text())
    return rows


def answers() -> dict[str, bytes]:
    """Return what is served under each path, headers as the manifest names them."""
    found = {}
    for row in manifest():
        body = (HOSTILE / "feeds" / row["file"]).read_bytes()
        names = {"Content_Type": row["content_type"], "Content_Encoding": row["content_encoding"]}
        headers = {name: value for name, value in names.items() if value}
        found[f"/{row['file']}"] = reply(200, gzip.decompress(body) if row["stored_gz"] else body, **headers)
    return found


@pytest.fixture
def stub() -> Iterator[Stub]:
    """Serve all of them, and under /good a feed that is new each time."""
    served = answers()

    def answer(conn: socket.socket, heard: Heard) -> None:
        path = heard.line.split()[1]
        conn.sendall(served[path] if path in served else reply(200, GOOD % time.monotonic_ns()))

    with Stub(answer) as serving:
        yield serving


@pytest.fixture
def good(stub: Stub) -> Source:
    context.forget()
    now = timezone.now()
    actions.found_installation(
        company="Northwind Relay", domain="", zone="UTC", brand_terms=["Northwind Relay"], now=now
    )
    return feed(stub, "good", after=0)


def feed(stub: Stub, name: str, *, after: float) -> Source:
    url = f"http://127.0.0.1:{stub.port}/{name}"
    due = timezone.now() + timedelta(seconds=after)
    params = {"url": url}
    return make_source(
        network="feeds", kind="feed", name=name, params=params, instance=instance_of(url), next_poll_at=due
    )


def ring(good: Source) -> None:
    """Do what beat does every few seconds, and make the good feed due again unless it is being read."""
    Source.objects.filter(pk=good.pk, lease_token=None).update(next_poll_at=timezone.now())
    for _ in range(2):
        look_for_due_sources.apply_async(expires=5)


def warm(worker: Worker, good: Source) -> dict[int, int]:
    """Wait until both processes have read the good feed. Returns their peak memory by process."""
    until = time.monotonic() + 60
    while len(worker.readers()) < 2:
        assert time.monotonic() < until, worker.log.read_text()[-2000:]
        ring(good)
        time.sleep(0.3)
    return {pid: peak_kb(pid) for pid in worker.pool()}


def read_all(worker: Worker, good: Source) -> dict[int, int]:
    """Wait until every feed has been read once. Returns the peak memory of the processes that read them."""
    peaks: dict[int, int] = {}
    until = time.monotonic() + 150
    while Source.objects.exclude(pk=good.pk).filter(last_poll_at=None).exists():
        assert time.monotonic() < until, worker.log.read_text()[-2000:]
        ring(good)
        peaks |= {pid: max(peaks.get(pid, 0), peak_kb(pid)) for pid in worker.readers()}
        time.sleep(0.3)
    return peaks


def longest_gap(good: Source) -> timedelta:
    """Return the longest time for which the good feed was not read."""
    ends = list(PollRun.objects.filter(source=good).order_by("ended_at").values_list("ended_at", flat=True))
    return max(later - earlier for earlier, later in pairwise(ends))


def test_it_survives_every_hostile_feed(stub: Stub, good: Source, tmp_path: Path) -> None:
    with Worker(tmp_path / "worker.log", OUTBOUND_ALLOW=f"127.0.0.1:{stub.port}") as worker:
        before = warm(worker, good)
        for number, row in enumerate(manifest()):
            feed(stub, row["file"], after=number * SPREAD)
        readers = read_all(worker, good)
        assert worker.alive
        assert worker.pool() == sorted(before)  # none was killed and replaced
        grown = {pid: peak_kb(pid) - kb for pid, kb in before.items()}
    runs = PollRun.objects.exclude(source=good)
    assert_named(runs.count())
    assert max(run.ended_at - run.started_at for run in runs) <= LONGEST
    assert max(*grown.values(), *readers.values()) <= MOST_KB
    assert longest_gap(good) <= LONGEST
    assert "Traceback" not in worker.log.read_text()
    assert not Mention.objects.filter(text__contains="root:").exists()
    tell(good, grown, readers)


def assert_named(runs: int) -> None:
    """Assert that each feed was polled and that its state has a name, with a reason unless all is well."""
    hostile = Source.objects.filter(network="feeds").exclude(name="good")
    assert runs >= hostile.count() == len(manifest())
    assert not hostile.filter(state="new").exists()
    assert not hostile.exclude(state="ok").filter(reason=None).exists()
    assert not hostile.filter(reason__code="feed_reader_died").exists()


def tell(good: Source, grown: dict[int, int], readers: dict[int, int]) -> None:
    states = Source.objects.exclude(pk=good.pk).values_list("state", "reason__code")
    slowest = max(PollRun.objects.exclude(source=good), key=lambda run: run.ended_at - run.started_at)
    print(f"\n{len(states)} feeds: {dict(Counter(code or state for state, code in states))}")
    print(f"slowest {slowest.ended_at - slowest.started_at} ({slowest.source.name}), longest gap {longest_gap(good)}")
    print(f"good feed read {PollRun.objects.filter(source=good).count()} times")
    print(f"workers grew by {max(grown.values())} KB, readers took {max(readers.values())} KB at most")
