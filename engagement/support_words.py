"""The words of the hand-off to support, by code. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "hand_over": _("handing it to support"),
    "support_reported": _("a report of support"),
    "support_solved": _("closing as solved by support"),
    "take_back": _("taking it back from support"),
}
"""Steps as refusals name them."""

STATES: Mapping[str, tuple[str, str, Promise]] = {
    "waiting": ("hourglass", "", _("waits to be sent")),
    "failed": ("triangle-alert", "bad", _("not taken")),
    "sent": ("check", "", _("sent")),
    "accepted": ("check", "good", _("accepted")),
    "in_progress": ("hourglass", "", _("in progress")),
    "solved": ("circle-check", "good", _("solved")),
    "returned": ("reply", "warn", _("returned to us")),
    "taken_back": ("x", "muted", _("taken back")),
}
"""Icon, tone and words of how a hand-over stands."""

PHRASES: Mapping[str, Promise] = {
    "handed_over": _("Handed to %(name)s; the team clock runs on"),
    "support_sent": _("%(name)s was told"),
    "support_accepted": _("%(name)s accepted it %(reference)s"),
    "support_in_progress": _("%(name)s works on it %(reference)s"),
    "support_solved": _("%(name)s solved it %(reference)s"),
    "support_returned": _("%(name)s returned it: %(why)s"),
    "support_not_reached": _("Could not be handed to %(name)s"),
    "taken_back": _("Taken back from %(name)s"),
    "support_test": _("Test of the hand-off"),
    # Refusals
    "desk_name_missing": _("Give it a name, such as the tool’s."),
    "desk_name_too_long": _("A name has at most %(limit)s characters."),
    "desk_name_taken": _("There is a support desk of this name already."),
    "desk_secret_short": _("A secret has at least %(least)s characters. Leave it empty, and we make one."),
    "desk_secret_long": _("A secret has at most %(limit)s characters."),
    "desks_too_many": _("There can be at most %(limit)s support desks."),
    "unknown_desk": _("This support desk is not there any more."),
    "unknown_hand_over": _("This hand-over is not there any more."),
    "support_note_too_long": _("A note has at most %(limit)s characters."),
    "support_has_it": _("%(name)s has this case already."),
    "support_over": _("Support does not have this case any more."),
}
