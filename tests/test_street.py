"""The whole street: a post on a played network becomes a row in the queue, a line in the week, an item in the API."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import redis
from celery.contrib.testing.worker import start_worker
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.celery import app
from dashboards.weeks import week_at
from engagement.actions import members, tokens
from engagement.models import Case, Member
from engagement.tasks import take_in
from listening import actions
from listening.apps import door_from_settings
from listening.http import Door, allowed, configure
from listening.models import Mention
from listening.simulator.server import Simulator
from listening.simulator.world.model import Item, world_of
from listening.storage import context
from listening.tasks import look_for_due_sources, look_for_due_threads

pytestmark = pytest.mark.django_db(transaction=True)

QUESTION = "How do I rotate the signing key in Northwind Relay without downtime?"


def said(id_: str, text: str, *, author: str = "alice", minutes: int, parent: str = "", root: str = "") -> Item:
    at = timezone.now().replace(microsecond=0) - timedelta(minutes=minutes)
    return Item(
        id=id_,
        network="hackernews",
        kind="comment" if parent else "story",
        author=author,
        title="" if parent else text,
        text=text if parent else "",
        created_at=at,
        visible_at=at,
        parent=parent,
        root=root,
        points=None if parent else 7,
    )


@pytest.fixture
def network(settings: Settings) -> Iterator[Simulator]:
    """Hacker News with one question about us and a stranger's reply, reachable through the door."""
    world = world_of(
        [
            said("901", QUESTION, minutes=90),
            said("902", "Same here, no idea.", author="charlie", minutes=60, parent="901", root="901"),
        ],
        epoch=datetime.now(UTC),
    )
    with Simulator(world, port=0, now=timezone.now) as simulator:
        settings.HACKERNEWS_BASE_URL = f"{simulator.base}/hn"
        configure(lambda: Door(allow=allowed([f"127.0.0.1:{simulator.port}"])))
        yield simulator
    configure(door_from_settings)


@pytest.fixture
def owner() -> Member:
    """A founded installation that searches Hacker News, and its owner."""
    context.forget()
    now = timezone.now() - timedelta(hours=2)
    actions.found_installation(
        company="Northwind Relay", domain="", zone="UTC", brand_terms=["Northwind Relay"], now=now
    )
    actions.add_search("hackernews", name="Hacker News", now=now)
    return members.create_member(
        email="maya@northwind.example", password="correct horse battery", name="Maya Rehn", role="owner", now=now
    )


def look_down_the_street(owner: Member) -> None:
    """Assert that the question stands in queue, week and API."""
    browser = Client()
    browser.force_login(owner.user, backend="django.contrib.auth.backends.ModelBackend")
    queue = browser.get("/").content.decode()
    assert "rotate the signing key" in queue
    week = week_at(timezone.now(), ZoneInfo("UTC"))
    assert "rotate the signing key" in browser.get(f"/weekly/{week.name}/no-reply/").content.decode()
    _row, token = tokens.create_token(owner, name="test", scopes=["read:mentions"], now=timezone.now())
    rest = Client(headers={"Authorization": f"Bearer {token}"})
    answer = rest.get("/api/v1/mentions/", {"flag": "question", "answer": "unanswered"}).json()
    assert [item["external_id"] for item in answer["items"]] == ["901"]
    assert answer["items"][0]["answer"]["state"] == "unanswered"


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the API serve what was stored this very second."""
    monkeypatch.setattr("engagement.queue.pull.SETTLED", timedelta(0))


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for a worker in another thread."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the worker did not get there"
        time.sleep(0.05)


def test_it_carries_a_post_from_a_network_to_queue_week_and_api(
    network: Simulator, owner: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    look_for_due_sources()
    look_for_due_threads()
    take_in()
    assert dict(Mention.objects.values_list("external_id", "role")) == {"901": "mention", "902": "context"}
    look_down_the_street(owner)


def test_it_loses_nothing_when_the_broker_is_flushed_in_the_middle(
    network: Simulator, owner: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(monkeypatch)
    broker = redis.Redis.from_url(django_settings.REDIS_URL)
    broker.flushall()
    look_for_due_sources.delay()
    assert broker.llen("listening") == 1
    broker.flushall()
    assert not Mention.objects.exists()
    with start_worker(app, pool="solo", perform_ping_check=False, queues=["listening", "engagement"]):
        look_for_due_sources.delay()  # beat rings again: the row is still due
        wait_until(lambda: Mention.objects.filter(role="mention").exists())
        broker.flushall()
        look_for_due_threads.delay()
        wait_until(lambda: Mention.objects.filter(role="context").exists())
        take_in.delay()
        wait_until(lambda: Case.objects.filter(lane="engage", status="open").exists())
    look_down_the_street(owner)
