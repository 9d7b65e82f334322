"""The numbers of a week: one function a tile, read from counters; and the exact posts behind each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet, Sum

from dashboards.models import FrozenWeek
from dashboards.weeks import Week
from engagement.models import CaseItem, ResponseBucket
from listening.models import Brand, DayFlags, DayMentions, Judgement, PollRun, Question, Source
from listening.records import FLAGS

WATCHED_DAYS = 30
"""A question older than this is no longer read again, so it no longer waits (PRODUCT)."""

OURS = Q(audience__in=["direct", "about_us"], brand__kind="own")
"""Headline numbers are for questions to us and about us; the rest are opportunities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of one week. ``None`` means that there was nothing to measure, never zero."""

    mentions: int
    complaints: int
    questions: int
    no_reply: int
    longest_wait_s: int | None
    first_response_s: float | None
    responses: int
    share_of_voice: float | None
    voices_n: int
    by_brand: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what is frozen."""
        return {name: getattr(self, name) for name in self.__slots__} | {"by_brand": dict(self.by_brand)}


def own_ids() -> list[int]:
    """Return the ids of our own brands."""
    return list(Brand.objects.filter(kind="own").values_list("id", flat=True))


def numbers(week: Week, *, zone: ZoneInfo, now: datetime) -> Numbers:
    """Count one week as it stands now. Five queries."""
    by_brand = voices(week)
    own = sum(n for (_name, kind), n in by_brand.items() if kind == "own")
    everybody = sum(n for (_name, kind), n in by_brand.items() if kind in {"own", "competitor"})
    flags = flag_counts(week)
    waiting = waiting_questions(week, zone=zone, now=now)
    oldest = min((question.asked_at for question in waiting), default=None)
    until = min(week.ends(zone), now)
    median, responses = first_response(week)
    return Numbers(
        mentions=own,
        complaints=flags.get("complaint", 0),
        questions=flags.get("question", 0),
        no_reply=len(waiting),
        longest_wait_s=int((until - oldest).total_seconds()) if oldest else None,
        first_response_s=median,
        responses=responses,
        share_of_voice=own / everybody if everybody else None,
        voices_n=everybody,
        by_brand={name: n for (name, kind), n in by_brand.items() if kind in {"own", "competitor"}},
    )


def voices(week: Week) -> dict[tuple[str, str], int]:
    """Return mentions in the week by (brand, kind)."""
    rows = (
        DayMentions.objects.filter(day__in=week.days, brand__archived_at=None)
        .values_list("brand__name", "brand__kind")
        .annotate(n=Sum("mentions"))
        .order_by("-n", "brand__name")
    )
    return {(name, kind): n for name, kind, n in rows}


def flag_counts(week: Week) -> dict[str, int]:
    """Return mentions of our own brands in the week by flag."""
    rows = DayFlags.objects.filter(day__in=week.days, brand__kind="own").values_list("flag").annotate(n=Sum("mentions"))
    return dict(rows)


def waiting_questions(week: Week, *, zone: ZoneInfo, now: datetime) -> list[Question]:
    """Return the questions about us that had no reply from us when the week ended (or now, in a running week).

    Oldest first. Told from the answers' own times, so that any past week can be asked.
    """
    until = min(week.ends(zone), now)
    open_then = Q(state="no_reply_from_us") | Q(state="answered_by_us", answered_at__gte=until)
    since = until - timedelta(days=WATCHED_DAYS)
    return list(
        Question.objects.filter(OURS, open_then, asked_at__lt=until, asked_at__gte=since, mention__deleted_at=None)
        .select_related("mention")
        .order_by("asked_at")
    )


def first_response(week: Week) -> tuple[float | None, int]:
    """Return the median seconds to our first reply of the answers given in the week, and their number."""
    rows = (
        ResponseBucket.objects.filter(day__in=week.days, brand__kind="own")
        .values_list("bucket")
        .annotate(total=Sum("n"))
        .order_by("bucket")
    )
    return median_of(list(rows))


def median_of(buckets: Sequence[tuple[int, int]]) -> tuple[float | None, int]:
    """Return the median of a log histogram in seconds, and its n. A bucket stands for its geometric middle."""
    n = sum(count for _bucket, count in buckets)
    seen = 0
    for bucket, count in sorted(buckets):
        seen += count
        if seen * 2 >= n > 0:
            return 2 ** ((bucket + 0.5) / 4), n
    return None, 0


def daily(first: date, last: date) -> dict[date, dict[str, int]]:
    """Return for each day mentions of our own brands in all, complaints, and questions that are no complaint.

    A post that is both is counted once, as a complaint, so that a day's stack adds up to its mentions.
    """
    days = {
        first + timedelta(days=n): {"mentions": 0, "complaint": 0, "question": 0}
        for n in range((last - first).days + 1)
    }
    complaint, question = (1 << FLAGS.index(flag) for flag in ("complaint", "question"))
    for day, n in (
        DayMentions.objects.filter(day__range=(first, last), brand__kind="own")
        .values_list("day")
        .annotate(n=Sum("mentions"))
    ):
        days[day]["mentions"] = n
    rows = Judgement.objects.filter(counted_day__range=(first, last), brand__kind="own").exclude(counted_flags=0)
    for judged_day, flags in rows.values_list("counted_day", "counted_flags"):
        if judged_day is None:
            continue
        if flags & complaint:
            days[judged_day]["complaint"] += 1
        elif flags & question:
            days[judged_day]["question"] += 1
    return days


def posts_behind(number: str, week: Week, *, zone: ZoneInfo, now: datetime, day: date | None = None) -> list[Judgement]:
    """Return exactly the judgements that a number of the week counted, newest first. Raises ``KeyError``."""
    days = [day] if day else list(week.days)
    rows: QuerySet[Judgement] = Judgement.objects.filter(brand__kind="own", counted_day__in=days)
    if number == "no-reply":
        questions = waiting_questions(week, zone=zone, now=now)
        pairs = {(question.mention_id, question.brand_id) for question in questions}
        found = Judgement.objects.filter(mention__in={mention for mention, _brand in pairs}).select_related(
            "mention", "brand"
        )
        return sorted(
            (row for row in found if (row.mention_id, row.brand_id) in pairs), key=lambda row: row.mention.published_at
        )
    if number == "share-of-voice":
        rows = Judgement.objects.filter(brand__kind__in=["own", "competitor"], counted_day__in=days)
    elif number != "mentions":
        flag = {"complaints": "complaint", "questions": "question"}[number]
        masks = [mask for mask in range(256) if mask & (1 << FLAGS.index(flag))]
        rows = rows.filter(counted_flags__in=masks)
    return list(rows.select_related("mention", "brand").order_by("-mention__published_at", "-id"))


def answers_behind(week: Week, *, zone: ZoneInfo) -> list[Question]:
    """Return the answers of ours that the median was taken over, slowest first."""
    rows = Question.objects.filter(
        OURS, state="answered_by_us", answered_at__gte=week.starts(zone), answered_at__lt=week.ends(zone)
    ).select_related("mention", "evidence")
    return sorted(rows, key=lambda row: row.asked_at - (row.answered_at or row.asked_at))


def cases_of(mention_ids: Sequence[int]) -> dict[int, int]:
    """Return the case of each mention."""
    return dict(CaseItem.objects.filter(mention__in=mention_ids).values_list("mention", "case"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of what was due was read: successful polls of all, the terms of the equation, and the blind sources."""

    planned: int
    succeeded: int
    terms: Mapping[str, int]
    blind: tuple[str, ...]

    @property
    def share(self) -> float | None:
        return self.succeeded / self.planned if self.planned else None


def coverage(week: Week, *, zone: ZoneInfo) -> Coverage:
    """Return what the polls of the week did."""
    runs = PollRun.objects.filter(started_at__gte=week.starts(zone), started_at__lt=week.ends(zone)).exclude(
        source__kind="ingest"
    )
    names = ("fetched", "kept", "duplicate", "rejected", "own", "withheld")
    sums = runs.aggregate(**{name: Sum(name) for name in names})
    outcomes = list(runs.values_list("source", "outcome"))
    good = {source for source, outcome in outcomes if outcome == "ok"}
    blind = Source.objects.filter(id__in={source for source, _outcome in outcomes} - good).values_list(
        "name", flat=True
    )
    return Coverage(
        planned=len(outcomes),
        succeeded=sum(outcome == "ok" for _source, outcome in outcomes),
        terms={name: value or 0 for name, value in sums.items()},
        blind=tuple(sorted(blind)),
    )


def frozen(weeks: Sequence[Week]) -> dict[Week, FrozenWeek]:
    """Return the frozen rows of these weeks, where there are any. One query."""
    rows = FrozenWeek.objects.filter(year__in={week.year for week in weeks})
    wanted = set(weeks)
    return {Week(row.year, row.week): row for row in rows if Week(row.year, row.week) in wanted}


def first_day() -> date | None:
    """Return the first day on which anything was counted."""
    return DayMentions.objects.order_by("day").values_list("day", flat=True).first()
