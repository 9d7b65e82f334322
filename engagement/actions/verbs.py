"""What a person can do with one case.

Every verb takes the case's id, the actor, ``now`` and the version the actor saw (None does not check), returns ``Done``
with the id that undoes it, and raises ``Unknown``, ``Stale`` or ``Refused``. Roles are checked at the door, not here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from engagement import history
from engagement.actions.steps import ENDED, Step, act
from engagement.actions.talk_waits import keep_wait
from engagement.errors import Refused, Unknown
from engagement.models import Case
from engagement.records import DISPOSITIONS, LANES, NOT_RELEVANT_REASONS, PRIVATE, Done
from engagement.talk import AT_MOST
from listening.records import Say

NOTE_LIMIT = 5_000  # characters
LONGEST_SNOOZE = timedelta(days=366)
CHOSEN_ELSEWHERE = ("not_relevant", "heard", "muted")  # has its own verb; only the product says these


def claim(case_id: int, *, actor: User, now: datetime, version: int | None = None) -> Done:
    """Take a case that nobody has. Refused as ``already_claimed`` if a colleague has it: assign it instead."""
    return act(
        case_id,
        actor=actor,
        now=now,
        version=version,
        decide=lambda case: Step(verb="claim", say=Say(code="claimed"), sets=_mine(case, actor)),
    )


def assign(case_id: int, *, assignee_id: int | None, actor: User, now: datetime, version: int | None = None) -> Done:
    """Give the case to a colleague, or to nobody. Clocks go on."""

    return act(case_id, actor=actor, now=now, version=version, decide=lambda case: assign_step(assignee_id))


def assign_step(assignee_id: int | None) -> Step:
    """Return the step that gives a case to a colleague, or to nobody. Raises ``Unknown``."""
    if assignee_id is None:
        return Step(verb="assign", say=Say(code="unassigned"), sets={"assignee_id": None})
    colleague = User.objects.filter(pk=assignee_id, is_active=True).first()
    if colleague is None:
        raise Unknown("person", assignee_id)
    say = Say(code="assigned", params={"id": colleague.pk, "name": history.who(colleague).name})
    return Step(verb="assign", say=say, sets={"assignee_id": colleague.pk})


def snooze(
    case_id: int,
    *,
    until: datetime | None,
    wakes: str = "",
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Put the case away until an instant, or until its talk changes as ``wakes`` says, after 30 days at the latest.

    Clocks go on; it returns by itself and says why. ``wakes`` is one of ``talk.WAKES`` or "".
    """
    ends = until or now + (AT_MOST if wakes else timedelta())

    def decide(case: Case) -> Step:
        _refuse_done(case)
        step = snooze_step(ends, now, wakes)
        if wakes:
            keep_wait(case, wakes=wakes, until=ends)
        return step

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def snooze_step(until: datetime, now: datetime, wakes: str = "") -> Step:
    """Return the step that puts a case away. Raises ``Refused`` for an end in the past or too far."""
    if until <= now:
        raise Refused("snooze_in_the_past", {"until": until})
    if until > now + LONGEST_SNOOZE:
        raise Refused("snooze_too_long", {"until": until, "days": LONGEST_SNOOZE.days})
    sets = {"status": Case.Status.SNOOZED, "snoozed_until": until, "returned": None}
    code = f"snoozed_{wakes}" if wakes else "snoozed"
    return Step(verb="snooze", say=Say(code=code, params={"until": until}), sets=sets)


def wait(case_id: int, *, actor: User, now: datetime, version: int | None = None) -> Done:
    """Wait for the asker, whose next words bring the case back."""

    def decide(case: Case) -> Step:
        _refuse_done(case)
        if case.status == Case.Status.WAITING:
            raise Refused("already_waiting")
        sets = {"status": Case.Status.WAITING, "snoozed_until": None, "returned": None}
        return Step(verb="wait", say=Say(code="waits_for_the_asker"), sets=sets)

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def done(
    case_id: int,
    *,
    disposition: str = "no_reply_needed",
    note: str = "",
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Done:
    """End the case with an outcome. *Not relevant* has its own verb because it must say why.

    *Answered privately* must say why too: nobody else can see it. Refused as ``private_reason_missing``.
    """
    check_disposition(disposition)
    text = _note_text(note)
    check_reason(disposition, text)

    def decide(case: Case) -> Step:
        _refuse_done(case)
        return done_step(disposition, text, now)

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def check_disposition(disposition: str) -> None:
    """Raise ``Refused`` unless a person may end a case with this outcome."""
    if disposition not in DISPOSITIONS or disposition in CHOSEN_ELSEWHERE:
        raise Refused("unknown_disposition", {"disposition": disposition})


def check_reason(disposition: str, note: str) -> None:
    """Raise ``Refused`` if the outcome needs a reason that was not given."""
    if disposition == PRIVATE and not note:
        raise Refused("private_reason_missing")


def done_step(disposition: str, note: str, now: datetime) -> Step:
    """Return the step that ends a case."""
    return Step(
        verb="done",
        say=Say(code="done", params={"disposition": disposition}),
        sets=_ended(disposition, "", now),
        note=note,
    )


def not_relevant(
    case_id: int, *, reason: str, note: str = "", actor: User, now: datetime, version: int | None = None
) -> Done:
    """End the case as not relevant, with the reason."""
    step = not_relevant_step(reason, _note_text(note), now)

    def decide(case: Case) -> Step:
        _refuse_done(case)
        return step

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def not_relevant_step(reason: str, note: str, now: datetime) -> Step:
    """Return the step that ends a case as not relevant. Raises ``Refused`` for a reason nobody knows."""
    if reason not in NOT_RELEVANT_REASONS:
        raise Refused("unknown_reason", {"reason": reason})
    say = Say(code="not_relevant", params={"reason": reason})
    return Step(verb="not_relevant", say=say, sets=_ended("not_relevant", reason, now), note=note)


def note(case_id: int, *, text: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Write a note that only the team sees. It cannot be undone. ``version`` is not checked: nothing is overwritten."""
    kept = _note_text(text)
    if not kept:
        raise Refused("empty_note")
    return act(
        case_id,
        actor=actor,
        now=now,
        version=None,
        decide=lambda case: Step(verb="note", say=Say(code="noted"), note=kept),
    )


def reopen(case_id: int, *, actor: User, now: datetime, version: int | None = None) -> Done:
    """Bring a snoozed, waiting or done case back to the open ones."""

    def decide(case: Case) -> Step:
        if case.status == Case.Status.OPEN:
            raise Refused("already_open")
        sets = {"status": Case.Status.OPEN, "snoozed_until": None, **ENDED}
        return Step(verb="reopen", say=Say(code="reopened"), sets=sets)

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def move(case_id: int, *, lane: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Move the case to a lane, where it stays: routing no longer moves it. In Engage it is somebody's work."""
    if lane not in LANES:
        raise Refused("unknown_lane", {"lane": lane})

    def decide(case: Case) -> Step:
        if case.lane == lane:
            raise Refused("already_in_lane", {"lane": lane})
        sets = {"lane": lane, "work": case.work or lane == Case.Lane.ENGAGE}
        return Step(verb="move", say=Say(code="moved", params={"from": case.lane, "to": lane}), sets=sets)

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def engage(case_id: int, *, actor: User, now: datetime, version: int | None = None) -> Done:
    """Take the case and see it in Engage, open: somebody answers this now."""

    def decide(case: Case) -> Step:
        _refuse_done(case)
        sets: dict[str, Any] = {"lane": Case.Lane.ENGAGE, "work": True, "status": Case.Status.OPEN}
        sets |= {"snoozed_until": None, **_mine(case, actor)}
        return Step(verb="engage", say=Say(code="engaged"), sets=sets)

    return act(case_id, actor=actor, now=now, version=version, decide=decide)


def _mine(case: Case, actor: User) -> dict[str, Any]:
    if case.assignee_id not in (None, actor.pk):
        holder = User.objects.get(pk=case.assignee_id)
        raise Refused("already_claimed", {"id": holder.pk, "name": history.who(holder).name})
    return {"assignee_id": actor.pk}


def _refuse_done(case: Case) -> None:
    if case.status == Case.Status.DONE:
        raise Refused("already_done", {"disposition": case.disposition, "at": case.closed_at})


def _ended(disposition: str, reason: str, now: datetime) -> dict[str, Any]:
    return {
        "status": Case.Status.DONE,
        "disposition": disposition,
        "disposition_reason": reason,
        "closed_at": now,
        "snoozed_until": None,
        "returned": None,
    }


def _note_text(text: str) -> str:
    kept = text.replace("\x00", "").strip()
    if len(kept) > NOTE_LIMIT:
        raise Refused("note_too_long", {"limit": NOTE_LIMIT})
    return kept
