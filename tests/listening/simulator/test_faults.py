"""Faults as they are on the wire: what a reader really meets, seen by a reader."""

from __future__ import annotations

import socket
import time
from datetime import timedelta

import pytest
import requests

from listening.simulator.faults import FORBIDDEN, WrongScript
from listening.simulator.server import REMEMBERED
from tests.listening.simulator.conftest import AGENT, EPOCH, Net, Nets, board, entry, story


@pytest.fixture
def net(nets: Nets) -> Net:
    stories = [story(number, minutes=-number, title="Northwind") for number in range(1, 31)]
    return nets.of(*stories, *(entry(number, minutes=-number) for number in range(1, 4)), feeds=(board("json"),))


@pytest.mark.parametrize(("name", "status"), [("500", 500), ("503_json", 503), ("503_html", 503), ("502_html", 502)])
def test_it_fails_with_the_status_it_was_told(net: Net, name: str, status: int) -> None:
    net.simulator.script({"match": "/hn/", "fault": name})
    answer = net.get("/hn/api/v1/search")
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html" if "html" in name else "application/json")


def test_it_slows_readers_down_with_a_time(net: Net) -> None:
    net.simulator.script({"fault": "429", "retry_after": 17})
    answer = net.get("/feeds/board")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "17")


def test_it_slows_readers_down_with_a_date(net: Net) -> None:
    net.simulator.script({"fault": "429_date", "retry_after": 90})
    answer = net.get("/feeds/board")
    assert (answer.headers["Retry-After"], answer.headers["Date"]) == (
        "Sat, 21 Nov 2026 09:01:30 GMT",
        "Sat, 21 Nov 2026 09:00:00 GMT",
    )


OWN_WORDS = [
    ("/hn/api/v1/search", "429", 429, {"message": "Too Many Requests", "status": 429}),
    ("/hn/v0/maxitem.json", "429", 429, {"error": "Too many requests"}),
    ("/hn/v0/maxitem.json", "503_json", 503, {"error": "The service is temporarily unavailable."}),
    ("/hn/api/v1/search", "500", 500, {"message": "Internal server error", "status": 500}),
]


@pytest.mark.parametrize(("path", "fault", "status", "body"), OWN_WORDS)
def test_it_refuses_in_the_words_of_the_index_and_of_the_store(
    net: Net, path: str, fault: str, status: int, body: dict
) -> None:
    net.simulator.script({"fault": fault})
    answer = net.get(path)
    assert (answer.status_code, answer.json()) == (status, body)
    assert "Retry-After" not in answer.headers


def test_it_asks_readers_to_sign_in_and_crawlers_to_pay(net: Net) -> None:
    net.simulator.script({"fault": "401"}, {"fault": "402", "nth": 2})
    members, payers = net.get("/feeds/board"), net.get("/feeds/board")
    assert (members.status_code, members.headers["WWW-Authenticate"]) == (401, 'Basic realm="Feed"')
    assert (payers.status_code, payers.headers["crawler-price"]) == (402, "USD 0.01")


def test_it_shows_a_page_where_data_was_asked_for(net: Net) -> None:
    net.simulator.script({"fault": "html_page"})
    answer = net.get("/feeds/board")
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (200, "text/html")
    assert "<form" in answer.text


def test_it_strikes_only_the_calls_that_the_script_names(net: Net) -> None:
    net.simulator.script({"match": "/feeds/", "nth": 2, "times": 2, "fault": "500"})
    assert net.get("/hn/v0/maxitem.json").status_code == 200
    assert [net.get("/feeds/board").status_code for _ in range(4)] == [200, 500, 500, 200]


def test_it_strikes_for_ever_when_told_so(net: Net) -> None:
    net.simulator.script({"fault": "500", "times": 0})
    assert {net.get("/feeds/board").status_code for _ in range(5)} == {500}
    net.simulator.plan.clear()
    assert net.get("/feeds/board").status_code == 200


def test_it_keeps_the_first_byte_back(net: Net) -> None:
    net.simulator.script({"fault": "slow_first_byte", "seconds": 0.6})
    with pytest.raises(requests.ReadTimeout):
        net.get("/feeds/board", timeout=0.2)


def test_it_drips_a_body(net: Net) -> None:
    whole = net.get("/feeds/board").content
    net.simulator.script({"fault": "drip", "seconds": 0.05, "bytes": len(whole) // 4})
    started = time.monotonic()
    assert net.get("/feeds/board", timeout=0.5).content == whole
    assert time.monotonic() - started > 0.18


def test_it_cuts_a_body_short_of_the_length_it_promised(net: Net) -> None:
    whole = len(net.get("/feeds/board").content)
    net.simulator.script({"fault": "truncated"})
    with socket.create_connection(("127.0.0.1", net.simulator.port), timeout=5) as raw:
        raw.sendall(b"GET /feeds/board HTTP/1.1\r\nHost: x\r\nUser-Agent: t\r\n\r\n")
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"Content-Length: {whole}".encode() in head
    assert len(body) == whole // 2


def test_it_resets_a_connection(net: Net) -> None:
    net.simulator.script({"fault": "reset"})
    with socket.create_connection(("127.0.0.1", net.simulator.port), timeout=5) as raw:
        raw.sendall(b"GET /feeds/board HTTP/1.1\r\nHost: x\r\n\r\n")
        with pytest.raises(ConnectionResetError):
            raw.recv(10)


def test_it_sends_a_small_body_that_unpacks_to_a_large_one(net: Net) -> None:
    net.simulator.script({"fault": "gzip_bomb", "megabytes": 8})
    answer = net.get("/feeds/board")
    assert int(answer.headers["Content-Length"]) < 20_000
    assert len(answer.content) == 8 * 1024 * 1024


def test_it_lies_about_the_type(net: Net) -> None:
    net.simulator.script({"fault": "wrong_type", "type": "image/png"})
    answer = net.get("/feeds/board")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.json()["title"] == "The board"


def test_it_gives_the_page_before_once_more(net: Net) -> None:
    first = net.found(page=0)
    net.simulator.script({"fault": "duplicate_page"})
    assert net.found(page=1) == first
    assert not set(net.found(page=1)) & set(first)


def test_it_gives_the_first_page_for_ever(net: Net) -> None:
    before = int((EPOCH - timedelta(minutes=10)).timestamp())
    asked = {"numericFilters": f"created_at_i>5,created_at_i<={before}"}
    assert net.found(**asked)[0] == "10"
    net.simulator.script({"fault": "same_cursor", "times": 0})
    assert net.found(**asked)[0] == net.found(**asked)[0] == "1"


def test_it_says_for_ever_that_nothing_changed(net: Net) -> None:
    net.simulator.script({"match": "/feeds/", "fault": "same_cursor", "times": 0})
    assert net.get("/feeds/board").status_code == 200
    assert net.get("/feeds/board", headers={**AGENT, "If-None-Match": '"other"'}).status_code == 304


def test_it_shows_an_empty_list_beside_a_count(net: Net) -> None:
    net.simulator.script({"fault": "empty_page", "times": 0})
    answer, feed = net.search(), net.get("/feeds/board")
    assert (answer["hits"], answer["nbHits"]) == ([], 30)
    assert (feed.json()["items"], feed.headers["ETag"]) == ([], '"empty"')


def test_it_remembers_no_more_than_some_answers(net: Net) -> None:
    for number in range(REMEMBERED + 5):
        net.get(f"/hn/v0/item/{number}.json")
    assert len(net.simulator._before) == REMEMBERED


def test_it_gives_hits_out_of_order(net: Net) -> None:
    straight = net.found()
    net.simulator.script({"fault": "out_of_order"})
    crooked = net.found()
    assert crooked != straight
    assert sorted(crooked) == sorted(straight)


def test_it_gives_the_items_of_a_feed_out_of_order(nets: Nets) -> None:
    net = nets.of(*(entry(number, minutes=-number) for number in range(1, 5)), feeds=(board("atom"),))
    straight = net.get("/feeds/board").text
    net.simulator.script({"fault": "out_of_order"})
    crooked = net.get("/feeds/board").text
    assert crooked != straight
    assert sorted(crooked) == sorted(straight)
    assert crooked.count("<entry>") == 4


def test_it_lags_behind_when_told_so(net: Net) -> None:
    net.simulator.script({"fault": "late", "seconds": 630})
    assert net.found(hitsPerPage=100)[0] == "11"
    assert net.found(hitsPerPage=100)[0] == "1"


def test_it_deletes_between_two_pages(net: Net) -> None:
    net.simulator.script({"match": "/hn/api", "nth": 2, "fault": "delete", "id": "25"})
    assert "1" in net.found(page=0)
    assert "25" not in net.found(page=1)
    assert net.get("/hn/v0/item/25.json").json()["deleted"] is True


def test_it_redirects_to_a_forbidden_address(net: Net) -> None:
    net.simulator.script({"fault": "redirect"})
    answer = net.get("/feeds/board")
    assert (answer.status_code, answer.headers["Location"]) == (302, FORBIDDEN)


def test_it_redirects_in_circles(net: Net) -> None:
    net.simulator.script({"fault": "redirect_loop", "times": 0})
    with pytest.raises(requests.TooManyRedirects):
        net.get("/feeds/board", allow_redirects=True)


@pytest.mark.parametrize(("name", "body"), [("empty_body", b""), ("not_json", b"upstream connect error")])
def test_it_sends_bodies_that_are_nothing(net: Net, name: str, body: bytes) -> None:
    net.simulator.script({"fault": name})
    answer = net.get("/hn/v0/maxitem.json")
    assert answer.status_code == 200
    assert answer.content[:22] == body


@pytest.mark.parametrize(
    "line",
    [{"fault": "flood"}, {"fault": "429", "after": 3}, {"fault": "500", "nth": 0}, {"fault": "500", "times": -1}],
)
def test_it_refuses_a_script_that_it_cannot_follow(net: Net, line: dict) -> None:
    with pytest.raises(WrongScript):
        net.simulator.script(line)


def test_it_stops_at_once_while_it_drips(net: Net) -> None:
    net.simulator.script({"fault": "drip", "seconds": 30})
    with socket.create_connection(("127.0.0.1", net.simulator.port), timeout=5) as raw:
        raw.sendall(b"GET /feeds/board HTTP/1.1\r\nHost: x\r\nUser-Agent: t\r\n\r\n")
        raw.recv(10)
        started = time.monotonic()
        net.simulator.stop()
        assert time.monotonic() - started < 2
