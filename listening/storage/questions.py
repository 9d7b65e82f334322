"""Questions follow what is decided about their mentions: asked where the flag is on, withdrawn where it is off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection

from listening.records import mask_of
from listening.storage.context import Context
from listening.storage.threads import ask_for_reading

AUDIENCE = {"own": "about_us", "competitor": "competitor", "partner": "category", "topic": "category"}

Pair = tuple[int, int]
"""(mention id, brand id)."""

_QUESTION = mask_of(("question",))


def drop(pairs: Collection[Pair]) -> None:
    """Remove the questions of these mentions, with what waits to be told of them."""
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM listening_change c USING listening_question q, unnest(%s::bigint[], %s::int[])"
            " AS k(mention_id, brand_id) WHERE c.question_id = q.id"
            " AND q.mention_id = k.mention_id AND q.brand_id = k.brand_id",
            _columns(pairs),
        )
        cursor.execute(
            "DELETE FROM listening_question q USING unnest(%s::bigint[], %s::int[]) AS k(mention_id, brand_id)"
            " WHERE q.mention_id = k.mention_id AND q.brand_id = k.brand_id",
            _columns(pairs),
        )


def raise_asked(pairs: Collection[Pair], context: Context, now: datetime) -> None:
    """Open a question for each of these mentions that counts and asks one, and make its thread due to be read."""
    if not pairs:
        return
    with connection.cursor() as cursor:
        for brand in sorted({brand for _, brand in pairs}):
            cursor.execute(
                "INSERT INTO listening_question (mention_id, thread_id, asker_key, brand_id, audience, state, rule,"
                " asked_at, changed_at) SELECT m.id, m.thread_id, m.author_key, j.brand_id, %s, 'unverified',"
                " CASE WHEN m.thread_id IS NULL THEN 'no_threads' ELSE 'not_read_yet' END, m.published_at, %s"
                " FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
                " WHERE j.brand_id = %s AND j.mention_id = ANY(%s) AND j.on_mask & %s <> 0"
                " AND j.counted_day IS NOT NULL AND m.deleted_at IS NULL ORDER BY m.published_at, m.id"
                " ON CONFLICT DO NOTHING",
                [AUDIENCE[context.kind_of(brand)], now, brand, _of(brand, pairs), _QUESTION],
            )
        cursor.execute(
            "SELECT DISTINCT thread_id FROM listening_question WHERE mention_id = ANY(%s) AND thread_id IS NOT NULL",
            [sorted({mention for mention, _ in pairs})],
        )
        ask_for_reading(sorted(row[0] for row in cursor.fetchall()), now)


def same_asker(mention_id: int, brand_id: int) -> list[Pair]:
    """Return the further mentions of the brand by the same author in the same thread: there is one question for all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT other.id FROM listening_mention m JOIN listening_mention other ON other.thread_id = m.thread_id"
            " AND other.author_key = m.author_key AND other.id <> m.id AND other.role = 'mention'"
            " WHERE m.id = %s AND m.author_key <> ''",
            [mention_id],
        )
        return [(row[0], brand_id) for row in cursor.fetchall()]


def _of(brand: int, pairs: Iterable[Pair]) -> list[int]:
    return sorted({mention for mention, of in pairs if of == brand})


def _columns(pairs: Collection[Pair]) -> list[list[int]]:
    return [[mention for mention, _ in pairs], [brand for _, brand in pairs]]
