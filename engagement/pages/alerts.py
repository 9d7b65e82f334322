"""Alerts: where they go, how each receiver is, and a way to try it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from engagement import wording
from engagement.actions import receivers
from engagement.errors import BadField, Unknown
from engagement.models import Receiver
from engagement.notices import delivering, storage
from engagement.notices import wording as told
from engagement.notices.records import ReceiverView
from engagement.pages.forms import ReceiverForm
from engagement.pages.zones import zone
from listening.errors import ListeningError
from listening.records import Say

HERE = "/settings/alerts/"


@never_cache
@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List the receivers, and add one."""
    mail = delivering.mail_is_on()
    form = ReceiverForm(request.POST if request.method == "POST" else None, mail=mail)
    if request.method == "POST" and form.is_valid() and (added := add(form)):
        messages.success(request, _("Added. Send a test to %(name)s to be sure.") % {"name": added.name})
        return redirect(HERE)
    now = timezone.now()
    context = {
        "rows": [(row, *state(row)) for row in storage.overview(now)],
        "form": form,
        "mail": mail,
        "now": now,
        "kinds": dict(Receiver.Kind.choices),
        "alerts": dict(Receiver.Alert.choices),
    }
    return render(request, "engagement/alerts.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def act(request: HttpRequest, receiver_id: int, verb: str) -> HttpResponse:
    """Send a test to a receiver, switch it off or on, or remove it."""
    if verb not in VERBS:
        raise Http404
    try:
        messages.success(request, VERBS[verb](receiver_id))
    except ListeningError as error:
        why = told.trouble(receivers.why_of(error), now=timezone.now(), zone=zone())
        messages.error(request, _("The test did not get through. %(why)s") % {"why": why})
    except Unknown as missing:
        raise Http404(_("There is no such receiver.")) from missing
    return redirect(HERE)


def add(form: ReceiverForm) -> Receiver | None:
    """Add the receiver; None puts what is wrong beside its field."""
    given = form.cleaned_data
    try:
        return receivers.add(
            name=given["name"],
            kind=given["kind"],
            address=given["address"],
            wants=given["wants"],
            now=timezone.now(),
        )
    except BadField as wrong:
        say = Say(code=wrong.code, params=wrong.params)
        speak = wording.words if wrong.code in wording.CODES else told.trouble
        form.add_error(wrong.field, speak(say, now=timezone.now(), zone=zone()))
    return None


def state(row: ReceiverView) -> tuple[str, str, str]:
    """Return icon, tone and words of how a receiver is."""
    if not row.active:
        return "ban", "muted", _("Off")
    if row.trouble is not None:
        return "triangle-alert", "bad", told.trouble(row.trouble, now=timezone.now(), zone=zone())
    if row.last_ok_at is None:
        return "circle-dashed", "muted", _("Nothing told yet")
    return "circle-check", "good", _("Works, last told %(ago)s") % {"ago": wording.ago(row.last_ok_at, timezone.now())}


def tried(receiver_id: int) -> str:
    """Send a test and return what the other side said."""
    receiver, answer = receivers.try_now(receiver_id, now=timezone.now())
    return told.answered(receiver.kind, answer)


def switched(active: bool) -> Callable[[int], str]:
    """Return what switches a receiver and says so."""

    def switch(receiver_id: int) -> str:
        receiver = receivers.switch(receiver_id, active=active, now=timezone.now())
        words = _("%(name)s is told again, from now on.") if active else _("%(name)s is told nothing any more.")
        return words % {"name": receiver.name}

    return switch


def removed(receiver_id: int) -> str:
    """Remove a receiver and say so."""
    return _("Removed %(name)s, with its address.") % {"name": receivers.remove(receiver_id).name}


VERBS: dict[str, Callable[[int], Any]] = {
    "test": tried,
    "off": switched(False),
    "on": switched(True),
    "remove": removed,
}
