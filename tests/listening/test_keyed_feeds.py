"""A feed with a key in its address is read with it, and stands nowhere with it in the open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.db import connection

from listening import actions, pipeline
from listening.http import Door, allowed
from listening.models import Mention, Source
from listening.records import Page
from listening.storage import credentials, sources
from tests.factories import make_query
from tests.listening.http.stub import Stub, reply, saying

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"
FEED = (
    b'<rss version="2.0"><channel><title>Private</title><item><guid>1</guid><title>northwind again</title>'
    b"<link>https://blog.example/1</link></item></channel></rss>"
)


HERE = f"/feed?token={KEY}&format=rss"


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Stub]:
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    with Stub(saying(reply(200, FEED, Content_Type="application/rss+xml"))) as stub:
        door = Door(allow=allowed([f"127.0.0.1:{stub.port}"]))
        monkeypatch.setattr("listening.actions.sources.http.session", door.session)
        monkeypatch.setattr("listening.actions.sources.http.check", lambda url: url)
        yield stub


def added(network: Stub, path: str = HERE) -> Source:
    make_query(expression="northwind")
    return actions.add_feed(f"http://127.0.0.1:{network.port}{path}", name="", now=NOW)


def polled(network: Stub) -> None:
    door = Door(allow=allowed([f"127.0.0.1:{network.port}"]))
    assert pipeline.poll_next_due(lambda: NOW, pipeline.Way(session=door.session))


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(s::text, ' ') FROM listening_source s")
        sources = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(m::text, ' ') FROM listening_mention m")
        return f"{sources} {cursor.fetchone()[0]}"


def test_it_reads_the_feed_with_its_key(network: Stub) -> None:
    added(network)
    polled(network)
    assert KEY in network.hits[-1].line
    assert Mention.objects.get().title == "northwind again"


def test_it_stores_the_address_without_its_key(network: Stub) -> None:
    source = added(network)
    polled(network)
    assert source.params["url"].endswith("/feed?format=rss")
    assert KEY not in stored()


def test_it_knows_a_feed_that_is_read_already_by_its_key(network: Stub) -> None:
    added(network)
    with pytest.raises(actions.Refused, match="already"):
        actions.add_feed(f"http://127.0.0.1:{network.port}{HERE}", name="", now=NOW)
    other = HERE.replace("0a1b", "ffff")
    assert actions.add_feed(f"http://127.0.0.1:{network.port}{other}", name="", now=NOW).id


def test_it_seals_a_key_that_came_with_a_move(network: Stub) -> None:
    source = added(network, "/feed")
    lease = sources.claim_source(NOW, source_id=source.id)
    assert lease is not None
    assert sources.save_cursor(lease, Page(moved_to=f"https://new.example{HERE}"), now=NOW)
    source.refresh_from_db()
    assert source.params["url"] == "https://new.example/feed?format=rss"
    assert source.credential_id is not None
    assert credentials.open_credential(source.credential_id) == {"url": f"https://new.example{HERE}"}
    assert KEY not in stored()
