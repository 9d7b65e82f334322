"""Own voices: the accounts that speak for us, those of rivals, and those that may be ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagement import wording
from engagement.pages import words
from engagement.pages.verbs import actor
from engagement.pages.zones import zone
from listening import actions as listening
from listening.records import Say
from listening.storage import voices

HERE = "/settings/voices/"
KINDS: Mapping[str, Promise] = {
    "brand": lazy("The company’s account"),
    "employee": lazy("An employee who speaks for it"),
    "quiet": lazy("An employee with an account of his own"),
    "agency": lazy("An agency"),
}
"""How an account belongs to a brand. What those write who do not speak for it answers nothing."""

RIVAL_KINDS: Mapping[str, Promise] = {
    "brand": lazy("Its own account"),
    "employee": lazy("An employee who speaks for it"),
    "quiet": lazy("An employee with an account of his own"),
    "agency": lazy("Its agency"),
}

REFUSALS: Mapping[str, Promise] = {
    "account_exists": lazy("This account is listed already."),
    "account_unknown": lazy("Say which account."),
    "network_unknown": lazy("Choose a network."),
    "suggestion_settled": lazy("Somebody has answered this already."),
}


class VoiceForm(forms.Form):
    """An account to list. ``brand`` is whose voice it is: ours or a rival's."""

    brand = forms.TypedChoiceField(label=lazy("Whose"), coerce=int)
    network = forms.ChoiceField(label=lazy("Network"), choices=words.networks, initial="hackernews")
    account = forms.CharField(
        label=lazy("Account"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=lazy("The name there; on X the handle, or better the account’s number, which stays."),
    )
    kind = forms.ChoiceField(label=lazy("Kind"), choices=KINDS.items)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["brand"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(id_, name) for id_, name, _kind in voices.brands()]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show who speaks for whom, and list one more."""
    form = VoiceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and add(request, form):
        return redirect(HERE)
    context = {
        "form": form,
        "ours": [(each, kind_word(each, KINDS)) for each in voices.voices("own")],
        "rivals": [(each, kind_word(each, RIVAL_KINDS)) for each in voices.voices("competitor")],
        "waiting": [(each, why(each)) for each in voices.candidates()],
        "declined": [(each, why(each)) for each in voices.candidates(declined=True)],
        "now": timezone.now(),
    }
    return render(request, "engagement/voices.html", context, status=422 if request.method == "POST" else 200)


def add(request: HttpRequest, form: VoiceForm) -> bool:
    """List the account; False puts what is wrong beside its field."""
    sent = form.cleaned_data
    try:
        account = listening.add_voice(
            brand_id=sent["brand"],
            network=sent["network"],
            typed=sent["account"],
            kind="employee" if sent["kind"] == "quiet" else sent["kind"],
            speaks=sent["kind"] != "quiet",
            user_id=actor(request).pk,
            now=timezone.now(),
        )
    except listening.Refused as refused:
        form.add_error("account", str(REFUSALS.get(refused.code, refused.message)))
        return False
    said = _("Listed %(account)s.") if not account.by_handle else _("Listed %(account)s, once a post shows its number.")
    messages.success(request, said % {"account": account.handle})
    return True


@require_POST
def remove(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take an account off the list."""
    listed = {each.id: own for own in (True, False) for each in voices.voices("own" if own else "competitor")}
    if account_id not in listed:
        raise Http404(_("There is no such account."))
    now = timezone.now()
    if listed[account_id]:
        changed = listening.no_colleague(account_id, actor=actor(request), now=now)
    else:
        changed = listening.remove_account(account_id, now=now)
    messages.success(request, " ".join((_("Taken off the list."), changed_words(changed))))
    return redirect(HERE)


@require_POST
def settle(request: HttpRequest, suggestion_id: int, verb: str) -> HttpResponse:
    """Say that a suggested account is a colleague's, or that it is not ours."""
    now = timezone.now()
    if verb == "decline":
        listening.decline_suggestion(suggestion_id, actor=actor(request), now=now)
        messages.success(request, _("Not ours. It is not suggested again."))
    elif verb == "accept":
        try:
            done = listening.accept_suggestion(suggestion_id, actor=actor(request), now=now)
            messages.success(request, " ".join((_("Listed as a colleague."), changed_words(done.changed))))
        except listening.Refused as refused:
            messages.error(request, str(REFUSALS.get(refused.code, refused.message)))
    else:
        raise Http404
    return redirect(HERE)


def changed_words(n: int) -> str:
    """Say how many stored questions stand otherwise."""
    if not n:
        return _("No stored question changed.")
    return ngettext("%(n)d stored question changed.", "%(n)d stored questions changed.", n) % {"n": n}


def kind_word(voice: voices.Voice, kinds: Mapping[str, Promise]) -> str:
    """Return how an account belongs to its brand."""
    return str(kinds[voice.kind if voice.speaks else "quiet"])


def why(candidate: voices.Candidate) -> str:
    """Return why an account is suggested."""
    say = Say(code=f"suggested_{candidate.reason}", params={"handle": candidate.handle, **candidate.params})
    return wording.words(say, now=timezone.now(), zone=zone())
