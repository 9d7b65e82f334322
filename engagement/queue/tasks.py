"""The tasks of a case, and who has which open ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Count, F, Q

from engagement import history
from engagement.models import Task
from engagement.records import TaskView, Who

DONE_SHOWN = 5
LISTED = 200
_OPEN = Q(done_at=None, removed_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An open task with the case it belongs to, by the author and the network of its post."""

    task: TaskView
    case_id: int
    network: str
    author: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How many open tasks somebody has, and how many of them were due before today."""

    n: int = 0
    late: int = 0


def of_case(case_id: int) -> tuple[TaskView, ...]:
    """Return the tasks of a case: the open ones by day, then the last that were done. One query."""
    rows = Task.objects.filter(case=case_id, removed_at=None).select_related("assignee", "done_by")
    found = list(rows.order_by(F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "id"))
    done = [each for each in found if each.done_at is not None]
    return tuple(_view(each) for each in found if each.done_at is None or each in done[:DONE_SHOWN])


def open_tasks(*, assignee: int | None = None, unassigned: bool = False) -> tuple[Listed, ...]:
    """Return the open tasks of one colleague, of nobody, or (without either) all, what is due first at the top."""
    rows = Task.objects.filter(_OPEN).select_related("assignee", "case__lead")
    if assignee is not None or unassigned:
        rows = rows.filter(assignee=assignee)
    ordered = rows.order_by(F("due_on").asc(nulls_last=True), "id")[:LISTED]
    return tuple(
        Listed(
            task=_view(each),
            case_id=each.case_id,
            network=each.case.network,
            author=each.case.lead.author_handle or each.case.lead.author_name,
        )
        for each in ordered
    )


def loads(today: date) -> Mapping[int | None, Load]:
    """Return by colleague (None for nobody) how many tasks are open, and how many were due before ``today``. One
    query over a partial index."""
    rows = Task.objects.filter(_OPEN).order_by().values("assignee")
    counted = rows.annotate(n=Count("id"), late=Count("id", filter=Q(due_on__lt=today)))
    return {row["assignee"]: Load(n=row["n"], late=row["late"]) for row in counted}


def _view(row: Task) -> TaskView:
    return TaskView(
        id=row.pk,
        title=row.title,
        due_on=row.due_on,
        assignee=_who(row.assignee),
        done_at=row.done_at,
        done_by=_who(row.done_by) if row.done_at else None,
    )


def _who(user: User | None) -> Who | None:
    return history.who(user) if user else None
