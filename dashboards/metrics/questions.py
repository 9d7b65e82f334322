"""The questions that are put to us, and how they stood when a week ended. Told from the answers' own times, so that
any past week can be asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dashboards.weeks import Week
from engagement.models import CaseItem
from engagement.records import PRIVATE
from listening.answers.records import OPEN_STATES
from listening.models import Question

WATCHED_DAYS = 30
"""A question older than this is no longer read again, so it no longer waits (PRODUCT)."""

ANSWERED_PRIVATELY = Exists(
    CaseItem.objects.filter(mention_id=OuterRef("mention_id"), brand_id=OuterRef("brand_id"), case__disposition=PRIVATE)
)
"""Such an answer cannot be seen: it counts for the team (response report, clocks) and in no public number."""

ANSWERED_IN_PUBLIC = Q(state__in=["answered_by_us", "answered_by_peer"]) | (
    Q(state="resolved_by_asker") & ~Q(answered_side="competitor")
)
"""Of what was answered privately too, the public answer counts, as in the response report."""

OURS = Q(wants="answer", audience__in=["direct", "about_us"], brand__kind="own", mention__deleted_at=None) & (
    ~Q(ANSWERED_PRIVATELY) | ANSWERED_IN_PUBLIC
)
"""Headline numbers are for questions to us and about us; the rest are opportunities. What was deleted asks no more,
a complaint that asks nothing wants a reply, and what was answered privately nobody can see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the questions stood at the end of a week: waiting for us (oldest first), left out as stale, and answered in
    the week (slowest first). ``watched`` counts those of the last 30 days of which something is known."""

    waiting: tuple[Question, ...]
    stale: tuple[Question, ...]
    answered: tuple[Question, ...]
    watched: int


def around(weeks: Sequence[Week], *, zone: ZoneInfo) -> list[Question]:
    """Return every question of ours that can count in one of the weeks. One query."""
    since = min(weeks).starts(zone) - timedelta(days=WATCHED_DAYS)
    until = max(weeks).ends(zone)
    asked = Q(asked_at__gte=since, asked_at__lt=until)
    answered = Q(answered_side="ours", answered_at__gte=min(weeks).starts(zone), answered_at__lt=until)
    return list(
        Question.objects.filter(OURS)
        .filter(asked | answered)
        .exclude(state="not_a_question")
        .only(
            "state",
            "asked_at",
            "answered_at",
            "answered_side",
            "settled_at",
            "stale_at",
            "mention_id",
            "brand_id",
        )
        .order_by("asked_at", "id")
    )


def standing(found: Iterable[Question], week: Week, *, zone: ZoneInfo, now: datetime) -> Standing:
    """Return how these questions stood when the week ended, or stand at ``now`` in a running week."""
    until = min(week.ends(zone), now)
    since = until - timedelta(days=WATCHED_DAYS)
    waiting: list[Question] = []
    stale: list[Question] = []
    answered: list[Question] = []
    watched = 0
    for question in found:
        at = question.answered_at if question.answered_side == "ours" else None
        if at is not None and week.starts(zone) <= at < week.ends(zone):
            answered.append(question)
        if not since <= question.asked_at < until or question.state == "unverified":
            continue
        if not _open_at(question, until):
            watched += 1
        elif question.stale_at is not None and question.stale_at < until:
            stale.append(question)
        else:
            watched += 1
            waiting.append(question)
    answered.sort(key=lambda each: each.asked_at - (each.answered_at or each.asked_at))
    return Standing(waiting=tuple(waiting), stale=tuple(stale), answered=tuple(answered), watched=watched)


def _open_at(question: Question, instant: datetime) -> bool:
    if question.state in OPEN_STATES:
        return True
    return question.settled_at is not None and question.settled_at >= instant


def asked_in(week: Week, *, zone: ZoneInfo) -> QuerySet[Question]:
    """Return the questions that were put to us in the week."""
    asked = Question.objects.filter(OURS, asked_at__gte=week.starts(zone), asked_at__lt=week.ends(zone))
    return asked.exclude(state="not_a_question")


def became(week: Week, *, zone: ZoneInfo) -> dict[str, int]:
    """Return how many of the questions asked in the week are in which state now. One query."""
    return dict(asked_in(week, zone=zone).values_list("state").annotate(n=Count("id")))
