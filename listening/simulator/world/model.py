"""What a world is made of. Frozen records; the only question it answers is what can be seen at a given time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What is true of an item, whatever a scorer says.

    ``speaker`` is us, rival, peer, asker or public. ``substantive`` is False for holding lines, guesses and pitches.
    ``audience`` is direct, about, category, rival or "" where nothing is asked. ``answer`` is the state that the
    question ends in once all its replies are visible (the states of the answer rules, "" where nothing is asked).
    ``noise`` names why an item that looks like us is not: weather, database, sport, spam, job; "" otherwise.
    """

    brands: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    reason: str = ""
    sentiment: int = 0
    audience: str = ""
    answer: str = ""
    speaker: str = "public"
    substantive: bool = True
    noise: str = ""
    event: str = ""
    handmade: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing somebody said. ``id`` is the number on Hacker News and the guid in a feed, whatever its format.

    ``text`` is plain with blank lines between paragraphs; instants are aware UTC.

    ``place`` is the feed's name, "" on Hacker News. ``kind`` is story or comment there; entry, reply, article, review,
    release or episode in a feed. ``created_at`` is what the network claims, ``visible_at`` when it can first be read:
    the two differ for items that an index serves late.
    """

    id: str
    network: str
    kind: str
    author: str
    text: str
    created_at: datetime
    visible_at: datetime
    place: str = ""
    title: str = ""
    url: str = ""
    parent: str = ""
    root: str = ""
    edited_at: datetime | None = None
    edited_text: str = ""
    deleted_at: datetime | None = None
    points: int | None = None
    nulls: bool = False  # the search index still serves this one in its old shape, with nulls for absent keys
    truth: Truth = field(default_factory=Truth)

    def is_visible(self, now: datetime) -> bool:
        return self.visible_at <= now and not self.is_deleted(now)

    def is_deleted(self, now: datetime) -> bool:
        return self.deleted_at is not None and self.deleted_at <= now

    def text_at(self, now: datetime) -> str:
        return self.edited_text if self.edited_at is not None and self.edited_at <= now else self.text

    def changed_at(self, now: datetime) -> datetime:
        """Return the last instant up to ``now`` at which this item changed for a reader."""
        moments = [self.visible_at, self.edited_at, self.deleted_at]
        return max(moment for moment in moments if moment is not None and moment <= max(now, self.visible_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed: its format, how many of the newest items it shows, and what it says of itself.

    ``format`` is rss, rdf, atom, json, podcast, moved (301 to ``target``) or gone (410). ``ttl`` is in minutes.
    """

    name: str
    format: str
    title: str
    about: str = ""
    window: int = 25
    ttl: int | None = None
    target: str = ""
    kind: str = "entry"
    replies: bool = False  # whether replies stand in the feed beside the posts they answer
    picky: bool = False  # refuses the default agent of a library, as link boards do


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    name: str
    domain: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """``kind`` is own, competitor or topic; ``expression`` is in the product's query language."""

    key: str
    name: str
    kind: str
    terms: tuple[str, ...]
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account of a brand on a network. ``person`` is the e-mail address of the colleague behind it, "" if none."""

    network: str
    external_id: str
    handle: str
    brand: str
    instance: str = ""
    kind: str = "employee"
    speaks: bool = True
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """A source to set up. ``params["path"]`` stands under the simulator's base address; ``interval`` is in seconds.

    ``instance`` is what ``Account.instance`` of the accounts there says; feeds need it set, their address being local.
    """

    network: str
    kind: str
    name: str
    params: Mapping[str, str]
    interval: int
    instance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A colleague. ``role`` is manager, marketer or executive; ``email`` ends in the practice company's domain."""

    name: str
    email: str
    role: str
    zone: str


@dataclass(frozen=True, kw_only=True)
class World:
    """Thirteen weeks that end at ``epoch`` and the days after it. ``items`` are in order of ``visible_at``."""

    epoch: datetime
    start: datetime
    company: Company
    brands: tuple[Brand, ...]
    accounts: tuple[Account, ...]
    people: tuple[Person, ...]
    sources: tuple[SourcePlan, ...]
    feeds: tuple[Feed, ...]
    items: tuple[Item, ...]

    @cached_property
    def by_id(self) -> dict[tuple[str, str], Item]:
        """Items by ``(network, id)``."""
        return {(item.network, item.id): item for item in self.items}

    @cached_property
    def children(self) -> dict[tuple[str, str], tuple[Item, ...]]:
        """Replies by ``(network, id)`` of what they answer, oldest first."""
        found: dict[tuple[str, str], list[Item]] = {}
        for item in sorted(self.items, key=lambda item: (item.created_at, item.id)):
            if item.parent:
                found.setdefault((item.network, item.parent), []).append(item)
        return {key: tuple(items) for key, items in found.items()}

    def items_visible(self, now: datetime) -> tuple[Item, ...]:
        """Return what can be read at ``now``, in the order in which it appeared; deleted items are left out."""
        return tuple(item for item in self.items if item.is_visible(now))

    def feed(self, name: str) -> Feed | None:
        return next((feed for feed in self.feeds if feed.name == name), None)


def world_of(
    items: Iterable[Item], *, epoch: datetime, feeds: tuple[Feed, ...] = (), accounts: tuple[Account, ...] = ()
) -> World:
    """Return a world of just these items, for tests that need to know every one of them."""
    known = tuple(sorted(items, key=lambda item: (item.visible_at, item.network, item.place, item.id)))
    return World(
        epoch=epoch,
        start=min((item.created_at for item in known), default=epoch),
        company=Company(name="Practice", domain="practice.example", zone="UTC"),
        brands=(),
        accounts=accounts,
        people=(),
        sources=(),
        feeds=feeds,
        items=known,
    )
