"""The verbs on tasks of a case: add or change one, do it, open it again, remove it. Each can be taken back.

A task is nobody's decision on the case: it stays open when the case is done, and no clock looks at it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User

from engagement.actions.steps import Step, apply, locked
from engagement.errors import Refused, Unknown
from engagement.models import Case, Event, Task
from engagement.records import Done
from engagement.storage import plain, storing, touch_feed
from listening.records import Say

WRITES, DOES, REMOVES = "task", "task_done", "task_remove"
VERBS = (WRITES, DOES, REMOVES)
TITLE_LIMIT = 200  # characters
OPEN_AT_MOST = 50  # of one case
_HELD = "entry:task:"  # prefix of what an undo gives back to a task rather than to the case


def task(
    case_id: int,
    *,
    title: str,
    due_on: date | None,
    assignee_id: int | None,
    task: int | None = None,
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Add a task, or change ``task``: what is to be done, perhaps by a day, perhaps by somebody.

    ``version`` is not checked: a task contradicts nobody. Refused as ``task_untitled``, ``task_too_long`` or
    ``tasks_too_many``; raises ``Unknown``.
    """
    text = " ".join(title.replace("\x00", "").split())
    if not text:
        raise Refused("task_untitled")
    if len(text) > TITLE_LIMIT:
        raise Refused("task_too_long", {"limit": TITLE_LIMIT})
    if assignee_id is not None and not User.objects.filter(pk=assignee_id, is_active=True).exists():
        raise Unknown("person", assignee_id)
    sets = {"title": text, "due_on": due_on, "assignee_id": assignee_id}
    with storing():
        case = locked(case_id, None)
        if task is not None:
            return _acted(case, _standing(case, task), WRITES, "task_changed", sets, actor, now)
        if Task.objects.filter(case=case, done_at=None, removed_at=None).count() >= OPEN_AT_MOST:
            raise Refused("tasks_too_many", {"limit": OPEN_AT_MOST})
        row = Task(case=case, removed_at=now, created_at=now, made_by=actor)
        return _acted(case, row, WRITES, "task_added", sets | {"removed_at": None}, actor, now)


def task_done(case_id: int, *, task: int, done: bool, actor: User, now: datetime, version: int | None = None) -> Done:
    """Say that a task is done, or that it is not. Raises ``Unknown``."""
    sets = {"done_at": now, "done_by_id": actor.pk} if done else {"done_at": None, "done_by_id": None}
    with storing():
        case = locked(case_id, None)
        row = _standing(case, task)
        if (row.done_at is not None) == done:
            sets = {}
        return _acted(case, row, DOES, "task_done" if done else "task_open", sets, actor, now)


def task_remove(case_id: int, *, task: int, actor: User, now: datetime, version: int | None = None) -> Done:
    """Remove a task. Raises ``Unknown``."""
    with storing():
        case = locked(case_id, None)
        return _acted(case, _standing(case, task), REMOVES, "task_removed", {"removed_at": now}, actor, now)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Let a task be again as it was before a step. Runs in the transaction of the undo, which holds the case."""
    for name, held in event.before.items():
        if not name.startswith(_HELD):
            continue
        row = Task.objects.filter(pk=name.removeprefix(_HELD)).first()
        if row is None or {each: plain(getattr(row, each)) for each in held["now"]} != held["now"]:
            raise Refused("task_changed_since")
        for each, value in held["was"].items():
            setattr(row, each, _read(each, value))
        row.save()
    return case, {name: value for name, value in event.before.items() if not name.startswith(_HELD)}


def _standing(case: Case, task_id: int) -> Task:
    row = Task.objects.filter(pk=task_id, case=case, removed_at=None).first()
    if row is None:
        raise Unknown("task", task_id)
    return row


def _acted(case: Case, row: Task, verb: str, code: str, sets: Mapping[str, Any], actor: User, now: datetime) -> Done:
    """Change a task and write the step into the history of its case; what changes nothing is no step."""
    now_is = {name: plain(value) for name, value in sets.items() if getattr(row, name) != value}
    # A new task goes back to being removed: it never had another title.
    was = {name: plain(getattr(row, name)) for name in now_is if row.pk or name == "removed_at"}
    for name, value in sets.items():
        setattr(row, name, value)
    say = Say(code=code, params={"title": row.title})
    if not now_is:
        return Done(case_id=case.pk, verb=verb, undo=None, say=say)
    row.save()
    event = apply(case, Step(verb=verb, say=say), actor=actor, now=now)
    event.before = {f"{_HELD}{row.pk}": {"was": was, "now": now_is}}
    case.save()
    event.save()
    touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=verb, undo=event.pk, say=say)


def _read(name: str, value: Any) -> Any:
    if not value:
        return value
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name == "due_on" else value
