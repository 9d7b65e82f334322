"""Whether a stored mention is about a brand at all, as queries and people decide it.

A relevance of exactly 0 is a decision, which scoring never makes: the post is not about the brand. It then counts
nowhere and asks nothing, but stays readable; whatever decided so can take it back. Below ``UNSURE`` scoring believes
that it is about something else of the same name: such a post is shown as unsure, and counts and asks nothing either,
until somebody says *us*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from listening.records import flags_in
from listening.scoring.relevance import counts
from listening.storage import bulk, judgements, questions
from listening.storage.context import Context, company_day

NOT_US = 0.0
US = 1.0


def settle(said: Mapping[tuple[int, int], float], context: Context, now: datetime) -> int:
    """Write the relevance of judgements by (mention id, brand id) and let counters and questions follow.

    Returns how many changed. Runs in the caller's transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.mention_id, j.brand_id, j.relevance, j.counted_day, j.counted_flags, j.on_mask, m.network,"
            " m.published_at FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
            " JOIN unnest(%s::bigint[], %s::int[]) AS k(mention_id, brand_id)"
            " ON k.mention_id = j.mention_id AND k.brand_id = j.brand_id"
            " WHERE m.deleted_at IS NULL ORDER BY j.id FOR UPDATE OF j",
            [[mention for mention, _ in said], [brand for _, brand in said]],
        )
        rows = [row for row in cursor.fetchall() if row[3] != said[row[1], row[2]]]
    if not rows:
        return 0
    mentions: Counter[tuple[int, str, str]] = Counter()
    flags: Counter[tuple[int, str, str]] = Counter()
    updates = []
    for id_, mention, brand, _old, day, counted, on, network, published_at in rows:
        relevance = said[mention, brand]
        goes, comes = day is not None and not counts(relevance), day is None and counts(relevance)
        if goes:
            _add(mentions, flags, (brand, day.isoformat(), network), counted, -1)
            day, counted = None, 0
        elif comes:
            day, counted = company_day(context, published_at), on
            _add(mentions, flags, (brand, day, network), counted, 1)
        updates.append((id_, relevance, day, counted))
    bulk.update_rows(
        "UPDATE listening_judgement j SET relevance = v.relevance, counted_day = v.day::date,"
        " counted_flags = v.flags FROM (VALUES %s) AS v(id, relevance, day, flags) WHERE j.id = v.id",
        updates,
    )
    judgements.add_counts(mentions, flags)
    settled = {(row[1], row[2]): said[row[1], row[2]] for row in rows}
    questions.drop([pair for pair, relevance in settled.items() if relevance == NOT_US])
    questions.drop_open([pair for pair, relevance in settled.items() if relevance and not counts(relevance)])
    questions.raise_asked([pair for pair, relevance in settled.items() if counts(relevance)], context, now)
    changed = sorted({row[1] for row in rows})
    bulk.copy_rows("listening_change", ("kind", "mention_id", "at"), (("judged", id_, now) for id_ in changed))
    return len(rows)


def _add(
    mentions: Counter[tuple[int, str, str]],
    flags: Counter[tuple[int, str, str]],
    where: tuple[int, str, str],
    mask: int,
    sign: int,
) -> None:
    brand, day, network = where
    mentions[brand, day, network] += sign
    for flag in flags_in(mask):
        flags[brand, day, flag] += sign
