"""Clocks follow what people do with their cases, and what they have come to is written down once.

Both hold the locks of the cases first, as intake does: that is what keeps two from writing one clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

import orjson
from django.db import connection

from engagement import sla
from engagement.intake.clocking import CaseClocks
from engagement.intake.clockrows import clocks_of, policies, save_clocks
from engagement.intake.do_not_engage import NO_HOLD, holds_of
from engagement.models import Case, Clock, SlaPolicy
from engagement.storage import storing, touch_feed

BATCH = 2_000  # a task looks fifty times: 100,000 clocks
_VERBS = {"warn": "warned", "breach": "breached", "escalate": "escalated"}

_TOLD_AT = ("warned_at", "breached_at", "escalated_at")

TOLD = tuple(_VERBS.values())
"""The verbs of what clocks tell. They change nothing that a person has seen, so they are no new version of a case."""


def settle(cases: Sequence[Case], was: Mapping[int, str], *, now: datetime) -> None:
    """Let the clocks of locked cases follow their new status, and the cases what they copy of them, unsaved.

    ``was`` are the statuses before. Two queries, two more if a clock goes on or pauses, and two if one changes.
    """
    moved = [case for case in cases if case.status != was[case.pk]]
    rows = clocks_of([case.pk for case in moved])
    if not rows:
        return
    known = policies(chain.from_iterable(rows.values()), now=now)
    touched: list[Clock] = []
    holds = holds_of([case.pk for case in moved if case.pk in rows and case.status != Case.Status.DONE], now)
    for case in moved:
        clocks = CaseClocks(case=case, rows=rows.get(case.pk, []), policies=known)
        clocks.settle(now, holds.get(case.pk, NO_HOLD), reopened=was[case.pk] == Case.Status.DONE and case.work)
        if clocks.touched:
            clocks.copy(case.published_at)
            touched += clocks.touched
    save_clocks(touched)


def begin_clocks(now: datetime) -> None:
    """Begin with clocks where an older version kept none, so that what is open gets its own without waiting for news.

    Once in the life of an installation; afterwards one look at one row.
    """
    if not SlaPolicy.objects.exists() and Case.objects.exists():
        with storing():
            policies((), now=now)


def tell_time(now: datetime) -> int:
    """Write down the milestones that clocks have passed, each once and with its own instant; return how many clocks.

    At most one batch a call. Cases that somebody holds are left for the next look.
    """
    with storing():
        passed = Clock.objects.filter(next_at__lte=now).order_by("next_at").values_list("case_id", flat=True)
        wanted = set(passed[:BATCH])
        if not wanted:
            return 0
        held = Case.objects.filter(pk__in=wanted).order_by("pk").select_for_update(skip_locked=True)
        holders = dict(held.values_list("pk", "assignee_id"))
        # Read after the locks: what another sweep has just told is told.
        due = list(Clock.objects.filter(case_id__in=holders, next_at__lte=now).order_by("next_at", "id"))
        known = policies(due, now=now)
        told = [(row, event) for row in due for event in _tell(row, known.record(row), now)]
        _write(due, told, holders, now)
    return len(due)


def _tell(row: Clock, record: sla.Clock, now: datetime) -> Sequence[sla.Event]:
    passed = sla.events(record, now)
    row.take(sla.told(record, passed))
    return passed


def _write(
    due: Sequence[Clock], told: Sequence[tuple[Clock, sla.Event]], holders: Mapping[int, int | None], now: datetime
) -> None:
    with connection.cursor() as cursor:
        # Only what a sweep changes: whole rows of twenty columns take several times as long.
        cursor.execute(
            "UPDATE engagement_clock c SET warned_at = told.warned, breached_at = told.breached,"
            " escalated_at = told.escalated, next_at = told.next FROM unnest(%s::bigint[], %s::timestamptz[],"
            " %s::timestamptz[], %s::timestamptz[], %s::timestamptz[]) AS told (id, warned, breached, escalated, next)"
            " WHERE c.id = told.id",
            [[getattr(row, name) for row in due] for name in ("pk", *_TOLD_AT, "next_at")],
        )
    _append([_event(row, passed, holders[row.case_id]) for row, passed in told])
    breached = {row.case_id: event.at for row, event in reversed(told) if event.kind == "breach"}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engagement_case c SET changed_at = %s, breached_at = coalesce(c.breached_at, passed.at)"
            " FROM unnest(%s::bigint[], %s::timestamptz[]) AS passed (id, at) WHERE c.id = passed.id",
            [now, list(holders), [breached.get(case_id) for case_id in holders]],
        )
    touch_feed(list(holders), now)


def _append(steps: Sequence[Mapping[str, object]]) -> None:
    """Append to the history in one statement: building hundreds of thousands of models takes longer than all the rest.

    What stands there already stays: one row that was told twice must not hold up all others.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO engagement_event (case_id, verb, at, params, before)"
            " SELECT case_id, verb, at, params, '{}' FROM jsonb_populate_recordset(NULL::engagement_event, %s)"
            " ON CONFLICT DO NOTHING",
            [orjson.dumps(steps).decode()],
        )


def _event(row: Clock, passed: sla.Event, holder: int | None) -> dict[str, object]:
    verb = _VERBS[passed.kind]
    params = {"at": passed.at.isoformat(), "clock": row.pk, "response": row.response, "kind": row.kind}
    kept = {"code": f"clock_{verb}", "params": params | {"holder": holder}, "citations": []}
    return {"case_id": row.case_id, "verb": verb, "at": passed.at, "params": kept}
