"""Questions follow what is decided about their mentions: asked where the flag is on, withdrawn where it is off."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import connection

from listening.answers.audience import Audience, Setting, audience_of
from listening.records import mask_of
from listening.storage.context import Context
from listening.storage.threads import ask_for_reading

QUESTION_COLUMNS = (
    "mention_id",
    "thread_id",
    "asker_key",
    "brand_id",
    "audience",
    "audience_rule",
    "state",
    "rule",
    "evidences",
    "waits_for_asker",
    "answered_by",
    "answered_side",
    "asked_at",
    "asker_spoke_at",
    "changed_at",
)
"""What is written of a question when it is asked."""

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
            " WHERE %s OR q.answered_side <> 'ours' ORDER BY q.id FOR UPDATE OF q",
            [*_columns(pairs), answered_too],
        )
        gone = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM listening_change WHERE question_id = ANY(%s)", [gone])
        cursor.execute("DELETE FROM listening_question WHERE id = ANY(%s)", [gone])


def raise_asked(pairs: Collection[Pair], context: Context, now: datetime) -> None:
    """Open a question for each of these mentions that counts and asks one, and make its thread due to be read."""
    if not pairs:
        return
    to = _to_whom(pairs, context)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO listening_question ({', '.join(QUESTION_COLUMNS)})"  # noqa: S608 - ours  # nosec B608
            " SELECT m.id, m.thread_id, m.author_key, j.brand_id, k.audience, k.rule, 'unverified',"
            " CASE WHEN m.thread_id IS NULL THEN 'no_threads' ELSE 'not_read_yet' END, '[]', false, '', '',"
            " m.published_at, m.published_at, %s"
            " FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
            " JOIN unnest(%s::bigint[], %s::int[], %s::text[], %s::text[]) AS k(mention_id, brand_id, audience, rule)"
            " ON k.mention_id = j.mention_id AND k.brand_id = j.brand_id WHERE j.on_mask & %s <> 0"
            " AND j.counted_day IS NOT NULL AND m.deleted_at IS NULL ORDER BY m.published_at, m.id"
            " ON CONFLICT DO NOTHING",
            [
                now,
                *_columns(pairs),
                [to[pair].audience for pair in pairs],
                [to[pair].rule for pair in pairs],
                _QUESTION,
            ],
        )
        cursor.execute(
            "SELECT DISTINCT thread_id FROM listening_question WHERE mention_id = ANY(%s) AND thread_id IS NOT NULL",
            [sorted({mention for mention, _ in pairs})],
        )
        ask_for_reading(sorted(row[0] for row in cursor.fetchall()), now)


def to_whom(
    network: str, instance: str, mentions: Sequence[str], brand_ids: Iterable[int], context: Context
) -> Audience:
    """Return to whom a post puts its question as far as it says so itself; its thread may say more when it is read."""
    voices = context.voices(network, instance)
    return audience_of(
        Setting(
            mentions=tuple(mentions),
            ours=voices.ours,
            theirs=voices.rivals,
            names=frozenset(context.kind_of(brand) for brand in brand_ids if brand in context.brands),
        )
    )


def _to_whom(pairs: Collection[Pair], context: Context) -> dict[Pair, Audience]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id, m.network, m.instance, m.addressed,"
            " coalesce(array_agg(j.brand_id) FILTER (WHERE j.counted_day IS NOT NULL), '{}') FROM listening_mention m"
            " LEFT JOIN listening_judgement j ON j.mention_id = m.id WHERE m.id = ANY(%s) GROUP BY m.id",
            [sorted({mention for mention, _ in pairs})],
        )
        rows = {row[0]: row[1:] for row in cursor.fetchall()}
    found = {}
    for mention, brand in pairs:
        network, instance, addressed, about = rows.get(mention, ("", "", (), ()))
        found[mention, brand] = to_whom(network, instance, addressed, {brand, *about}, context)
    return found


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
