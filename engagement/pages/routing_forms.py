"""Forms of the pages of routing. They check shapes; what is allowed is the verbs' business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from engagement.actions.routing import Conditions
from engagement.assigning import MOST_OPEN
from engagement.assigning_words import ACCOUNTS
from engagement.labels import DAYS, FLAGS
from engagement.models import Member, RoutingRule, Team
from engagement.pages import words
from engagement.records import Who
from listening.records import FLAGS as EVERY_FLAG

ANY = ("", _("Any"))
_WRITTEN, _DAY = "%H:%M", "%Y-%m-%d"  # as everywhere in the product, whatever the browser prefers
_WORKDAYS = list(range(5))
_CHINESE = "zh"  # Django knows it by its scripts only


def language(code: str) -> str:
    """Return the name of a language; the code where it has none here."""
    if code == _CHINESE:
        return str(_("Chinese"))
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def languages() -> list[tuple[str, str]]:
    """Return every language that has a name here, by its name."""
    codes = [code for code in LANG_INFO if "-" not in code and "name" in LANG_INFO[code]]
    return sorted(((code, language(code)) for code in (*codes, _CHINESE)), key=lambda each: each[1])


class RuleForm(forms.Form):
    """What a rule asks and the team that gets it. Empty conditions ask for nothing."""

    flag = forms.ChoiceField(
        label=_("Flag"), required=False, choices=[ANY, *((each, FLAGS[each]) for each in EVERY_FLAG)]
    )
    brand = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)
    query = forms.TypedChoiceField(label=_("Query"), required=False, coerce=int, empty_value=None)
    network = forms.ChoiceField(label=_("Network"), required=False, choices=lambda: [ANY, *words.networks()])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=lambda: [ANY, *languages()])
    account = forms.ChoiceField(
        label=_("Author works at"), required=False, choices=[("", _("Anywhere")), *ACCOUNTS.items()]
    )
    owner = forms.TypedChoiceField(label=_("Company’s owner"), required=False, coerce=int, empty_value=None)
    team = forms.TypedChoiceField(label=_("Goes to the team"), coerce=int)

    def __init__(
        self,
        data: Any,
        *,
        brands: Sequence[tuple[int, str]],
        queries: Sequence[tuple[int, str]],
        people: Sequence[Who],
        teams: Sequence[Team],
        rule: RoutingRule | None = None,
    ) -> None:
        names = ("flag", "network", "language", "account")
        said = {name: getattr(rule, name) for name in names} if rule else {}
        if rule:
            said |= {name: getattr(rule, f"{name}_id") for name in ("brand", "query", "owner", "team")}
        super().__init__(data, initial=said)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "brand": [ANY, *brands],
            "query": [ANY, *queries],
            "owner": [ANY, *((each.id, each.name) for each in people)],
            "team": [(each.pk, each.name) for each in teams],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options

    def __iter__(self) -> Any:
        """Go through the fields without the marks of "optional": every condition is."""
        for field in super().__iter__():
            field.field.required = True
            yield field

    def asked(self) -> Conditions:
        """Return what was sent."""
        given = self.cleaned_data
        return Conditions(
            team_id=given["team"],
            flag=given["flag"],
            brand_id=given["brand"],
            query_id=given["query"],
            network=given["network"],
            language=given["language"],
            account=given["account"],
            owner_id=given["owner"],
        )


class TeamForm(forms.Form):
    """A team's name and its people."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Such as EU support."))
    people = forms.TypedMultipleChoiceField(
        label=_("People"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, members: Sequence[Member], team: Team | None = None) -> None:
        said = {"name": team.name, "people": [each.pk for each in team.people.all()]} if team else None
        super().__init__(data, initial=said)
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(each.pk, each.user.get_full_name() or each.user.email) for each in members]


class TimeForm(forms.Form):
    """How many open cases somebody takes, when, and his first day back."""

    most_open = forms.IntegerField(
        label=_("Open cases at most"),
        help_text=_("With this many open, rules pass over them. 0: rules give them nothing."),
    )
    back_on = forms.DateField(
        label=_("Away, back on"),
        required=False,
        input_formats=[_DAY],
        widget=forms.DateInput(attrs={"placeholder": "2026-12-25"}, format=_DAY),
        help_text=_("The first day back. Empty: here."),
    )
    starts = forms.TimeField(
        label=_("Works from"), required=False, widget=forms.TimeInput(attrs={"placeholder": "09:00"}, format=_WRITTEN)
    )
    ends = forms.TimeField(
        label=_("Works until"),
        required=False,
        widget=forms.TimeInput(attrs={"placeholder": "17:00"}, format=_WRITTEN),
        help_text=_("By their own clock. Both empty: the open hours of the clocks, with their holidays."),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("On"),
        required=False,
        coerce=int,
        choices=list(enumerate(DAYS.values())),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, member: Member) -> None:
        kept = getattr(member, "availability", None)
        said: dict[str, Any] = {"most_open": kept.most_open if kept else MOST_OPEN, "days": _WORKDAYS}
        if kept:
            said |= {
                "back_on": kept.back_on,
                "days": kept.days or _WORKDAYS,
                "starts": _time(kept.starts),
                "ends": _time(kept.ends),
            }
        super().__init__(data, initial=said)


def _time(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60 % 24:02}:{minutes % 60:02}"
