"""The list of whom nobody is to engage: what holds, what is over, and a form for a handle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from engagement import queue
from engagement.actions import hands_off
from engagement.do_not_engage_words import SUBJECTS
from engagement.errors import BadField, Refused, Unknown
from engagement.pages import words
from engagement.pages.forms import moment_field
from engagement.pages.verbs import actor, said

HERE = "/settings/do-not-engage/"


class HandleForm(forms.Form):
    """A handle that nobody is to engage, on one network or on all."""

    handle = forms.CharField(
        label=lazy("Handle"), max_length=300, help_text=lazy("Such as @charlie. It holds whatever they write next.")
    )
    network = forms.ChoiceField(
        label=lazy("Network"), required=False, choices=lambda: [("", lazy("Every network")), *words.networks()]
    )
    reason = forms.CharField(label=lazy("Reason"), max_length=1_000)
    until = moment_field(label=lazy("Until"), help_text=lazy("Empty: until somebody ends it."))


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the list, and put a handle on it."""
    form = HandleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and added(request, form):
        return redirect(HERE)
    now = timezone.now()
    standing, over = queue.hands_off(now)
    context: dict[str, Any] = {"form": form, "standing": standing, "over": over, "subjects": SUBJECTS, "now": now}
    return render(request, "engagement/do_not_engage.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def end(request: HttpRequest, entry_id: int) -> HttpResponse:
    """End an entry; the message that says so takes it back."""
    try:
        entry = hands_off.end(entry_id, actor=actor(request), now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    again = f"{HERE}{entry.pk}/restore/"
    messages.success(request, _("%(name)s may be engaged again.") % {"name": entry.name}, extra_tags=again)
    return redirect(HERE)


@require_POST
def restore(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Let an entry that was ended hold again."""
    try:
        entry = hands_off.restore(entry_id, now=timezone.now())
    except Unknown as missing:
        raise Http404(said(missing)) from missing
    except Refused as refused:
        messages.error(request, said(refused))
    else:
        messages.success(request, _("%(name)s is on the list again.") % {"name": entry.name})
    return redirect(HERE)


def added(request: HttpRequest, form: HandleForm) -> bool:
    """Put the handle on the list; what is wrong is put beside its field."""
    try:
        entry = hands_off.list_handle(**form.cleaned_data, actor=actor(request), now=timezone.now())
    except BadField as wrong:
        form.add_error(wrong.field, said(wrong))
        return False
    except Refused as refused:
        form.add_error(None, said(refused))
        return False
    again = f"{HERE}{entry.pk}/end/"
    messages.success(request, _("Do not engage: %(name)s.") % {"name": entry.name}, extra_tags=again)
    return True
