"""The list behind a number of the week: exactly as many rows as the number says."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import metrics, reports, wording
from dashboards.pages.addressed import day_of, place_of
from dashboards.pages.weekly import around
from dashboards.records import NUMBERS, Numbers

PAGE = 200  # rows
FIELDS = {
    "mentions": "mentions",
    "complaints": "complaints",
    "questions": "questions",
    "no-reply": "no_reply",
    "first-response": "responses",
    "share-of-voice": "voices_n",
}


@require_safe
def show(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """List the posts behind a number of a week, or of one of its days."""
    place = place_of(name)
    if number not in NUMBERS:
        raise Http404(_("A week has no number “%(number)s”.") % {"number": number[:40]})
    day = day_of(request.GET.get("day", ""), place.week)
    page = page_of(request.GET.get("page", ""))
    kept = reports.frozen_numbers(place.week)
    frozen_at, then = kept if kept else (None, None)
    n, rows = metrics.evidence(
        number,
        place.week,
        zone=place.zone,
        now=place.now,
        day=day,
        frozen_at=frozen_at,
        start=(page - 1) * PAGE,
        limit=PAGE,
    )
    if page > 1 and not rows:
        raise Http404(_("This list has fewer pages."))
    context = around(place) | {
        "back": f"/weekly/{place.week.name}/",
        "number": number,
        "label": wording.LABELS[number],
        "definition": wording.DEFINITIONS[number],
        "day": wording.on_day(day) if day else "",
        "day_iso": day.isoformat() if day else "",
        "n": n,
        "count": wording.rows(n, number),
        "rows": [(row, wording.words(row.state)) for row in rows],
        "frozen": revision(number, n, then) if day is None else None,
        "with_brand": number == "share-of-voice",
        "page": page,
        "pages": max(1, -(-n // PAGE)),
    }
    return render(request, "dashboards/evidence.html", context)


def page_of(text: str) -> int:
    """Return the page that ``?page=`` names, from 1. Raises ``Http404`` with words."""
    if not text:
        return 1
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) < 100_000:
        raise Http404(_("“%(page)s” is no page.") % {"page": text[:40]})
    return int(text[:9])


def revision(number: str, n: int, then: Numbers | None) -> dict[str, Any] | None:
    """Return what the number was when the week was frozen, if it differs from this list."""
    if then is None or number not in FIELDS:
        return None
    was: int = getattr(then, FIELDS[number])
    return {"was": was, "delta": wording.signed(n - was)} if n != was else None
