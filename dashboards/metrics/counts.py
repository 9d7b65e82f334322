"""Counts whole weeks at once: four queries for one week or for twelve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import F, Sum

from dashboards.metrics import questions
from dashboards.models import FrozenWeek
from dashboards.records import Numbers
from dashboards.weeks import Week, week_of_day
from listening.models import DayFlags, DayMentions, Query

HEARD = ("own", "competitor")
"""Share of voice is ours among ours and our rivals'; partners and topics have no voice in it."""


def numbers(week: Week, *, zone: ZoneInfo, now: datetime) -> Numbers:
    """Count one week as it stands now."""
    return count([week], zone=zone, now=now)[week]


def count(weeks: Sequence[Week], *, zone: ZoneInfo, now: datetime) -> dict[Week, Numbers]:
    """Count weeks as they stand now. Four queries, whatever their number."""
    days = [day for week in weeks for day in week.days]
    heard, flags, rules = voices(days), flag_counts(days), rule_changes(weeks, zone=zone)
    asked = questions.around(weeks, zone=zone)
    counted: dict[Week, Numbers] = {}
    for week in weeks:
        voice = heard.get(week, {})
        own = sum(n for (_name, kind), n in voice.items() if kind == "own")
        stood = questions.standing(asked, week, zone=zone, now=now)
        until = min(week.ends(zone), now)
        took = [(each.answered_at - each.asked_at).total_seconds() for each in stood.answered if each.answered_at]
        counted[week] = Numbers(
            mentions=own,
            complaints=flags[week, "complaint"],
            questions=flags[week, "question"],
            no_reply=len(stood.waiting),
            watched=stood.watched,
            longest_wait_s=int((until - stood.waiting[0].asked_at).total_seconds()) if stood.waiting else None,
            first_response_s=median(took) if took else None,
            responses=len(took),
            share_of_voice=own / sum(voice.values()) if voice else None,
            voices_n=sum(voice.values()),
            left_out=len(stood.stale),
            voices=tuple((*brand, n) for brand, n in sorted(voice.items(), key=lambda each: (-each[1], each[0]))),
            rules=tuple(rules.get(week, ())),
        )
    return counted


def voices(days: Sequence[date]) -> dict[Week, dict[tuple[str, str], int]]:
    """Return mentions by week and (brand, kind), of our own brands and our rivals'. A brand that was archived since
    keeps what was counted for it."""
    rows = (
        DayMentions.objects.filter(day__in=days, brand__kind__in=HEARD)
        .values_list("day", "brand__name", "brand__kind")
        .annotate(n=Sum("mentions"))
        .filter(n__gt=0)
    )
    found: dict[Week, Counter[tuple[str, str]]] = {}
    for day, name, kind, n in rows:
        found.setdefault(week_of_day(day), Counter())[name, kind] += n
    return {week: dict(counter) for week, counter in found.items()}


def flag_counts(days: Sequence[date]) -> Counter[tuple[Week, str]]:
    """Return mentions of our own brands by week and flag."""
    rows = (
        DayFlags.objects.filter(day__in=days, brand__kind="own").values_list("day", "flag").annotate(n=Sum("mentions"))
    )
    found: Counter[tuple[Week, str]] = Counter()
    for day, flag, n in rows:
        found[week_of_day(day), flag] += n
    return found


def rule_changes(weeks: Sequence[Week], *, zone: ZoneInfo) -> Mapping[Week, list[tuple[str, str]]]:
    """Return the queries whose latest edit was in one of the weeks, with its day."""
    rows = Query.objects.filter(
        version__gt=1,
        changed_at__gte=min(weeks).starts(zone),
        changed_at__lt=max(weeks).ends(zone),
        changed_at__gt=F("created_at"),
    )
    found: dict[Week, list[tuple[str, str]]] = {}
    for name, changed_at in rows.order_by("changed_at").values_list("name", "changed_at"):
        day = changed_at.astimezone(zone).date()
        found.setdefault(week_of_day(day), []).append((name, day.isoformat()))
    return found


def frozen(weeks: Sequence[Week]) -> dict[Week, FrozenWeek]:
    """Return the frozen rows of these weeks, where there are any. One query."""
    rows = FrozenWeek.objects.filter(year__in={week.year for week in weeks})
    wanted = set(weeks)
    return {Week(row.year, row.week): row for row in rows if Week(row.year, row.week) in wanted}


def first_day() -> date | None:
    """Return the first day on which anything was counted."""
    return DayMentions.objects.filter(mentions__gt=0).order_by("day").values_list("day", flat=True).first()
