"""The frozen records that travel between the stages of listening. Pure: no Django, no clock, no network.

Absent always means unknown, never zero. Ids are strings. Instants are aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

FLAGS: tuple[str, ...] = (
    "complaint",
    "question",
    "suggestion",
    "praise",
    "buying_intent",
    "churn_risk",
    "inaccuracy",
    "spam",
)
"""Every flag a judgement can carry, in bit order: flag ``FLAGS[i]`` is bit ``1 << i`` of a flags mask."""


def mask_of(flags: frozenset[str] | set[str] | tuple[str, ...] | list[str]) -> int:
    """Return the bit mask for the named flags. Raises ``ValueError`` for an unknown name."""
    mask = 0
    for flag in flags:
        mask |= 1 << FLAGS.index(flag)
    return mask


def flags_in(mask: int) -> tuple[str, ...]:
    """Return the flag names whose bit is set in ``mask``, in bit order."""
    return tuple(flag for bit, flag in enumerate(FLAGS) if mask & (1 << bit))


class Quality(StrEnum):
    """How far a date can be trusted."""

    EXACT = "exact"
    CLAIMED = "claimed"
    CRAWL = "crawl"
    GUESSED = "guessed"


class Role(StrEnum):
    """What a stored post is to us: somebody's mention, our own words, or the thread around a mention."""

    MENTION = "mention"
    OWN = "own"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a post. ``external_id`` is the network's stable id; handles are reused and never identity.

    ``bio`` is what the account says of itself, where the answer brings it along. It is read and not stored.
    """

    external_id: str = ""
    handle: str = ""
    name: str = ""
    url: str = ""
    followers: int | None = None
    is_bot: bool | None = None
    deleted: bool = False
    bio: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Engagement counts as the network gave them; ``None`` means that it did not say."""

    views: int | None = None
    likes: int | None = None
    replies: int | None = None
    reposts: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post in the house's own shape, whatever network it came from.

    ``(network, instance, external_id)`` is its identity. ``text`` is plain, NFC and free of NULs (``listening.text``).
    ``accepted`` is True where the network says that the asker accepted this reply as the answer.
    """

    network: str
    external_id: str
    instance: str = ""
    url: str = ""
    kind: str = "post"  # post, comment, review, article, edit, video, episode
    author: Author = field(default_factory=Author)
    title: str = ""
    text: str = ""
    lang: str = ""  # the network's own claim, BCP-47
    created_at: datetime
    created_quality: Quality = Quality.EXACT
    edited_at: datetime | None = None
    conversation_id: str = ""
    in_reply_to_id: str = ""
    root_id: str = ""
    quoted_id: str = ""
    quoted_author_id: str = ""
    mentioned_account_ids: tuple[str, ...] = ()
    reach: Reach = field(default_factory=Reach)
    links: tuple[str, ...] = ()
    visibility: str = "public"  # public, unlisted, restricted
    licence: str = ""
    expires_at: datetime | None = None
    alias_keys: tuple[str, ...] = ()
    accepted: bool = False
    raw: Any = None

    @property
    def key(self) -> PostKey:
        return PostKey(self.network, self.instance, self.external_id)


class PostKey(NamedTuple):
    """The identity of a post; unique over the whole installation. A tuple: pages are full of look-ups by it."""

    network: str
    instance: str
    external_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A post that its network says is gone."""

    network: str
    external_id: str
    instance: str = ""
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of time that could not be read, and the code of the reason."""

    start: datetime | None
    end: datetime | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RateState:
    """What the network said about its limit on this answer."""

    limit: int | None = None
    remaining: int | None = None
    reset_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A record that a parser had to set aside: where it stood and the code of what was wrong with it."""

    where: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a poll. ``cursor`` may be persisted in the transaction that stores ``posts``, not before.

    ``next_poll_after`` is the network's own wish for the earliest next poll (``ttl``, ``max-age``), ``moved_to`` a
    permanent new address of the source, ``withheld`` how many records the network's rules forbid us to keep.
    """

    posts: tuple[Post, ...] = ()
    tombstones: tuple[Tombstone, ...] = ()
    bad: tuple[Bad, ...] = ()
    cursor: Mapping[str, Any] = field(default_factory=dict)
    done: bool = True
    gap: Gap | None = None
    rate: RateState | None = None
    next_poll_after: datetime | None = None
    moved_to: str = ""
    withheld: int = 0
    cost_micros: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a text, ``text[start:end]``, in code points."""

    start: int
    end: int
    text: str


class Reason(NamedTuple):
    """Why a flag was judged as it was: a span of the text, how far it pushed, and the rule or feature that saw it.

    A tuple: a verdict has a dozen of them, more than of all else together.
    """

    flag: str
    rule: str
    start: int
    end: int
    weight: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandContext:
    """What posts that people judged *us* or *not us* taught of one brand: log-odds, added to what scoring says.

    ``words`` by word near the brand's name, ``start`` for every post.
    """

    start: float = 0.0
    words: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandTerms:
    """A brand as scoring and matching know it. What was learnt of it is no part of what it is when compared."""

    id: int
    name: str
    kind: str  # own, competitor, partner, topic
    terms: tuple[str, ...]
    learned: BrandContext | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryHit:
    """A query that matched a post, with the spans that made it match."""

    query_id: int
    brand_id: int
    version: int
    spans: tuple[Span, ...]


class Verdict(NamedTuple):
    """What scoring says of one post about one brand. Probabilities are 0..1, sentiment -1..1 or None if unscored.

    A tuple: making one takes a quarter of the time, and every post has one a brand.
    """

    scored: bool
    version: str
    language: str
    relevance: float = 1.0
    sentiment: float | None = None
    probabilities: Mapping[str, float] = MappingProxyType({})
    on: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    complaint_reason: str = ""
    complaint_reason_chance: float | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something pure code wants to tell a person: a code, its parameters and the mentions that prove it.

    Turned into words only when shown, by the ``wording`` module of the room it came from.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    citations: tuple[int, ...] = ()
