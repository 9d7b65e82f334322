"""Keeps how many the talks that are read had reached hour by hour, and tells how that has grown."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from engagement.surges.escalating import BEFORE, RECENT, Reach

HOUR = timedelta(hours=1)
KEPT = BEFORE + RECENT + timedelta(hours=18)

# Totals as the networks give them; where one counts views, points and likes say nothing more.
_SEEN = """
SELECT thread_id, coalesce(views, points, likes) AS seen,
       CASE WHEN views IS NOT NULL THEN 'views' WHEN points IS NOT NULL THEN 'points' ELSE 'likes' END AS measure
FROM (
    SELECT p.thread_id, sum((p.reach->>'views')::bigint) AS views, sum((p.reach->>'points')::bigint) AS points,
           sum((p.reach->>'likes')::bigint + coalesce((p.reach->>'reposts')::bigint, 0)) AS likes
    FROM listening_mention p
    WHERE p.thread_id = ANY(%(threads)s) AND p.role <> 'own' AND p.deleted_at IS NULL GROUP BY p.thread_id
) AS totals
WHERE coalesce(views, points, likes) IS NOT NULL
"""
_KEEP = f"""
INSERT INTO engagement_reachseen (thread_id, hour, measure, seen)
SELECT thread_id, %(hour)s, measure, seen FROM ({_SEEN}) AS found ORDER BY thread_id
ON CONFLICT (thread_id, hour) DO UPDATE SET measure = EXCLUDED.measure, seen = EXCLUDED.seen
WHERE engagement_reachseen.seen <> EXCLUDED.seen OR engagement_reachseen.measure <> EXCLUDED.measure
"""  # noqa: S608 - the parts are ours  # nosec B608
_GROWTH = """
SELECT n.thread_id, n.measure, n.seen, t.seen, t.hour, f.seen, f.hour
FROM engagement_reachseen n
CROSS JOIN LATERAL (
    SELECT hour, seen FROM engagement_reachseen
    WHERE thread_id = n.thread_id AND measure = n.measure AND hour <= %(recent)s ORDER BY hour DESC LIMIT 1
) AS t
LEFT JOIN LATERAL (
    SELECT hour, seen FROM engagement_reachseen
    WHERE thread_id = n.thread_id AND measure = n.measure AND hour <= %(before)s ORDER BY hour DESC LIMIT 1
) AS f ON true
WHERE n.thread_id = ANY(%(threads)s) AND n.hour = %(hour)s
"""


def keep_reach(thread_ids: Collection[int], now: datetime) -> None:
    """Write down how many these talks have reached by now, and forget what is older than is ever compared."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, {"threads": list(thread_ids), "hour": _hour(now)})
        cursor.execute("DELETE FROM engagement_reachseen WHERE hour < %s", [now - KEPT])


def reaches(began: Mapping[int, datetime], now: datetime) -> dict[int, Reach]:
    """Return how the reach of talks has grown, by thread; those of which nothing was seen before ``RECENT`` have none.

    ``began`` says when each began, with nobody reached: the beginning where nothing was seen seven days ago, too.
    """
    given: dict[str, Any] = {
        "threads": list(began),
        "hour": _hour(now),
        "recent": now - RECENT - HOUR,  # what was seen in an hour is known at its end
        "before": now - RECENT - BEFORE - HOUR,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GROWTH, given)
        rows = cursor.fetchall()
    return {
        thread: Reach(
            measure=measure,
            seen=seen,
            then=then,
            then_at=then_hour + HOUR,
            first=first or 0,
            first_at=first_hour + HOUR if first_hour else began[thread],
        )
        for thread, measure, seen, then, then_hour, first, first_hour in rows
    }


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
