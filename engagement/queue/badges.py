"""The numbers beside tabs and views: one query over partial indexes, whatever the size of the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection

from engagement.queue.selecting import DUE

CAP = 999
WHERE = {
    "monitor": "lane = 'monitor' AND status = 'open'",
    "engage": "lane = 'engage' AND status = 'open'",
    "manage": "lane = 'manage' AND status = 'open'",
    "due": f"lane = 'engage' AND status = 'open' AND {DUE['today']}",
    "mine": "assignee_id = %(viewer)s AND status = 'open'",
    "snoozed": "status = 'snoozed'",
}
_COUNT = "(SELECT count(*) FROM (SELECT 1 FROM engagement_case WHERE {where} LIMIT {cap}) AS capped) AS {name}"
_REPLIES = "(SELECT count(*) FROM engagement_reply WHERE state IN ('waiting', 'failed', 'uncertain')) AS replies"
_CASES = [_COUNT.format(where=where, cap=CAP, name=name) for name, where in WHERE.items()]
_TASKS = (
    "(SELECT count(*) FROM engagement_task"
    " WHERE assignee_id = %(viewer)s AND done_at IS NULL AND removed_at IS NULL) AS tasks"
)
COUNTS = ", ".join([*_CASES, _REPLIES, _TASKS])
NAMES = (*WHERE, "replies", "tasks")
UNSURE = _COUNT.format(where="status = 'open' AND routed -> 'code' = %(maybe)s::jsonb", cap=CAP, name="unsure")


def counts(*, viewer: User, now: datetime) -> Mapping[str, int]:
    """Return the open cases per lane, those of Engage due today, the viewer's and the snoozed ones; 999 stands for 999
    or more. Each is the number of rows in the list that its tab or view opens.

    ``replies`` counts those that wait for approval, were not sent or are uncertain; ``tasks`` the viewer's open
    ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COUNTS}", {"viewer": viewer.pk})
        row = cursor.fetchone()
    return dict(zip(NAMES, row, strict=True))
