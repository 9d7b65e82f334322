"""What a misbehaving network answers ends as a named state of its own source; healthy sources stay fresh."""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from listening import actions, pipeline
from listening.http import Limits, allowed
from listening.models import PollRun, Source
from listening.pipeline import Way
from listening.storage import context
from tests.factories import make_source
from tests.listening.http.stub import Heard, Stub, door_for, needs_hostile, reply, rows

pytestmark = [pytest.mark.chaos, pytest.mark.django_db, needs_hostile]

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
QUICK = Limits(connect=1, idle=0.5, deadline=1.5)
"""The same limits as in earnest, thirty times shorter; their lengths are tested beside the door."""

BEHAVIOURS: list[dict[str, Any]] = rows("network_behaviours.json")
FEED = b"<rss version='2.0'><channel><item><title>Hi</title><guid>1</guid></item></channel></rss>"
HOUR, SHORT, PROBE = timedelta(hours=1), timedelta(seconds=30), timedelta(hours=6)
SLOWED = ("degraded", "rate_limited")
EXPECTED: dict[str, tuple[tuple[str, str, timedelta | None], tuple[str, str, timedelta | None]]] = {
    # what a feed and a search of Hacker News make of it: state, reason, wait until the next poll
    "429-retry-after-30": ((*SLOWED, SHORT), (*SLOWED, SHORT)),
    "429-no-header": ((*SLOWED, HOUR), (*SLOWED, SHORT)),
    "429-garbage": ((*SLOWED, HOUR), (*SLOWED, SHORT)),
    "429-huge": ((*SLOWED, DAY), (*SLOWED, DAY)),
    "500": (("degraded", "http_500", SHORT), ("degraded", "http_500", SHORT)),
    "502-html": (("degraded", "http_502", SHORT), ("degraded", "http_502", SHORT)),
    "503-date": (("degraded", "http_503", DAY), ("degraded", "http_503", DAY)),
    "200-html": (("blocked", "not_a_feed", PROBE), ("degraded", "not_json", SHORT)),
    "200-empty": (("degraded", "empty_body", SHORT), ("degraded", "not_json", SHORT)),
    "200-null": (("blocked", "not_a_feed", PROBE), ("degraded", "no_maxitem", SHORT)),
    "200-trunc-json": (("blocked", "not_a_feed", PROBE), ("degraded", "not_json", SHORT)),
    "401": (("sign_in_expired", "unauthorized", None), ("sign_in_expired", "unauthorized", None)),
    "403": (("blocked", "forbidden", PROBE), ("blocked", "forbidden", PROBE)),
    "404": (("blocked", "not_found", PROBE), ("blocked", "not_found", PROBE)),
    "410": (("retired", "gone", None), ("blocked", "gone", PROBE)),
    "slow-headers": (("degraded", "timeout", SHORT), ("degraded", "timeout", SHORT)),
    "slow-body": (("degraded", "timeout", SHORT), ("degraded", "timeout", SHORT)),
    "never-ending": (("degraded", "timeout", SHORT), ("degraded", "timeout", SHORT)),
    "reset": (("degraded", "truncated", SHORT), ("degraded", "truncated", SHORT)),
    "redirect-loop": (("blocked", "too_many_redirects", PROBE), ("blocked", "too_many_redirects", PROBE)),
}


def linger(conn: socket.socket, stub: Stub, piece: bytes, every: float) -> None:
    """Send a piece again and again until the other side or the test has had enough."""
    while not stub.over.wait(every):
        conn.sendall(piece)


def misbehave(conn: socket.socket, stub: Stub, row: dict[str, Any], path: str) -> None:
    """Answer as a row of the corpus says."""
    endless = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    match row.get("behaviour", "")[:8]:
        case "":
            headers = {**row.get("headers", {}), **({"Content-Type": row["ctype"]} if "ctype" in row else {})}
            conn.sendall(reply(row["status"], row.get("body", "").encode(), **headers))
        case "accept t":
            stub.over.wait(10)
        case "1 byte p":
            conn.sendall(reply(200, b"", length=1_000_000))
            linger(conn, stub, b"<", 0.2)
        case "chunked ":
            conn.sendall(endless)
            linger(conn, stub, b"8\r\n<a></a> \r\n", 0.0005)
        case "RST afte":
            conn.sendall(reply(200, b"x" * 40, length=1_000))
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        case "302 to i":
            conn.sendall(reply(302, Location=path))
        case unknown:
            raise ValueError(unknown)


@pytest.fixture
def play() -> Iterator[Callable[[dict[str, Any]], Way]]:
    """Return the way to networks that behave as a row says, but for what lies under /good."""
    stubs: list[Stub] = []

    def start(row: dict[str, Any]) -> Way:
        def answer(conn: socket.socket, heard: Heard) -> None:
            path = heard.line.split()[1]
            if path.startswith("/good"):
                conn.sendall(reply(200, FEED, Content_Type="application/rss+xml"))
            else:
                misbehave(conn, stub, row, path)

        stub = Stub(answer)
        stubs.append(stub)
        stub.__enter__()
        door = door_for(stub, allow=allowed([f"127.0.0.1:{stub.port}"]), limits=QUICK)
        return Way(session=door.session, base_url=lambda network: f"http://127.0.0.1:{stub.port}/{network}/")

    yield start
    for stub in stubs:
        stub.__exit__()


@pytest.fixture
def company() -> None:
    """Two healthy feeds stand before and behind a sick feed and a sick search."""
    context.forget()
    actions.found_installation(
        company="Northwind Relay", domain="", zone="UTC", brand_terms=["Northwind Relay"], now=NOW - DAY
    )
    for place, (name, path) in enumerate((("good 1", "/good/1"), ("sick", "/sick"), ("good 2", "/good/2"))):
        due = NOW - timedelta(seconds=9 - 3 * place)
        make_source(network="feeds", kind="feed", name=name, params={"url": path}, next_poll_at=due)
    make_source(name="search", next_poll_at=NOW - timedelta(seconds=5))


def drain(way: Way) -> None:
    while pipeline.poll_next_due(lambda: NOW, way):
        pass


def came_to(name: str) -> tuple[str, str, timedelta | None]:
    source = Source.objects.get(name=name)
    wait = source.next_poll_at - NOW if source.next_poll_at else None
    return source.state, (source.reason or {}).get("code", ""), wait


def named(row: dict[str, Any]) -> str:
    return str(row["n"])


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("row", BEHAVIOURS, ids=named)
def test_it_names_what_is_wrong_and_reads_the_others(play: Callable[..., Way], row: dict[str, Any]) -> None:
    drain(play(row))
    assert set(Source.objects.filter(name__startswith="good").values_list("state", "last_ok_at")) == {("ok", NOW)}
    assert (came_to("sick"), came_to("search")) == EXPECTED[row["n"]]
    assert PollRun.objects.count() == 4
