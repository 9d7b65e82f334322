"""When the reader is told by mail and of what; and the quiet hours of a receiver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from engagement import wording
from engagement.actions import wishes
from engagement.errors import BadField, Unknown
from engagement.labels import DAYS
from engagement.notices import delivering
from engagement.notices.quiet import Quiet
from engagement.pages.desk import viewer
from engagement.pages.zones import zone
from engagement.storage import company_zone
from listening.records import Say

HERE = "/settings/notifications/"
_WRITTEN = "%H:%M"  # as everywhere in the product, whatever clock the browser prefers


class QuietForm(forms.Form):
    """Hours in which nothing is told. Both times empty: none."""

    quiet_from = forms.TimeField(
        label=lazy("From"), required=False, widget=forms.TimeInput(attrs={"placeholder": "20:00"}, format=_WRITTEN)
    )
    quiet_to = forms.TimeField(
        label=lazy("To"),
        required=False,
        widget=forms.TimeInput(attrs={"placeholder": "08:00"}, format=_WRITTEN),
        help_text=lazy("An earlier time is on the next day; the same time is a whole day. Empty: no quiet hours."),
    )
    quiet_days = forms.TypedMultipleChoiceField(
        label=lazy("Beginning on"),
        required=False,
        coerce=int,
        choices=list(enumerate(DAYS.values())),
        widget=forms.CheckboxSelectMultiple,
    )
    critical = forms.BooleanField(label=lazy("What is critical comes through"), required=False)


class NotificationsForm(QuietForm):
    """What a person is mailed, and when not."""

    tells = forms.MultipleChoiceField(
        label=lazy("Mail me when"),
        required=False,
        choices=wishes.CHOICES.items,
        widget=forms.CheckboxSelectMultiple,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show and save what the reader is told, and when not."""
    member = viewer(request)
    stored = {"tells": [each for each in wishes.CHOICES if each not in member.muted], **_shown(wishes.quiet_of(member))}
    form = NotificationsForm(request.POST if request.method == "POST" else None, initial=stored)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            wishes.save(member, tells=given["tells"], quiet=_planned(given))
        except BadField as wrong:
            _refuse(form, wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect(HERE)
    context = {"form": form, "mail": delivering.mail_is_on(), "zone": zone(), "address": member.user.email}
    return render(request, "engagement/notifications.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def receiver(request: HttpRequest, receiver_id: int) -> HttpResponse:
    """Show and save the quiet hours of a receiver, which are by the company's clock."""
    try:
        row = wishes.receiver(receiver_id)
    except Unknown as missing:
        raise Http404(_("There is no such receiver.")) from missing
    form = QuietForm(request.POST if request.method == "POST" else None, initial=_shown(wishes.quiet_of(row)))
    if request.method == "POST" and form.is_valid():
        try:
            wishes.save_receiver(receiver_id, quiet=_planned(form.cleaned_data))
        except BadField as wrong:
            _refuse(form, wrong)
        else:
            messages.success(request, _("Saved."))
            return redirect("/settings/alerts/")
    context = {"form": form, "row": row, "zone": company_zone()}
    return render(request, "engagement/receiver_quiet.html", context, status=422 if request.method == "POST" else 200)


def _planned(given: Mapping[str, Any]) -> Quiet | None:
    return wishes.planned(given["quiet_from"], given["quiet_to"], given["quiet_days"], critical=bool(given["critical"]))


def _shown(quiet: Quiet | None) -> dict[str, Any]:
    if quiet is None:
        return {"quiet_days": list(range(len(DAYS)))}
    return {
        "quiet_from": quiet.start,
        "quiet_to": quiet.end,
        "quiet_days": sorted(quiet.days),
        "critical": quiet.critical,
    }


def _refuse(form: forms.Form, wrong: BadField) -> None:
    say = Say(code=wrong.code, params=wrong.params)
    form.add_error(wrong.field, wording.words(say, now=timezone.now(), zone=zone()))
