"""Forms of the companies' pages. They check shapes; what a company may be is the verbs' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from engagement.companies.records import Draft
from engagement.companies.table import BYTES
from engagement.records import Who

NOBODY = ("", _("Nobody"))


class CompanyForm(forms.Form):
    """What is said of a company. Owners are colleagues who may sign in."""

    name = forms.CharField(label=_("Name"), max_length=400)
    domain = forms.CharField(
        label=_("Domain"),
        required=False,
        max_length=500,
        help_text=_("Such as acme.example. An import knows the company by it."),
    )
    is_key = forms.BooleanField(
        label=_("Key account"),
        required=False,
        help_text=_("A complaint, a question or a word of leaving from its people is critical."),
    )
    marketing_owner_id = forms.TypedChoiceField(
        label=_("Marketing owner"), required=False, coerce=int, empty_value=None
    )
    sales_owner_id = forms.TypedChoiceField(label=_("Sales owner"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any = None, *, people: Sequence[Who], said: Draft | None = None, **more: Any) -> None:
        initial = {name: getattr(said, name) for name in self.base_fields} if said else more.pop("initial", None)
        super().__init__(data, initial=initial)
        for name in ("marketing_owner_id", "sales_owner_id"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = [NOBODY, *((person.id, person.name) for person in people)]

    def draft(self) -> Draft:
        """Return what was sent."""
        return Draft(**self.cleaned_data)


class CompaniesFileForm(forms.Form):
    """A CSV file of companies."""

    file = forms.FileField(label=_("CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def clean_file(self) -> bytes:
        """Hand on what the file holds, one byte over the limit at most."""
        file = self.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        return bytes(file.read(BYTES + 1))


class PlannedForm(forms.Form):
    """The file of a preview, sent back to be imported: base64, so that every byte comes back as it was."""

    body = forms.CharField(widget=forms.HiddenInput, max_length=BYTES * 4 // 3 + 8)
