"""The words of early warning, by code. Times and weekdays are those of the reader's zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

_NIGHT, _NOON = 0, 12
_ESCALATING: Mapping[str, Promise] = {
    "": lazy("Escalating: %(replies)s replies by %(voices)s voices in %(hours)s hours; %(before)s"),
    "views": lazy("Escalating: %(more)s more views in %(hours)s hours, and %(voices)s voices; %(before)s"),
    "points": lazy("Escalating: %(more)s more points in %(hours)s hours, and %(voices)s voices; %(before)s"),
    "likes": lazy("Escalating: %(more)s more likes and reposts in %(hours)s hours, and %(voices)s voices; %(before)s"),
}
"""Why a case escalates: by its replies, or by what its network counts as reach."""


def _surge(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """``Surge: 19 posts by 14 voices about Acme in 2 hours; usual on a Tuesday around noon: 2–4``."""
    return _("Surge: %(said)s about %(what)s in %(hours)d hours; %(usual)s") % {
        "said": _said(params),
        "what": _what(params),
        "hours": params["hours"],
        "usual": _usual(params, _local(params, zone)),
    }


def _doubled(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _("Surge doubled: %(said)s about %(what)s since %(at)s") % _since(params, now, zone)


def _runs(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    return _("Surge: %(said)s about %(what)s since %(at)s") % _since(params, now, zone)


def _several(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params["n"])
    return ngettext("%(n)d surge", "%(n)d surges", n) % {"n": n}


def _escalating(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    days = int(params["days"])
    before = ngettext("%(before)s in the day before", "%(before)s in the %(days)d days before", days) % {
        "before": f"{params['before']:,}",
        "days": days,
    }
    filled = {**params, "more": f"{params.get('grown', 0):,}", "before": before}
    return str(_ESCALATING[str(params.get("measure", ""))]) % filled


def _said(params: Mapping[str, Any]) -> str:
    return _("%(posts)d posts by %(voices)d voices") % {"posts": params["posts"], "voices": params["voices"]}


def _what(params: Mapping[str, Any]) -> str:
    """Return the brand, or its story by its title in quotes."""
    if params.get("story"):
        return _("“%(title)s” (%(brand)s)") % {"title": params["story"], "brand": params["brand"]}
    return str(params["brand"])


def _since(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> dict[str, str]:
    local = _local(params, zone)
    today = local.date() == now.astimezone(zone).date()
    clock = local.strftime("%H:%M")
    return {
        "said": _said(params),
        "what": _what(params),
        "at": clock if today else f"{formats.date_format(local, 'D j M')}, {clock}",
    }


def _usual(params: Mapping[str, Any], local: datetime) -> str:
    """Return what is usual, and how little that stands on where it is little."""
    low, high = params["low"], params["high"]
    usual = {"n": str(low) if low == high else f"{low}–{high}", "hour": _hour(local), "days": params["days"]}
    if params["pool"] == "weekday":
        return _("usual on a %(day)s around %(hour)s: %(n)s") % {**usual, "day": formats.date_format(local, "l")}
    if params["pool"] == "sort":
        if local.weekday() < 5:
            return _("usual on working days around %(hour)s: %(n)s (only %(days)d days known)") % usual
        return _("usual at weekends around %(hour)s: %(n)s (only %(days)d days known)") % usual
    return _("usual in busy hours: %(n)s (only %(days)d days known)") % usual


def _hour(local: datetime) -> str:
    names = {_NIGHT: _("midnight"), _NOON: _("noon")}
    return names.get(local.hour) or f"{local.hour}:00"


def _local(params: Mapping[str, Any], zone: ZoneInfo) -> datetime:
    at = params["at"]
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(zone)


SPECIAL: Mapping[str, Callable[[Mapping[str, Any], datetime, ZoneInfo], str]] = {
    "surge": _surge,
    "surge_doubled": _doubled,
    "surge_runs": _runs,
    "surges": _several,
    "escalating": _escalating,
}
