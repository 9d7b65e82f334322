"""What the morning card says: what came while the reader was away, what waits for an answer, and what is due first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

CAP = 999  # stands for 999 or more
_SQL = """
WITH owed AS MATERIALIZED (
    SELECT due_at, returned FROM engagement_case
    WHERE lane = 'engage' AND status = 'open' AND work LIMIT %(cap)s
)
SELECT
    (SELECT count(*) FROM (SELECT 1 FROM listening_mention
        WHERE role = 'mention' AND published_at >= %(since)s LIMIT %(cap)s) AS capped),
    (SELECT count(*) FROM owed),
    (SELECT count(*) FROM owed WHERE due_at <= %(now)s),
    (SELECT count(*) FROM owed WHERE due_at <= %(by)s),
    (SELECT count(*) FROM owed WHERE returned IS NOT NULL),
    (SELECT count(*) FROM engagement_task
        WHERE assignee_id = %(reader)s AND done_at IS NULL AND removed_at IS NULL AND due_on <= %(today)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """The numbers of the card, each up to 999.

    ``heard`` are posts published since the reader left, ``owed`` the open cases of Engage, of which ``late`` are past
    their time, ``due`` run out by the instant asked for (the late ones among them), and ``returned`` came back.
    ``tasks`` are the reader's own that are due today or late.
    """

    heard: int
    owed: int
    late: int
    due: int
    returned: int
    tasks: int = 0


def morning(*, since: datetime, by: datetime, now: datetime, reader: int, today: date) -> Morning:
    """Return the numbers of the morning card, in one query over partial indexes."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"cap": CAP, "since": since, "now": now, "by": by, "reader": reader, "today": today})
        heard, owed, late, due, returned, tasks = cursor.fetchone()
    return Morning(heard=heard, owed=owed, late=late, due=due, returned=returned, tasks=tasks)
