"""Sources: what is read, how it is, and whether every fetched post is accounted for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from listening import actions, metrics, wording
from listening.connectors import registry
from listening.errors import ListeningError
from listening.pages.forms import FeedForm, SearchForm
from listening.pages.paid import Shown, add_x, form_of, preview_price, preview_x
from listening.records import Say
from listening.storage import rescoring

VERBS = {"poll": actions.poll_now, "pause": actions.pause, "resume": actions.resume}
PARTS = ("kept", "duplicate", "rejected", "own", "withheld")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List all sources, the troubled first, under the equation of all of them."""
    now = timezone.now()
    rows = metrics.source_rows(now)
    totals = metrics.source_totals(now)
    shown = [row for row in rows if row.state != "retired"]
    money = {each.source_id: each for each in metrics.money_rows(now)}
    reread = rescoring.progress(now)
    context = {
        "now": now,
        "rows": shown,
        "money": [_money(money[row.id]) for row in shown if row.id in money],
        "retired": [row for row in rows if row.state == "retired"],
        "totals": totals,
        "parts": PARTS,
        "adds_up": totals["fetched"] == sum(totals[part] for part in PARTS),
        "well": sum(not row.troubled for row in shown),
        "troubled": sum(row.troubled for row in shown),
        "days": metrics.WINDOW.days,
        "terms": metrics.TERMS,
        "reread": wording.rescoring(reread, now=now) if reread else "",
    }
    return render(request, "listening/sources.html", context)


def _money(row: metrics.MoneyRow) -> dict[str, Any]:
    """Return what is said of a paid source's money, and of the look-ups that part of it pays for."""
    check = row.check
    return {
        "name": row.name,
        "words": wording.money(row),
        "check": check,
        "check_words": wording.checks(check) if check else "",
    }


@require_POST
def act(request: HttpRequest, source_id: int, verb: str) -> HttpResponse:
    """Poll a source now, retire it, or resume it."""
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[verb](source_id, now=timezone.now())
    except actions.Refused as refused:
        messages.error(request, refused.message)
    else:
        said = {"poll": _("It is polled within seconds."), "pause": _("Retired."), "resume": _("Resumed.")}
        messages.success(request, said[verb])
    return redirect("/sources/")


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a feed by the address of its page, or a search on a network; say what a paid one would cost."""
    sent = request.POST.get("kind", "") if request.method == "POST" else ""
    feed = FeedForm(request.POST if sent == "feed" else None)
    search = SearchForm(request.POST if sent == "search" else None)
    paid = form_of(request.POST if sent == "x" else None)
    shown: Shown | None = None
    if sent == "feed" and feed.is_valid() and add_feed(feed):
        return added(request, feed.cleaned_data["url"])
    if sent == "search" and search.is_valid() and add_search(search):
        return added(request, search.cleaned_data["network"])
    if sent == "x" and paid.is_valid():
        if request.POST.get("do") == "preview":
            shown = preview_x(paid)
        elif add_x(paid):
            return added(request, "x")
    context = {
        "feed": feed,
        "search": search,
        "paid": paid if shown is None else form_of(None),
        "facts": registry.connector("x").facts,
        "preview": shown,
        "preview_price": preview_price(),
    }
    return render(request, "listening/source_add.html", context, status=422 if sent and shown is None else 200)


def added(request: HttpRequest, what: str) -> HttpResponse:
    """Go back to the list with the good news."""
    messages.success(request, _("Added. It is polled within seconds."))
    return redirect("/sources/")


def add_feed(form: FeedForm) -> bool:
    """Look for the feed and add it; False puts what went wrong beside the field."""
    now = timezone.now()
    try:
        actions.add_feed(form.cleaned_data["url"], name=form.cleaned_data["feed_name"], now=now)
    except actions.Refused as refused:
        form.add_error("url", refused.message)
    except ListeningError as error:
        form.add_error("url", wording.words(Say(code=error.code), now=now, zone=timezone.get_current_timezone()))
    else:
        return True
    return False


def add_search(form: SearchForm) -> bool:
    """Add the search; False puts what went wrong beside the field."""
    try:
        actions.add_search(form.cleaned_data["network"], name=form.cleaned_data["search_name"], now=timezone.now())
    except actions.Refused as refused:
        complain(form, refused)
        return False
    return True


def complain(form: Form, refused: actions.Refused) -> None:
    """Put a refusal beside the field it names, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, refused.message)
