"""No request reaches an address that is not public: spelled oddly, redirected to, or resolved anew."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import pytest
import requests

from listening.errors import Forbidden, ListeningError, Permanent
from listening.http import Door, allowed
from tests.listening.http.stub import PUBLIC, Names, Stub, door_for, needs_hostile, reply, rows, saying

LIVE = [row for row in rows("ssrf_urls.jsonl") if row["live"]]
SCRIPTS = rows("ssrf_scripts.json")[0] if rows("ssrf_scripts.json") else {"redirects": [], "dns": []}


@pytest.fixture
def loopback() -> Iterator[Stub]:
    """Listen on every address of this machine, IPv4 and, on the same port, IPv6."""
    with Stub(host="::") as stub, ExitStack() as stack:
        # "::" takes IPv4 too unless it is told otherwise, which `create_server` does.
        four = Stub.__new__(Stub)
        four.__dict__.update(stub.__dict__, _socket=socket.create_server(("0.0.0.0", stub.port)))
        stack.enter_context(four)
        yield stub


@needs_hostile
@pytest.mark.parametrize("row", LIVE, ids=lambda row: row["id"])
def test_it_never_reaches_loopback_however_it_is_spelled(row: dict[str, str], loopback: Stub) -> None:
    door = Door(ports=frozenset({80, 443, loopback.port}))
    with door.session() as session, pytest.raises(Forbidden):
        session.get(row["url"].replace("{PORT}", str(loopback.port)))
    assert loopback.hits == []


@needs_hostile
def test_the_listener_hears_those_spellings_when_nobody_judges(loopback: Stub) -> None:
    door = Door(ports=frozenset({loopback.port}), judge=lambda address: True)
    for row in LIVE:
        with door.session() as session, suppress(Forbidden):
            session.get(row["url"].replace("{PORT}", str(loopback.port)))
    assert len(loopback.hits) >= 15


@needs_hostile
@pytest.mark.parametrize("script", SCRIPTS["redirects"], ids=lambda script: script["name"])
def test_it_checks_every_redirect(script: dict[str, Any]) -> None:
    with Stub() as forbidden, Stub(host=PUBLIC) as public:
        places = {"{FORB}": f"127.0.0.1:{forbidden.port}", "{PUB}": f"{PUBLIC}:{public.port}"}
        public._answer = saying(*[_hop(hop, places) for hop in script["hops"]])
        send = "POST" if "post" in script["name"] else "GET"
        with door_for(public, forbidden).session() as session, suppress(Permanent):
            answer = session.request(send, f"http://{PUBLIC}:{public.port}/", data=b"x" if send == "POST" else None)
            assert answer.status_code == 200, "only a redirect inside the page may end well"
            assert script["name"] == "meta-refresh"
        assert public.hits
        assert forbidden.hits == []


def _hop(hop: dict[str, Any], places: dict[str, str]) -> bytes:
    texts = {"location": hop.get("location", ""), "body": hop.get("body", "")}
    for mark, place in places.items():
        texts = {name: text.replace(mark, place) for name, text in texts.items()}
    headers = {"Location": texts["location"]} if texts["location"] else {}
    return reply(hop["status"], texts["body"].encode(), **headers)


@pytest.mark.parametrize(
    "location",
    [
        "http:\\\\127.0.0.1:{PORT}/hit",
        "http://user@127.0.0.1:{PORT}/hit",
        "gopher://127.0.0.1:{PORT}/hit",
        "\\\\127.0.0.1",
        "/a\tb",
    ],
)
def test_it_refuses_a_redirect_that_can_be_read_two_ways(location: str) -> None:
    with Stub() as forbidden, Stub(host=PUBLIC) as public:
        public._answer = saying(reply(302, Location=location.replace("{PORT}", str(forbidden.port))))
        with door_for(public, forbidden).session() as session, pytest.raises(Forbidden):
            session.get(f"http://{PUBLIC}:{public.port}/")
        assert forbidden.hits == []


@needs_hostile
@pytest.mark.parametrize("script", SCRIPTS["dns"], ids=lambda script: script["name"])
def test_it_reaches_nothing_private_by_name(script: dict[str, Any]) -> None:
    with Stub() as forbidden, Stub(host=PUBLIC) as public:
        swap = {"93.184.216.34": PUBLIC, "127.0.0.1": "127.0.0.1"}
        names = Names(feed_test=[[swap.get(ip, ip) for ip in answer] for answer in script["answers"]])
        door = door_for(public, forbidden, resolver=names)
        for _ in range(3):
            with door.session() as session, suppress(ListeningError):
                session.get(f"http://feed.test:{forbidden.port}/")
            assert forbidden.hits == []


def test_it_connects_to_the_very_address_it_checked() -> None:
    with Stub(host=PUBLIC) as public:
        names = Names(feed_test=[[PUBLIC], ["127.0.0.1"]])
        with door_for(public, resolver=names).session() as session:
            assert session.get(f"http://feed.test:{public.port}/").text == "ok"
        assert names.asked == ["feed.test"]
        assert public.hits[0].headers["host"] == f"feed.test:{public.port}"


def test_it_refuses_a_name_if_a_single_answer_is_private() -> None:
    with Stub(host=PUBLIC) as public:
        names = Names(feed_test=[[PUBLIC, "10.0.0.1"]])
        with door_for(public, resolver=names).session() as session, pytest.raises(Forbidden, match="address_private"):
            session.get(f"http://feed.test:{public.port}/")
        assert public.hits == []


def test_it_checks_anew_when_the_name_moves_between_hops() -> None:
    with Stub() as forbidden, Stub(host=PUBLIC) as public:
        names = Names(feed_test=[[PUBLIC], ["127.0.0.1"]])
        public._answer = saying(reply(302, Location=f"http://feed.test:{forbidden.port}/hit"))
        door = door_for(public, forbidden, resolver=names)
        with door.session() as session, pytest.raises(Forbidden, match="address_private"):
            session.get(f"http://feed.test:{public.port}/")
        assert forbidden.hits == []


def test_it_reads_the_host_of_a_redirect_as_the_resolver_would() -> None:
    with Stub(host=PUBLIC) as public:
        public._answer = saying(reply(302, Location="http://①②⑦.⓪.⓪.①/hit"))
        with door_for(public).session() as session, pytest.raises(Forbidden, match="address_private"):
            session.get(f"http://{PUBLIC}:{public.port}/")


def test_it_refuses_ports_that_are_not_the_webs() -> None:
    with Stub(host=PUBLIC) as public:
        door = door_for(ports=frozenset({80, 443}))
        with door.session() as session, pytest.raises(Forbidden, match="address_port"):
            session.get(f"http://{PUBLIC}:{public.port}/")
        assert public.hits == []


def test_it_reaches_what_the_operator_allows() -> None:
    with Stub() as simulator:
        door = Door(allow=allowed([f"127.0.0.1:{simulator.port}"]))
        with door.session() as session:
            assert session.get(f"http://localhost:{simulator.port}/").text == "ok"


def test_it_checks_requests_that_were_prepared_elsewhere() -> None:
    with Stub() as forbidden, door_for(forbidden).session() as session:
        prepared = requests.Request("GET", f"http://127.0.0.1:{forbidden.port}/").prepare()
        with pytest.raises(Forbidden):
            session.send(prepared)
        assert forbidden.hits == []


def test_it_tries_the_next_checked_address_when_one_is_dead() -> None:
    with Stub(host=PUBLIC) as public:
        names = Names(feed_test=[["127.9.9.8", PUBLIC]])
        door = door_for(public, resolver=names, judge=lambda address: str(address).startswith("127.9.9."))
        with door.session() as session:
            assert session.get(f"http://feed.test:{public.port}/").text == "ok"
