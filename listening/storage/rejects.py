"""Posts that no query matched, kept for a while: what an edited query would have gained is among them.

Only what a poll fetched is kept, and only where the network's policy allows keeping what nobody asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from listening.deciding import Decision
from listening.models import Rejected
from listening.records import Author, Post, PostKey, Quality, Reach
from listening.storage import bulk

KEEP = timedelta(days=14)
MOST = 20_000
"""Rejected posts that are kept of one source, the newest: a walk over a whole network would fill the disk."""

_COLUMNS = ("network", "instance", "external_id", "source_id", "post", "content_hash", "seen_at")
_KEYS = "(SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]))"


def keep(decisions: Sequence[Decision], *, source_id: int, now: datetime) -> None:
    """Keep the posts of these decisions. One that is kept already is only written again if its words changed."""
    bulk.insert_records(
        "listening_rejected",
        _COLUMNS,
        [(*each.post.key, source_id, _bare(each.post), each.content_hash, now) for each in decisions],
        tail="ON CONFLICT (network, instance, external_id) DO UPDATE"
        " SET post = excluded.post, content_hash = excluded.content_hash"
        " WHERE listening_rejected.content_hash <> excluded.content_hash RETURNING id",
    )


def _bare(post: Post) -> Post:
    return replace(post, raw=None, author=replace(post.author, bio=""))


def drop(keys: Sequence[PostKey]) -> None:
    """Forget posts: they are stored as mentions now, or gone at their network."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM listening_rejected WHERE (network, instance, external_id) IN {_KEYS}",  # noqa: S608  # nosec B608
                [[key.network for key in keys], [key.instance for key in keys], [key.external_id for key in keys]],
            )


def tidy(now: datetime) -> int:
    """Forget what is older than ``KEEP``, and of each source what goes beyond ``MOST``. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM listening_rejected WHERE seen_at < %s", [now - KEEP])
        old = int(cursor.rowcount)
        cursor.execute(
            "DELETE FROM listening_rejected WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER"
            " (PARTITION BY source_id ORDER BY seen_at DESC, id DESC) AS place FROM listening_rejected) AS ranked"
            " WHERE place > %s)",
            [MOST],
        )
        return old + int(cursor.rowcount)


def of_key(key: PostKey) -> Rejected | None:
    """Return the kept post of this key, if there is one."""
    network, instance, external_id = key
    return Rejected.objects.filter(network=network, instance=instance, external_id=external_id).first()


def post_of(kept: Mapping[str, Any]) -> Post:
    """Return a kept post as the record it was. The inverse of what ``keep`` writes."""
    values = dict(kept)
    values["author"] = Author(**values["author"])
    values["reach"] = Reach(**values["reach"])
    values["created_quality"] = Quality(values["created_quality"])
    for name in ("created_at", "edited_at", "expires_at"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in ("mentioned_account_ids", "links", "alias_keys"):
        values[name] = tuple(values[name])
    return Post(**values)
