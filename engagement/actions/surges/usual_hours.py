"""Counts what was said hour by hour, so that a look need not read eight weeks of posts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max

from engagement.actions.surges.reading import COUNTS, HEARD, VOICE, alone
from engagement.models import UsualCount, UsualHour
from engagement.surges import WEEKS
from listening.models import Query
from listening.storage.bulk import within

ALL_EVERY = timedelta(days=1)
SETTLES = timedelta(minutes=15)
"""All is counted again this long after a query was made or edited: by then its backfill is in."""

_AGAIN = timedelta(hours=3)  # what came a little late is counted with the next hours
_HOUR = timedelta(hours=1)
_KEPT = timedelta(weeks=WEEKS, days=1)
_SQL = f"""
WITH heard AS (
    SELECT j.brand_id, m.story_id, {VOICE} AS voice, date_trunc('hour', m.published_at, 'UTC') AS hour
    FROM listening_mention m JOIN listening_judgement j ON j.mention_id = m.id
    LEFT JOIN engagement_caseitem i ON i.mention_id = m.id AND i.brand_id = j.brand_id
    LEFT JOIN engagement_case c ON c.id = i.case_id
    WHERE m.role = 'mention' AND m.published_at >= %(from)s - interval '1 hour' AND m.published_at < %(to)s
      AND {COUNTS} AND {HEARD}
), windows AS (
    SELECT brand_id, story_id, voice, hour + n * interval '1 hour' AS hour FROM heard, generate_series(0, 1) AS n
), stories AS (
    SELECT brand_id, hour, story_id, count(DISTINCT voice) AS voices
    FROM windows WHERE story_id IS NOT NULL GROUP BY brand_id, hour, story_id
)
INSERT INTO engagement_usualhour (brand_id, hour, posts, voices, story_voices)
SELECT brand_id, hour, count(*), count(DISTINCT voice),
       coalesce((SELECT max(s.voices) FROM stories s WHERE s.brand_id = w.brand_id AND s.hour = w.hour), 0)
FROM windows w WHERE hour >= %(from)s AND hour < %(to)s GROUP BY brand_id, hour
"""  # noqa: S608 - the parts are ours  # nosec B608


def count_hours(now: datetime) -> bool:
    """Count the hours that are over and not counted yet, once a day all of them; say whether there was anything to do.

    A quiet minute costs two small queries.
    """
    over = now.replace(minute=0, second=0, microsecond=0)
    known = UsualCount.objects.first()
    edited = Query.objects.aggregate(at=Max("changed_at"))["at"]
    everything = known is None or now - known.all_at >= ALL_EVERY or _is_new(edited, known.all_at, now)
    if known and not everything and known.counted_to >= over:
        return False
    start = over - _KEPT if everything or known is None else known.counted_to - _AGAIN
    with transaction.atomic():
        within(120)
        if not alone("hours"):
            return False
        UsualHour.objects.filter(hour__gte=start).delete()
        UsualHour.objects.filter(hour__lt=over - _KEPT).delete()
        with connection.cursor() as cursor:
            cursor.execute(_SQL, {"from": start, "to": over})
        all_at = now if everything or known is None else known.all_at
        UsualCount.objects.update_or_create(id=1, defaults={"counted_to": over, "all_at": all_at})
    return True


def _is_new(edited: datetime | None, counted: datetime, now: datetime) -> bool:
    """Say whether queries were edited since (or so shortly before that their backfill was still on its way)."""
    return edited is not None and edited + SETTLES > counted and now >= edited + SETTLES
