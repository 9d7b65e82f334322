"""The days of the chart: four weeks with what was usual for each weekday. Two queries."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from statistics import median

from django.db.models import Count, Sum

from dashboards.records import Day
from dashboards.usual import FEWEST, WEEKS
from dashboards.weeks import Week
from listening.models import DayMentions, Judgement
from listening.records import mask_of

SHOWN = 4
"""Weeks in the chart: three before, and the week itself."""

COMPLAINT, QUESTION = mask_of(("complaint",)), mask_of(("question",))


def days(week: Week, *, first: date) -> list[Day]:
    """Return the days of the chart, oldest first. ``first`` is the first day that was counted at all."""
    shown = [day for back in range(SHOWN - 1, -1, -1) for day in week.back(back).days]
    start = week.monday - timedelta(weeks=WEEKS)
    rows = DayMentions.objects.filter(day__range=(start, shown[-1]), brand__kind="own").values_list("day")
    mentions = dict(rows.annotate(n=Sum("mentions")))
    kinds: Counter[tuple[date, str]] = Counter()
    judged = Judgement.objects.filter(counted_day__range=(shown[0], shown[-1]), brand__kind="own")
    for day, flags, n in (
        judged.exclude(counted_flags=0).values_list("counted_day", "counted_flags").annotate(n=Count("id"))
    ):
        if day is not None and flags & (COMPLAINT | QUESTION):
            kinds[day, "complaint" if flags & COMPLAINT else "question"] += n
    return [
        Day(
            day=day,
            mentions=mentions.get(day, 0),
            complaints=kinds[day, "complaint"],
            questions=kinds[day, "question"],
            usual=_usual(day, mentions, first) if day in week.days else None,
        )
        for day in shown
    ]


def _usual(day: date, mentions: dict[date, int], first: date) -> float | None:
    """Return the median of the same weekday in the weeks before; None if too few of them were counted."""
    before = [day - timedelta(weeks=n) for n in range(1, WEEKS + 1)]
    counted = [mentions.get(each, 0) for each in before if each >= first]
    return median(counted) if len(counted) >= FEWEST else None
