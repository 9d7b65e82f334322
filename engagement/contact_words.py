"""The words of contacts and tasks, by code. A data table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

FIELDS: Mapping[str, Promise] = {
    "name": _("name"),
    "role": _("role"),
    "email": _("e-mail"),
    "phone": _("phone"),
    "note": _("note"),
}
"""What is kept of a contact, within a sentence."""

PHRASES: Mapping[str, str | Promise] = {
    # The history names no values: they go when the contact goes
    "same_person": _("Said to be the same person as an account on %(network)s"),
    "not_same_person": _("Said not to be the same person as an account on %(network)s"),
    "contact_email": _("“%(value)s” is no e-mail address."),
    "contact_too_long": _("This is too long: at most %(limit)s characters."),
    "contact_same_account": _("This is the same account."),
    "contact_joined_already": _("These two accounts are one person already."),
    "contact_not_joined": _("These two accounts are not one person."),
    "contact_changed_since": _("This cannot be undone: the contact was changed elsewhere since."),
    "contact_gone": _("This cannot be undone: nothing is kept about this person any more."),
    # Tasks
    "task_added": _("New task: %(title)s"),
    "task_changed": _("Changed the task: %(title)s"),
    "task_done": _("Task done: %(title)s"),
    "task_open": _("Task open again: %(title)s"),
    "task_removed": _("Removed the task: %(title)s"),
    "task_untitled": _("Say what is to be done."),
    "task_too_long": _("A task has at most %(limit)s characters. Put the rest into a note."),
    "task_changed_since": _("This cannot be undone: the task was changed since."),
    "tasks_too_many": _("A case has at most %(limit)s open tasks."),
    "unknown_task": _("There is no task %(id)s here."),
}


def _changed(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    names = ", ".join(str(FIELDS.get(str(each), each)) for each in params.get("fields", ()))
    return now_("Contact changed: %(names)s") % {"names": names}


SPECIAL: Mapping[str, Callable[[Mapping[str, Any], datetime, ZoneInfo], str]] = {"contact_changed": _changed}
