"""Handing a case to support, and getting it back. The team clock runs on: handing off is no excuse.

Handed over, a case leaves Engage for Manage, where it is followed up. Whatever brings it back, it is Engage's again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from engagement import links
from engagement.actions.clocks import settle
from engagement.actions.steps import ENDED, Step, apply, bar_undo, locked
from engagement.errors import BadField, Refused, Unknown
from engagement.models import Case, Event, HandOver, SupportDesk
from engagement.records import Done
from engagement.storage import plain, storing, touch_feed
from engagement.support import states
from engagement.support.storage import PURPOSE
from listening.records import Say

HANDS = "hand_over"
NOTE_LIMIT = 2_000  # characters
UNDO_TIME = timedelta(seconds=10)  # as long as the message with its undo stands
_ENTRY = "entry:hand_over"  # what an undo takes back besides the case


def hand_over(case_id: int, *, desk_id: int, note: str, actor: User, now: datetime) -> Done:
    """Hand the case to a desk, with a note. Raises ``Unknown``, ``Refused`` and ``BadField``."""
    kept = note.replace("\x00", "").strip()
    if len(kept) > NOTE_LIMIT:
        raise BadField("note", "support_note_too_long", {"limit": NOTE_LIMIT})
    with storing():
        case = locked(case_id, None)
        if case.status == Case.Status.DONE:
            raise Refused("already_done", {"disposition": case.disposition, "at": case.closed_at})
        desk = SupportDesk.objects.filter(pk=desk_id, removed_at=None).first()
        if desk is None:
            raise BadField("desk", "unknown_desk")
        other = HandOver.objects.filter(case=case, state__in=states.OPEN).select_related("desk").first()
        if other is not None:
            raise Refused("support_has_it", {"name": other.desk.name})
        row = _written(case, desk, kept, actor, now)
        sets = {"lane": Case.Lane.MANAGE, "status": Case.Status.OPEN, "snoozed_until": None, "returned": None}
        step = Step(verb=HANDS, say=Say(code="handed_over", params={"name": desk.name}), sets=sets, note=kept)
        return done(case, step, actor=actor, now=now, entry={_ENTRY: row.pk})


def _written(case: Case, desk: SupportDesk, note: str, actor: User, now: datetime) -> HandOver:
    key = uuid.uuid4()
    return HandOver.objects.create(
        case=case,
        desk=desk,
        by=actor,
        note=note,
        key=key,
        digest=links.digest(links.token(PURPOSE, key)),
        due_at=now + UNDO_TIME,
        created_at=now,
        changed_at=now,
    )


def take_back(hand_over_id: int, *, actor: User, now: datetime) -> Done:
    """Take a case back from support: what waits is not sent, what the desk reports from now on is refused.

    Raises ``Unknown`` and ``Refused``.
    """
    with storing():
        case, row = both(hand_over_id)
        _taken_back(row, now)
        say = Say(code="taken_back", params={"name": row.desk.name})
        return done(case, Step(verb="take_back", say=say, sets=back_in_engage(None)), actor=actor, now=now)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Take back what a step handed over. Runs in the transaction of the undo."""
    rows = HandOver.objects.select_for_update(of=("self",))
    row = rows.filter(pk=event.before[_ENTRY]).first()
    if row is None or row.state not in states.OPEN:
        raise Refused("support_over")
    _taken_back(row, now)
    return case, {name: value for name, value in event.before.items() if name != _ENTRY}


def _taken_back(row: HandOver, now: datetime) -> None:
    if row.state not in states.OPEN:
        raise Refused("support_over")
    row.state, row.changed_at = states.TAKEN_BACK, now
    over(row)


def give_up(hand_over_id: int, why: Say, *, now: datetime, token: uuid.UUID | None = None) -> bool:
    """Note that a desk does not take a case, which comes back. ``token`` is the sender's, None for a person.

    False if it is no longer waiting, or another sender's.
    """
    with storing():
        case, row = both(hand_over_id)
        if row.state != states.WAITING or token not in (None, row.lease_token):
            return False
        row.state, row.changed_at = states.FAILED, now
        row.why, row.attempts = {"code": why.code, "params": dict(why.params)}, row.attempts + (token is not None)
        over(row)
        returned(case, Say(code="support_not_reached", params={"name": row.desk.name}), now=now)
    return True


def returned(case: Case, say: Say, *, now: datetime) -> Done:
    """Bring a locked case back to Engage, and say why in its row and history; who has it is told."""
    return done(case, Step(verb="returned", say=say, sets=back_in_engage(say)), actor=None, now=now)


def back_in_engage(say: Say | None) -> dict[str, Any]:
    """Return what a case is that support no longer has."""
    kept = {"code": say.code, "params": plain(say.params)} if say else None
    sets = {"lane": Case.Lane.ENGAGE, "work": True, "status": Case.Status.OPEN, "snoozed_until": None, "returned": kept}
    return {**sets, **ENDED}


def over(row: HandOver) -> None:
    """Note that a locked hand-over is no longer open; the step that began it offers no undo any more."""
    row.lease_token = row.lease_until = None
    row.save()
    bar_undo(row.case, HANDS, _ENTRY)


def both(hand_over_id: int) -> tuple[Case, HandOver]:
    """Return a hand-over and its case, both locked, the case first. Raises ``Unknown``."""
    case_id = HandOver.objects.filter(pk=hand_over_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Unknown("hand_over", hand_over_id)
    case = locked(case_id, None)
    rows = HandOver.objects.select_for_update(of=("self",)).select_related("desk")
    return case, rows.get(pk=hand_over_id)


def done(case: Case, step: Step, *, actor: User | None, now: datetime, entry: Mapping[str, int] | None = None) -> Done:
    """Carry out a step on a locked case, with its clocks and its history."""
    was = {case.pk: case.status}
    event = apply(case, step, actor=actor, now=now)
    event.before = {**event.before, **(entry or {})}
    settle([case], was, now=now)
    case.save()
    event.save()
    touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=step.verb, undo=event.pk if event.before else None, say=step.say)
