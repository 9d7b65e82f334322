"""The state sentence of a row, as codes: first how it stands, then since when, then what is due. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from engagement.history import say_of
from engagement.models import Case
from engagement.records import Owing
from engagement.routing import MAYBE_NOT_ABOUT_US, OWED, WATCHED
from listening.answers.records import OPEN_STATES
from listening.models import Mention, Thread
from listening.records import Say, flags_in


def sentence(
    case: Case,
    lead: Mention,
    thread: Thread | None,
    *,
    silent: bool,
    stale_at: datetime | None,
    clock: Owing | None,
    now: datetime,
) -> tuple[Say, ...]:
    """Return the sentence of a case. ``silent`` says that its thread was read and holds nobody else's words,
    ``stale_at`` from when on that is too long ago; ``clock`` is how the clock stands that runs for it."""
    stale = stale_at is not None and stale_at < now
    return (_state(case, lead, thread, silent), *_rest(case, lead, thread, stale), *_due(case, lead, clock))


def _state(case: Case, lead: Mention, thread: Thread | None, silent: bool) -> Say:
    if lead.deleted_at:
        return Say(code="deleted_at_source", params={"at": lead.deleted_at})
    if case.status == Case.Status.DONE:
        return Say(code="ended", params={"disposition": case.disposition, "at": case.closed_at})
    if case.status == Case.Status.SNOOZED:
        return Say(code="snoozed_until", params={"until": case.snoozed_until})
    if case.status == Case.Status.WAITING:
        return Say(code="waits_for_the_asker")
    if is_maybe_not_about_us(case):
        return Say(code=MAYBE_NOT_ABOUT_US)
    wants = {} if "question" in flags_in(case.flags_mask) else {"wants": "reply"}
    if case.answer == "unanswered":
        return Say(code="nobody_answered" if silent else "unanswered", params=wants)
    if case.answer == "unverified":
        why = say_of(thread.unreadable) if thread else None
        return Say(code="cannot_see_replies", params={"reason": why.code if why else ""})
    if case.answer and case.answer != "not_a_question":
        code = "asked_again" if case.answer == "reopened" else case.answer
        return Say(code=code, params={"at": case.answered_at, **wants})
    if case.work and case.routed.get("code") == WATCHED:
        return Say(code=WATCHED, params=case.routed["params"])
    flags = [flag for flag in OWED if flag in flags_in(case.flags_mask)]
    return Say(code="says", params={"flag": flags[0]}) if flags and case.work else Say(code="heard")


def _rest(case: Case, lead: Mention, thread: Thread | None, stale: bool) -> Iterator[Say]:
    if lead.deleted_at or case.status == Case.Status.DONE:
        return
    returned = say_of(case.returned)
    if returned:
        yield returned
    if case.answer in OPEN_STATES or case.answer == "unverified":
        yield Say(code="visible_for", params={"since": case.published_at})
    else:
        yield Say(code="posted", params={"at": case.published_at})
    if case.answer in OPEN_STATES and thread and stale:
        yield Say(code="stale", params={"at": thread.read_at})


def _due(case: Case, lead: Mention, clock: Owing | None) -> Iterator[Say]:
    """Say by when an answer is owed; nothing of what cannot breach, nor twice that we wait for the asker."""
    if clock is None or clock.ended or clock.exempt or lead.deleted_at or case.status == Case.Status.DONE:
        return
    if clock.paused and case.status == Case.Status.WAITING:
        return
    yield Say(code=clock.say.code, params={**clock.say.params, "state": clock.state})


def is_maybe_not_about_us(case: Case) -> bool:
    """Say whether routing left the case in Monitor because it is probably about something else of the same name."""
    return bool(case.routed) and case.routed.get("code") == MAYBE_NOT_ABOUT_US
