"""Learns from what people judged *us* or *not us*, and lets stored posts that nobody judged feel it.

Only from networks whose rules allow learning. Posts of the recent past change sides where what was learnt says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from listening.models import Lesson
from listening.policy import policy_of
from listening.records import BrandContext, BrandTerms
from listening.scoring import relevance as scoring
from listening.scoring.prepared import occurrences, prepare
from listening.scoring.relevance_learning import NEWEST, Said, learn
from listening.storage import context, history, relevance
from listening.storage.labels import RELEVANT
from listening.text import whole

_JUDGED = """
    SELECT DISTINCT ON (l.network, l.instance, l.external_id) l.id, l.network, l.instance, l.external_id, l.value,
           m.title, m.text
      FROM listening_label l JOIN listening_mention m USING (network, instance, external_id)
     WHERE l.brand_id = %s AND l.head = %s AND m.deleted_at IS NULL AND m.role = 'mention'
     ORDER BY l.network, l.instance, l.external_id, l.id DESC
"""
_UNDECIDED = """
    SELECT j.mention_id, j.relevance, m.title, m.text
      FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id
     WHERE j.brand_id = %s AND j.scored AND j.relevance > 0 AND m.deleted_at IS NULL AND m.seen_at >= %s
       AND NOT EXISTS (SELECT FROM listening_label l WHERE l.brand_id = j.brand_id AND l.head = %s
                       AND l.network = m.network AND l.instance = m.instance AND l.external_id = m.external_id)
     ORDER BY j.mention_id DESC LIMIT %s
"""
_MOST = 5_000  # stored posts that are judged again: a second's work


def due() -> int | None:
    """Return a brand of which somebody judged a post since it was learnt from, None if there is none. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT b.id FROM listening_brand b LEFT JOIN listening_lesson s ON s.brand_id = b.id"
            " WHERE b.archived_at IS NULL AND (SELECT max(l.id) FROM listening_label l"
            " WHERE l.brand_id = b.id AND l.head = %s) > coalesce(s.label, 0) ORDER BY b.id LIMIT 1",
            [RELEVANT],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def learn_next(now: datetime) -> bool:
    """Learn from the posts of one brand that is due, and judge its recent posts again. False if none was due."""
    brand_id = due()
    if brand_id is None:
        return False
    brand = context.load().brands[brand_id]
    newest, said = judged(brand_id)
    found = learn(said, brand) or BrandContext()
    values = {"words": dict(found.words), "start": found.start, "judged": len(said), "label": newest, "at": now}
    with transaction.atomic():
        Lesson.objects.update_or_create(brand_id=brand_id, defaults=values)
        if found != (brand.learned or BrandContext()):
            _feel(replace(brand, learned=found), now)
    return True


def judged(brand_id: int) -> tuple[int, Sequence[Said]]:
    """Return the newest label of a brand, and the judged posts that may be learnt from, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM listening_label WHERE brand_id = %s AND head = %s", [brand_id, RELEVANT])
        newest: int = cursor.fetchone()[0]
        cursor.execute(_JUDGED, [brand_id, RELEVANT])
        rows = sorted(cursor.fetchall(), reverse=True)
    held = [row for row in rows if row[4] is not None and policy_of(row[1]).train]
    return newest, [
        Said(key="\n".join(key), text=whole(title, text), us=value) for _id, *key, value, title, text in held[:NEWEST]
    ]


def _feel(brand: BrandTerms, now: datetime) -> int:
    """Judge the brand's recent posts again that nobody judged; those that change sides are settled."""
    with connection.cursor() as cursor:
        cursor.execute(_UNDECIDED, [brand.id, now - history.WINDOW, RELEVANT, _MOST])
        rows = cursor.fetchall()
    said = {}
    for mention_id, was, title, text in rows:
        ready = prepare(whole(title, text))
        chance = scoring.chance(ready, brand, occurrences(ready.prose, brand))
        if scoring.counts(chance) != scoring.counts(was):
            said[mention_id, brand.id] = chance
    return relevance.settle(said, context.load(), now)
