"""Who has what open and by when it is due: two aggregates over partial indexes, whatever the size of the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Min, Q

from engagement import history
from engagement.filters import QueueFilters
from engagement.models import Case
from engagement.queue import tasks
from engagement.records import Who

HANDS = ("owner", "manager", "marketer", "agency")
"""Roles that are shown with empty hands as well: they could take something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of cases, and the state of the queue that lists exactly these."""

    n: int
    filters: QueueFilters


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one colleague, or nobody (``who`` is None), has open. ``gone`` says that he may no longer sign in."""

    who: Who | None
    gone: bool
    first_due: datetime | None
    open: Figure
    late: Figure
    soon: Figure
    tasks: tasks.Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Everybody's load, what is due first at the top, and what nobody owns."""

    people: tuple[Load, ...]
    unowned: Load


def team(*, now: datetime, soon: datetime, today: date) -> Team:
    """Return who has what open: *late* was due by ``now``, *soon* is due after that and by ``soon``.

    What nobody owns is told of Engage alone: the other lanes hold what was only heard. Four queries.
    """
    doing = tasks.loads(today)
    taken = Case.objects.filter(status="open", assignee__isnull=False).order_by().values("assignee")
    loads = {row["assignee"]: row for row in taken.annotate(**_numbers(now, soon))}
    users = User.objects.filter(Q(is_active=True, member__role__in=HANDS) | Q(pk__in={*loads, *doing} - {None}))
    people = [_load(loads.get(user.pk, _NOTHING), user, now, soon, doing) for user in users]
    free = Case.objects.filter(status="open", assignee=None, lane="engage").aggregate(**_numbers(now, soon))
    return Team(people=tuple(sorted(people, key=_order)), unowned=_load(free, None, now, soon, doing))


_NOTHING: Mapping[str, Any] = {"cases": 0, "first": None, "late": 0, "soon": 0}


def _numbers(now: datetime, soon: datetime) -> dict[str, Any]:
    return {
        "cases": Count("id"),
        "first": Min("due_at"),
        "late": Count("id", filter=Q(due_at__lte=now)),
        "soon": Count("id", filter=Q(due_at__gt=now, due_at__lte=soon)),
    }


def _load(
    numbers: Mapping[str, Any],
    user: User | None,
    now: datetime,
    soon: datetime,
    doing: Mapping[int | None, tasks.Load],
) -> Load:
    whose: dict[str, Any] = {"lane": "", "assignee": str(user.pk)} if user else {"assignee": "none"}
    return Load(
        who=history.who(user) if user else None,
        gone=user is not None and not user.is_active,
        first_due=numbers["first"],
        open=Figure(n=numbers["cases"], filters=QueueFilters(**whose)),
        late=Figure(n=numbers["late"], filters=QueueFilters(**whose, due_by=now)),
        soon=Figure(n=numbers["soon"], filters=QueueFilters(**whose, due_after=now, due_by=soon)),
        tasks=doing.get(user.pk if user else None, tasks.Load()),
    )


def _order(load: Load) -> tuple[float, int, str]:
    due = load.first_due.timestamp() if load.first_due else float("inf")
    return due, -load.open.n, load.who.name.lower() if load.who else ""
