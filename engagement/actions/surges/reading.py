"""Reads what early warning needs, in a few queries whatever the number of posts. Decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Min

from engagement.models import Surge, UsualHour
from engagement.routing import LOW_RELEVANCE, SEVERITY
from engagement.surges import WEEKS, WINDOW, Heard, Hour
from listening.models import Brand
from listening.records import flags_in, mask_of

NEW_SOURCE = timedelta(days=1)
"""What a new source or a new query brings is not counted for this long: it is new to us, not to the world."""

_LOCKS = {"hours": 7311, "surges": 7312, "escalating": 7313}
_FINAL = "('not_relevant', 'spam', 'duplicate')"
_SPAM = mask_of(("spam",))
_BACKFILLED = timedelta(days=3)
_OPENING = 300  # characters that tell whether two posts are the same

COUNTS = (
    "m.deleted_at IS NULL AND m.author_is_bot IS NOT TRUE"
    f" AND j.relevance >= {LOW_RELEVANCE} AND j.on_mask & {_SPAM} = 0"
)
"""Which posts count at all: not spam, not probably about something else. Our own are no mentions."""

HEARD = "c.disposition IS DISTINCT FROM 'muted'"
"""Of those, what nobody muted (c is the case, where there is one): in the window and in the usual hours alike."""

VOICE = (
    "m.network || ' ' || m.instance || ' ' || coalesce(nullif(m.author_key, ''), nullif(lower(m.author_handle), ''),"
    " nullif(m.author_name, ''), 'source ' || m.source_id, m.url)"
)
"""Who speaks: an author on a network. What a source gives without authors is one voice."""

# A date that is only claimed counts if the post was seen soon after it.
_TIMELY = (
    " AND NOT m.found_late AND (m.published_quality = 'exact'"
    " OR m.published_quality = 'claimed' AND m.seen_at - m.published_at <= interval '1 hour')"
    " AND (s.created_at IS NULL OR s.created_at <= %(settled)s)"
    " AND EXISTS (SELECT 1 FROM listening_query q WHERE q.brand_id = j.brand_id AND q.created_at <= %(settled)s)"
)
_SQL = f"""
SELECT j.brand_id, m.story_id, m.id, {VOICE}, left(m.title || ' ' || m.text, {_OPENING}), m.published_at,
       greatest(m.author_followers, (m.reach->>'views')::bigint, (m.reach->>'points')::bigint), j.on_mask, j.sentiment,
       i.case_id, c.disposition IS NULL OR c.disposition NOT IN {_FINAL}
FROM listening_mention m
JOIN listening_judgement j ON j.mention_id = m.id
JOIN listening_brand b ON b.id = j.brand_id AND b.archived_at IS NULL
LEFT JOIN listening_source s ON s.id = m.source_id
LEFT JOIN engagement_caseitem i ON i.mention_id = m.id AND i.brand_id = j.brand_id
LEFT JOIN engagement_case c ON c.id = i.case_id
WHERE m.role = 'mention' AND m.published_at >= %(since)s AND m.published_at <= %(now)s AND {COUNTS}{_TIMELY}
  AND {HEARD}
ORDER BY m.published_at, m.id
"""  # noqa: S608 - the parts are ours  # nosec B608

Said = dict[int | None, list[Heard]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of a brand's past: its counted hours, since when we listen, and its surges as spans."""

    name: str
    since: datetime
    hours: list[Hour] = field(default_factory=list)
    busy: list[tuple[datetime, datetime]] = field(default_factory=list)


def alone(what: str) -> bool:
    """Take the lock of a sweep until the transaction ends; False if another sweep has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCKS[what]])
        return bool(cursor.fetchone()[0])


def heard(since: datetime, now: datetime) -> dict[int, Said]:
    """Return the posts that count from ``since`` on, by brand and story (None for those of none). One index range."""
    given = {"since": since, "now": now, "settled": now - NEW_SOURCE}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        rows = cursor.fetchall()
    found: dict[int, Said] = defaultdict(lambda: defaultdict(list))
    for brand, story, mention, voice, text, at, reach, on, sentiment, case, lead in rows:
        found[brand][story].append(
            Heard(
                mention_id=mention,
                voice=voice,
                text=text,
                at=at,
                reach=reach,
                harm=sum(SEVERITY[flag] for flag in flags_in(on) if flag in _HARMFUL) - 5 * (sentiment or 0.0),
                case_id=case,
                lead=lead,
            )
        )
    return found


_HARMFUL = ("complaint", "churn_risk", "inaccuracy")


def pasts(brand_ids: Collection[int], now: datetime) -> Mapping[int, Past]:
    """Return what is known of these brands' past. Three queries."""
    start = now - timedelta(weeks=WEEKS, days=1)
    brands = Brand.objects.filter(id__in=brand_ids).annotate(listened=Min("queries__created_at"))
    hours: dict[int, list[Hour]] = defaultdict(list)
    rows = UsualHour.objects.filter(brand__in=brand_ids, hour__gte=start).order_by("hour")
    for brand, at, posts, voices, story in rows.values_list("brand", "hour", "posts", "voices", "story_voices"):
        hours[brand].append(Hour(at=at, posts=posts, voices=voices, story_voices=story))
    busy: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for brand, began, last in Surge.objects.filter(brand__in=brand_ids, last_seen_at__gte=start).values_list(
        "brand", "began_at", "last_seen_at"
    ):
        busy[brand].append((began, last))
    return {
        brand.pk: Past(
            name=brand.name,
            since=_since(brand.listened or brand.created_at, hours[brand.pk]),
            hours=hours[brand.pk],
            busy=busy[brand.pk],
        )
        for brand in brands
    }


def last_ends(now: datetime) -> dict[tuple[int, int | None], datetime]:
    """Return when surges ended last, by brand and story, if their posts may still stand in the window."""
    ended = Surge.objects.filter(told_at__gt=now - timedelta(days=2), ended_at__gt=now - WINDOW).order_by("ended_at")
    return {(brand, story): at for brand, story, at in ended.values_list("brand", "story", "ended_at") if at}


def _since(listened: datetime, hours: list[Hour]) -> datetime:
    """Return from when on silence means silence: since the first query, or before it while backfill filled the days."""
    for hour in reversed(hours):
        if hour.at < listened:
            if listened - hour.at > _BACKFILLED:
                break
            listened = hour.at
    return listened
