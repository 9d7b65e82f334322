"""Queries: what is looked for, for which brand, and where an expression goes wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from listening import actions, metrics
from listening.pages.drafts import drafted, opened
from listening.pages.forms import QueryForm
from listening.pages.sources import complain
from listening.pages.trying import editor, named, saved


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """List all queries by brand, with what each matched in 30 days."""
    context = {"rows": metrics.query_rows(timezone.now()), "days": metrics.WINDOW.days}
    return render(request, "listening/queries.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, query_id: int | None = None) -> HttpResponse:
    """Add a query or give one a new version. A mistake is shown at its place; the old version stays in use."""
    row = named(query_id) if query_id is not None else None
    if request.method == "POST":
        return save(request, row)
    initial = {"brand": row.brand_id, "name": row.name} if row else {}
    form = QueryForm(initial=initial, brands=metrics.brand_choices())
    draft = opened(written_before(request, row) if row else "")
    return render(request, "listening/query.html", editor(request, row, draft, form, now=timezone.now()))


def written_before(request: HttpRequest, row: metrics.QueryRow) -> str:
    """Return what a query says, or what it said in the version that the address names, to begin from."""
    wanted = request.GET.get("version", "")
    if not wanted:
        return row.expression
    for each in metrics.query_versions(row.id):
        if str(each.version) == wanted:
            return each.expression
    raise Http404(_("There is no such version."))


def save(request: HttpRequest, row: metrics.QueryRow | None) -> HttpResponse:
    """Save what the editor holds as a new query, a new version or a copy; show what is wrong with it otherwise."""
    draft = drafted(request.POST.dict(), saved=row.expression if row else "")
    form = QueryForm(request.POST, brands=metrics.brand_choices())
    if form.is_valid() and not draft.wrong:
        copied = row is not None and request.POST.get("do") == "copy"
        name = form.cleaned_data["name"]
        try:
            edited = actions.edit_query(
                row.id if row is not None and not copied else None,
                brand_id=form.cleaned_data["brand"],
                name=name_of_copy(name) if copied else name,
                expression=draft.expression,
                now=timezone.now(),
                user_id=request.user.pk,
            )
        except actions.Refused as refused:
            complain(form, refused)
        else:
            messages.success(request, saved(edited))
            return redirect(f"/queries/{edited.query.id}/")
    context = editor(request, row, draft, form, now=timezone.now())
    return render(request, "listening/query.html", context, status=422)


def name_of_copy(name: str) -> str:
    """Return a name for a copy that no query has."""
    taken = {row.name for row in metrics.query_rows(timezone.now())}
    plain = _("%(name)s, copy") % {"name": name}
    names = (name if name not in taken else plain, *(f"{plain} {number}" for number in range(2, 1000)))
    return next(each for each in names if each not in taken)


@require_POST
def switch(request: HttpRequest, query_id: int) -> HttpResponse:
    """Switch a query on or off."""
    actions.switch_query(query_id, active=request.POST.get("active") == "1", now=timezone.now())
    return redirect("/queries/")
