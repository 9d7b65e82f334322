"""Queries: what is looked for, for which brand, and where an expression goes wrong."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from listening import actions, metrics, query
from listening.pages.forms import QueryForm
from listening.pages.sources import complain


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List all queries by brand, with what each matched in 30 days."""
    context = {"rows": metrics.query_rows(timezone.now()), "days": metrics.WINDOW.days}
    return render(request, "listening/queries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, query_id: int | None = None) -> HttpResponse:
    """Add a query or give one a new version. A mistake is shown at its place; the old version stays in use."""
    row = named(query_id) if query_id is not None else None
    initial = {"brand": row.brand_id, "name": row.name, "expression": row.expression} if row else {}
    form = QueryForm(request.POST or None, initial=initial, brands=metrics.brand_choices())
    context: dict[str, Any] = {"form": form, "row": row}
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            actions.save_query(
                query_id,
                brand_id=sent["brand"],
                name=sent["name"],
                expression=sent["expression"],
                now=timezone.now(),
            )
        except query.QueryError as error:
            context["mistake"] = mistake(sent["expression"], error)
        except actions.Refused as refused:
            complain(form, refused)
        else:
            messages.success(request, _("Saved. New posts are matched by it from now on."))
            return redirect("/queries/")
    return render(request, "listening/query.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def switch(request: HttpRequest, query_id: int) -> HttpResponse:
    """Switch a query on or off."""
    actions.switch_query(query_id, active=request.POST.get("active") == "1", now=timezone.now())
    return redirect("/queries/")


def named(query_id: int) -> metrics.QueryRow:
    """Return one row of the list."""
    for row in metrics.query_rows(timezone.now()):
        if row.id == query_id:
            return row
    raise Http404(_("There is no such query."))


def mistake(expression: str, error: query.QueryError) -> dict[str, Any]:
    """Return where an expression goes wrong: the text before, the word at fault, the text after, and why."""
    at = min(error.position, len(expression))
    end = at
    while end < len(expression) and not expression[end].isspace():
        end += 1
    return {
        "position": at + 1,
        "before": expression[:at],
        "at": expression[at:end] or "␣",
        "after": expression[end:],
        "words": query.refusal(error),
    }
