"""A small world whose every item is known, the practice world, and a simulator with a clock that tests turn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
import requests

from listening.simulator.server import Simulator
from listening.simulator.world import Feed, Item, World, demo_world, world_of

EPOCH = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
AGENT = {"User-Agent": "Wellheard/test (+https://example.org)"}


@cache
def practice() -> World:
    return demo_world(EPOCH)


@pytest.fixture
def world() -> World:
    return practice()


def story(number: int, *, minutes: float = 0, title: str = "A story", **fields: object) -> Item:
    """Return a story that appears ``minutes`` after the epoch."""
    at = EPOCH + timedelta(minutes=minutes)
    item = Item(
        id=str(number), network="hackernews", kind="story", author="alice", title=title, text="", created_at=at,
        visible_at=at, root=str(number), points=3,
    )  # fmt: skip
    return replace(item, **fields)  # type: ignore[arg-type]


def comment(number: int, parent: int, text: str, *, minutes: float = 0, **fields: object) -> Item:
    """Return a comment straight under a story."""
    at = EPOCH + timedelta(minutes=minutes)
    item = Item(
        id=str(number), network="hackernews", kind="comment", author="bob", text=text, created_at=at, visible_at=at,
        parent=str(parent), root=str(parent),
    )  # fmt: skip
    return replace(item, **fields)  # type: ignore[arg-type]


def entry(number: int, *, minutes: float = 0, place: str = "board", **fields: object) -> Item:
    """Return a feed's entry."""
    at = EPOCH + timedelta(minutes=minutes)
    item = Item(
        id=f"tag:{place}.example,2026:{number}", network="feeds", place=place, kind="entry", author="charlie",
        title=f"Entry {number}", text=f"Words of entry {number}, <b>& more</b>.", created_at=at, visible_at=at,
        url=f"https://{place}.example/{number}",
    )  # fmt: skip
    return replace(item, **fields)  # type: ignore[arg-type]


FORMATS = ("rss", "rdf", "atom", "json", "podcast")


def board(shape: str = "rss", **fields: object) -> Feed:
    return replace(Feed(name="board", format=shape, title="The board", window=5), **fields)  # type: ignore[arg-type]


@dataclass
class Clock:
    """Stands still until it is turned."""

    moment: datetime = EPOCH

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, **step: float) -> None:
        self.moment += timedelta(**step)


@dataclass
class Net:
    """A simulator with its clock and a way of asking it."""

    simulator: Simulator
    clock: Clock

    def get(self, path: str, **options: object) -> requests.Response:
        options.setdefault("headers", AGENT)
        options.setdefault("timeout", 5)
        options.setdefault("allow_redirects", False)
        return requests.get(self.simulator.base + path, **options)  # type: ignore[arg-type]

    def search(self, **params: object) -> dict:
        answer = self.get("/hn/api/v1/search_by_date", params=params)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def found(self, **params: object) -> list[str]:
        return [hit["objectID"] for hit in self.search(**params)["hits"]]


class Nets:
    """Starts simulators and stops them when the test is over."""

    def __init__(self) -> None:
        self.running: list[Simulator] = []

    def __call__(self, world: World, *, control_token: str = "") -> Net:
        clock = Clock(EPOCH)
        simulator = Simulator(world, now=clock, control_token=control_token)
        simulator.start()
        self.running.append(simulator)
        return Net(simulator, clock)

    def of(self, *items: Item, feeds: tuple[Feed, ...] = (), control_token: str = "") -> Net:
        return self(world_of(items, epoch=EPOCH, feeds=feeds), control_token=control_token)


@pytest.fixture
def nets() -> Iterator[Nets]:
    found = Nets()
    yield found
    for simulator in found.running:
        simulator.stop()
