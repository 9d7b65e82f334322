"""The recent past as posts: what is stored and what was rejected, for trying a query on it. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from listening.models import Mention, Rejected
from listening.records import Author, Post, PostKey
from listening.storage import rejects

WINDOW = timedelta(days=30)
MOST = 10_000
"""Stored posts, and as many rejected ones, that a query is tried on: the newest. Loading and matching them takes a
second or two."""

_FIELDS = (
    "id",
    "network",
    "instance",
    "external_id",
    "url",
    "kind",
    "author_key",
    "author_handle",
    "author_name",
    "title",
    "text",
    "lang",
    "links",
    "published_at",
    "seen_at",
    "brand_ids",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One post of the recent past: a mention with its id and brands, or a rejected one with neither."""

    post: Post
    seen_at: datetime
    mention_id: int | None = None
    brand_ids: tuple[int, ...] = ()
    rejected_id: int | None = None
    source_id: int | None = None

    @property
    def key(self) -> PostKey:
        return self.post.key


def mentions(now: datetime, *, window: timedelta = WINDOW, most: int = MOST) -> list[Held]:
    """Return the mentions seen within the window, the newest first. One query.

    Ids rise with the time of storing, so that the primary key gives the newest without another index.
    """
    newest = Mention.objects.filter(role="mention", deleted_at=None).order_by("-id").values(*_FIELDS)[:most]
    return [_held(row) for row in newest if row["seen_at"] >= now - window]


def mentions_by_id(ids: Iterable[int]) -> dict[int, Held]:
    """Return these mentions by id, those that were deleted left out. One query."""
    found = Mention.objects.filter(id__in=list(ids), role="mention", deleted_at=None)
    return {row["id"]: _held(row) for row in found.values(*_FIELDS)}


def rejected(now: datetime, *, window: timedelta = WINDOW, most: int = MOST) -> list[Held]:
    """Return the rejected posts of the window that are stored under no key by now, the newest first. One query."""
    twins = Mention.objects.filter(
        network=OuterRef("network"), instance=OuterRef("instance"), external_id=OuterRef("external_id")
    )
    found = Rejected.objects.filter(~Exists(twins), seen_at__gte=now - window)
    rows = found.order_by("-seen_at", "-id").values_list("id", "post", "source_id", "seen_at")[:most]
    return [
        Held(post=rejects.post_of(post), seen_at=seen_at, rejected_id=id_, source_id=source_id)
        for id_, post, source_id, seen_at in rows
    ]


def matched_by(query_id: int, ids: Iterable[int]) -> set[int]:
    """Return which of these mentions the query matched when they were stored or tried last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT mention_id FROM listening_match WHERE query_id = %s AND mention_id = ANY(%s)",
            [query_id, list(ids)],
        )
        return {row[0] for row in cursor.fetchall()}


def _held(row: dict[str, Any]) -> Held:
    author = Author(external_id=row["author_key"], handle=row["author_handle"], name=row["author_name"])
    post = Post(
        network=row["network"],
        instance=row["instance"],
        external_id=row["external_id"],
        url=row["url"],
        kind=row["kind"],
        author=author,
        title=row["title"],
        text=row["text"],
        lang=row["lang"],
        links=tuple(row["links"]),
        created_at=row["published_at"],
    )
    return Held(post=post, seen_at=row["seen_at"], mention_id=row["id"], brand_ids=tuple(row["brand_ids"]))
