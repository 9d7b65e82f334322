"""The response report: numbers of a period, by network, class, brand or person, each with the list behind it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.metrics import responding
from dashboards.pages.evidence import page_of
from dashboards.responses import asking, shapes, wording
from dashboards.responses.naming import Place, group_names, place_of
from dashboards.responses.records import (
    APART,
    CLOCK_FATES,
    FATES,
    FEWEST,
    NOBODY,
    UNKNOWN_REACH,
    Counted,
    Figures,
    Spread,
)
from engagement.actions import members
from engagement.labels import CLASSES
from engagement.pages import words
from listening.connectors.ingest.inert import inert_row

PAGE = 200  # rows
TONES = {"us": "good", "peers": "info", "asker": "info", "competitors": "warn", "nobody": "bad"}
CLOCK_TONES = {"met": "good", "late": "bad", "running": "info"}
CLOCK_NUMBERS = {"met": "in-time"}
"""Fate of a clock → its number, where they differ."""


def asked_in(request: HttpRequest, *more: str) -> Place:
    """Return what the address asks for. Raises ``Http404`` with words for what makes no sense."""
    params = {name: str(value) for name, value in request.GET.items() if value}
    try:
        return place_of(params, now=timezone.now(), more=more)
    except asking.Refused as wrong:
        raise Http404(f"{wrong.name}: {wrong.reason}") from wrong


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the report."""
    place = asked_in(request)
    counted = place.counted()
    figures = counted.all
    context = around(place) | {
        "headline": " ".join(wording.headline(figures)),
        "figures": figures,
        "not_known": wording.not_known(figures),
        "tiles": tiles(figures, place),
        "answered": answered(figures, place),
        "apart": [line(fate, figures.fates[fate], place) for fate in APART if figures.fates[fate]],
        "clocks": [clock_line(fate, figures, place) for fate in CLOCK_FATES if figures.clock_fates[fate]],
        "times": times(figures, place),
        "groups": groups(counted, place),
        "exposure": exposure(figures, place),
        "tabs": [(name, word, place.url(by=name)) for name, word in wording.DIMENSIONS.items()],
        "by_word": wording.DIMENSIONS[place.asked.by],
        "choices": choices(place),
        "narrowed": narrowed(place),
        "cleared": place.url(**dict.fromkeys(("network", "class", "brand", "person", "account"), "")),
        "shared_url": place.url("shared"),
        "clocks_url": place.url("clocks"),
        "csv": f"/responses/table.csv?{place.asked.query()}".rstrip("?"),
        "definitions": [(word, wording.definition(number)) for number, word in wording.LABELS.items()],
    }
    return render(request, "dashboards/responses.html", context)


@require_safe
def listing(request: HttpRequest, figure: str) -> HttpResponse:
    """List the cases behind a number: exactly as many as it counts."""
    place = asked_in(request, "page")
    if figure not in responding.NUMBERS:
        raise Http404(_("The report has no number “%(number)s”.") % {"number": figure[:40]})
    page = page_of(request.GET.get("page", ""))
    n, rows = responding.listed(
        figure, place.asked.scope, brands=place.brand_ids, now=place.now, start=(page - 1) * PAGE, limit=PAGE
    )
    if page > 1 and not rows:
        raise Http404(_("This list has fewer pages."))
    query = place.asked.query()
    context = around(place) | {
        "label": wording.LABELS[figure],
        "definition": wording.definition(figure),
        "n": n,
        "rows": [(row, wording.state(row.state)) for row in rows],
        "narrowed": narrowed(place),
        "page": page,
        "pages": max(1, -(-n // PAGE)),
        "query": f"{query}&" if query else "",
    }
    return render(request, "dashboards/responses_list.html", context)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """Give the table as CSV: the whole first, then the groups. No cell is run by a spreadsheet."""
    place = asked_in(request)
    counted, asked = place.counted(), place.asked
    names = group_names(counted, place)
    lines = [inert_row((asked.by, "name", *shapes.COLUMNS)), inert_row(("", _("All"), *shapes.as_row(counted.all)))]
    lines += [inert_row((key, names[key], *shapes.as_row(each))) for key, each in counted.groups.items()]
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    since, until = (at.astimezone(place.zone).date() for at in (asked.scope.since, asked.scope.until))
    response.headers["Content-Disposition"] = f'attachment; filename="responses-{since}-{until}-by-{asked.by}.csv"'
    return response


def around(place: Place) -> dict[str, Any]:
    """Return what the head of the report and of its lists shows."""
    return {
        "place": place,
        "now": place.now,
        "asked": place.asked,
        "period": wording.period(place.asked),
        "days": wording.days(place.asked, place.zone),
        "back": place.url(),
    }


def line(number: str, n: int, place: Place) -> dict[str, Any]:
    """Return a number with its words and its list."""
    return {
        "word": wording.LABELS[number],
        "definition": wording.definition(number),
        "n": n,
        "url": place.url(number),
    }


def clock_line(fate: str, figures: Figures, place: Place) -> dict[str, Any]:
    """Return how many clocks stand so."""
    shown = line(CLOCK_NUMBERS.get(fate, fate), figures.clock_fates[fate], place)
    return shown | {"tone": CLOCK_TONES.get(fate, "track")}


def tiles(figures: Figures, place: Place) -> list[dict[str, Any]]:
    """Return the five numbers on top."""
    us, met = figures.fates["us"], figures.clock_fates["met"]
    return [
        _share_tile(_("Answered by us"), us, figures.settled, place.url("us"), "us"),
        _share_tile(_("In time"), met, figures.decided, place.url("in-time"), "in-time"),
        _time_tile(_("Team: first response"), figures.first, place.url("first"), "first", open_hours=True),
        _time_tile(_("Onlookers: first reply"), figures.public, place.url("met"), "met", open_hours=False),
        _share_tile(_("Met a real reply"), figures.met, figures.verifiable, place.url("met"), "met"),
    ]


def _share_tile(label: str, part: int, whole: int, url: str, number: str) -> dict[str, Any]:
    few = whole < FEWEST
    return {
        "label": label,
        "value": wording.share(part, whole),
        "beside": "" if few else wording.of(part, whole),
        "foot": _("too few for a percentage") if whole and few else "" if whole else _("none in this period"),
        "definition": wording.definition(number),
        "url": url,
    }


def _time_tile(label: str, spread: Spread, url: str, number: str, *, open_hours: bool) -> dict[str, Any]:
    tile = {"label": label, "url": url, "definition": wording.definition(number), "beside": "", "value": "–"}
    if spread.half is None or spread.most is None:
        return tile | {"foot": wording.few(spread)}
    most = wording.within(spread.most, open_hours=open_hours)
    hours = _("open hours") if open_hours else _("by the clock on the wall")
    return tile | {
        "value": wording.within(spread.half, open_hours=open_hours),
        "foot": _("half of %(n)d; nine of ten within %(most)s, %(hours)s")
        % {"n": spread.n, "most": most, "hours": hours},
    }


def answered(figures: Figures, place: Place) -> list[dict[str, Any]]:
    """Return by whom what was asked was answered, as lengths of one bar."""
    parts, at = [], 0.0
    for fate in FATES:
        n = figures.fates[fate]
        width = 100 * n / figures.settled if figures.settled else 0.0
        bar = {"tone": TONES[fate], "x": round(at, 2), "width": round(width, 2), "share": ""}
        if figures.settled >= FEWEST:
            bar["share"] = wording.share(n, figures.settled)
        parts.append(line(fate, n, place) | bar)
        at += width
    return parts


def times(figures: Figures, place: Place) -> list[dict[str, Any]]:
    """Return the four lengths of time, each by which clock."""
    rows = (
        ("first", _("First response"), _("team clock, open hours"), figures.first, True),
        ("met", _("First reply"), _("as onlookers saw it"), figures.public, False),
        ("next", _("Next response"), _("team clock, open hours"), figures.next, True),
        ("next-public", _("Next response"), _("as onlookers saw it"), figures.public_next, False),
    )
    return [
        {"word": word, "clock": clock, "url": place.url(number), "n": spread.n} | _half_and_most(spread, open_hours)
        for number, word, clock, spread, open_hours in rows
    ]


def _half_and_most(spread: Spread, open_hours: bool) -> dict[str, Any]:
    if spread.half is None or spread.most is None:
        return {"few": wording.few(spread)}
    return {
        "half": wording.within(spread.half, open_hours=open_hours),
        "most": wording.within(spread.most, open_hours=open_hours),
    }


def groups(counted: Counted, place: Place) -> list[dict[str, Any]]:
    """Return the groups as rows, those with the most cases first."""
    names = group_names(counted, place)
    rows = []
    for key, each in counted.groups.items():
        only = place.asked.of_group(key)
        rows.append(
            {
                "name": names[key],
                "n": each.asked,
                "url": place.url(**only) if only else "",
                "cells": _cells(each, place, only) if only else [],
                "order": (-each.asked - each.clocks, names[key]),
            }
        )
    return sorted((row for row in rows if row["cells"]), key=lambda row: row["order"])


def _cells(figures: Figures, place: Place, only: dict[str, str]) -> list[dict[str, Any]]:
    us, met = figures.fates["us"], figures.clock_fates["met"]
    return [
        {"label": _("asked"), "value": figures.asked, "url": place.url("asked", **only)},
        {
            "label": _("answered by us"),
            "value": wording.share(us, figures.settled),
            "n": figures.settled if figures.settled >= FEWEST else 0,
            "url": place.url("us", **only),
        },
        {
            "label": _("in time"),
            "value": wording.share(met, figures.decided),
            "n": figures.decided if figures.decided >= FEWEST else 0,
            "url": place.url("in-time", **only),
        },
        _time_cell(_("team"), figures.first, place.url("first", **only), open_hours=True),
        _time_cell(_("onlookers"), figures.public, place.url("met", **only), open_hours=False),
    ]


def _time_cell(label: str, spread: Spread, url: str, *, open_hours: bool) -> dict[str, Any]:
    shown = _half_and_most(spread, open_hours)
    value = f"{shown['half']} · {shown['most']}" if "half" in shown else "–" if not spread.n else _("too few")
    return {"label": label, "value": value, "n": spread.n, "url": url}


def exposure(figures: Figures, place: Place) -> dict[str, Any]:
    """Return for how long questions of each reach were seen unanswered; the unknown reach on a line of its own."""
    rows = [
        line(f"reach-{each.bucket}", each.n, place)
        | {"hours": each.hours, "points": each.points, "bucket": each.bucket}
        for each in figures.exposure
        if each.n
    ]
    known = [row for row in rows if row["bucket"] != UNKNOWN_REACH]
    return {"rows": rows, "points": sum(row["points"] for row in known), "known": sum(row["n"] for row in known)}


def choices(place: Place) -> list[dict[str, Any]]:
    """Return what the report can be narrowed to."""
    scope = place.asked.scope
    people = [(str(who.id), who.name) for who in members.colleagues()]
    periods = [(str(n), _("Last %(n)d days") % {"n": n}) for n in asking.PERIODS]
    if place.asked.week:
        periods.append((place.asked.week.name, wording.period(place.asked)))
    networks = [(each, words.network(each)) for each in sorted({*responding.networks_heard(), scope.network} - {""})]
    return [
        {"name": "period", "label": _("Period"), "value": place.asked.name, "of": periods},
        {"name": "network", "label": _("Network"), "value": scope.network, "of": networks, "all": _("All networks")},
        {"name": "class", "label": _("Class"), "value": scope.kind, "of": CLASSES.items(), "all": _("All classes")},
        {
            "name": "brand",
            "label": _("Brand"),
            "value": str(scope.brand or ""),
            "of": [(str(id_), name) for id_, name in place.brands],
            "all": _("All our brands"),
        },
        {
            "name": "person",
            "label": _("Owner"),
            "value": scope.person,
            "of": [*people, (NOBODY, _("Nobody"))],
            "all": _("All owners"),
        },
    ]


def narrowed(place: Place) -> list[str]:
    """Return what a list is narrowed to, in words."""
    scope, brands = place.asked.scope, dict(place.brands)
    said = [words.network(scope.network)] if scope.network else []
    said += [str(CLASSES[scope.kind])] if scope.kind else []
    said += [brands[scope.brand]] if scope.brand else []
    if scope.person == NOBODY:
        said.append(_("owned by nobody"))
    elif scope.person:
        name = responding.person_names([scope.person]).get(scope.person, scope.person)
        said.append(_("owned by %(name)s") % {"name": name})
    if scope.account:
        name = responding.account_names([scope.account])[scope.account]
        said.append(_("answered by %(name)s") % {"name": name})
    return said
