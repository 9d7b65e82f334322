"""Where alerts go: the receivers of the settings, or nowhere for now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from config.setup import steps
from engagement.notices import delivering, storage
from engagement.pages import alerts
from engagement.pages.forms import ReceiverForm
from listening import actions

HERE = steps.ADDRESSES["alerts"]


@never_cache
@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show who is told, add one more, or go on; nobody is an answer too."""
    if request.method == "POST" and request.POST.get("do") == "go-on":
        actions.note_step("alerts")
        return steps.after("alerts")
    mail = delivering.mail_is_on()
    form = ReceiverForm(request.POST if request.method == "POST" else None, mail=mail)
    if request.method == "POST" and form.is_valid() and (added := alerts.add(form)):
        messages.success(request, _("Added. Send a test to %(name)s to be sure.") % {"name": added.name})
        return redirect(HERE)
    rows = [(row, *alerts.state(row)) for row in storage.overview(timezone.now())]
    context = {"form": form, "mail": mail, "rows": rows}
    return render(request, "setup/alerts.html", context, status=422 if request.method == "POST" else 200)
