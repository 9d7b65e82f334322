"""Turns stored steps into the lines that history and refusals show. Pure: it is handed rows and reads no table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User

from engagement.models import Event
from engagement.records import HistoryLine, Who
from listening.records import Say


def who(user: User) -> Who:
    """Return a colleague as rows show him: initials of two words at most, or of the login."""
    name = user.get_full_name() or user.get_username()
    words = name.split() or ["?"]
    initials = words[0][:1] + words[-1][:1] if len(words) > 1 else name[:2]
    return Who(id=user.pk, name=name, initials=initials.upper())


def say_of(stored: Mapping[str, Any] | None) -> Say | None:
    """Return the ``Say`` that was stored as ``{"code", "params", "citations"}``, or None."""
    if not stored:
        return None
    return Say(code=stored["code"], params=stored.get("params") or {}, citations=tuple(stored.get("citations") or ()))


def line(event: Event, *, undoable: bool = False) -> HistoryLine:
    """Return one step as the history shows it. ``event.actor`` must be loaded."""
    return HistoryLine(
        id=event.pk,
        at=event.at,
        actor=who(event.actor) if event.actor else None,
        say=say_of(event.params) or Say(code=event.verb),
        note=str(event.params.get("note", "")),
        undoable=undoable,
    )


def lines(events: Iterable[Event], *, viewer_id: int, undone: frozenset[int]) -> tuple[HistoryLine, ...]:
    """Return the history, newest first as handed in. ``undone`` are the ids of steps that were undone.

    A step may be undone by its actor, or by anybody if it was the product's own, while no later step that still holds
    touched the same fields.
    """
    touched: set[str] = set()
    result = []
    for event in events:
        holds = event.pk not in undone and event.undoes_id is None
        free = bool(event.before) and holds and not touched & set(event.before)
        result.append(line(event, undoable=free and event.actor_id in (None, viewer_id)))
        if holds:
            touched |= set(event.before)
    return tuple(result)
