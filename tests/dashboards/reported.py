"""Reports made by hand, for tests of what is told about a week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.narrative import Facts
from dashboards.records import Coverage, Day, Numbers, Report
from dashboards.tiles import tiles
from dashboards.weeks import Week

WEEK = Week(2026, 46)
FULL = Coverage(planned=100, succeeded=100, terms={}, sources=2)


def numbers(**some: Any) -> Numbers:
    """Return the numbers of a dull week, some of them changed."""
    dull: dict[str, Any] = {
        "mentions": 200,
        "complaints": 30,
        "questions": 40,
        "no_reply": 0,
        "watched": 60,
        "longest_wait_s": None,
        "first_response_s": 3_600.0,
        "responses": 30,
        "share_of_voice": 0.25,
        "voices_n": 800,
        "voices": (("Hookyard", "competitor", 600), ("Northwind Relay", "own", 200)),
    }
    return Numbers(**(dull | some))


def report(
    now: Mapping[str, Any] | None = None,
    *,
    weeks: int = 8,
    running: bool = False,
    coverage: Coverage = FULL,
    live: Mapping[str, Any] | None = None,
    frozen: bool = True,
) -> Report:
    """Return a report on a week after so many dull ones."""
    here = numbers(**(now or {}))
    return Report(
        week=WEEK,
        zone=ZoneInfo("Europe/Berlin"),
        numbers=here,
        live=numbers(**(live or now or {})),
        frozen_at=datetime(2026, 11, 16, 5, tzinfo=UTC) if frozen else None,
        running=running,
        earlier=tuple((WEEK.back(back), numbers()) for back in range(weeks, 0, -1)),
        coverage=coverage,
    )


def facts(of: Report, *, complaints: Sequence[int] = (0,) * 7, mentions: Sequence[int] = (0,) * 7) -> Facts:
    """Return what the narrative is made from, with these counts from Monday to Sunday."""
    counts = zip(of.week.days, mentions, complaints, strict=True)
    days = [Day(day=day, mentions=max(m, c), complaints=c) for day, m, c in counts]
    return Facts(report=of, tiles=tiles(of), days=days, cited={"complaints": (7, 8), "mentions": (9,)})
