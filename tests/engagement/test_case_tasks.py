"""Tasks on a case: added, changed, done, removed, each with its way back; they outlive the case's end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from engagement import actions, queue
from engagement.errors import Refused, Unknown
from engagement.intake import take_in
from engagement.models import Case, Event, Task
from engagement.queue.tasks import DONE_SHOWN, Load, loads, open_tasks
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def opened() -> Case:
    mention = make_mention(flags=["complaint"])
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


@pytest.fixture
def ana() -> User:
    return make_user(name="Ana Park")


def add(case: Case, actor: User, title: str = "Ask finance", **more: Any) -> Task:
    said = {"due_on": None, "assignee_id": None, **more}
    actions.task(case.pk, title=title, actor=actor, now=NOW, **said)
    return Task.objects.latest("pk")


def shown(case: Case, viewer: User) -> list[tuple[str, bool]]:
    found = queue.detail(case.pk, viewer=viewer, now=NOW).tasks
    return [(each.title, each.done_at is not None) for each in found]


def undo_last(actor: User) -> None:
    actions.undo(Event.objects.latest("pk").pk, actor=actor, now=NOW)


def test_it_shows_what_is_open_by_day_and_then_what_was_done(ana: User) -> None:
    case = opened()
    for title, day in (("Whenever", None), ("Friday", 2), ("Today", 0)):
        add(case, ana, title, due_on=TODAY + timedelta(days=day) if day is not None else None)
    done = add(case, ana, "Done before")
    actions.task_done(case.pk, task=done.pk, done=True, actor=ana, now=NOW)
    assert shown(case, ana) == [("Today", False), ("Friday", False), ("Whenever", False), ("Done before", True)]


def test_it_shows_only_the_last_that_were_done(ana: User) -> None:
    case = opened()
    for n in range(DONE_SHOWN + 1):
        row = add(case, ana, f"Task {n}")
        actions.task_done(case.pk, task=row.pk, done=True, actor=ana, now=NOW + timedelta(minutes=n))
    assert [title for title, _done in shown(case, ana)] == [f"Task {n}" for n in range(DONE_SHOWN, 0, -1)]


@pytest.mark.parametrize("step", ["task", "change", "task_done", "task_open", "task_remove"])
def test_it_takes_every_step_back(ana: User, step: str) -> None:
    case = opened()
    row = add(case, ana, due_on=TODAY, assignee_id=ana.pk)
    if step == "task_open":
        actions.task_done(case.pk, task=row.pk, done=True, actor=ana, now=NOW)
    before = shown(case, ana)
    if step == "change":
        actions.task(case.pk, task=row.pk, title="Else", due_on=None, assignee_id=None, actor=ana, now=NOW)
    elif step == "task_remove":
        actions.task_remove(case.pk, task=row.pk, actor=ana, now=NOW)
    elif step != "task":
        actions.task_done(case.pk, task=row.pk, done=step == "task_done", actor=ana, now=NOW)
    undo_last(ana)
    assert shown(case, ana) == ([] if step == "task" else before)
    assert (Task.objects.get().due_on, Task.objects.get().assignee) == (TODAY, ana)


def test_it_takes_no_step_back_that_a_later_one_stands_upon(ana: User) -> None:
    case = opened()
    row = add(case, ana)
    added = Event.objects.latest("pk").pk
    Task.objects.filter(pk=row.pk).update(title="Changed by hand")
    with pytest.raises(Refused, match="task_changed_since"):
        actions.undo(added, actor=ana, now=NOW)


def test_it_leaves_tasks_open_when_the_case_is_done(ana: User) -> None:
    case = opened()
    add(case, ana, assignee_id=ana.pk)
    actions.done(case.pk, actor=ana, now=NOW)
    (found,) = open_tasks(assignee=ana.pk)
    assert (found.task.title, found.case_id) == ("Ask finance", case.pk)


def test_it_counts_by_colleague_what_is_open_and_what_is_late(ana: User) -> None:
    case = opened()
    for day in (-1, 0, 1):
        add(case, ana, due_on=TODAY + timedelta(days=day), assignee_id=ana.pk)
    add(case, ana, due_on=date(2020, 1, 1))
    removed = add(case, ana, assignee_id=ana.pk)
    actions.task_remove(case.pk, task=removed.pk, actor=ana, now=NOW)
    assert loads(TODAY) == {ana.pk: Load(n=3, late=1), None: Load(n=1, late=1)}
    assert [len(open_tasks(**who)) for who in ({"assignee": ana.pk}, {"unassigned": True}, {})] == [3, 1, 4]


def test_it_counts_ones_own_open_tasks_beside_the_list(ana: User) -> None:
    case = opened()
    add(case, ana, assignee_id=ana.pk)
    add(case, ana, assignee_id=make_user().pk)
    assert queue.board(viewer=ana, now=NOW).counts["tasks"] == 1


@pytest.mark.parametrize("title", [" ", "x" * 201])
def test_it_refuses_no_title_and_an_endless_one(ana: User, title: str) -> None:
    with pytest.raises(Refused):
        add(opened(), ana, title)


def test_it_knows_no_task_of_another_case_and_no_stranger(ana: User) -> None:
    row, other = add(opened(), ana), opened()
    with pytest.raises(Unknown):
        actions.task_done(other.pk, task=row.pk, done=True, actor=ana, now=NOW)
    with pytest.raises(Unknown):
        add(other, ana, assignee_id=10**9)
