"""The first-run form: who the company is, what it is called, and who owns the installation."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _


class SetupForm(forms.Form):
    """One company and its first person."""

    company = forms.CharField(label=_("Company"), max_length=200)
    domain = forms.CharField(label=_("Domain"), max_length=253, required=False, help_text=_("northwind.example"))
    terms = forms.CharField(
        label=_("What people call you"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name a line: the product, the short form, the handle. Left empty it is the company's name."),
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        initial="UTC",
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        help_text=_("Days and weeks are counted in it."),
    )
    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail"), max_length=254)
    password = forms.CharField(
        label=_("A password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Pasting is fine."),
    )

    def brand_terms(self) -> list[str]:
        """Return the names, one a line."""
        return [line.strip() for line in self.cleaned_data["terms"].splitlines() if line.strip()]
