"""The ways in by hand: a pasted post, and a CSV file."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from listening import actions, metrics, wording
from listening.connectors.ingest.item import BadItem
from listening.connectors.ingest.table import BadTable, Rejected
from listening.pages.forms import CaptureForm, ImportForm

LARGEST = 10 * 1024 * 1024  # bytes of a CSV file
SHOWN = 200  # rows of the report


@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest) -> HttpResponse:
    """Take in a post that a person pasted."""
    pasted = {"url": request.GET.get("url", "")[:2000]}
    form = CaptureForm(request.POST or None, initial=pasted, brands=metrics.brand_choices())
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            ids = actions.capture(
                sent["url"],
                sent["text"],
                author=sent["author"],
                published_at=sent["published_at"].isoformat() if sent["published_at"] else "",
                brand_id=sent["brand"],
                now=timezone.now(),
            )
        except BadItem as bad:
            for problem in bad.problems:
                known = problem.field if problem.field in form.fields else None
                form.add_error(known, wording.problem(problem.field, problem.code))
        else:
            messages.success(request, _("Taken in.") if ids else _("This post was known already. Nothing was changed."))
            return redirect(f"/?ids={','.join(map(str, ids))}" if ids else "/")
    return render(request, "listening/capture.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def import_csv(request: HttpRequest) -> HttpResponse:
    """Take in a CSV file and say what became of every row."""
    form, report = ImportForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        if (file.size or 0) > LARGEST:
            form.add_error("file", _("The file is larger than 10 MB. Split it."))
        else:
            try:
                report = actions.import_csv(file.read(), filename=file.name or "", now=timezone.now())
            except BadTable as bad:
                form.add_error("file", wording.table(bad.code, line=bad.line))
    context = {"form": form, "report": report, "bad": bad_rows(report.rejected if report else ())}
    status = 422 if request.method == "POST" and report is None else 200
    return render(request, "listening/import.html", context, status=status)


def bad_rows(rejected: Sequence[Rejected]) -> list[tuple[int, str, str]]:
    """Return line, column and what is wrong, one for every problem of the first rows that were set aside."""
    return [
        (row.line, problem.field, wording.problem(problem.field, problem.code))
        for row in rejected[:SHOWN]
        for problem in row.problems
    ]
