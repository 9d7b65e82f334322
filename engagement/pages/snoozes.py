"""The times a snooze offers, in the viewer's zone. Reads no clock."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

MORNING = time(8)
AFTERNOON = time(14)
LATER = timedelta(hours=2)

WAKES: Mapping[str, Promise] = {
    "reply": lazy("Somebody writes"),
    "growth": lazy("It grows"),
    "change": lazy("The thread changes"),
}
"""What in a thread can end a snooze, in the order offered."""


def snoozes(now: datetime, zone: tzinfo) -> list[tuple[datetime, str]]:
    """Return at most four instants after ``now``, each with its word, the nearest first."""
    local = now.astimezone(zone)
    monday = local.date() + timedelta(days=7 - local.weekday())
    offered = [
        (now + LATER, _("In 2 hours")),
        (datetime.combine(local.date(), AFTERNOON, zone), _("This afternoon")),
        (datetime.combine(local.date() + timedelta(days=1), MORNING, zone), _("Tomorrow")),
        (datetime.combine(monday, MORNING, zone), _("Next week")),
    ]
    kept = [(at.astimezone(zone), word) for at, word in offered if at > now]
    return sorted({at: (at, word) for at, word in reversed(kept)}.values())
