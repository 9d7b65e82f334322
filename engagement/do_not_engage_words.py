"""The words of *do not engage*, by code. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SUBJECTS: Mapping[str, Promise] = {
    "account": _("this account"),
    "handle": _("this handle"),
    "thread": _("this thread"),
}
"""What an entry is about, as its case says it."""

PHRASES: Mapping[str, Promise] = {
    "do_not_engage": _("Do not engage %(name)s: %(why)s"),
    "do_not_engage_until": _("Do not engage %(name)s until %(until)s: %(why)s"),
    "do_not_engage_thread": _("Do not engage in the thread “%(name)s”: %(why)s"),
    "do_not_engage_thread_until": _("Do not engage in the thread “%(name)s” until %(until)s: %(why)s"),
    "may_engage_again": _("May be engaged again: %(name)s"),
    # Refusals
    "no_thread": _("This post stands in no thread that could be named."),
    "do_not_engage_unknown": _("Only an account or a thread can be named here; “%(value)s” is neither."),
    "do_not_engage_why": _("Say why. Colleagues will want to know."),
    "do_not_engage_why_too_long": _("A reason has at most %(limit)s characters."),
    "do_not_engage_in_the_past": _("It has to end in the future; %(until)s is past."),
    "do_not_engage_stands": _("%(name)s is on the list already: %(why)s"),
    "do_not_engage_handle": _("“%(value)s” is no handle such as @charlie."),
    "do_not_engage_changed_since": _("This cannot be undone: the list was changed since."),
    "unknown_entry": _("This is not on the list any more."),
}
