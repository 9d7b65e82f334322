"""Decides what becomes of each post of a page, given what is stored of it. Pure: pairs in, decisions out.

Each rule is a small named step with an early return; the writer (``listening.storage.posts``) only obeys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from listening.records import Post, PostKey, QueryHit, Role
from listening.text import canonical_url, content_hash

FOUND_LATE_AFTER = timedelta(hours=72)
"""A post seen this long after it was published was found late: no clock of ours may blame anybody (BEHAVIOUR 1)."""


class Fate(StrEnum):
    """What becomes of one fetched post. The first five are the terms of the reconciling equation."""

    KEPT = "kept"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    OWN = "own"
    EDITED = "edited"  # counted as a duplicate: it was fetched before
    PROMOTED = "promoted"  # known as context, now matched: counted as kept
    CONTEXT = "context"  # only in thread reads, which have no equation


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is stored of a post: enough to decide, nothing more."""

    id: int
    role: str
    content_hash: bytes
    deleted: bool
    reach: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One post, its stored twin if there is one, and its fate."""

    post: Post
    fate: Fate
    role: Role
    content_hash: bytes
    old: Stored | None = None
    hits: tuple[QueryHit, ...] = ()
    brand_ids: tuple[int, ...] = ()
    found_late: bool = False
    reach_changed: bool = False


def unique(posts: Sequence[Post]) -> tuple[list[Post], int]:
    """Return the posts without repeats inside the page, and how many repeats there were. The last twin wins: networks
    that list a post twice on a page have usually edited it in between."""
    by_key: dict[PostKey, Post] = {}
    for post in posts:
        by_key[post.key] = post
    return list(by_key.values()), len(posts) - len(by_key)


def reach_of(post: Post) -> dict[str, int]:
    """Return the engagement counts that the network gave, without the unknown ones."""
    reach = post.reach
    named = {
        "views": reach.views,
        "likes": reach.likes,
        "replies": reach.replies,
        "reposts": reach.reposts,
        "points": reach.points,
    }
    return {name: value for name, value in named.items() if value is not None}


def needs_match(post: Post, old: Stored | None) -> bool:
    """Say whether the post has to be matched: it is new, it was edited, or it is stored as context only."""
    if old is None:
        return True
    if old.deleted:
        return False
    return old.role == Role.CONTEXT or (old.role == Role.MENTION and old.content_hash != content_hash(post))


def decide(
    post: Post,
    old: Stored | None,
    *,
    hits: tuple[QueryHit, ...],
    is_own: bool,
    in_thread: bool,
    chosen_brand: int | None,
    backfill_before: datetime | None,
    now: datetime,
) -> Decision:
    """Return the fate of one post.

    ``chosen_brand`` is the brand a person picked for a pasted post: it is kept even if no query matches.
    ``backfill_before`` is the instant from which on the source listens; anything older was found late.
    """
    digest = content_hash(post)
    brands = tuple(sorted({hit.brand_id for hit in hits}))
    if not brands and chosen_brand is not None:
        brands = (chosen_brand,)
    late = now - post.created_at > FOUND_LATE_AFTER or (
        backfill_before is not None and post.created_at < backfill_before
    )

    def result(fate: Fate, role: Role) -> Decision:
        changed = old is not None and not old.deleted and bool(reach_of(post)) and dict(old.reach) != reach_of(post)
        return Decision(
            post=post,
            fate=fate,
            role=role,
            content_hash=digest,
            old=old,
            hits=hits if role is Role.MENTION else (),
            brand_ids=brands if role is Role.MENTION else (),
            found_late=late,
            reach_changed=changed,
        )

    if old is not None:
        return result(*_fate_of_known(old, digest, matched=bool(brands), is_own=is_own))
    if is_own:
        return result(Fate.OWN, Role.OWN)
    if brands:
        return result(Fate.KEPT, Role.MENTION)
    if in_thread:
        return result(Fate.CONTEXT, Role.CONTEXT)
    return result(Fate.REJECTED, Role.CONTEXT)


def _fate_of_known(old: Stored, digest: bytes, *, matched: bool, is_own: bool) -> tuple[Fate, Role]:
    role = Role(old.role)
    if old.deleted:
        # A tombstone stays one: content that its author removed must not come back by another page.
        return Fate.DUPLICATE, role
    if role is Role.CONTEXT and matched and not is_own:
        return Fate.PROMOTED, Role.MENTION
    if bytes(old.content_hash) != digest:
        return Fate.EDITED, role
    return Fate.DUPLICATE, role


def story_key(post: Post) -> str:
    """Return the key under which the same story is grouped across networks, or "" if the post is no story.

    An article or episode is its own address; a link posted to a site is the address it points to. A discussion
    without a link belongs to no story.
    """
    if post.kind in {"article", "episode", "video"} and post.url:
        return "url:" + canonical_url(post.url)
    if post.kind == "post" and post.links and not post.in_reply_to_id:
        return "url:" + canonical_url(post.links[0])
    return ""


def names_root(post: Post) -> bool:
    """Say whether the network told which post starts the conversation."""
    return bool(post.root_id or post.conversation_id)


def root_of(post: Post) -> str:
    """Return the id of the post that starts the conversation: the network's own word, or the post itself."""
    return post.root_id or post.conversation_id or post.external_id
