"""Questions follow what is decided about their mentions: raised where a flag is on, dropped where it is off.

A question wants an answer; a complaint about us that asks nothing wants a reply, and is watched just the same. A post
that is both has one row, and so has an asker in a thread for each of the two.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from listening.answers.audience import Audience, Setting, audience_of
from listening.models import Thread
from listening.records import mask_of
from listening.storage.context import Context
from listening.storage.threads import ask_for_reading

QUESTION_COLUMNS = (
    "mention_id",
    "thread_id",
    "asker_key",
    "brand_id",
    "flag",
    "wants",
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

WATCHED = {"question": mask_of(("question",)), "complaint": mask_of(("complaint",))}
"""What is owed something: the flag of a row, and its bit. Of a post that has both the question counts."""

WANTS = {"question": "answer", "complaint": "reply"}
"""What a row of each flag wants until its thread is decided."""

_HOLD = (
    f"CASE WHEN j.counted_day IS NULL THEN 0 ELSE j.on_mask & {WATCHED['question']}"
    f" | CASE WHEN b.kind = 'own' THEN j.on_mask & {WATCHED['complaint']} ELSE 0 END END"
)
"""The bits for which a judgement (j) about a brand (b) has a row. What others complain of is not ours to reply to."""

_SINCE = (
    "CASE WHEN EXISTS (SELECT FROM listening_revision r WHERE r.mention_id = m.id AND r.content_hash <> m.content_hash)"
    " THEN coalesce(m.edited_at, m.published_at) ELSE m.published_at END"
)
"""From when on a complaint counts (m): from its edit, where only the words as they stand are known to complain."""


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


_KEPT = (
    f"SELECT j.mention_id, j.brand_id, j.hold, CASE WHEN j.hold & {WATCHED['question']} <> 0 THEN 'question'"  # noqa: S608 - ours  # nosec B608
    f" ELSE 'complaint' END AS flag, {_SINCE} AS since FROM (SELECT j.mention_id, j.brand_id, {_HOLD} AS hold"
    " FROM listening_judgement j JOIN listening_brand b ON b.id = j.brand_id"
    " JOIN unnest(%s::bigint[], %s::int[]) AS k(mention_id, brand_id)"
    " ON k.mention_id = j.mention_id AND k.brand_id = j.brand_id) AS j"
    " JOIN listening_mention m ON m.id = j.mention_id"
)
"""What pairs have now: the bits that hold, and for which of the two flags a row would be written."""

_TURN = (
    "UPDATE listening_question q SET flag = k.flag, wants = CASE k.flag WHEN 'question' THEN q.wants ELSE 'reply' END,"  # noqa: S608  # nosec B608
    f" asked_at = CASE k.flag WHEN 'question' THEN q.asked_at ELSE k.since END FROM ({_KEPT}) AS k"
    " WHERE q.mention_id = k.mention_id AND q.brand_id = k.brand_id AND k.hold <> 0 AND q.flag <> k.flag"
    " AND NOT EXISTS (SELECT FROM listening_question o WHERE o.thread_id = q.thread_id"
    " AND o.asker_key = q.asker_key AND o.brand_id = q.brand_id AND o.flag = k.flag)"
)
_UNFOUNDED = (
    f"SELECT q.mention_id, q.brand_id FROM listening_question q LEFT JOIN ({_KEPT}) AS k"  # noqa: S608  # nosec B608
    " ON q.mention_id = k.mention_id AND q.brand_id = k.brand_id"
    " JOIN unnest(%s::bigint[], %s::int[]) AS p(mention_id, brand_id)"
    " ON q.mention_id = p.mention_id AND q.brand_id = p.brand_id"
    " WHERE coalesce(k.hold, 0) & CASE q.flag WHEN 'question' THEN %s ELSE %s END = 0"
)


def fit(pairs: Collection[Pair], *, answered_too: bool) -> None:
    """Turn the rows of these mentions into what their flags hold now, and drop them where neither does.

    ``answered_too`` is False where an answer of ours that is known outlives the flag.
    """
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TURN, _columns(pairs))
        cursor.execute(_UNFOUNDED, [*_columns(pairs), *_columns(pairs), *WATCHED.values()])
        unfounded = [(row[0], row[1]) for row in cursor.fetchall()]
    _drop(unfounded, answered_too=answered_too)


_RAISE = (
    f"INSERT INTO listening_question ({', '.join(QUESTION_COLUMNS)})"  # noqa: S608 - ours  # nosec B608
    " SELECT m.id, m.thread_id, m.author_key, j.brand_id, %s, %s, k.audience, k.rule, 'unverified',"
    " CASE WHEN m.thread_id IS NULL THEN 'no_threads' ELSE 'not_read_yet' END, '[]', false, '', '',"
    " s.since, s.since, %s"
    " FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
    " JOIN listening_brand b ON b.id = j.brand_id"
    f" CROSS JOIN LATERAL (SELECT CASE WHEN %s THEN m.published_at ELSE {_SINCE} END) AS s(since)"
    " JOIN unnest(%s::bigint[], %s::int[], %s::text[], %s::text[]) AS k(mention_id, brand_id, audience, rule)"
    f" ON k.mention_id = j.mention_id AND k.brand_id = j.brand_id WHERE ({_HOLD}) & %s <> 0"
    " AND m.deleted_at IS NULL ORDER BY m.published_at, m.id ON CONFLICT DO NOTHING"
)


def raise_asked(pairs: Collection[Pair], context: Context, now: datetime) -> None:
    """Write what each of these mentions that count asks or complains of, and have its thread read and decided."""
    if not pairs:
        return
    to = _to_whom(pairs, context)
    with connection.cursor() as cursor:
        audiences, rules = [to[pair].audience for pair in pairs], [to[pair].rule for pair in pairs]
        for flag, bit in WATCHED.items():
            asked: list[Any] = [flag, WANTS[flag], now, flag == "question", *_columns(pairs), audiences, rules, bit]
            cursor.execute(_RAISE, asked)
        cursor.execute(
            "SELECT DISTINCT thread_id FROM listening_question WHERE mention_id = ANY(%s) AND thread_id IS NOT NULL",
            [sorted({mention for mention, _ in pairs})],
        )
        threads = sorted(row[0] for row in cursor.fetchall())
    ask_for_reading(threads, now)
    # What is stored may tell already, also of a thread that cannot be read again.
    Thread.objects.filter(id__in=threads, read_at__isnull=False).update(undecided=True)


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
