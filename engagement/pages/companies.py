"""Companies: the list and who is watched, one company, and the import with its preview."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from engagement import wording
from engagement.actions import accounts, companies, members
from engagement.companies import storage
from engagement.companies.records import CompanyView, Plan, Wrong
from engagement.errors import BadField, BadFilter, Refused, Unknown
from engagement.models import Company
from engagement.pages.company_forms import CompaniesFileForm, CompanyForm, PlannedForm
from engagement.pages.desk import here
from engagement.pages.verbs import actor, said
from engagement.pages.zones import zone
from listening import wording as of_tables
from listening.connectors.ingest.table import BadTable
from listening.records import Say

HERE = "/companies/"
SHOWN = 200  # wrong lines of a preview
_PARAMETERS = ("q", "page")


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the companies, narrowed by ``q``, and on the first page who is watched."""
    for name in request.GET:
        if name not in _PARAMETERS:
            raise BadFilter(name, "unknown_parameter")
    words, page = request.GET.get("q", "").strip()[:200], page_of(request.GET.get("page", "1"))
    rows, total = storage.overview(words=words, page=page)
    context = {
        "rows": rows,
        "total": total,
        "words": words,
        "page": page,
        "pages": max(1, -(-total // storage.PAGE)),
        "watched": storage.watched() if page == 1 and not words else (),
        "now": timezone.now(),
    }
    return render(request, "engagement/companies.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Add a company; with ``case`` it becomes the company of that case's author, too."""
    case_id = case_of(request)
    form = CompanyForm(request.POST if request.method == "POST" else None, people=members.colleagues())
    if request.method == "POST" and form.is_valid():
        try:
            company = companies.add(form.draft(), actor=actor(request), now=timezone.now())
        except BadField as wrong:
            beside(form, wrong)
        else:
            messages.success(request, _("Added %(name)s.") % {"name": company.name})
            return assigned(request, company, case_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "engagement/company.html", {"form": form, "case_id": case_id}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, company_id: int) -> HttpResponse:
    """Show a company with its people and its history, and save what is changed."""
    view = found(company_id)
    form = CompanyForm(request.POST if request.method == "POST" else None, people=members.colleagues(), said=view.draft)
    if request.method == "POST" and form.is_valid() and saved(request, company_id, form):
        return redirect(f"{HERE}{company_id}/")
    context = {"form": form, "company": view, "now": timezone.now()}
    return render(request, "engagement/company.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def remove(request: HttpRequest, company_id: int) -> HttpResponse:
    """Remove a company; the message that says so takes it back."""
    try:
        company = companies.remove(company_id, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    words = _("Removed %(name)s. Its people stay known, without a company.") % {"name": company.name}
    messages.success(request, words, extra_tags=f"{HERE}{company_id}/restore/")
    return redirect(HERE)


@require_POST
def restore(request: HttpRequest, company_id: int) -> HttpResponse:
    """Bring a removed company back, with its people."""
    try:
        company = companies.restore(company_id, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except BadField as wrong:
        messages.error(request, _("Not saved. %(why)s") % {"why": said(wrong)})
        return redirect(HERE)
    messages.success(request, _("Brought %(name)s back.") % {"name": company.name})
    return redirect(f"{HERE}{company_id}/")


@require_POST
def unwatch(request: HttpRequest, person_id: int) -> HttpResponse:
    """Watch somebody no longer."""
    try:
        person = accounts.unwatch(person_id, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    messages.success(request, _("%(name)s is no longer watched.") % {"name": person.handle or person.name})
    return redirect(HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def import_csv(request: HttpRequest) -> HttpResponse:
    """Show what a CSV file would do; nothing is written before the second step."""
    form = CompaniesFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["file"]
        try:
            plan = companies.preview(body)
        except BadTable as bad:
            form.add_error("file", unreadable(bad))
        else:
            context |= told(plan) | {"planned": PlannedForm(initial={"body": b64encode(body).decode()})}
            return render(request, "engagement/companies_import.html", context)
    status = 422 if request.method == "POST" else 200
    return render(request, "engagement/companies_import.html", context, status=status)


@require_POST
def imported(request: HttpRequest) -> HttpResponse:
    """Import the file of a preview and say what was done."""
    form = PlannedForm(request.POST)
    try:
        body = b64decode(form.cleaned_data["body"] if form.is_valid() else "!", validate=True)
        plan = companies.import_csv(body, actor=actor(request), now=timezone.now())
    except NotBase64:
        messages.error(request, _("The file did not come back whole. Nothing was taken in; choose it again."))
        return redirect(f"{HERE}import/")
    except BadTable as bad:
        messages.error(request, unreadable(bad))
        return redirect(f"{HERE}import/")
    messages.success(request, _("Imported: %(summary)s.") % {"summary": summary(plan)})
    return redirect(HERE)


def found(company_id: int) -> CompanyView:
    """Return a company as its page shows it, or answer that there is none."""
    try:
        return storage.view(company_id)
    except Unknown as missing:
        raise Http404(said(missing)) from missing


def saved(request: HttpRequest, company_id: int, form: CompanyForm) -> bool:
    """Save a company; what is wrong is put beside its field."""
    try:
        company = companies.edit(company_id, form.draft(), actor=actor(request), now=timezone.now())
    except BadField as wrong:
        beside(form, wrong)
        return False
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    messages.success(request, _("Saved %(name)s.") % {"name": company.name})
    return True


def assigned(request: HttpRequest, company: Company, case_id: int | None) -> HttpResponse:
    """Make a new company the one of a case's author, if it was added from there, and go back."""
    if case_id is None:
        return redirect(f"{HERE}{company.pk}/")
    try:
        done = accounts.set_company(case_id, company_id=company.pk, actor=actor(request), now=timezone.now())
    except Unknown:
        return redirect(f"{HERE}{company.pk}/")
    except Refused as refused:
        messages.error(request, _("Not saved. %(why)s") % {"why": said(refused)})
    else:
        messages.success(request, wording.words(done.say, now=timezone.now(), zone=zone()))
    return redirect(here(case_id))


def case_of(request: HttpRequest) -> int | None:
    """Return the case from which a company is added, None for none."""
    named = request.GET.get("case", "")
    return int(named) if named.isascii() and named.isdigit() and len(named) < 19 else None


def beside(form: CompanyForm, wrong: BadField) -> None:
    """Put what is wrong beside its field."""
    field = f"{wrong.field}_id" if f"{wrong.field}_id" in form.fields else wrong.field
    form.add_error(field, said(wrong))


def told(plan: Plan) -> dict[str, Any]:
    """Return what a preview shows of a plan."""
    return {
        "plan": plan,
        "summary": summary(plan),
        "wrong": [(each.line, why(each)) for each in plan.wrong[:SHOWN]],
        "unshown": max(0, len(plan.wrong) - SHOWN),
        "n": len(plan.new) + len(plan.changed),
    }


def summary(plan: Plan) -> str:
    """Return a plan in words: ``31 new, 4 changed, 2 lines wrong``."""
    parts = [
        ngettext("%(n)d new", "%(n)d new", len(plan.new)) % {"n": len(plan.new)},
        ngettext("%(n)d changed", "%(n)d changed", len(plan.changed)) % {"n": len(plan.changed)},
        ngettext("%(n)d as it was", "%(n)d as they were", plan.same) % {"n": plan.same},
        ngettext("%(n)d line wrong", "%(n)d lines wrong", len(plan.wrong)) % {"n": len(plan.wrong)},
    ]
    counts = (len(plan.new), len(plan.changed), plan.same, len(plan.wrong))
    return ", ".join(part for part, n in zip(parts, counts, strict=True) if n) or _("no lines")


def why(wrong: Wrong) -> str:
    """Return what is wrong with a line."""
    return wording.words(Say(code=wrong.code, params=wrong.params), now=timezone.now(), zone=zone())


def unreadable(bad: BadTable) -> str:
    """Return why a file was refused as a whole."""
    if bad.code in wording.CODES:
        return wording.words(Say(code=bad.code), now=timezone.now(), zone=zone())
    return of_tables.table(bad.code, line=bad.line)


def page_of(text: str) -> int:
    """Return the page that ``?page=`` names, from 1. Raises ``Http404`` with words."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) < 100_000:
        raise Http404(_("“%(page)s” is no page.") % {"page": text[:40]})
    return int(text[:9])
