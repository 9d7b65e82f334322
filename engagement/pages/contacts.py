"""The page of who is behind an account: what is known, and which other accounts are the same person's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagement import queue
from engagement.actions.contacts import LIMITS
from engagement.errors import Refused, Unknown
from engagement.pages import desk, verbs
from engagement.queue import contacts
from engagement.records import ContactView


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show the contact of a case's author. What is posted to this address is the verb of that name."""
    if request.method == "POST":
        return verbs.act(request, case_id, "contact")
    now, words = timezone.now(), request.GET.get("q", "")[:100]
    try:
        detail = queue.detail(case_id, viewer=desk.viewer(request).user, now=now)
    except Unknown as missing:
        raise Http404(verbs.said(missing)) from missing
    if detail.account is None:
        raise Http404(_("Who wrote this is not known, so nothing can be kept about them."))
    known = detail.account.contact or ContactView()
    context = {
        "detail": detail,
        "row": detail.row,
        "contact": known,
        "fields": fields(known),
        "words": words,
        "here": f"/cases/{case_id}/contact/",
        "now": now,
    }
    try:
        context["found"] = contacts.candidates(words, case_id=case_id, now=now)
    except Refused as refused:
        context["why"] = verbs.said(refused)
    return render(request, "engagement/contact.html", context)


def fields(known: ContactView) -> list[tuple[str, str, str, str, int]]:
    """Return the inputs of the form: name, label, kind, value and the most characters."""
    labels = (
        ("name", _("Name"), "text"),
        ("role", _("Role"), "text"),
        ("email", _("E-mail"), "email"),
        ("phone", _("Phone"), "tel"),
        ("note", _("Note"), "area"),
    )
    return [(name, label, kind, getattr(known, name), LIMITS[name]) for name, label, kind in labels]
