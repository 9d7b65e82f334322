"""Undo: put back what one step changed, unless a later step has touched the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User

from engagement import intake
from engagement.actions import accounts, answers, contacts, corrections, hands_off, mutes, tasks
from engagement.actions.clocks import settle
from engagement.actions.experts import asking
from engagement.actions.steps import Step, apply, locked, stale
from engagement.actions.support import handing
from engagement.errors import Refused, Stale, Unknown
from engagement.models import Case, Event
from engagement.records import Done
from engagement.storage import save_cases, save_events, storing, touch_feed
from listening.records import Say

UNDONE_AT_MOST = 500
LAST = 20
LATELY = timedelta(hours=12)
Later = tuple[int, dict[str, Any], int | None]  # id, fields before, the step that it undoes

_KEEPERS = {
    corrections.VERB: corrections.put_back,
    **dict.fromkeys(accounts.VERBS, accounts.put_back),
    **dict.fromkeys(answers.VERBS, answers.put_back),
    **dict.fromkeys(contacts.VERBS, contacts.put_back),
    **dict.fromkeys(tasks.VERBS, tasks.put_back),
    **dict.fromkeys(hands_off.VERBS, hands_off.put_back),
    **dict.fromkeys(mutes.VERBS, mutes.put_back),
    asking.ASK: asking.put_back,
    handing.HANDS: handing.put_back,
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


def undo_last(*, actor: User, now: datetime) -> tuple[Done, ...]:
    """Put back the newest step of the actor that can still be put back, of the last twenty and of the last 12 hours.

    A bulk step goes back as one. Raises ``Refused("nothing_to_undo")``.
    """
    mine = Event.objects.filter(actor=actor, undoes=None, undone_by=None, at__gt=now - LATELY).exclude(before={})
    for event in mine.order_by("-id")[:LAST]:
        together = mine.filter(verb=event.verb, at=event.at).exclude(verb__in=_KEEPERS)
        ids = list(together.order_by("id").values_list("id", flat=True)[:UNDONE_AT_MOST])
        if len(ids) > 1:
            done, _left = undo_many(ids, actor=actor, now=now)
            if done:
                return done
            continue
        try:
            return (undo(event.pk, actor=actor, now=now),)
        except (Refused, Stale, Unknown):
            continue  # somebody has changed it since: the one before may still go back
    raise Refused("nothing_to_undo")


def undo_many(event_ids: Collection[int], *, actor: User, now: datetime) -> tuple[tuple[Done, ...], tuple[int, ...]]:
    """Put back what one bulk step changed, in a fixed number of queries; return what was put back and the ids of the
    cases that were changed since, or were put back already. Raises ``Refused`` for more than ``UNDONE_AT_MOST``.

    Only steps of the actor that touch nothing but their case are taken: those that a bulk step writes.
    """
    if len(event_ids) > UNDONE_AT_MOST:
        raise Refused("too_many_at_once", {"limit": UNDONE_AT_MOST})
    with storing():
        wanted = Event.objects.filter(pk__in=event_ids, actor=actor).exclude(verb__in=_KEEPERS).order_by("id")
        events = {event.case_id: event for event in wanted}
        cases = list(Case.objects.filter(pk__in=events).order_by("pk").select_for_update())
        later: dict[int, list[Later]] = defaultdict(list)
        rows = Event.objects.filter(case__in=events, pk__gt=min(event_ids, default=0))
        for case_id, pk, before, undoes in rows.order_by("id").values_list("case_id", "pk", "before", "undoes_id"):
            later[case_id].append((pk, before, undoes))
        free = [case for case in cases if _is_free(events[case.pk], later[case.pk])]
        was = {case.pk: case.status for case in free}
        undone = [_undoing(events[case.pk], case, actor, now) for case in free]
        settle(free, was, now=now)
        save_cases(free)
        save_events(undone)
        touch_feed([case.pk for case in free], now)
    done = tuple(Done(case_id=each.case_id, verb="undo", undo=None, say=_said(each.undoes)) for each in undone)
    return done, tuple(case.pk for case in cases if case.pk not in was)


def _undoing(event: Event, case: Case, actor: User, now: datetime) -> Event:
    undoing = apply(case, Step(verb="undo", say=_said(event), sets=_values(event.before)), actor=actor, now=now)
    undoing.undoes = event
    return undoing


def _said(event: Event | None) -> Say:
    return Say(code="undone", params={"verb": event.verb if event else ""})


def _is_free(event: Event, later: Iterable[Later]) -> bool:
    """Say whether a step can be put back: it changed something, holds, and no later step that holds touched the same.
    ``later`` may begin before the step."""
    after = [each for each in later if each[0] > event.pk]
    undone = {undoes for _, _, undoes in after if undoes}
    if not event.before or event.undoes_id is not None or event.pk in undone:
        return False
    holding = [before for pk, before, undoes in after if not undoes and pk not in undone]
    return not any(set(before) & set(event.before) for before in holding)


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
