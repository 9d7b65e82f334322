"""Every decision is a POST here: with htmx it answers a toast, without JavaScript it redirects with a message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagement import actions, queue, wording
from engagement.errors import Refused, Stale, Unknown
from engagement.labels import VERBS as VERBS_IN_WORDS
from engagement.pages import desk
from engagement.pages.address import Address
from engagement.pages.forms import VERB_FORMS, first_error
from engagement.pages.zones import zone
from engagement.records import Done

Verb = Callable[..., Done]
VERBS: dict[str, Verb] = {
    "claim": actions.claim,
    "mute": actions.mute,
    "assign": actions.assign,
    "snooze": actions.snooze,
    "done": actions.done,
    "not_relevant": actions.not_relevant,
    "note": actions.note,
    "reopen": actions.reopen,
    "wait": actions.wait,
    "move": actions.move,
    "engage": actions.engage,
    "correct": actions.correct,
    "company": actions.works_at,
    "watch": actions.watch,
    "contact": actions.edit_contact,
    "same_person": actions.same_person,
    "not_same_person": actions.not_same_person,
    "tag": actions.tag,
    "untag": actions.untag,
    "task": actions.task,
    "task_done": actions.task_done,
    "task_remove": actions.task_remove,
    "do_not_engage": actions.do_not_engage,
    "may_engage_again": actions.may_engage_again,
    "reply": actions.say_of_reply,
    "colleague": actions.this_is_a_colleague,
    "replied": actions.replied_on_network,
}
STAYS = (
    "claim",
    "mute",
    "assign",
    "note",
    "reopen",
    "move",
    "engage",
    "correct",
    "company",
    "watch",
    "contact",
    "same_person",
    "not_same_person",
    "tag",
    "untag",
    "task",
    "task_done",
    "task_remove",
    "do_not_engage",
    "may_engage_again",
    "reply",
    "colleague",
    "replied",
)
"""Verbs after which the case is still in front of the reader."""


@require_POST
def act(request: HttpRequest, case_id: int, verb: str) -> HttpResponse:
    """Run one verb on one case."""
    if verb not in VERBS:
        raise Http404
    form = VERB_FORMS[verb](request.POST)
    if not form.is_valid():
        return refuse(request, first_error(form), case_id)
    sent = dict(form.cleaned_data)
    try:
        done = VERBS[verb](case_id, **sent, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Stale as stale:
        return changed(request, stale, verb)
    except Refused as refused:
        return refuse(request, said(refused), case_id)
    return tell(request, done)


@require_POST
def undo(request: HttpRequest, event_id: int) -> HttpResponse:
    """Put back what one step changed."""
    try:
        done = actions.undo(event_id, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Stale as stale:
        return refuse(request, said(stale), stale.case_id)
    except Refused as refused:
        return refuse(request, said(refused), None)
    return tell(request, done)


@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Put back the newest of the person's own steps that can still be put back."""
    now = timezone.now()
    try:
        done = actions.undo_last(actor=actor(request), now=now)
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(back(request))
    words = wording.words(done[0].say, now=now, zone=zone())
    if len(done) > 1:
        words = _("%(what)s, in %(n)d cases") % {"what": words, "n": len(done)}
    messages.success(request, words)
    return redirect(back(request))


def actor(request: HttpRequest) -> User:
    """Return the signed-in user; the permission table lets nobody else in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def is_htmx(request: HttpRequest) -> bool:
    """Return whether the page's script asks, rather than a plain form."""
    return request.headers.get("HX-Request") == "true"


def said(error: Refused | Stale | Unknown) -> str:
    """Return what went wrong in words."""
    return wording.error(error, now=timezone.now(), zone=zone())


def back(request: HttpRequest, fallback: str = "/") -> str:
    """Return where the form asked to go on, if that is one of our own pages."""
    asked = request.POST.get("next", "")
    return asked if asked and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else fallback


def tell(request: HttpRequest, done: Done) -> HttpResponse:
    """Answer a verb that was carried out."""
    now, opens = timezone.now(), done.verb == "engage" and back(request) == f"/cases/{done.case_id}/reply/"
    if opens or not is_htmx(request):
        back_again = f"/events/{done.undo}/undo/" if done.undo else ""
        messages.success(request, wording.words(done.say, now=now, zone=zone()), extra_tags=back_again)
        if not is_htmx(request):
            return redirect(back(request))
        return HttpResponse(status=204, headers={"HX-Redirect": back(request)})  # the composer is a page of its own
    member = desk.viewer(request)
    context: dict[str, Any] = {"done": done, "here": back(request)}
    context |= desk.common(member, address_of(back(request)), now) | {"here": back(request)}
    if done.verb in (*STAYS, "undo"):
        context["row"] = queue.detail(done.case_id, viewer=member.user, now=now).row
        context["selected"] = done.case_id
    return render(request, "engagement/_toast.html", context)


def address_of(url: str) -> Address:
    """Return the address of the list a form was sent from."""
    from_list = url.partition("?")[2] if url.startswith("/?") else ""
    pairs = [pair.partition("=") for pair in from_list.split("&") if pair]
    return Address(tuple((name, value) for name, _sign, value in pairs if name != "case"))


def changed(request: HttpRequest, stale: Stale, verb: str) -> HttpResponse:
    """Answer 409: what did not happen, who did what meanwhile, and both ways on."""
    context = {
        "changes": stale.changes,
        "version": stale.version,
        "verb": verb,
        "verb_words": VERBS_IN_WORDS.get(verb, verb),
        "action": request.path,
        "keep": back(request, desk.here(stale.case_id)),
        "sent": [
            (name, value) for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "version")
        ],
        "htmx": is_htmx(request),
        "now": timezone.now(),
    }
    template = "engagement/_changed.html" if is_htmx(request) else "engagement/changed.html"
    return render(request, template, context, status=409)


def refuse(request: HttpRequest, words: str, case_id: int | None) -> HttpResponse:
    """Answer a verb that does not fit: nothing was changed, and why."""
    if is_htmx(request):
        return render(request, "engagement/_refused.html", {"words": words}, status=422)
    messages.error(request, _("Not saved. %(why)s") % {"why": words})
    return redirect(back(request, desk.here(case_id) if case_id else "/"))
