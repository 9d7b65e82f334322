"""Endless answers come line by line and end when they should."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest

from listening.errors import Permanent, RateLimited, Transient
from tests.listening.http.stub import PUBLIC, Answer, Heard, Stub, door_for, reply, saying

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
PLAIN = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


def lines(answer: Answer, *, count: int = 9, seconds: float = 5.0, **options: Any) -> list[str]:
    """Read up to ``count`` lines of what a stub streams."""
    with Stub(answer, host=PUBLIC) as stub:
        found = door_for(stub).stream(f"http://{PUBLIC}:{stub.port}/", now=NOW, seconds=seconds, **options)
        return list(islice(found, count))


def then_silence(*pieces: bytes) -> Answer:
    """Return an answer that sends ``pieces`` one by one and then says nothing more."""

    def answer(conn: socket.socket, heard: Heard) -> None:
        for piece in pieces:
            conn.sendall(piece)
            time.sleep(0.02)
        time.sleep(3)

    return answer


@pytest.mark.parametrize(
    "pieces", [(PLAIN, b"data: a\n", b"da", b"ta: b\r\n"), (CHUNKED, b"8\r\ndata: a\n\r\n", b"9\r\ndata: b\r\n\r\n")]
)
def test_it_yields_each_line_as_soon_as_it_is_whole(pieces: tuple[bytes, ...]) -> None:
    started = time.monotonic()
    assert lines(then_silence(*pieces), count=2) == ["data: a", "data: b"]
    assert time.monotonic() - started < 2.5


def test_it_yields_the_last_line_of_an_answer_that_ends() -> None:
    assert lines(saying(reply(200, b"a\n\nb"))) == ["a", "", "b"]


def test_it_ends_quietly_when_its_time_is_over() -> None:
    assert lines(then_silence(PLAIN, b"a\n"), seconds=0.4) == ["a"]


def test_it_complains_of_silence() -> None:
    with pytest.raises(Transient, match="timeout"):
        lines(then_silence(PLAIN, b"a\n"), idle=0.2)


def test_it_caps_a_line() -> None:
    with pytest.raises(Permanent, match="too_large"):
        lines(saying(reply(200, b"x" * 5_000)), line_bytes=1_000)


def test_it_caps_the_whole() -> None:
    with pytest.raises(Permanent, match="too_large"):
        lines(saying(reply(200, b"x\n" * 50_000)), count=99_999, total_bytes=20_000)


def test_it_heeds_the_status() -> None:
    with pytest.raises(RateLimited):
        lines(saying(reply(429)))
