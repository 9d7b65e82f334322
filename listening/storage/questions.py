"""Questions follow what is decided about their mentions: asked where the flag is on, withdrawn where it is off."""

from __future__ import annotations

from collections.abc import Collection
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
    _drop(pairs, answered_too=True)


def drop_open(pairs: Collection[Pair]) -> None:
    """Remove the questions of these mentions to which no answer of ours is known: an answer is a fact, and stays."""
    _drop(pairs, answered_too=False)


def _drop(pairs: Collection[Pair], *, answered_too: bool) -> None:
    if not pairs:
        return
    with connection.cursor() as cursor:
        # Locked first: a reader of the thread that is about to tell of a question comes before or after, not between.
        cursor.execute(
            "SELECT q.id FROM listening_question q JOIN unnest(%s::bigint[], %s::int[]) AS k(mention_id, brand_id)"
            " ON q.mention_id = k.mention_id AND q.brand_id = k.brand_id"
            " WHERE %s OR q.state <> 'answered_by_us' ORDER BY q.id FOR UPDATE OF q",
            [*_columns(pairs), answered_too],
        )
        gone = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM listening_change WHERE question_id = ANY(%s)", [gone])
        cursor.execute("DELETE FROM listening_question WHERE id = ANY(%s)", [gone])


def raise_asked(pairs: Collection[Pair], context: Context, now: datetime) -> None:
    """Open a question for each of these mentions that counts and asks one, and make its thread due to be read."""
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_question (mention_id, thread_id, asker_key, brand_id, audience, state, rule,"
            " asked_at, changed_at) SELECT m.id, m.thread_id, m.author_key, j.brand_id, k.audience, 'unverified',"
            " CASE WHEN m.thread_id IS NULL THEN 'no_threads' ELSE 'not_read_yet' END, m.published_at, %s"
            " FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
            " JOIN unnest(%s::bigint[], %s::int[], %s::text[]) AS k(mention_id, brand_id, audience)"
            " ON k.mention_id = j.mention_id AND k.brand_id = j.brand_id WHERE j.on_mask & %s <> 0"
            " AND j.counted_day IS NOT NULL AND m.deleted_at IS NULL ORDER BY m.published_at, m.id"
            " ON CONFLICT DO NOTHING",
            [now, *_columns(pairs), [AUDIENCE[context.kind_of(brand)] for _, brand in pairs], _QUESTION],
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


def same_askers(pairs: Collection[Pair], *, since: datetime) -> list[Pair]:
    """Return the further mentions since an instant by the same authors in the same threads, for many at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT other.id, k.brand_id FROM unnest(%s::bigint[], %s::int[]) AS k(mention_id, brand_id)"
            " JOIN listening_mention m ON m.id = k.mention_id JOIN listening_mention other"
            " ON other.thread_id = m.thread_id AND other.author_key = m.author_key AND other.id <> m.id"
            " AND other.role = 'mention' AND other.published_at >= %s WHERE m.author_key <> ''",
            [*_columns(pairs), since],
        )
        return [(row[0], row[1]) for row in cursor.fetchall()]


def _columns(pairs: Collection[Pair]) -> list[list[int]]:
    return [[mention for mention, _ in pairs], [brand for _, brand in pairs]]
