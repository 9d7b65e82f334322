"""The hand-off to support: the desks under Settings, and the page beside a case where it is handed over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from engagement import history, queue, wording
from engagement.actions import receivers
from engagement.actions.support import desks, handing
from engagement.errors import BadField, Refused, Unknown
from engagement.models import SupportDesk
from engagement.notices import wording as notices
from engagement.pages import desk
from engagement.pages.expert_forms import DeskForm, HandOverForm
from engagement.pages.experts import told
from engagement.pages.verbs import actor, said
from engagement.pages.zones import zone
from engagement.queue import outside
from listening.errors import ListeningError
from listening.records import Say

HERE = "/settings/support/"


@never_cache
@sensitive_post_parameters("address", "secret")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """List the desks, and add one. A secret that was made here stands on this one answer and nowhere else."""
    form, secret = DeskForm(request.POST if request.method == "POST" else None), ""
    status = 200
    if request.method == "POST":
        secret, status = added(request, form)
        form = form if status == 422 else DeskForm()
    rows = [(row, *state(row)) for row in outside.desks()]
    context: dict[str, Any] = {"form": form, "rows": rows, "secret": secret}
    return render(request, "engagement/support.html", context, status=status)


def added(request: HttpRequest, form: DeskForm) -> tuple[str, int]:
    """Add a desk; return its secret if it was made here, and the status. What is wrong is put beside its field."""
    if not form.is_valid():
        return "", 422
    given = form.cleaned_data
    try:
        row, secret = desks.add(**given, now=timezone.now())
    except BadField as wrong:
        say = Say(code=wrong.code, params=wrong.params)
        known = wrong.code in wording.CODES
        words = said(wrong) if known else notices.trouble(say, now=timezone.now(), zone=zone())
        form.add_error(wrong.field, words)
        return "", 422
    messages.success(request, _("Added. Send a test to %(name)s to be sure.") % {"name": row.name})
    return ("" if given["secret"] else secret), 200


def state(row: SupportDesk) -> tuple[str, str, str]:
    """Return icon, tone and words of how a desk is."""
    why = history.say_of(row.trouble)
    if why is not None:
        return "triangle-alert", "bad", notices.trouble(why, now=timezone.now(), zone=zone())
    if row.last_ok_at is None:
        return "circle-dashed", "muted", _("Nothing sent yet")
    return "circle-check", "good", _("Works, last told %(ago)s") % {"ago": wording.ago(row.last_ok_at, timezone.now())}


@require_POST
def act(request: HttpRequest, desk_id: int, verb: str) -> HttpResponse:
    """Send a test to a desk, or remove it."""
    if verb not in ("test", "remove"):
        raise Http404
    try:
        if verb == "test":
            _row, answer = desks.try_now(desk_id, now=timezone.now())
            words = _("%(host)s took the test (%(status)d).") % {"host": answer.host, "status": answer.status}
        else:
            words = _("Removed %(name)s, with its address and secret.") % {
                "name": desks.remove(desk_id, now=timezone.now()).name
            }
        messages.success(request, words)
    except ListeningError as error:
        why = notices.trouble(receivers.why_of(error), now=timezone.now(), zone=zone())
        messages.error(request, _("The test did not get through. %(why)s") % {"why": why})
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    return redirect(HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what a desk would be sent of a case, and hand it over."""
    now = timezone.now()
    try:
        detail = queue.detail(case_id, viewer=actor(request), now=now)
    except Unknown as missing:
        raise Http404(_("There is no such case.")) from missing
    known = outside.desks()
    form = HandOverForm(request.POST if request.method == "POST" else None, desks=known)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            done = handing.hand_over(case_id, desk_id=sent["desk"], note=sent["note"], actor=actor(request), now=now)
            return told(request, done, case_id)
        except BadField as wrong:
            form.add_error(wrong.field, said(wrong))
        except Refused as refused:
            form.add_error(None, said(refused))
    posts = outside.shown_outside(case_id)
    context = {"form": form, "detail": detail, "row": detail.row, "desks": known, "posts": posts, "now": now}
    return render(request, "engagement/hand_over.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def take_back(request: HttpRequest, hand_over_id: int) -> HttpResponse:
    """Take a case back from support."""
    case_id = outside.case_of_hand_over(hand_over_id)
    if case_id is None:
        raise Http404(_("This hand-over is not there any more."))
    try:
        done = handing.take_back(hand_over_id, actor=actor(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(desk.here(case_id))
    return told(request, done, case_id)
