"""What the polls of a week did: how much was read, and where every fetched post went."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum

from dashboards.records import Coverage
from dashboards.weeks import Week
from listening.models import PollRun

TERMS = ("fetched", "kept", "duplicate", "rejected", "own", "withheld")
ENOUGH = 0.9
"""Below this share the page names the blind sources (PRODUCT)."""


def coverage(week: Week, *, zone: ZoneInfo) -> Coverage:
    """Return what the polls of the week did. One query, as many rows as sources and outcomes."""
    rows = (
        PollRun.objects.filter(purpose="poll", started_at__gte=week.starts(zone), started_at__lt=week.ends(zone))
        .exclude(source__kind="ingest")
        .values_list("source", "source__name", "outcome")
        .annotate(Count("id"), *(Sum(term) for term in TERMS))
    )
    polls: Counter[tuple[int, str]] = Counter()
    good: Counter[tuple[int, str]] = Counter()
    terms = dict.fromkeys(TERMS, 0)
    for number, name, outcome, n, *sums in rows:
        polls[number, name] += n
        good[number, name] += n if outcome == "ok" else 0
        terms = {term: terms[term] + part for term, part in zip(TERMS, sums, strict=True)}
    return Coverage(
        planned=polls.total(),
        succeeded=good.total(),
        terms=terms,
        blind=tuple(sorted(source[1] for source in polls if not good[source])),
        patchy=tuple(sorted(source[1] for source, n in polls.items() if 0 < good[source] < ENOUGH * n)),
        sources=len(polls),
    )
