"""One step of a case: lock it, see that it is what the actor saw, change it, write the history, tell pull clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from engagement import history
from engagement.actions.clocks import TOLD, settle
from engagement.errors import Stale, Unknown
from engagement.models import Case, Event
from engagement.records import Done
from engagement.storage import plain, storing, touch_feed
from listening.records import Say

ENDED = {"disposition": "", "disposition_reason": "", "closed_at": None}
"""What an open case has instead of an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a verb wants: the fields to set, what to say of it, and a note for the team."""

    verb: str
    say: Say
    sets: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def locked(case_id: int, version: int | None) -> Case:
    """Return the case, locked. Raises ``Unknown``, or ``Stale`` if it is no longer the ``version`` the actor saw."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise Unknown("case", case_id)
    if version is not None and version != case.version:
        raise stale(case, max(1, case.version - version))
    return case


def stale(case: Case, n: int) -> Stale:
    """Return the refusal that names the last ``n`` steps of the case: every version is one step.

    What clocks tell is no step: nobody's action is refused for it.
    """
    events = (
        Event.objects.filter(case=case).exclude(verb__in=TOLD).select_related("actor").order_by("-id")[: min(n, 20)]
    )
    return Stale(case.pk, case.version, tuple(history.line(event) for event in events[: min(n, 20)]))


def act(case_id: int, *, actor: User, now: datetime, version: int | None, decide: Callable[[Case], Step]) -> Done:
    """Run one verb. ``decide`` sees the locked case and returns the step, or raises ``Refused``."""
    with storing():
        case = locked(case_id, version)
        was = {case.pk: case.status}
        step = decide(case)
        event = apply(case, step, actor=actor, now=now)
        settle([case], was, now=now)
        case.save()
        event.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=step.verb, undo=event.pk if event.before else None, say=step.say)


def apply(case: Case, step: Step, *, actor: User | None, now: datetime) -> Event:
    """Change the case in memory and return the unsaved event that can undo it."""
    before = {name: plain(getattr(case, name)) for name, value in step.sets.items() if getattr(case, name) != value}
    for name, value in step.sets.items():
        setattr(case, name, value)
    case.version += 1
    case.changed_at = now
    return Event(case=case, verb=step.verb, actor=actor, at=now, params=params(step.say, step.note), before=before)


def bar_undo(case: Case, verb: str, entry: str) -> None:
    """Offer no undo any more of the step that began what ``entry`` names: it has ended by itself."""
    Event.objects.filter(case=case, verb=verb, before__has_key=entry).update(before={})


def params(say: Say, note: str = "") -> dict[str, Any]:
    """Return what an event keeps of its words: codes, never sentences."""
    kept = {"code": say.code, "params": plain(say.params), "citations": list(say.citations)}
    return kept | {"note": note} if note else kept
