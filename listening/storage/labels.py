"""What people said of posts. One row a judgement: the newest of a post, brand and head counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from listening.models import Label
from listening.records import PostKey

RELEVANT = "relevant"
"""The head of *us* or *not us*."""


def add(key: PostKey, *, brand_id: int, head: str, value: bool | None, user_id: int | None, now: datetime) -> Label:
    """Write what somebody said. None takes his judgement back."""
    network, instance, external_id = key
    return Label.objects.create(
        network=network,
        instance=instance,
        external_id=external_id,
        brand_id=brand_id,
        head=head,
        value=value,
        user_id=user_id,
        at=now,
    )


def newest(brand_id: int, *, head: str = RELEVANT) -> dict[PostKey, bool]:
    """Return what holds of every post that was judged for a brand. What was taken back is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT network, instance, external_id, value FROM (SELECT DISTINCT ON (network, instance, external_id)"
            " network, instance, external_id, value FROM listening_label WHERE brand_id = %s AND head = %s"
            " ORDER BY network, instance, external_id, id DESC) AS latest WHERE value IS NOT NULL",
            [brand_id, head],
        )
        return {PostKey(*row[:3]): row[3] for row in cursor.fetchall()}


def relevance_of(keys: Sequence[PostKey]) -> dict[tuple[PostKey, int], bool]:
    """Return what people said of these posts, us or not us, by post and brand. One indexed query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (l.network, l.instance, l.external_id, l.brand_id)"
            " l.network, l.instance, l.external_id, l.brand_id, l.value FROM listening_label l"
            " JOIN unnest(%s::text[], %s::text[], %s::text[]) AS k(network, instance, external_id)"
            " USING (network, instance, external_id) WHERE l.head = %s"
            " ORDER BY l.network, l.instance, l.external_id, l.brand_id, l.id DESC",
            [[k.network for k in keys], [k.instance for k in keys], [k.external_id for k in keys], RELEVANT],
        )
        return {(PostKey(*row[:3]), row[3]): row[4] for row in cursor.fetchall() if row[4] is not None}
