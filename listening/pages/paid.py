"""Adding X: what it would cost is asked first, for a price that is told beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from listening import actions, metrics, wording
from listening.errors import ListeningError
from listening.money import dollars
from listening.records import Say

NETWORK = "x"
KEYS = ("bearer_token", "consumer_key", "consumer_secret", "access_token", "access_token_secret")
ACCOUNT_KEYS = KEYS[1:]


def _secret(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=500, required=False, widget=widget, help_text=help_text)


class XForm(forms.Form):
    """X: an app's bearer token, the account whose mentions are cheap, and the cap without which it stays off.

    ``kept`` says that a preview has stored a key already: no other one has to be given.
    """

    bearer_token = _secret(_("Bearer token of your app"), _("Kept sealed with a key of its own, never shown again."))
    username = forms.RegexField(label=_("Your handle"), regex=r"^@?\w{1,15}$", required=False)
    user_id = forms.RegexField(
        label=_("Your account's number"),
        regex=r"^\d{1,20}$",
        required=False,
        help_text=_("With it, posts that mention you are read first, at a fifth of the price."),
    )
    monthly_cap = forms.DecimalField(
        label=_("Most to spend a month, in dollars"),
        min_value=1,
        max_value=10_000,
        decimal_places=2,
        initial=10,
        help_text=_("A hard stop. Set a limit at X as well: what X bills is X's word."),
    )
    consumer_key = _secret(_("API key"))
    consumer_secret = _secret(_("API key secret"))
    access_token = _secret(_("Access token"))
    access_token_secret = _secret(_("Access token secret"))

    def __init__(self, *args: Any, kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bearer_token"].required = not kept
        if kept:
            self.fields["bearer_token"].help_text = now_("The one of your preview is kept. Leave this empty to use it.")

    def clean(self) -> dict[str, Any]:
        """Want all four keys of an account or none: three of them open nothing."""
        given: dict[str, Any] = super().clean() or {}
        missing = [name for name in ACCOUNT_KEYS if not given.get(name)]
        if 0 < len(missing) < len(ACCOUNT_KEYS):
            self.add_error(missing[0], now_("A reply needs all four of these keys."))
        if len(missing) < len(ACCOUNT_KEYS) and not given.get("bearer_token"):
            self.add_error("bearer_token", now_("Give the bearer token with the keys of your account."))
        return given

    @property
    def reading(self) -> list[BoundField]:
        """What reading needs."""
        return [field for field in self if field.name not in ACCOUNT_KEYS]

    @property
    def replying(self) -> list[BoundField]:
        """What replies need besides."""
        return [field for field in self if field.name in ACCOUNT_KEYS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a preview said: its sentence, and the terms that X cannot be asked for."""

    words: str
    unsayable: tuple[str, ...]


def form_of(sent: Any) -> XForm:
    """Return the form as sent, or as a preview has left it, or empty."""
    kept = metrics.previewed(NETWORK)
    told: dict[str, Any] = {}
    if kept is not None:
        told = {**kept.params, "monthly_cap": kept.cap / 1_000_000}
    return XForm(sent, kept=kept is not None, initial={name: value for name, value in told.items() if value})


def preview_price() -> str:
    """Return what a preview costs at most, in words; "" while there is nothing to ask for."""
    micros = metrics.preview_micros(NETWORK)
    return dollars(micros) if micros else ""


def add_x(form: XForm) -> bool:
    """Add X with its key sealed and its cap set; False puts what went wrong beside the field."""
    try:
        actions.add_paid_search(NETWORK, name="X", now=timezone.now(), **_given(form))
    except (actions.Refused, ListeningError) as error:
        _complain(form, error)
        return False
    return True


def preview_x(form: XForm) -> Shown | None:
    """Ask what X would bring and cost; None puts what went wrong beside the field."""
    try:
        tried = actions.preview_search(NETWORK, name="X", now=timezone.now(), **_given(form))
    except (actions.Refused, ListeningError) as error:
        _complain(form, error)
        return None
    return Shown(words=wording.preview(tried.preview.say()), unsayable=tried.unsayable)


def _given(form: XForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "secret": {name: given[name] for name in KEYS if given.get(name)},
        "params": {"username": given["username"].removeprefix("@"), "user_id": given["user_id"]},
        "monthly_cap_micros": int(given["monthly_cap"] * 1_000_000),
    }


def _complain(form: forms.Form, error: actions.Refused | ListeningError) -> None:
    """Put a refusal beside the field it names, or above the form."""
    if isinstance(error, ListeningError):
        said = Say(code=error.code)
        form.add_error(None, wording.words(said, now=timezone.now(), zone=timezone.get_current_timezone()))
    else:
        form.add_error(error.field if error.field in form.fields else None, error.message)
