"""The profile: who one is, in which language and zone one reads, and how one comes in."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from config.profile import storage
from engagement.actions import members
from engagement.models import Member
from engagement.pages.desk import viewer

HERE = "/settings/profile/"
WAYS: Mapping[str, Promise] = {
    "password": _("password"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery code"),
    "code": _("code by mail"),
}


class ProfileForm(forms.Form):
    """Who one is, and in which language and zone one reads."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As colleagues see it."))
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", _("As the browser asks")), *settings.LANGUAGES],
        help_text=_("For the words of the product. Posts stay in their own language."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        choices=lambda: [("", _("The company's")), *[(zone, zone) for zone in sorted(available_timezones())]],
        help_text=_("For the times you see. Weeks are always counted in the company's zone."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the viewer's profile and the ways in; save name, language and zone."""
    member, now = viewer(request), timezone.now()
    stored = {"name": member.user.get_full_name(), "language": member.language, "zone": member.zone}
    form = ProfileForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        members.save_profile(member, **form.cleaned_data)
        with override(form.cleaned_data["language"] or get_language()):
            messages.success(request, now_("Saved."))
        return redirect(HERE)
    places = storage.signed_in(member.user, here=request.session.session_key, now=now)
    context = {
        "form": form,
        "member": member,
        "factors": storage.factors(member.user),
        "places": [(each, ways(each)) for each in places],
        "others": sum(not each.here for each in places),
    }
    return render(request, "profile.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def sign_out_others(request: HttpRequest) -> HttpResponse:
    """Sign the viewer out everywhere but here."""
    member: Member = viewer(request)
    n = storage.sign_out_others(member.user, here=request.session.session_key, now=timezone.now())
    said = ngettext("Signed out at %(n)d other place.", "Signed out at %(n)d other places.", n)
    messages.success(request, said % {"n": n} if n else now_("You are signed in nowhere else."))
    return redirect(HERE)


def ways(place: storage.SignedIn) -> str:
    """Return by what somebody came in, in words."""
    return ", ".join(str(WAYS.get(each, each)) for each in place.ways)
