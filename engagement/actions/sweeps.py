"""What the product does by itself as time passes: bring snoozed cases back, end what was only heard."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from engagement.actions.clocks import settle
from engagement.actions.steps import Step, apply
from engagement.models import Case
from engagement.storage import save_cases, save_events, storing, touch_feed
from listening.records import Say

HEARD_AFTER = timedelta(days=14)
BATCH = 500


def wake(now: datetime) -> int:
    """Bring back the snoozed cases whose time has come; return how many. At most one batch a call."""
    due = Case.objects.filter(status=Case.Status.SNOOZED, snoozed_until__lte=now).order_by("snoozed_until")
    back = {"code": "snooze_ended", "params": {}}
    sets = {"status": Case.Status.OPEN, "snoozed_until": None, "returned": back}
    return _sweep(due, Step(verb="returned", say=Say(code="snooze_ended"), sets=sets), now)


def end_heard(now: datetime) -> int:
    """End what was only heard, is nobody's and is older than 14 days; return how many. At most one batch a call."""
    old = Case.objects.filter(
        status=Case.Status.OPEN, work=False, assignee=None, created_at__lte=now - HEARD_AFTER
    ).order_by("created_at")
    sets = {"status": Case.Status.DONE, "disposition": "heard", "closed_at": now, "returned": None}
    return _sweep(old, Step(verb="heard", say=Say(code="heard_long_enough", params={"days": 14}), sets=sets), now)


def _sweep(cases: QuerySet[Case], step: Step, now: datetime) -> int:
    """Apply one step to a batch. Rows that somebody holds are left for the next look."""
    with storing():
        batch = list(cases.select_for_update(skip_locked=True)[:BATCH])
        was = {case.pk: case.status for case in batch}
        events = [apply(case, step, actor=None, now=now) for case in batch]
        settle(batch, was, now=now)
        save_cases(batch)
        save_events(events)
        touch_feed([case.pk for case in batch], now)
    return len(batch)
