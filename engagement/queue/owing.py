"""How the team clocks of cases stand: for rows the one that runs, for a case the last. Two queries each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from engagement import sla
from engagement.intake.clockrows import clocks_of, policies
from engagement.models import Case, Clock
from engagement.records import Owing

NO_CLOCK: Mapping[str, Any] = {"due_at": None, "breached_at": None, "clock": None}
"""What pull clients see of a case that nobody is owed an answer to."""


def running(case_ids: Collection[int], now: datetime) -> dict[int, Owing]:
    """Return the clocks that run, by case; there is at most one a case."""
    return _read(clocks_of(case_ids, open_only=True), now)


def last(case_id: int, now: datetime) -> Owing | None:
    """Return the clock that runs, or else the one that was opened last; None if the case never had one."""
    return _read(clocks_of([case_id]), now).get(case_id)


def _read(rows: dict[int, list[Clock]], now: datetime) -> dict[int, Owing]:
    if not rows:
        return {}
    known = policies(chain.from_iterable(rows.values()), now=now)
    shown = {case_id: next((row for row in each if row.stopped_at is None), each[-1]) for case_id, each in rows.items()}
    return {case_id: _owing(row, sla.read(known.record(row), now)) for case_id, row in shown.items()}


def _owing(row: Clock, reading: sla.Reading) -> Owing:
    return Owing(
        response=row.response,
        state=reading.state,
        target=row.target,
        elapsed=reading.elapsed,
        remaining=reading.remaining,
        share=reading.share,
        due_at=reading.due_at,
        breached_at=reading.breached_at,
        say=sla.say(reading),
        paused=reading.paused.value if reading.paused else "",
        exempt=reading.exempt.value if reading.exempt else "",
        ended=row.ended,
    )


def clocks_shown(case_ids: Collection[int]) -> dict[int | None, Mapping[str, Any]]:
    """Return what pull clients see of the clocks of cases: what was told, which the sweep keeps up to date.

    Nothing is computed from the present time, so that a row says the same until its ``changed_at`` moves.
    """
    cases = Case.objects.filter(pk__in=set(case_ids)).values_list("pk", "due_at", "breached_at")
    rows = {case_id: each[-1] for case_id, each in clocks_of(set(case_ids)).items()}
    return {
        pk: {"due_at": due_at, "breached_at": breached_at, "clock": _told(rows[pk]) if pk in rows else None}
        for pk, due_at, breached_at in cases
    }


def _told(row: Clock) -> dict[str, Any]:
    return {
        "response": row.response,
        "class": row.kind,
        "state": _state(row),
        "opened_at": row.opened_at,
        "target_seconds": int(row.target.total_seconds()),
        "stopped_at": row.stopped_at,
    }


def _state(row: Clock) -> str:
    if row.exempt:
        return "exempt"
    if row.stopped_at:
        if row.ended not in (Clock.Ended.ANSWERED, Clock.Ended.CLOSED_ANSWERED):
            return "stopped"
        late = any(each is not None and each < row.stopped_at for each in (row.breach_at, row.breached_at))
        return "missed" if late else "met"
    if any(end is None for _, end, _ in row.pauses):
        return "paused"
    told = {"escalated": row.escalated_at, "breached": row.breached_at, "warned": row.warned_at}
    return next((state for state, at in told.items() if at), "running")
