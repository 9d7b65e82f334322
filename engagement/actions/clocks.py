"""Clocks follow what people do with their cases, and what they have come to is written down once.

Both hold the locks of the cases first, as intake does: that is what keeps two from writing one clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import connection

from engagement import sla
from engagement.intake.clocking import CaseClocks
from engagement.intake.clockrows import clocks_of, policies, save_clocks
from engagement.intake.do_not_engage import NO_HOLD, holds_of
from engagement.models import Case, Clock, SlaPolicy
from engagement.storage import storing, touch_feed

BATCH = 2_000  # a task looks fifty times: 100,000 clocks
_VERBS = {"warn": "warned", "breach": "breached", "escalate": "escalated"}

# The sweep is made of a few statements over arrays: models of a hundred thousand clocks take as long as Postgres.
_LOCK = "SELECT id FROM engagement_case WHERE id = ANY(%s) ORDER BY id FOR UPDATE SKIP LOCKED"
_DUE = """
SELECT id, case_id, ARRAY[warn_at, breach_at, escalate_at], ARRAY[warned_at, breached_at, escalated_at], stopped_at
FROM engagement_clock WHERE case_id = ANY(%s) AND next_at <= %s ORDER BY next_at, id
"""
_CLOCKS = """
UPDATE engagement_clock c SET warned_at = told.warned, breached_at = told.breached, escalated_at = told.escalated,
    next_at = told.next
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[])
    AS told (id, warned, breached, escalated, next)
WHERE c.id = told.id
"""
_EVENTS = """
INSERT INTO engagement_event (case_id, verb, at, params, before)
SELECT k.case_id, told.verb, told.at, jsonb_build_object('code', 'clock_' || told.verb, 'citations', '[]'::jsonb,
    'params', jsonb_build_object('at', told.at, 'clock', k.id, 'response', k.response, 'kind', k.kind,
        'holder', c.assignee_id)), '{}'
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) WITH ORDINALITY AS told (clock, verb, at, place)
JOIN engagement_clock k ON k.id = told.clock JOIN engagement_case c ON c.id = k.case_id
ORDER BY told.place ON CONFLICT DO NOTHING
"""
_CASES = """
UPDATE engagement_case c SET changed_at = %s, breached_at = coalesce(c.breached_at, passed.at)
FROM unnest(%s::bigint[], %s::timestamptz[]) AS passed (id, at) WHERE c.id = passed.id
"""

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
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [list(wanted)])
            held = [case_id for (case_id,) in cursor.fetchall()]
            cursor.execute(_DUE, [held, now])  # after the locks: what another sweep has just told is told
            due = [_tell(*row, now=now) for row in cursor.fetchall()]
        _write(due, held, now)
    return len(due)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sweep tells of a clock. ``milestones`` are all that were ever told, ``next_at`` says when the rest is."""

    clock_id: int
    case_id: int
    events: tuple[sla.Event, ...]
    milestones: sla.Milestones
    next_at: datetime | None


def _tell(
    clock_id: int,
    case_id: int,
    foreseen: Sequence[datetime | None],
    written: Sequence[datetime | None],
    stopped_at: datetime | None,
    *,
    now: datetime,
) -> _Told:
    left = list(sla.untold(sla.Milestones(*foreseen), sla.Milestones(*written), stopped_at))
    passed = tuple(event for event in left if event.at <= now)
    at = {event.kind: event.at for event in passed}
    told = (before or at.get(kind) for kind, before in zip(sla.KINDS, written, strict=True))
    next_at = min((event.at for event in left if event.at > now), default=None)
    return _Told(clock_id, case_id, passed, sla.Milestones(*told), next_at)


def _write(due: Sequence[_Told], held: Sequence[int], now: datetime) -> None:
    """Write clocks, history, cases and feed. Only what a sweep changes: whole rows take several times as long."""
    told = [[each.milestones[place] for each in due] for place in range(len(sla.KINDS))]
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, [[each.clock_id for each in due], *told, [each.next_at for each in due]])
    _append([(each.clock_id, event) for each in due for event in each.events])
    breached = {each.case_id: event.at for each in reversed(due) for event in each.events if event.kind == "breach"}
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [now, list(held), [breached.get(case_id) for case_id in held]])
    touch_feed(held, now)


def _append(told: Sequence[tuple[int, sla.Event]]) -> None:
    """Append to the history in one statement. What stands there already stays: one row that was told twice must not
    hold up all others."""
    verbs = [_VERBS[event.kind] for _, event in told]
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [[clock for clock, _ in told], verbs, [event.at for _, event in told]])
