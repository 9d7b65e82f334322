"""Many cases at once: which a list holds just now, and what became meanwhile of those that were left alone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from engagement import history
from engagement.filters import QueueFilters
from engagement.models import Case, Event
from engagement.queue.selecting import fetch, order_of, select
from engagement.records import HistoryLine


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """A case that a bulk step left alone, and the last step of its history; None for a case that is gone."""

    case_id: int
    author: str
    last: HistoryLine | None


def matching(filters: QueueFilters, *, viewer: User, now: datetime, limit: int) -> tuple[list[tuple[int, int]], bool]:
    """Return id and version of the first ``limit`` cases of a list, and whether there are more. One query.

    Raises ``BadFilter``, and ``Refused`` for a search that takes too long.
    """
    cases = select(filters, viewer=viewer).order_by(*dict.fromkeys(order_of(filters).by))
    found = fetch(cases, filters, now=now, limit=limit + 1)
    return [(case.pk, case.version) for case in found[:limit]], len(found) > limit


def left_alone(case_ids: Collection[int]) -> tuple[LeftAlone, ...]:
    """Return what became of these cases, in their order. Two queries, none for no cases."""
    if not case_ids:
        return ()
    last = {
        event.case_id: event
        for event in Event.objects.filter(case__in=case_ids)
        .order_by("case_id", "-id")
        .distinct("case_id")
        .select_related("actor")
    }
    authors = {
        case_id: handle or name
        for case_id, handle, name in Case.objects.filter(pk__in=case_ids).values_list(
            "pk", "lead__author_handle", "lead__author_name"
        )
    }
    return tuple(
        LeftAlone(case_id=each, author=authors.get(each, ""), last=history.line(last[each]) if each in last else None)
        for each in case_ids
    )
