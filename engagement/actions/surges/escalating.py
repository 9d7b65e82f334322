"""Finds the cases whose talk grows far beyond its own rate, and brings them back and up.

Looks only at threads that were read, or in which a post came, within the last hour: how many cases ever ended does not
matter.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from engagement.actions.surges.raising import raise_case
from engagement.actions.surges.reaching import keep_reach, reaches
from engagement.actions.surges.reading import alone
from engagement.models import Case, Event
from engagement.storage import storing
from engagement.surges.escalating import BEFORE, RECENT, Talk, escalates
from engagement.surges.records import FEWEST_VOICES

ONCE_IN = timedelta(days=1)
"""A case that came back for this does not do so again sooner."""

_LOOKED = timedelta(hours=1)
_FINAL = "('not_relevant', 'spam', 'duplicate', 'muted')"
_VOICES = "count(DISTINCT p.author_key) FILTER (WHERE p.published_at > %(recent)s AND p.author_key <> '')"
_ACTIVE = """
SELECT id FROM listening_thread WHERE next_read_at IS NOT NULL AND read_at > %(looked)s
UNION
SELECT thread_id FROM listening_mention
WHERE role = 'mention' AND published_at > %(looked)s AND published_at <= %(now)s AND thread_id IS NOT NULL
"""
_SQL = f"""
WITH talks AS (
    SELECT p.thread_id AS id, count(*) FILTER (WHERE p.published_at > %(recent)s) AS replies,
           {_VOICES} AS voices,
           count(*) FILTER (WHERE p.published_at <= %(recent)s) AS before
    FROM listening_mention p
    WHERE p.thread_id = ANY(%(threads)s)
      AND p.role <> 'own' AND p.deleted_at IS NULL AND p.author_is_bot IS NOT TRUE
      AND p.published_at > %(before)s AND p.published_at <= %(now)s
    GROUP BY p.thread_id HAVING {_VOICES} >= {FEWEST_VOICES}
)
SELECT c.id, t.id, lead.published_at, t.replies, t.voices, t.before
FROM talks t JOIN listening_mention lead ON lead.thread_id = t.id AND lead.role = 'mention'
JOIN engagement_case c ON c.lead_id = lead.id
WHERE c.disposition NOT IN {_FINAL} AND (c.work OR c.disposition NOT IN ('', 'heard'))
ORDER BY c.id
"""  # noqa: S608 - the parts are ours  # nosec B608


def escalate(now: datetime) -> int:
    """Bring back and up the cases that escalate; return how many.

    Three queries while no thread is read, six while nobody speaks in those that are.
    """
    with storing():
        if not alone("escalating"):
            return 0
        found = {case: say for case, talk in _talks(now) if (say := escalates(talk, now=now))}
        if not found:
            return 0
        told = Event.objects.filter(
            Q(case__in=found, actor=None, verb="returned", at__gt=now - ONCE_IN)
            & (Q(params__code="escalating") | Q(params__code="surge"))
        )
        quiet = set(told.values_list("case_id", flat=True))
        cases = Case.objects.select_for_update(skip_locked=True).filter(id__in=found.keys() - quiet).order_by("id")
        raised = list(cases)
        for case in raised:
            raise_case(case, found[case.pk], as_of=now, now=now)
    return len(raised)


def _talks(now: datetime) -> list[tuple[int, Talk]]:
    given = {"now": now, "looked": now - _LOOKED, "recent": now - RECENT, "before": now - RECENT - BEFORE}
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE, given)
        threads = [thread for (thread,) in cursor.fetchall()]
        if not threads:
            return []
        keep_reach(threads, now)
        cursor.execute(_SQL, given | {"threads": threads})
        rows = cursor.fetchall()
    grown = reaches({thread: began for _case, thread, began, *_rest in rows}, now) if rows else {}
    return [
        (case, Talk(began_at=began, replies=replies, voices=voices, before=before, reach=grown.get(thread)))
        for case, thread, began, replies, voices, before in rows
    ]
