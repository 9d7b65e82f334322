"""The CMO's week: one page of numbers, each with its usual range and the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import charts, metrics, reports, storage, wording
from dashboards.narrative import ENOUGH, Facts, Line, names_of, tell
from dashboards.pages.addressed import Place, place_of
from dashboards.records import Coverage, Day, Report
from dashboards.tiles import Tile, tiles
from dashboards.weeks import Week, week_at, week_of_day
from listening.answers.records import OPEN_STATES
from listening.records import Say

BECAME: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("answered_by_us", "good", frozenset({"answered_by_us"})),
    ("answered_by_others", "info", frozenset({"answered_by_peer", "resolved_by_asker"})),
    ("unanswered", "bad", OPEN_STATES),
    ("unverified", "track", frozenset({"unverified"})),
    ("ended", "track", frozenset({"withdrawn", "expired"})),
)
"""What became of questions, as one bar shows it: word, tone, states."""
SELDOM = frozenset({"answered_by_others", "ended"})
"""Told only where there are any."""


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Go to the last complete week, or to the current one if there is none yet."""
    zone, first = storage.company_zone(), metrics.first_day()
    this = week_at(timezone.now(), zone) if zone else week_of_day(timezone.now().date())
    complete = first is not None and this.back(1).days[-1] >= first
    return redirect("week", name=(this.back(1) if complete else this).name)


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Show one week, or say that nothing was counted in it."""
    place = place_of(name)
    context = around(place)
    if place.first is None or place.week.days[-1] < place.first:
        return render(request, "dashboards/empty.html", context)
    report = reports.report(place.week, zone=place.zone, first=place.first, now=place.now)
    shown = tiles(report)
    days = metrics.days(place.week, first=place.first)
    own_days = days[-7:]
    told = tell(Facts(report=report, tiles=shown, days=own_days, cited=citations(place.week, shown)))
    context |= {
        "report": report,
        "starting": not report.earlier,
        "headline": " ".join(wording.words(say) for say in told.headline),
        "lines": [line_view(line, place.week) for line in told.lines],
        "next": next_step(report),
        "tiles": [tile_view(tile, report) for tile in shown.values()],
        "movers": [(row, wording.words(row.state)) for row in metrics.movers(place.week, now=place.now)],
        "provenance": provenance(report.coverage),
    }
    context |= chart_view(days, report) | voices_view(report) | became_view(place)
    return render(request, "dashboards/week.html", context)


def around(place: Place) -> dict[str, Any]:
    """Return what the head of every page of a week shows."""
    week = place.week
    return {
        "place": place,
        "week": week,
        "now": place.now,
        "span": wording.span_of(week),
        "span_short": wording.span_of(week, short=True),
        "last": week.back(1),
    }


def citations(week: Week, shown: Mapping[str, Tile]) -> dict[str, tuple[int, ...]]:
    """Return the posts that the narrative may cite: those of the headline's numbers, and of what moved."""
    found = {"mentions": metrics.cited("mentions", week)}
    found["share-of-voice"] = found["mentions"]
    return found | ({"complaints": metrics.cited("complaints", week)} if shown["complaints"].moved else {})


def line_view(line: Line, week: Week) -> dict[str, Any]:
    """Return a line of the narrative in words, with the address that proves it."""
    url = f"/weekly/{week.name}/{line.number}/" if line.number else f"/{line.place}/"
    mark = "same" if line.up is None else "up" if line.up else "down"
    link = wording.rows(line.shown, line.number) if line.number else _("sources")
    return {
        "mark": mark,
        "tone": line.tone or "muted",
        "fact": wording.words(line.fact),
        "cause": wording.words(line.cause) if line.cause else "",
        "url": f"{url}?day={line.day.isoformat()}" if line.day else url,
        "link": _("rule change") if line.place == "queries" else link,
    }


def tile_view(tile: Tile, report: Report) -> dict[str, Any]:
    """Return a tile in words, with its small line."""
    band = tile.usual
    return {
        "number": tile.number,
        "label": wording.LABELS[tile.number],
        "definition": wording.DEFINITIONS[tile.number],
        "value": wording.number(tile.value, tile.number),
        "beside": beside(tile, report),
        "change": wording.change(tile, report.week.back(1)),
        "mark": tile.trend if tile.trend in ("up", "down") else "same",
        "tone": tile.tone if tile.trend in ("up", "down") else "same",
        "plain": tile.trend in ("start", "running", "unknown"),
        "revised": wording.revised(tile) if report.frozen_at else "",
        "usual": wording.usual(band.low, band.high, tile.number) if band else "",
        "place": {"above": _("above"), "below": _("below"), "normal": _("normal")}.get(tile.place, ""),
        "n": tile.n,
        "spark": charts.spark(tile.series, band, slots=reports.WEEKS_SHOWN),
        "story": story(tile, report),
    }


def beside(tile: Tile, report: Report) -> str:
    """Return the few words beside a tile's value."""
    numbers = report.numbers
    if tile.number == "no-reply" and numbers.longest_wait_s is not None:
        return _("longest %(span)s") % {"span": wording.span(numbers.longest_wait_s)}
    if tile.number == "first-response":
        return wording.rows(numbers.responses, "first-response")
    return ""


def story(tile: Tile, report: Report) -> str:
    """Return the small line as words: every week with its value."""
    weeks = [*(week for week, _numbers in report.earlier), report.week]
    said = [
        _("week %(n)d: %(value)s") % {"n": week.number, "value": wording.number(value, tile.number)}
        for week, value in zip(weeks, tile.series, strict=True)
    ]
    return ", ".join(said)


def next_step(report: Report) -> dict[str, Any] | None:
    """Return the one proposed action: to answer those who wait."""
    n = report.numbers.no_reply
    if not n:
        return None
    waiting = wording.words(Say(code="fact_no-reply", params={"value": n}))
    return {"n": n, "waiting": waiting, "url": f"/weekly/{report.week.name}/no-reply/"}


def chart_view(days: Sequence[Day], report: Report) -> dict[str, Any]:
    """Return both forms of the chart, wide with four weeks and narrow with one, and their table."""
    current = frozenset(report.week.days)
    week_days = [day for day in days if day.day in current]
    known = report.earlier[0][0].monday if report.earlier else report.week.monday
    wide = [day for day in days if day.day >= known]
    rows = [bar_row(day) for day in days if day.day >= known]
    letters = {iso: (chr(65 + at), name) for at, (name, iso) in enumerate(report.numbers.rules[:9])}
    return {
        "wide": charts.chart(wide, current=current, width=740, height=300, weekdays=False),
        "narrow": charts.chart(week_days, current=current, width=358, height=236, weekdays=True),
        "rows": rows,
        "labels": {row["iso"]: row for row in rows},
        "complaints": sum(day.complaints for day in week_days),
        "questions": sum(day.questions for day in week_days),
        "other": sum(day.other for day in week_days),
        "in_chart": sum(day.mentions for day in week_days),
        "has_usual": any(day.usual is not None for day in week_days),
        "letters": letters,
    }


def bar_row(day: Day) -> dict[str, Any]:
    """Return a day as words, for the name of its bar and for the table."""
    week = week_of_day(day.day)
    return {
        "iso": day.day.isoformat(),
        "day": day,
        "url": f"/weekly/{week.name}/mentions/?day={day.day.isoformat()}",
        "complaints_url": f"/weekly/{week.name}/complaints/?day={day.day.isoformat()}",
        "name": _("%(day)s: %(mentions)d mentions, %(complaints)d complaints, %(questions)d questions")
        % {
            "day": wording.on_day(day.day),
            "mentions": day.mentions,
            "complaints": day.complaints,
            "questions": day.questions,
        },
    }


def voices_view(report: Report) -> dict[str, Any]:
    """Return the share of voice of every brand, our own first, then by size. The longest bar is full."""
    numbers = report.numbers
    ranked = sorted(numbers.voices, key=lambda each: (each[1] != "own", -each[2], each[0]))
    most = max((n for _name, _kind, n in ranked), default=1)
    voices = [
        {"name": name, "own": kind == "own", "share": n / numbers.voices_n, "n": n, "length": n / most}
        for name, kind, n in ranked
    ]
    return {"voices": voices, "voices_n": numbers.voices_n}


def became_view(place: Place) -> dict[str, Any]:
    """Return what became of the week's questions, as lengths of one bar."""
    found = metrics.became(place.week, zone=place.zone)
    whole = sum(found.values())
    parts, at = [], 0.0
    for word, tone, states in BECAME:
        n = sum(found.get(state, 0) for state in states)
        if not n and word in SELDOM:
            continue
        width = 100 * n / whole if whole else 0.0
        parts.append({"word": wording.STATES[word], "tone": tone, "n": n, "x": round(at, 2), "width": round(width, 2)})
        at += width
    return {"became": parts, "asked": whole, "unanswered": sum(found.get(state, 0) for state in OPEN_STATES)}


def provenance(found: Coverage) -> dict[str, Any]:
    """Return how much was read and the terms of the equation, in words."""
    words = {
        "kept": _("kept"),
        "duplicate": _("duplicate"),
        "rejected": _("rejected"),
        "own": _("own"),
        "withheld": _("withheld"),
    }
    low = found.share is not None and found.share < ENOUGH
    return {
        "share": found.share,
        "low": low,
        "names": ", ".join(names_of(found)),
        "fetched": found.terms["fetched"],
        "terms": [(found.terms[term], word) for term, word in words.items()],
        "sources": found.sources,
        "well": found.sources - len(names_of(found)),
        "polls": found.planned,
    }
