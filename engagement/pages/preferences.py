"""Settings of the person who is signed in: looks and keys."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagement.actions import members
from engagement.pages import words
from engagement.pages.desk import viewer
from engagement.pages.forms import PreferencesForm
from engagement.pages.verbs import back

NAMES = ("theme", "density", "keys", "auto_advance")


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and save the viewer's preferences."""
    member = viewer(request)
    stored = {name: getattr(member, name) for name in NAMES}
    form = PreferencesForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        members.save_preferences(member, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("/settings/")
    status = 422 if request.method == "POST" else 200
    return render(request, "engagement/settings.html", {"form": form, "member": member}, status=status)


@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Let the morning card be for today, in the reader's zone."""
    members.greeted(viewer(request), timezone.localtime(timezone.now()).date())
    return redirect(back(request))


@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Set the density of rows from the queue itself."""
    member, wanted = viewer(request), request.POST.get("density", "")
    if wanted not in words.DENSITIES:
        return render(request, "400.html", {"why": _("There is no such density of rows.")}, status=400)
    stored = {name: getattr(member, name) for name in NAMES}
    members.save_preferences(member, **(stored | {"density": wanted}))
    return redirect(back(request))
