"""The words of the queue's pages for what a person can choose there. The names of codes are ``engagement.labels``."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from engagement.labels import ANSWERS, DISPOSITIONS, FLAGS, STATUSES
from engagement.places import LABELS
from listening.connectors import registry

OUTCOMES = ("no_reply_needed", "answered", "acknowledged", "routed", "duplicate", "spam")
"""What a person may choose when done; *not relevant* and *answered privately* ask for a reason, *heard* is given by
time."""
FLAG_STATES: Mapping[str, Promise] = {"on": _("On"), "unsure": _("Unsure")}
ABOUT: Mapping[str, Promise] = {"unsure": _("Unsure")}
DUE: Mapping[str, Promise] = {"late": _("late"), "today": _("today")}
SORTS: Mapping[str, Promise] = {
    "priority": _("What is due first, then by priority"),
    "highest": _("By priority"),
    "newest": _("Newest first"),
}
"""In which orders the list of what is open can be read."""

DENSITIES: Mapping[str, Promise] = {"compact": _("Compact"), "default": _("Default"), "roomy": _("Roomy")}
THEMES: Mapping[str, Promise] = {"system": _("As the system"), "light": _("Light"), "dark": _("Dark")}
KEYS: Mapping[str, Promise] = {"on": _("On"), "alt": _("Only with Alt"), "off": _("Off")}
SCOPES: Mapping[str, Promise] = {
    "read:mentions": _("Read mentions"),
    "write:triage": _("Decide in the queue"),
    "ingest": _("Bring posts in"),
    "admin": _("Administer"),
}
PARAMETERS: Mapping[str, Promise] = {
    "flag": _("Flag"),
    "flag_state": _("Flag is"),
    "about": _("About us"),
    "answer": _("Answer"),
    "status": _("Status"),
    "brand": _("Brand"),
    "network": _("Network"),
    "lang": _("Language"),
    "author": _("Author"),
    "assignee": _("Owner"),
    "disposition": _("Outcome"),
    "day": _("Day"),
    "since": _("Since"),
    "until": _("Until"),
    "tag": _("Tag"),
    "due": _("Due"),
    "due_by": _("Due by"),
    "due_after": _("Due after"),
    "ids": _("Chosen mentions"),
    "q": _("Words"),
}
_VALUES: Mapping[str, Mapping[str, str | Promise]] = {
    "flag": FLAGS,
    "flag_state": FLAG_STATES,
    "about": ABOUT,
    "due": DUE,
    "answer": ANSWERS,
    "status": STATUSES,
    "disposition": DISPOSITIONS,
    "assignee": {"me": _("me"), "none": _("nobody")},
}


def network(code: str) -> str:
    """Return the name of a network as people write it; one we neither read nor know stands as it is."""
    if code in registry.CONNECTORS:
        return registry.connector(code).facts.label
    return LABELS.get(code, code.capitalize())


def networks() -> list[tuple[str, str]]:
    """Return every network that can be read, with its name."""
    return [(code, network(code)) for code in registry.CONNECTORS]


def value(name: str, given: str, *, brands: Mapping[str, str], people: Mapping[str, str]) -> str:
    """Return a filter's value as people say it. ``brands`` and ``people`` are names by id."""
    if name == "brand":
        return brands.get(given, given)
    if name == "network":
        return network(given)
    if name == "assignee" and given in people:
        return people[given]
    if name in ("due_by", "due_after") and (at := parse_datetime(given.replace(" ", "+"))):
        return date_format(timezone.localtime(at), "D H:i")
    if name == "ids":
        return now_("%(n)d") % {"n": len(given.split(","))}
    return str(_VALUES.get(name, {}).get(given, given))
