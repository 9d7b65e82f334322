"""Takes in what listening changed: opens, updates and closes cases, in one transaction with the claim.

``Change`` rows are claimed with ``SKIP LOCKED`` and deleted in the same transaction, so a crash loses and doubles
nothing; the number of queries does not depend on the size of the batch.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from engagement.intake import deciding, gathering
from engagement.models import CaseItem
from engagement.storage import add_responses, save_cases, save_events, save_feed, storing
from listening.models import Change


def take_in(*, now: datetime, limit: int = 500) -> int:
    """Take in at most ``limit`` changes and return how many were claimed; 0 means that nothing waits."""
    with storing():
        changes = list(Change.objects.select_for_update(skip_locked=True).order_by("id")[:limit])
        if not changes:
            return 0
        _write(deciding.decide(gathering.gather(changes), now), now)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM listening_change WHERE id = ANY(%s)", [[change.id for change in changes]])
        return len(changes)


def _write(groups: list[deciding.Group], now: datetime) -> None:
    save_cases([group.case for group in groups if group.dirty])
    CaseItem.objects.bulk_create(
        [
            CaseItem(case_id=group.case.pk, mention_id=mention_id, brand_id=brand_id)
            for group in groups
            for mention_id, brand_id in group.new_items
        ]
    )
    for group in groups:
        for event in group.events:
            event.case_id = group.case.pk
    save_events([event for group in groups for event in group.events])
    save_feed([item for group in groups for item in deciding.feed_of(group, now)])
    add_responses([group.response for group in groups if group.response])
