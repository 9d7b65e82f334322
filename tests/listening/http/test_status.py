"""What each way of misbehaving means to us."""

from __future__ import annotations

import socket
import struct
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from requests import Response

from listening.errors import (
    AuthError,
    BudgetExhausted,
    ListeningError,
    Permanent,
    RateLimited,
    Transient,
)
from listening.http import Door, Limits, http_date, raise_for_status, read_json, retry_after
from tests.listening.http.stub import PUBLIC, Answer, Heard, Stub, door_for, needs_hostile, reply, rows, saying

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
QUICK = Limits(deadline=0.6, wire=2_000)

EXPECTED: dict[str, tuple[type[ListeningError], str] | None] = {
    "429-retry-after-30": (RateLimited, "rate_limited"),
    "429-no-header": (RateLimited, "rate_limited"),
    "429-garbage": (RateLimited, "rate_limited"),
    "429-huge": (RateLimited, "rate_limited"),
    "500": (Transient, "http_500"),
    "502-html": (Transient, "http_502"),
    "503-date": (Transient, "http_503"),
    "200-html": (Transient, "not_json"),
    "200-empty": (Transient, "not_json"),
    "200-null": None,
    "200-trunc-json": (Transient, "not_json"),
    "401": (AuthError, "unauthorized"),
    "403": (Permanent, "forbidden"),
    "404": (Permanent, "not_found"),
    "410": (Permanent, "gone"),
    "slow-headers": (Transient, "timeout"),
    "slow-body": (Transient, "timeout"),
    "never-ending": (Permanent, "too_large"),
    "reset": (Transient, "truncated"),
    "redirect-loop": (Permanent, "too_many_redirects"),
}


def misbehave(behaviour: str, stub: Stub) -> Answer:
    """Return an answer that does what ``behaviour`` says."""

    def answer(conn: socket.socket, heard: Heard) -> None:
        if behaviour == "1 byte per second":
            conn.sendall(reply(200, length=1000))
            while not stub.over.wait(0.1):
                conn.sendall(b"x")
        elif behaviour == "chunked without end":
            conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while not stub.over.is_set():
                conn.sendall(b"40\r\n" + b"x" * 64 + b"\r\n")
        elif behaviour == "RST after 100 bytes":
            conn.sendall(reply(200, b"x" * 100, length=1000))
            conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif behaviour == "302 to itself":
            conn.sendall(reply(302, Location="/"))
        else:
            stub.over.wait(5)

    return answer


@needs_hostile
@pytest.mark.parametrize("row", rows("network_behaviours.json"), ids=lambda row: row["n"])
def test_it_gives_every_misbehaviour_its_error(row: dict[str, Any]) -> None:
    with Stub(host=PUBLIC) as stub, door_for(stub).session(limits=QUICK) as session:
        stub._answer = (
            misbehave(row["behaviour"], stub)
            if "behaviour" in row
            else saying(reply(row["status"], row.get("body", "").encode(), **row.get("headers", {})))
        )
        found, words = None, ""
        try:
            answer = session.get(f"http://{PUBLIC}:{stub.port}/?token=planted")
            raise_for_status(answer, now=NOW)
            assert read_json(answer) is None
        except ListeningError as error:
            found, words = (type(error), error.code), str(error)
        assert "planted" not in words
        assert found == EXPECTED[row["n"]]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30),
        (" 30 ", 30),
        ("0", 1),
        ("99999999999", 86_400),
        ("9" * 5000, 86_400),
        ("Mon, 02 Mar 2026 12:05:00 GMT", 300),
        ("Mon, 02 Mar 2026 12:05:00 -0000", 300),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 1),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_it_keeps_a_wait_between_a_second_and_a_day(value: str, seconds: int) -> None:
    assert retry_after(value, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "٣٠", "Mon, 99 Foo 2026", "30 seconds"])
def test_it_ignores_a_wait_that_makes_no_sense(value: str | None) -> None:
    assert retry_after(value, now=NOW) is None


def test_it_tells_when_a_limit_ends() -> None:
    with pytest.raises(RateLimited) as error:
        raise_for_status(answer_with(429, **{"Retry-After": "30"}), now=NOW)
    assert error.value.reset_at == NOW + timedelta(seconds=30)


@pytest.mark.parametrize("theirs", ["Mon, 02 Mar 2026 11:50:00 GMT", "Mon, 02 Mar 2026 12:10:00 GMT"])
def test_it_reads_the_date_of_a_wait_by_the_clock_that_wrote_it(theirs: str) -> None:
    until = datetime.strptime(theirs, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC) + timedelta(seconds=45)
    with pytest.raises(RateLimited) as error:
        raise_for_status(answer_with(429, **{"Date": theirs, "Retry-After": format_datetime(until)}), now=NOW)
    assert error.value.reset_at == NOW + timedelta(seconds=45)


@pytest.mark.parametrize("text", [None, "", "soon", "Mon, 99 Foo 2026", "Fri, 31 Dec 9999 23:59:59 -2300"])
def test_it_reads_no_date_where_there_is_none(text: str | None) -> None:
    assert http_date(text) is None


def test_it_tells_how_long_a_broken_network_wants_to_be_left_alone() -> None:
    with pytest.raises(Transient) as error:
        raise_for_status(answer_with(503, **{"Retry-After": "90"}), now=NOW)
    assert error.value.retry_after == 90


def test_it_takes_payment_required_for_a_used_up_budget() -> None:
    with pytest.raises(BudgetExhausted):
        raise_for_status(answer_with(402), now=NOW)


@pytest.mark.parametrize("status", [408, 421, 425])
def test_it_tries_again_where_the_request_was_not_at_fault(status: int) -> None:
    with pytest.raises(Transient):
        raise_for_status(answer_with(status), now=NOW)


@pytest.mark.parametrize("status", [400, 405, 422, 451])
def test_it_does_not_repeat_a_wrong_request(status: int) -> None:
    with pytest.raises(Permanent, match=f"http_{status}"):
        raise_for_status(answer_with(status), now=NOW)


@pytest.mark.parametrize("status", [200, 204, 304])
def test_it_lets_good_answers_pass(status: int) -> None:
    raise_for_status(answer_with(status), now=NOW)


def test_its_messages_hold_neither_path_nor_query() -> None:
    with pytest.raises(Permanent) as error:
        raise_for_status(answer_with(404), now=NOW)
    assert str(error.value) == "not_found: 404 from api.test"


def test_its_messages_hold_no_address_when_a_connection_fails() -> None:
    door = Door(judge=lambda address: True, ports=frozenset({1}))
    with door.session() as session, pytest.raises(Transient) as error:
        session.get("http://127.0.0.1:1/bot-planted/?token=planted")
    assert "planted" not in str(error.value)
    assert error.value.__suppress_context__ or error.value.__context__ is None


def answer_with(status: int, **headers: str) -> Response:
    """Return an answer of api.test, asked with a secret path and query."""
    answer = Response()
    answer.status_code = status
    answer.url = "https://api.test/bot-secret/?token=secret"
    answer.headers.update(headers)
    return answer
