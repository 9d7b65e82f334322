"""The clocks' settings: open hours, targets, shares; saved as a new version, given to open clocks only on demand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from engagement import sla, wording
from engagement.actions import policies
from engagement.errors import BadField, Refused
from engagement.labels import CLASSES, DAYS, GROUPS
from engagement.pages.desk import viewer
from engagement.pages.zones import zone

HERE = "/settings/clocks/"
_HOUR = timedelta(hours=1)


class ClocksForm(forms.Form):
    """A whole policy. Hours of a day are intervals parted by commas, targets are hours, empty where there is no clock.

    ``version`` is the one that was shown, so that two who edit at once do not undo each other.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    zone = forms.ChoiceField(
        label=lazy("Time zone"), choices=lambda: [(each, each) for each in sorted(available_timezones())]
    )
    holidays = forms.CharField(
        label=lazy("Holidays"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "2026-12-25"}),
        help_text=lazy("One date a line. Closed from midnight to midnight."),
    )
    off = forms.MultipleChoiceField(
        label=lazy("No clock for"), required=False, choices=CLASSES.items, widget=forms.CheckboxSelectMultiple
    )
    next_percent = forms.IntegerField(label=lazy("Next response, % of the first"))
    key_account_percent = forms.IntegerField(label=lazy("Key account, % of the usual"))
    key_account_least = forms.IntegerField(label=lazy("Key account, at least minutes"))

    def __init__(self, data: Any, *, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        for day, word in DAYS.items():
            self.fields[_day(day)] = forms.CharField(label=str(word), required=False, max_length=200)
        for kind, of in CLASSES.items():
            for group, column in GROUPS.items():
                attrs = {"inputmode": "decimal", "size": 4, "aria-label": f"{of}, {column}"}
                self.fields[_cell(kind, group)] = forms.DecimalField(
                    label=str(column), required=False, widget=forms.TextInput(attrs=attrs)
                )

    def days(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the week."""
        yield from (self[_day(day)] for day in sla.DAYS)

    def rows(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """Yield the classes in words, each with its fields."""
        yield from ((CLASSES[kind], [self[_cell(kind, group)] for group in sla.GROUPS]) for kind in sla.CLASSES)

    def policy(self) -> dict[str, Any]:
        """Return what was given as ``sla.parse_policy`` reads it."""
        given = self.cleaned_data
        return {
            "calendar": {
                "zone": given["zone"],
                "days": {day: _intervals(given[_day(day)]) for day in sla.DAYS},
                "holidays": given["holidays"].split(),
            },
            "targets": {
                kind: {group: _minutes(given[_cell(kind, group)]) for group in sla.GROUPS} for kind in sla.CLASSES
            },
            "off": given["off"],
            **{name: given[name] for name in ("next_percent", "key_account_percent", "key_account_least")},
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show the policy in force with its history, and save another."""
    form = ClocksForm(request.POST if request.method == "POST" else None, initial=filled(policies.in_force()))
    if request.method == "POST" and form.is_valid() and save(request, form):
        return redirect(HERE)
    context = {
        "form": form,
        "columns": GROUPS.values(),
        "versions": policies.versions(),
        "outdated": policies.outdated(),
    }
    return render(request, "engagement/clocks.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """Give open clocks the policy in force."""
    left = policies.recompute(actor=viewer(request).user, now=timezone.now())
    said = ngettext("%(n)d open clock is left. Do it again.", "%(n)d open clocks are left. Do it again.", left)
    messages.success(request, said % {"n": left} if left else _("All open clocks run under the policy in force."))
    return redirect(HERE)


def save(request: HttpRequest, form: ClocksForm) -> bool:
    """Save the policy; what is wrong is put beside its field."""
    now = timezone.now()
    try:
        saved = policies.save(form.policy(), seen=form.cleaned_data["version"], actor=viewer(request).user, now=now)
    except BadField as wrong:
        form.add_error(field_of(wrong.field), wording.error(wrong, now=now, zone=zone()))
        return False
    except Refused as refused:
        form.add_error(None, wording.error(refused, now=now, zone=zone()))
        return False
    said = _("Saved as version %(n)d. It holds for clocks that open from now on.")
    messages.success(request, said % {"n": saved.version})
    return True


def field_of(path: str) -> str | None:
    """Return the form's field of a policy's path, such as ``calendar.days.monday.2``; None where it has none."""
    parts = path.removeprefix("calendar.").split(".")
    if parts[0] == "days":
        return _day(parts[1]) if len(parts) > 1 else None
    if parts[0] == "targets" and len(parts) == 3:
        return _cell(parts[1], parts[2])
    return parts[0] if parts[0] in ClocksForm.base_fields else None


def filled(policy: sla.Policy) -> dict[str, Any]:
    """Return a policy as the form's fields show it."""
    data = sla.dump_policy(policy)
    values: dict[str, Any] = {name: data[name] for name in ("off", "next_percent", "key_account_percent")}
    values |= {"version": policy.version, "zone": policy.calendar.zone, "key_account_least": data["key_account_least"]}
    values["holidays"] = "\n".join(data["calendar"]["holidays"])
    for day, intervals in data["calendar"]["days"].items():
        values[_day(day)] = ", ".join("–".join(each) for each in intervals)
    for kind, row in policy.targets.items():
        values |= {_cell(kind, group): "" if each is None else f"{each / _HOUR:g}" for group, each in row.items()}
    return values


def _intervals(text: str) -> list[list[str]]:
    """Read ``08:00–12:00, 13:00-20:00``; what is no interval is left to the policy to refuse."""
    parts = [part for part in text.split(",") if part.strip()]
    return [[each.strip() for each in part.replace("–", "-").split("-")] for part in parts]


def _minutes(hours: Any) -> Any:
    """Return hours as minutes, whole if they are so many minutes; what is not is left to the policy to refuse."""
    if hours is None:
        return None
    minutes = float(hours) * 60
    return int(minutes) if minutes == int(minutes) else minutes


def _day(day: str) -> str:
    return f"day_{day}"


def _cell(kind: str, group: str) -> str:
    return f"target_{kind}_{group}"
