"""Bulk: decide on many cases at once, in a fixed number of queries, and say exactly which were left alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User

from engagement.actions.clocks import settle
from engagement.actions.steps import Step, apply
from engagement.actions.verbs import (
    assign_step,
    check_disposition,
    check_reason,
    done_step,
    not_relevant_step,
    snooze_step,
)
from engagement.errors import Refused
from engagement.models import Case
from engagement.records import Done
from engagement.storage import save_cases, save_events, storing, touch_feed

AT_MOST = 500
"""Cases in one bulk step: so many are put back within two seconds."""

Outcome = tuple[tuple[Done, ...], tuple[int, ...]]
"""What was done, and the ids of the cases that had changed meanwhile and were left alone."""


def done_many(
    case_ids: Sequence[int],
    *,
    actor: User,
    now: datetime,
    disposition: str = "no_reply_needed",
    note: str = "",
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """End the cases that are still as the actor saw them.

    ``versions`` maps ids to the versions seen; a case without one is only left alone if it is done or gone.
    """
    check_disposition(disposition)
    check_reason(disposition, note.strip())
    return _each(case_ids, done_step(disposition, note.strip(), now), actor=actor, now=now, versions=versions)


def not_relevant_many(
    case_ids: Sequence[int], *, reason: str, actor: User, now: datetime, versions: Mapping[int, int] | None = None
) -> Outcome:
    """End the cases as not relevant, for one reason."""
    return _each(case_ids, not_relevant_step(reason, "", now), actor=actor, now=now, versions=versions)


def snooze_many(
    case_ids: Sequence[int], *, until: datetime, actor: User, now: datetime, versions: Mapping[int, int] | None = None
) -> Outcome:
    """Put the cases away until an instant."""
    return _each(case_ids, snooze_step(until, now), actor=actor, now=now, versions=versions)


def assign_many(
    case_ids: Sequence[int],
    *,
    assignee_id: int | None,
    actor: User,
    now: datetime,
    versions: Mapping[int, int] | None = None,
) -> Outcome:
    """Give the cases to one colleague, or to nobody. What has ended is left alone."""
    return _each(case_ids, assign_step(assignee_id), actor=actor, now=now, versions=versions)


def _each(
    case_ids: Sequence[int], step: Step, *, actor: User, now: datetime, versions: Mapping[int, int] | None
) -> Outcome:
    return each_its_own(case_ids, lambda case: step, actor=actor, now=now, versions=versions)


def each_its_own(
    case_ids: Sequence[int],
    decide: Callable[[Case], Step],
    *,
    actor: User,
    now: datetime,
    versions: Mapping[int, int] | None,
) -> Outcome:
    """Apply to each case its step, where it is not done and, if a version was seen, still of it. All or none: what
    ``decide`` refuses for one is refused for all."""
    if len(set(case_ids)) > AT_MOST:
        raise Refused("too_many_at_once", {"limit": AT_MOST})
    seen = versions or {}
    with storing():
        cases = [
            case
            for case in Case.objects.filter(pk__in=case_ids).order_by("pk").select_for_update()
            if case.status != Case.Status.DONE and seen.get(case.pk, case.version) == case.version
        ]
        was = {case.pk: case.status for case in cases}
        steps = [(case, decide(case)) for case in cases]
        events = [apply(case, step, actor=actor, now=now) for case, step in steps]
        settle(cases, was, now=now)
        save_cases(cases)
        save_events(events)
        touch_feed([case.pk for case in cases], now)
    return (
        tuple(
            Done(case_id=step[0].pk, verb=step[1].verb, undo=event.pk if event.before else None, say=step[1].say)
            for step, event in zip(steps, events, strict=True)
        ),
        tuple(case_id for case_id in dict.fromkeys(case_ids) if case_id not in was),
    )
