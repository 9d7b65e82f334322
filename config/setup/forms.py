"""Forms of the first ten minutes. They check shapes and read lists; what is allowed is the verbs' business."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from config.setup import lines, wording
from listening.actions import Wanted
from listening.connectors import registry

WHO = (
    ("brand", _("The company’s account")),
    ("employee", _("An employee who speaks for us")),
    ("quiet", _("An employee with an account of his own")),
    ("agency", _("Our agency")),
)
"""How an account belongs to us. What those who do not speak for us write is stored, and answers nothing."""


class SetupForm(forms.Form):
    """One company and its first person."""

    company = forms.CharField(label=_("Company"), max_length=200)
    domain = forms.CharField(
        label=_("Domain"), max_length=253, required=False, help_text=_("northwind.example. Posts that name it count.")
    )
    terms = forms.CharField(
        label=_("What people call you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-follows": "id_company"}),
        help_text=_("One name a line: the product, the short form, the handle. Left empty it is the company's name."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        initial="UTC",
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        widget=forms.Select(attrs={"data-zone": ""}),
        help_text=_("Days and weeks are counted in it."),
    )
    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("A password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Pasting is fine."),
    )

    def clean_domain(self) -> str:
        """Return the bare host of what was typed, "" for nothing."""
        typed: str = self.cleaned_data["domain"]
        domain = lines.domain_of(typed)
        if typed and not domain:
            raise forms.ValidationError(_t("“%(typed)s” is no domain; try northwind.example.") % {"typed": typed[:60]})
        return domain

    def clean_terms(self) -> list[str]:
        """Return the names, one a line; what cannot be looked for is named with its line."""
        found = lines.read(self.cleaned_data["terms"])
        if found.problems:
            raise forms.ValidationError([wording.problem(each) for each in found.problems])
        return [term for each in found.wanted for term in each.terms]

    def brand_terms(self) -> list[str]:
        """Return the spellings of the own brand: the names, else the company's, and the domain."""
        sent = self.cleaned_data
        spellings = [*(sent["terms"] or [sent["company"]]), *filter(None, [sent["domain"]])]
        return list({each.casefold(): each for each in reversed(spellings)}.values())[::-1]


class BrandsForm(forms.Form):
    """Topics and rivals as lists, each line a brand."""

    topics = forms.CharField(
        label=_("What buyers call the problem"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, in their words: “webhook relay”. Other spellings follow after commas."),
    )
    rivals = forms.CharField(
        label=_("Rivals"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line: Hookyard, @hookyard, hookyard.example. Name first, then handle or domain."),
    )

    def __init__(self, *args: Any, taken: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._taken = list(taken)
        self.chosen_topics: Sequence[Wanted] = ()
        self.chosen_rivals: Sequence[Wanted] = ()

    def clean_topics(self) -> str:
        """Read the topics."""
        self.chosen_topics = self._read("topics", self._taken)
        return str(self.cleaned_data["topics"])

    def clean_rivals(self) -> str:
        """Read the rivals; what is a topic already is none."""
        self.chosen_rivals = self._read(
            "rivals", [*self._taken, *(term for each in self.chosen_topics for term in each.terms)]
        )
        return str(self.cleaned_data["rivals"])

    def _read(self, name: str, taken: Iterable[str]) -> Sequence[Wanted]:
        found = lines.read(self.cleaned_data[name], taken=taken)
        if found.problems:
            raise forms.ValidationError([wording.problem(each) for each in found.problems])
        return found.wanted


class AccountForm(forms.Form):
    """An account of ours: its posts are answers, never mentions."""

    network = forms.ChoiceField(
        label=_("Network"),
        choices=lambda: [(key, each.facts.label) for key, each in registry.CONNECTORS.items()],
        initial="hackernews",
        widget=forms.Select(attrs={"form": "lists"}),
    )
    account = forms.CharField(label=_("Account"), max_length=200, widget=forms.TextInput(attrs={"form": "lists"}))
    who = forms.ChoiceField(label=_("Who"), choices=WHO, widget=forms.Select(attrs={"form": "lists"}))

    def clean(self) -> dict[str, Any]:
        """Return what was sent, the account in the shape in which its network names authors."""
        sent = super().clean() or {}
        account = " ".join(str(sent.get("account", "")).split())
        bare = account.removeprefix("@")
        if not bare:
            if "account" in sent:
                self.add_error("account", _t("Say which account."))
        elif sent.get("network") == "x" and not re.fullmatch(r"[A-Za-z0-9_]{1,25}", bare):
            self.add_error("account", _t("On X give the handle, or better the account’s number, which stays."))
        elif sent.get("network") == "hackernews" and not bare.replace("-", "").replace("_", "").isalnum():
            self.add_error("account", _t("A user name there has letters, digits, - and _ only."))
        return {**sent, "account": account}

    def kind(self) -> str:
        """Return the kind of account."""
        who = str(self.cleaned_data["who"])
        return "employee" if who == "quiet" else who
