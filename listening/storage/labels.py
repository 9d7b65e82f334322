"""What people said of posts. One row a judgement: the newest of a post, brand and head counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from listening.models import Label
from listening.records import FLAGS, PostKey

RELEVANT = "relevant"
"""The head of *us* or *not us*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What scoring had said when somebody judged: the flag on or not, its probability (0..1) and the version."""

    was: bool | None = None
    chance: float | None = None
    scorer: str = ""


UNSCORED = Scored()


def add(
    key: PostKey,
    *,
    brand_id: int,
    head: str,
    value: bool | None,
    user_id: int | None,
    now: datetime,
    scored: Scored = UNSCORED,
    chosen: str = "",
) -> Label:
    """Write what somebody said. None takes his judgement back."""
    network, instance, external_id = key
    return Label.objects.create(
        was=scored.was,
        chance=scored.chance,
        scorer=scored.scorer,
        chosen=chosen,
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
    return {pair: said[RELEVANT] for pair, said in _said_of(keys, [RELEVANT]).items()}


def said_of(keys: Sequence[PostKey]) -> dict[tuple[PostKey, int], dict[str, bool]]:
    """Return all that people said of these posts and holds, by post and brand, then by head. One indexed query."""
    return _said_of(keys, [RELEVANT, *FLAGS])


def _said_of(keys: Sequence[PostKey], heads: Sequence[str]) -> dict[tuple[PostKey, int], dict[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (l.network, l.instance, l.external_id, l.brand_id, l.head)"
            " l.network, l.instance, l.external_id, l.brand_id, l.head, l.value FROM listening_label l"
            " JOIN unnest(%s::text[], %s::text[], %s::text[]) AS k(network, instance, external_id)"
            " USING (network, instance, external_id) WHERE l.head = ANY(%s)"
            " ORDER BY l.network, l.instance, l.external_id, l.brand_id, l.head, l.id DESC",
            [[k.network for k in keys], [k.instance for k in keys], [k.external_id for k in keys], list(heads)],
        )
        found: dict[tuple[PostKey, int], dict[str, bool]] = defaultdict(dict)
        for *key, brand, head, value in cursor.fetchall():
            if value is not None:
                found[PostKey(*key), brand][head] = value
    return dict(found)


def latest(key: PostKey, *, brand_id: int) -> dict[str, Label]:
    """Return the judgement that holds of one post and brand, by head, with who gave it (``user`` is loaded)."""
    rows = Label.objects.filter(
        network=key.network, instance=key.instance, external_id=key.external_id, brand_id=brand_id
    )
    newest = rows.order_by("head", "-id").distinct("head").select_related("user")
    return {label.head: label for label in newest if label.value is not None}
