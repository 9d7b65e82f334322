"""The numbers beside tabs and views: one query over partial indexes, whatever the size of the history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection

from engagement.routing import MAYBE_NOT_ABOUT_US

CAP = 999
_WHERE = {
    "monitor": "lane = 'monitor' AND status = 'open' AND work",
    "engage": "lane = 'engage' AND status = 'open' AND work",
    "manage": "lane = 'manage' AND status = 'open'",
    "mine": "assignee_id = %(viewer)s AND status = 'open'",
    "snoozed": "status = 'snoozed'",
}
_COUNT = "(SELECT count(*) FROM (SELECT 1 FROM engagement_case WHERE {where} LIMIT {cap}) AS capped) AS {name}"
_MAYBE = "status = 'open' AND routed->>'code' = %s"
_UNSURE = "SELECT " + _COUNT.format(where=_MAYBE, cap=CAP, name="unsure")
_REPLIES = "(SELECT count(*) FROM engagement_reply WHERE state IN ('waiting', 'failed', 'uncertain')) AS replies"
_CASES = [_COUNT.format(where=where, cap=CAP, name=name) for name, where in _WHERE.items()]
_SQL = "SELECT " + ", ".join([*_CASES, _REPLIES])


def unsure() -> int:
    """Return how many open cases are probably about something else of the same name; 999 stands for 999 or more."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSURE, [MAYBE_NOT_ABOUT_US])
        return int(cursor.fetchone()[0])


def counts(*, viewer: User, now: datetime) -> Mapping[str, int]:
    """Return the open work per lane, the viewer's open cases and the snoozed ones; 999 stands for 999 or more.

    ``monitor`` counts what somebody must decide, not what is only heard; ``manage`` counts all that is open there;
    ``replies`` those that wait for approval, were not sent or are uncertain.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"viewer": viewer.pk})
        row = cursor.fetchone()
    return dict(zip((*_WHERE, "replies"), row, strict=True))
