"""Time and size: bombs, dripping answers, endless headers."""

from __future__ import annotations

import gzip
import resource
import socket
import time
import zlib
from pathlib import Path

import pytest

from listening.errors import ListeningError, Permanent, Transient
from listening.http import Limits, Session
from listening.http.wire import Meter
from tests.listening.http.stub import HOSTILE, PUBLIC, Answer, Heard, Stub, door_for, needs_hostile, reply, saying

BOMBS = sorted((HOSTILE / "feeds").glob("bomb_*body"))
SMALL = Limits(wire=100_000, inflated=200_000, deadline=5)


def fetched(answer: Answer, limits: Limits, *, stream: bool = False) -> bytes:
    """Fetch what a stub answers under ``limits`` and return the body."""
    with Stub(answer, host=PUBLIC) as stub, door_for(stub).session(limits=limits) as session:
        answered = session.get(f"http://{PUBLIC}:{stub.port}/", stream=stream)
        return b"".join(answered.iter_content(4096)) if stream else answered.content


def drip(head: bytes, piece: bytes, every: float = 0.05) -> Answer:
    """Return an answer that sends ``head`` at once and then ``piece`` again and again."""

    def answer(conn: socket.socket, heard: Heard) -> None:
        conn.sendall(head)
        while True:
            time.sleep(every)
            conn.sendall(piece)

    return answer


@needs_hostile
@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.name)
def test_it_defuses_bombs_within_little_memory(bomb: Path) -> None:
    encoding = {"bomb_double.gzbody": "gzip, gzip", "bomb_rawdeflate.body": "deflate"}.get(bomb.name, "gzip")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Permanent, match="too_large"):
        fetched(saying(reply(200, bomb.read_bytes(), Content_Encoding=encoding)), Limits())
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "gzip, gzip"])
@pytest.mark.parametrize("stream", [False, True])
def test_it_counts_what_a_body_unpacks_to(encoding: str, stream: bool) -> None:
    body = bytes(300_000)
    packed = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)[2:-4]}.get(encoding)
    packed = gzip.compress(gzip.compress(body)) if packed is None else packed
    with pytest.raises(Permanent, match="too_large"):
        fetched(saying(reply(200, packed, Content_Encoding=encoding)), SMALL, stream=stream)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_it_unpacks_what_keeps_within_its_limits(encoding: str) -> None:
    body = bytes(150_000)
    packed = gzip.compress(body) if encoding == "gzip" else zlib.compress(body)
    assert fetched(saying(reply(200, packed, Content_Encoding=encoding)), SMALL) == body


def test_it_counts_bytes_on_the_wire() -> None:
    with pytest.raises(Permanent, match="too_large"):
        fetched(saying(reply(200, bytes(150_000))), SMALL)


def test_it_adds_up_the_bytes_of_all_hops() -> None:
    hop = reply(302, bytes(60_000), Location="/next")
    with pytest.raises(Permanent, match="too_large"):
        fetched(saying(hop, hop, reply(200, b"ok")), SMALL)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br", "made-up"])
def test_it_refuses_an_encoding_it_cannot_undo(encoding: str) -> None:
    with pytest.raises(Transient, match="bad_encoding"):
        fetched(saying(reply(200, b"noise", Content_Encoding=encoding)), SMALL)


def test_it_says_when_a_body_is_not_packed_as_it_claims() -> None:
    with pytest.raises(Transient, match="bad_encoding"):
        fetched(saying(reply(200, b"not gzip", Content_Encoding="gzip")), SMALL)


@pytest.mark.parametrize("stream", [False, True])
def test_it_says_when_a_body_is_cut_off(stream: bool) -> None:
    with pytest.raises(Transient, match="truncated"):
        fetched(saying(reply(200, b"half", length=8)), SMALL, stream=stream)


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 9999\r\n\r\n", b"x"),
    ],
)
def test_it_ends_a_dripping_answer_at_the_deadline(head: bytes, piece: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(Transient, match="timeout"):
        fetched(drip(head, piece), Limits(deadline=0.5))
    assert 0.4 < time.monotonic() - started < 10  # it would drip for minutes


def test_it_gives_all_hops_together_one_deadline() -> None:
    def answer(conn: socket.socket, heard: Heard) -> None:
        time.sleep(0.2)
        conn.sendall(reply(302, Location="/again"))

    started = time.monotonic()
    with Stub(answer, host=PUBLIC) as stub, pytest.raises(Transient, match="timeout"):
        door_for(stub).session(redirects=50, limits=Limits(deadline=0.5)).get(f"http://{PUBLIC}:{stub.port}/")
    assert time.monotonic() - started < 5  # fifty hops take ten seconds


def test_it_gives_a_reused_connection_a_deadline_of_its_own() -> None:
    def answer(conn: socket.socket, heard: Heard) -> None:
        for _ in range(3):
            conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            conn.recv(65536)

    with Stub(answer, host=PUBLIC) as stub, door_for(stub).session(limits=Limits(deadline=0.4)) as session:
        for _ in range(3):
            assert session.get(f"http://{PUBLIC}:{stub.port}/").text == "ok"
            time.sleep(0.25)
        assert len(stub.hits) == 1, "one connection"


@pytest.mark.parametrize(
    "head",
    [
        b"X-Long: " + b"x" * 60_000 + b"\r\n" + b"Y-Long: " + b"y" * 60_000,
        b"\r\n".join(b"X-%d: " % n + b"x" * 2_000 for n in range(90)),
        b"\r\n".join(b"X-%d: 1" % n for n in range(1_000)),
        b"X-Line: " + b"x" * 200_000,
    ],
    ids=["two long", "many long", "a thousand", "one endless"],
)
def test_it_caps_headers(head: bytes) -> None:
    with pytest.raises(ListeningError):
        fetched(saying(b"HTTP/1.1 200 OK\r\n" + head + b"\r\nContent-Length: 2\r\n\r\nok"), Limits())


def test_it_caps_headers_that_http_client_would_take() -> None:
    head = b"\r\n".join(b"X-%d: " % n + b"x" * 2_000 for n in range(60))
    with pytest.raises(Permanent, match="headers_too_large"):
        fetched(saying(b"HTTP/1.1 200 OK\r\n" + head + b"\r\nContent-Length: 2\r\n\r\nok"), Limits())


def test_it_gives_up_on_a_caller_s_shorter_timeout() -> None:
    with Stub(drip(b"", b"", every=5), host=PUBLIC) as stub:
        session: Session = door_for(stub).session()
        started = time.monotonic()
        with pytest.raises(Transient, match="timeout"):
            session.get(f"http://{PUBLIC}:{stub.port}/", timeout=0.2)
        assert time.monotonic() - started < 4  # the first byte comes after five


def test_it_starts_no_wait_once_the_time_is_over() -> None:
    with pytest.raises(TimeoutError):
        Meter(Limits(deadline=0)).patience(10)
