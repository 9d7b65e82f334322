"""Forms of experts and of the hand-off to support. They check shapes; what is allowed is the verbs' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from engagement.actions.experts.answering import ANSWER_LIMIT, REASON_LIMIT
from engagement.actions.experts.asking import QUESTION_LIMIT
from engagement.actions.support.handing import NOTE_LIMIT
from engagement.models import Expert, SupportDesk
from engagement.pages.forms import moment_field


class ExpertForm(forms.Form):
    """Somebody who can be asked by mail."""

    name = forms.CharField(label=_("Name"), max_length=200)
    address = forms.CharField(label=_("E-mail address"), max_length=300, widget=forms.EmailInput())
    knows = forms.CharField(
        label=_("Knows about"), max_length=400, required=False, help_text=_("Such as webhooks, billing, the EU region.")
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES)


class AskForm(forms.Form):
    """Whom to ask what, and until when."""

    expert = forms.TypedChoiceField(label=_("Expert"), coerce=int)
    question = forms.CharField(
        label=_("Your question"), max_length=QUESTION_LIMIT, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )
    until = moment_field(label=_("Until"), help_text=_("The link works until then. Reminders go at 50 % and 90 %."))

    def __init__(self, *args: Any, experts: Sequence[Expert], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["until"].required = True
        names = [(each.pk, f"{each.name}: {each.knows}" if each.knows else each.name) for each in experts]
        self.fields["expert"].choices = names  # type: ignore[attr-defined]  # a field of choices


class AnswerForm(forms.Form):
    """What an expert writes."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=ANSWER_LIMIT,
        widget=forms.Textarea(attrs={"rows": 9, "dir": "auto"}),
        error_messages={"required": _("Write an answer, or say below that you cannot.")},
    )


class DeclineForm(forms.Form):
    """Why an expert does not answer."""

    reason = forms.CharField(
        label=_("Why not"), max_length=REASON_LIMIT, error_messages={"required": _("Say in a few words why.")}
    )


class DeskForm(forms.Form):
    """Where cases can be handed."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Such as Zendesk bridge."))
    address = forms.CharField(
        label=_("Webhook"), max_length=2_000, help_text=_("Sealed, and never shown again."), widget=forms.URLInput()
    )
    secret = forms.CharField(
        label=_("Secret"),
        required=False,
        max_length=400,
        strip=True,
        help_text=_("Signs in both directions. Empty: we make one and show it once."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HandOverForm(forms.Form):
    """Which desk gets the case, with which note."""

    desk = forms.TypedChoiceField(label=_("Support desk"), coerce=int)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=NOTE_LIMIT,
        help_text=_("What support should know. It is sent along."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def __init__(self, *args: Any, desks: Sequence[SupportDesk], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["desk"].choices = [(each.pk, each.name) for each in desks]  # type: ignore[attr-defined]
