"""Forms of listening's pages. They check shapes; what is allowed is the verbs' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from listening.connectors import registry


def searchable() -> list[tuple[str, str]]:
    """Return the networks that can be searched for nothing, with their names; those that cost have own forms."""
    facts = [registry.connector(network).facts for network in registry.CONNECTORS]
    return [(each.network, each.label) for each in facts if "search" in each.source_kinds and not each.priced]


class FeedForm(forms.Form):
    """A feed, by its own address or by that of a page that names one."""

    url = forms.URLField(
        label=_("Address of a page or a feed"),
        max_length=2000,
        assume_scheme="https",
        help_text=_("A blog, a news page, a podcast, an alert feed. We look for its feed ourselves."),
    )
    feed_name = forms.CharField(label=_("Name"), max_length=200, required=False)


class SearchForm(forms.Form):
    """A search on a network, for the words of all queries."""

    network = forms.ChoiceField(label=_("Network"), choices=searchable)
    search_name = forms.CharField(label=_("Name"), max_length=200, required=False)


class QueryForm(forms.Form):
    """Name and brand of a query. What it looks for is read by ``drafts``: form and expression follow each other."""

    name = forms.CharField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"form": "editor"}))
    brand = forms.TypedChoiceField(label=_("Brand"), coerce=int, widget=forms.Select(attrs={"form": "editor"}))

    def __init__(self, *args: Any, brands: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._brands = list(brands)
        brand = self.fields["brand"]
        assert isinstance(brand, forms.TypedChoiceField)
        brand.choices = self._brands

    def chosen_brand(self) -> int | None:
        """Return the brand that is chosen, the first where none is, None where there is no brand."""
        given = str((self.data if self.is_bound else self.initial).get("brand", ""))
        ids = [id_ for id_, _name in self._brands]
        return next((id_ for id_ in ids if str(id_) == given), ids[0] if ids else None)


class CaptureForm(forms.Form):
    """A post that a person saw where no tool may look, pasted."""

    url = forms.URLField(label=_("Address of the post"), max_length=2000, assume_scheme="https")
    text = forms.CharField(label=_("Its text"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 6}))
    author = forms.CharField(label=_("Who wrote it"), max_length=200, required=False)
    published_at = forms.DateTimeField(
        label=_("When it was posted"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("In your time zone. Left empty it counts as seen now."),
    )
    brand = forms.TypedChoiceField(label=_("About"), coerce=int)

    def __init__(self, *args: Any, brands: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        brand = self.fields["brand"]
        assert isinstance(brand, forms.TypedChoiceField)
        brand.choices = list(brands)


class ImportForm(forms.Form):
    """A CSV file of posts."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))
