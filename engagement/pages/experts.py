"""Experts: the list under Settings, and the page beside a case where one is asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagement import queue, wording
from engagement.actions.experts import answering, asking, keeping
from engagement.errors import BadField, Refused, Unknown
from engagement.notices import delivering
from engagement.pages import desk
from engagement.pages.expert_forms import AskForm, ExpertForm
from engagement.pages.routing_forms import language
from engagement.pages.verbs import actor, said
from engagement.pages.zones import zone
from engagement.queue import outside
from engagement.records import Done

HERE = "/settings/experts/"
A_DAY = timedelta(hours=24)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the list of experts, and put somebody on it."""
    form = ExpertForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and added(request, form):
        return redirect(HERE)
    rows = [(each, language(each.language)) for each in outside.experts()]
    context: dict[str, Any] = {"form": form, "rows": rows, "mail": delivering.mail_is_on()}
    return render(request, "engagement/experts.html", context, status=422 if request.method == "POST" else 200)


def added(request: HttpRequest, form: ExpertForm) -> bool:
    """Put somebody on the list; what is wrong is put beside its field."""
    try:
        row = keeping.add(**form.cleaned_data, now=timezone.now())
    except BadField as wrong:
        form.add_error(wrong.field, said(wrong))
        return False
    words = _("%(name)s can be asked from now on.") % {"name": row.name}
    messages.success(request, words, extra_tags=f"{HERE}{row.pk}/remove/")
    return True


@require_POST
def act(request: HttpRequest, expert_id: int, verb: str) -> HttpResponse:
    """Take somebody from the list, or put him back."""
    if verb not in ("remove", "restore"):
        raise Http404
    removing = verb == "remove"
    try:
        row = keeping.remove(expert_id, now=timezone.now()) if removing else keeping.restore(expert_id)
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        words = _("%(name)s is not asked any more.") if removing else _("%(name)s can be asked again.")
        again = f"{HERE}{row.pk}/{'restore' if removing else 'remove'}/"
        messages.success(request, words % {"name": row.name}, extra_tags=again)
    return redirect(HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, case_id: int) -> HttpResponse:
    """Show what an expert would be sent about a case, and send it."""
    now = timezone.now()
    try:
        detail = queue.detail(case_id, viewer=actor(request), now=now)
    except Unknown as missing:
        raise Http404(_("There is no such case.")) from missing
    experts = outside.experts()
    form = AskForm(
        request.POST if request.method == "POST" else None,
        experts=experts,
        initial={"until": proposed(detail.due_at, now)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            return told(request, _asked(request, case_id, form), case_id)
        except BadField as wrong:
            form.add_error(wrong.field, said(wrong))
        except Refused as refused:
            form.add_error(None, said(refused))
    context = {
        "form": form,
        "detail": detail,
        "row": detail.row,
        "experts": experts,
        "posts": outside.shown_outside(case_id),
        "mail": delivering.mail_is_on(),
        "now": now,
    }
    return render(request, "engagement/ask_expert.html", context, status=422 if request.method == "POST" else 200)


def _asked(request: HttpRequest, case_id: int, form: AskForm) -> Done:
    sent = form.cleaned_data
    return asking.ask(
        case_id,
        expert_id=sent["expert"],
        question=sent["question"],
        until=sent["until"],
        actor=actor(request),
        now=timezone.now(),
    )


def proposed(due_at: datetime | None, now: datetime) -> datetime:
    """Return the deadline that the form proposes: an hour before an answer is due, else a day from now."""
    if due_at is not None and due_at - timedelta(hours=1) > now + timedelta(hours=1):
        return min(due_at - timedelta(hours=1), now + asking.LONGEST)
    return now + A_DAY


@require_POST
def settle(request: HttpRequest, request_id: int, verb: str) -> HttpResponse:
    """Take a question back, or put its answer into the draft."""
    if verb not in ("withdraw", "use"):
        raise Http404
    case_id = outside.case_of_request(request_id)
    if case_id is None:
        raise Http404(_("This question is not there any more."))
    try:
        run = asking.withdraw if verb == "withdraw" else answering.use
        done = run(request_id, actor=actor(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, said(refused))
        return redirect(desk.here(case_id))
    if verb == "use":
        messages.success(request, wording.words(done.say, now=timezone.now(), zone=zone()))
        return redirect(f"{desk.here(case_id)}reply/")
    return told(request, done, case_id)


def told(request: HttpRequest, done: Done, case_id: int) -> HttpResponse:
    """Say what was done, with the way back, and show the case."""
    again = f"/events/{done.undo}/undo/" if done.undo else ""
    messages.success(request, wording.words(done.say, now=timezone.now(), zone=zone()), extra_tags=again)
    return redirect(desk.here(case_id))
