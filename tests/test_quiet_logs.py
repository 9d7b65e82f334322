"""What people wrote and what opens doors stays out of the log: posts above DEBUG never, tokens never at all."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from engagement.actions import tokens
from engagement.models import Member
from engagement.tasks import take_in
from listening import actions, pipeline
from listening.http import allowed
from listening.pipeline import Way
from listening.storage import context
from tests.factories import make_source, make_user
from tests.listening.http.stub import Heard, Stub, door_for, reply

pytestmark = pytest.mark.django_db

SAID = "zq7marker"
KEY = "zq8secret"
FEED = (
    f"<rss version='2.0'><channel><item><title>Northwind Relay {SAID}</title><guid>1</guid>"
    f"<author>{SAID}@x.example ({SAID})</author></item></channel></rss>"
).encode()


@pytest.fixture
def network() -> Iterator[tuple[Stub, Way]]:
    """A feed that speaks of us, and one that fails; both addresses hold a key."""

    def answer(conn: socket.socket, heard: Heard) -> None:
        conn.sendall(reply(200, FEED) if "/good" in heard.line else reply(500, SAID.encode()))

    with Stub(answer) as stub:
        door = door_for(stub, allow=allowed([f"127.0.0.1:{stub.port}"]))
        yield stub, Way(session=door.session, base_url=lambda network: "")


@pytest.fixture
def token() -> str:
    """An installation with two feeds that are due, and a token that may do all."""
    context.forget()
    now = timezone.now() - timedelta(hours=1)
    actions.found_installation(
        company="Northwind Relay", domain="", zone="UTC", brand_terms=["Northwind Relay"], now=now
    )
    member = Member.objects.get(user=make_user("owner"))
    return tokens.create_token(member, name="t", scopes=["read:mentions", "ingest"], now=now)[1]


def live_a_minute(stub: Stub, way: Way, token: str) -> None:
    """Poll, take in, hand posts in by REST in right and wrong shapes, and read them back."""
    for name in ("good", "bad"):
        url = f"http://127.0.0.1:{stub.port}/{name}?key={KEY}"
        make_source(network="feeds", kind="feed", params={"url": url}, next_poll_at=timezone.now())
    while pipeline.poll_next_due(timezone.now, way):
        pass
    rest = Client(headers={"Authorization": f"Bearer {token}"})
    item = {"text": f"Northwind Relay {SAID}?", "author": SAID, "external_id": SAID}
    for body in (item, {**item, "url": SAID}, [SAID]):
        rest.post("/api/v1/ingest/", json.dumps(body), content_type="application/json")
    take_in()
    assert rest.get("/api/v1/mentions/").status_code == 200
    assert Client(headers={"Authorization": f"Bearer {token}x"}).get("/api/v1/mentions/").status_code == 401


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_it_logs_neither_posts_nor_tokens(
    network: tuple[Stub, Way], token: str, caplog: pytest.LogCaptureFixture, level: int
) -> None:
    with caplog.at_level(level):
        live_a_minute(*network, token)
    lines = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert len(network[0].hits) == 2
    assert any("/api/v1/ingest" in line for _, line in lines)  # there is something to look through
    assert [line for _, line in lines if token in line or KEY in line] == []
    assert [line for at, line in lines if at > logging.DEBUG and SAID in line] == []


@pytest.mark.parametrize("name", ["requests_oauthlib", "oauthlib", "tweepy", "urllib3"])
def test_it_keeps_libraries_that_log_requests_from_debug(name: str) -> None:
    assert not logging.getLogger(f"{name}.deep.inside").isEnabledFor(logging.DEBUG)


@pytest.mark.parametrize("address", [f"/setup/?token={KEY}", f"/accounts/password/reset/key/1-{KEY}/", f"/?q={SAID}"])
def test_it_names_a_request_without_what_it_asked_for(caplog: pytest.LogCaptureFixture, address: str) -> None:
    with caplog.at_level(logging.INFO):
        Client().get(address)
    lines = [record.getMessage() for record in caplog.records]
    assert any(address.split("?")[0].split("1-")[0] in line for line in lines)
    assert [line for line in lines if KEY in line or SAID in line] == []
