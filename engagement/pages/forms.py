"""Forms of the queue's pages. They check shapes; what is allowed is the verbs' business."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from engagement.filters import FLAG_CHOICES
from engagement.labels import ANSWERS, FLAGS, STATUSES
from engagement.models import Member, Receiver
from engagement.pages import words
from engagement.records import LANES, Who
from engagement.talk import WAKES

ANY = ("", _("Any"))


def first_error(form: forms.BaseForm) -> str:
    """Return the first complaint of an invalid form, with the name of its field."""
    name, errors = next(iter(form.errors.items()))
    return f"{name}: {errors[0]}" if name != "__all__" else str(errors[0])


class VerbForm(forms.Form):
    """What every verb is sent: the version that the actor saw, empty to act whatever happened since."""

    version = forms.IntegerField(required=False, min_value=1)


class AssignForm(VerbForm):
    """A colleague's user id, or nobody."""

    assignee = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        """Hand the id on under the verb's own name."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["assignee_id"] = cleaned.pop("assignee", None)
        return cleaned


class SnoozeForm(VerbForm):
    """Until when, as ISO text with its offset, or for what in the thread."""

    until = forms.DateTimeField(required=False)
    wakes = forms.ChoiceField(required=False, choices=[(each, each) for each in WAKES])


class DoneForm(VerbForm):
    """An outcome and a note for the team."""

    disposition = forms.CharField(max_length=40)
    note = forms.CharField(required=False, max_length=5000)


class NotRelevantForm(VerbForm):
    """Why, and a note for the team."""

    reason = forms.CharField(max_length=40)
    note = forms.CharField(required=False, max_length=5000)


class NoteForm(VerbForm):
    """Words for the team. A note never contradicts anybody, so it is written whatever the version."""

    text = forms.CharField(max_length=5000)

    def clean_version(self) -> None:
        """Leave the version unchecked."""


class MoveForm(VerbForm):
    """The lane to go to."""

    lane = forms.ChoiceField(choices=[(lane, lane) for lane in LANES])


class CorrectForm(VerbForm):
    """What a person says: a flag or ``relevant``, and that it holds, that it does not, or nothing any more."""

    SAYS: Mapping[str, bool | None] = {"yes": True, "no": False, "nothing": None}
    say = forms.RegexField(r"\A[a-z_]{1,40}:(yes|no|nothing)\Z")

    def clean(self) -> dict[str, Any]:
        """Hand both parts on under the verb's own names."""
        cleaned = super().clean() or self.cleaned_data
        if "say" in cleaned:
            head, _colon, said = cleaned.pop("say").partition(":")
            cleaned |= {"head": head, "value": self.SAYS[said]}
        return cleaned


class WorksAtForm(VerbForm):
    """A company by its name or domain; nothing for none."""

    company = forms.CharField(required=False, max_length=300)


def moment_field(**more: Any) -> forms.DateTimeField:
    """Return an optional instant, chosen as the reader's clock shows it."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(required=False, widget=widget, **more)


class DoNotEngageForm(VerbForm):
    """Whom nobody is to engage, why, and perhaps until when."""

    subject = forms.CharField(max_length=40)
    reason = forms.CharField(max_length=1_000)
    until = moment_field()


class MayEngageForm(VerbForm):
    """The entry of the list that is over."""

    entry = forms.IntegerField(min_value=1)


class WatchForm(VerbForm):
    """As what the author is watched; nothing for not at all."""

    watched = forms.CharField(required=False, max_length=40)


class ContactForm(VerbForm):
    """What is known of who is behind an account; what is not sent stays."""

    name = forms.CharField(required=False, max_length=1_000)
    role = forms.CharField(required=False, max_length=1_000)
    email = forms.CharField(required=False, max_length=1_000)
    phone = forms.CharField(required=False, max_length=1_000)
    note = forms.CharField(required=False, max_length=10_000)

    def clean(self) -> dict[str, Any]:
        """Hand on only what was sent."""
        cleaned = super().clean() or self.cleaned_data
        return {name: value for name, value in cleaned.items() if name == "version" or name in self.data}


class SamePersonForm(VerbForm):
    """A post of the other account."""

    mention = forms.IntegerField(min_value=1)


class NotSamePersonForm(VerbForm):
    """The account that is somebody else's."""

    account = forms.IntegerField(min_value=1)


class TaskForm(AssignForm):
    """What is to be done, perhaps by a day and by somebody, and perhaps which task it is."""

    title = forms.CharField(max_length=1_000)
    due_on = forms.DateField(required=False)
    task = forms.IntegerField(required=False, min_value=1)

    def clean_version(self) -> None:
        """Leave the version unchecked: a task contradicts nobody."""


class TaskDoneForm(VerbForm):
    """A task, and whether it is done."""

    task = forms.IntegerField(min_value=1)
    done = forms.BooleanField(required=False)


class TaskRemoveForm(VerbForm):
    """The task to remove."""

    task = forms.IntegerField(min_value=1)


class ReplyForm(VerbForm):
    """What a person says of a reply: its id, and that it answers, that it does not, or nothing any more."""

    say = forms.RegexField(r"\A[0-9]{1,18}:(yes|no|nothing)\Z")

    def clean(self) -> dict[str, Any]:
        """Hand both parts on under the verb's own names."""
        cleaned = super().clean() or self.cleaned_data
        if "say" in cleaned:
            reply, _colon, said = cleaned.pop("say").partition(":")
            cleaned |= {"reply_id": int(reply), "value": CorrectForm.SAYS[said]}
        return cleaned


class ColleagueForm(VerbForm):
    """The reply whose author is a colleague."""

    reply_id = forms.IntegerField(min_value=1)


class MuteForm(VerbForm):
    """What of a case is to be muted."""

    subject = forms.CharField(max_length=20)


class TagForm(VerbForm):
    """A tag as it was typed."""

    name = forms.CharField(max_length=200, required=False)


VERB_FORMS: Mapping[str, type[VerbForm]] = {
    "claim": VerbForm,
    "mute": MuteForm,
    "assign": AssignForm,
    "snooze": SnoozeForm,
    "done": DoneForm,
    "not_relevant": NotRelevantForm,
    "note": NoteForm,
    "reopen": VerbForm,
    "wait": VerbForm,
    "move": MoveForm,
    "engage": VerbForm,
    "correct": CorrectForm,
    "company": WorksAtForm,
    "watch": WatchForm,
    "contact": ContactForm,
    "same_person": SamePersonForm,
    "not_same_person": NotSamePersonForm,
    "tag": TagForm,
    "untag": TagForm,
    "task": TaskForm,
    "task_done": TaskDoneForm,
    "task_remove": TaskRemoveForm,
    "do_not_engage": DoNotEngageForm,
    "may_engage_again": MayEngageForm,
    "reply": ReplyForm,
    "colleague": ColleagueForm,
    "replied": VerbForm,
}


class FilterForm(forms.Form):
    """The filter menu. It only writes an address; the address is checked by ``engagement.queue.filters``."""

    flag = forms.ChoiceField(label=_("Flag"), required=False)
    flag_state = forms.ChoiceField(label=_("Flag is"), required=False)
    answer = forms.ChoiceField(label=_("Answer"), required=False)
    brand = forms.ChoiceField(label=_("Brand"), required=False)
    network = forms.ChoiceField(label=_("Network"), required=False)
    about = forms.ChoiceField(label=_("About us"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    due = forms.ChoiceField(label=_("Due"), required=False)
    assignee = forms.ChoiceField(label=_("Owner"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(
        self, data: Any, *, brands: Sequence[tuple[int, str]], people: Sequence[Who], tags: Sequence[str]
    ) -> None:
        super().__init__(data, auto_id="filter_%s", use_required_attribute=False)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "flag": [(flag, FLAGS[flag]) for flag in FLAG_CHOICES],
            "flag_state": list(words.FLAG_STATES.items()),
            "answer": list(ANSWERS.items()),
            "brand": list(brands),
            "network": words.networks(),
            "about": list(words.ABOUT.items()),
            "due": list(words.DUE.items()),
            "tag": [(each, f"#{each}") for each in tags],
            "assignee": [("me", _("Me")), ("none", _("Nobody")), *[(person.id, person.name) for person in people]],
            "status": list(STATUSES.items()),
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *options]

    def __iter__(self) -> Any:
        """Go through the fields without the marks of "optional": every filter is."""
        for field in super().__iter__():
            field.field.required = True
            yield field


class PreferencesForm(forms.Form):
    """How a person wants the product to look and behave."""

    theme = forms.ChoiceField(label=_("Colours"), choices=words.THEMES.items, widget=forms.RadioSelect)
    density = forms.ChoiceField(label=_("Rows"), choices=words.DENSITIES.items, widget=forms.RadioSelect)
    keys = forms.ChoiceField(
        label=_("Single-key shortcuts"),
        choices=words.KEYS.items,
        widget=forms.RadioSelect,
        help_text=_("They never work inside an input. Every action is a button too."),
    )
    auto_advance = forms.BooleanField(
        label=_("Open the next row after a decision"), required=False, help_text=_("Otherwise the list stays in focus.")
    )


class TokenForm(forms.Form):
    """A new token for a REST client."""

    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What will use it, e.g. data warehouse."))
    scopes = forms.MultipleChoiceField(
        label=_("May"), choices=words.SCOPES.items, widget=forms.CheckboxSelectMultiple, initial=["read:mentions"]
    )
    days = forms.IntegerField(label=_("Days until it expires"), min_value=1, max_value=730, initial=180)


class InviteForm(forms.Form):
    """The role of somebody who is asked to come. Only owners make owners."""

    role = forms.ChoiceField(label=_("Role"), choices=Member.Role.choices, initial=Member.Role.MARKETER)

    def __init__(self, data: Any, *, may_make_owners: bool) -> None:
        super().__init__(data)
        if not may_make_owners:
            field = self.fields["role"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [choice for choice in Member.Role.choices if choice[0] != Member.Role.OWNER]


class WriteOnly(forms.TextInput):
    """An input for a secret that is pasted: what was sent never comes back on a page."""

    def format_value(self, value: Any) -> None:
        """Show nothing."""


class ReceiverForm(forms.Form):
    """A new place where alerts go. Mail is offered only where this installation can send some."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Receiver.Kind.choices)
    name = forms.CharField(label=_("Name"), help_text=_("What you call it, e.g. #social."))
    address = forms.CharField(
        label=_("Address"),
        widget=WriteOnly(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("The webhook's whole address, or e-mail addresses with commas. Sealed, and never shown again."),
    )
    wants = forms.MultipleChoiceField(
        label=_("Alerts"),
        choices=Receiver.Alert.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=Receiver.Alert.values,
    )

    def __init__(self, data: Any, *, mail: bool) -> None:
        super().__init__(data)
        if not mail:
            kind, address = self.fields["kind"], self.fields["address"]
            assert isinstance(kind, forms.ChoiceField)
            kind.choices = [choice for choice in Receiver.Kind.choices if choice[0] != Receiver.Kind.MAIL]
            address.help_text = _("The webhook's whole address. Sealed, and never shown again.")


class JoinForm(forms.Form):
    """Who comes by an invitation."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        max_length=150,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        help_text=_("You sign in with it."),
    )
    password = forms.CharField(
        label=_("A password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. Pasting is fine."),
    )
