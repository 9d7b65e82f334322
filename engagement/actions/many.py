"""Bulk: end many cases at once, in a fixed number of queries, and say exactly which were not ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User

from engagement.actions.clocks import settle
from engagement.actions.steps import apply
from engagement.actions.verbs import check_disposition, check_reason, done_step
from engagement.models import Case
from engagement.records import Done
from engagement.storage import save_cases, save_events, storing, touch_feed


def done_many(
    case_ids: Sequence[int],
    *,
    actor: User,
    now: datetime,
    disposition: str = "no_reply_needed",
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> tuple[tuple[Done, ...], tuple[int, ...]]:
    """End the cases that are still as the actor saw them; return what was done and the ids that changed meanwhile.

    ``versions`` maps ids to the versions seen; a case without one is only left alone if it is done or gone.
    """
    check_disposition(disposition)
    check_reason(disposition, note.strip())
    seen = versions or {}
    step = done_step(disposition, note.strip(), now)
    with storing():
        cases = [
            case
            for case in Case.objects.filter(pk__in=case_ids).order_by("pk").select_for_update()
            if case.status != Case.Status.DONE and seen.get(case.pk, case.version) == case.version
        ]
        was = {case.pk: case.status for case in cases}
        events = [apply(case, step, actor=actor, now=now) for case in cases]
        settle(cases, was, now=now)
        save_cases(cases)
        save_events(events)
        touch_feed([case.pk for case in cases], now)
    ended = {case.pk for case in cases}
    return (
        tuple(Done(case_id=event.case_id, verb="done", undo=event.pk, say=step.say) for event in events),
        tuple(case_id for case_id in dict.fromkeys(case_ids) if case_id not in ended),
    )
