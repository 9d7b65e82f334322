"""What refusals about saved views say, and what their channels are told. Data tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

PHRASES: Mapping[str, str | Promise] = {
    "view_name_missing": _("Give the view a name."),
    "view_name_too_long": _("A name has at most %(limit)s characters."),
    "view_name_taken": _("You have a view of this name already."),
    "view_receiver_gone": _("That channel takes no views any more. Choose another, or ask who manages the alerts."),
}


def _view_news(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params["n"])
    return ngettext("%(n)d new in “%(view)s”", "%(n)d new in “%(view)s”", n) % {"n": n, "view": params["view"]}


SPECIAL: Mapping[str, Callable[[Mapping[str, Any], datetime, ZoneInfo], str]] = {"view_news": _view_news}
