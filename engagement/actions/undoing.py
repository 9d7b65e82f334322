"""Undo: put back what one step changed, unless a later step has touched the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from engagement import intake
from engagement.actions import accounts, answers, corrections, hands_off, mutes
from engagement.actions.clocks import settle
from engagement.actions.steps import Step, apply, locked, stale
from engagement.errors import Refused, Unknown
from engagement.models import Case, Event
from engagement.records import Done
from engagement.storage import storing, touch_feed
from listening.records import Say

_KEEPERS = {
    corrections.VERB: corrections.put_back,
    **dict.fromkeys(accounts.VERBS, accounts.put_back),
    **dict.fromkeys(answers.VERBS, answers.put_back),
    **dict.fromkeys(hands_off.VERBS, hands_off.put_back),
    **dict.fromkeys(mutes.VERBS, mutes.put_back),
}
"""Verbs whose undo gives something back to others than the case."""


def undo(event_id: int, *, actor: User, now: datetime) -> Done:
    """Put back what the step changed and write that into the history.

    Raises ``Unknown``; ``Refused`` for a note, an undo or a step already undone; ``Stale`` if a later step that still
    holds touched the same fields.
    """
    with storing():
        event = Event.objects.filter(pk=event_id).first()
        if event is None:
            raise Unknown("event", event_id)
        keeper = _KEEPERS.get(event.verb)
        if keeper:
            intake.hold(event.case_id)
        case = locked(event.case_id, None)
        _check(event, case)
        fields = event.before
        if keeper:
            case, fields = keeper(event, case, actor=actor, now=now)
        say = Say(code="undone", params={"verb": event.verb})
        was = {case.pk: case.status}
        undoing = apply(case, Step(verb="undo", say=say, sets=_values(fields)), actor=actor, now=now)
        settle([case], was, now=now)
        undoing.undoes = event
        case.save()
        undoing.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb="undo", undo=None, say=say)


def _check(event: Event, case: Case) -> None:
    if not event.before or event.undoes_id is not None:
        raise Refused("cannot_be_undone", {"verb": event.verb})
    later = list(Event.objects.filter(case=case, pk__gt=event.pk).values_list("pk", "before", "undoes_id"))
    undone = {undoes for _, _, undoes in later if undoes}
    if event.pk in undone:
        raise Refused("already_undone", {"verb": event.verb})
    holding = [before for pk, before, undoes in later if not undoes and pk not in undone]
    if any(set(before) & set(event.before) for before in holding):
        raise stale(case, len(later))


def _values(before: dict[str, Any]) -> dict[str, Any]:
    """Return the stored values as the case's fields take them: instants come back from ISO text."""
    return {
        name: datetime.fromisoformat(value) if name.endswith(("_at", "_until")) and value else value
        for name, value in before.items()
    }
