"""The words of mutes, by code. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Mapping[str, Promise] = {
    "muted_author": _("Muted the author %(name)s"),
    "muted_source": _("Muted the source %(name)s"),
    "kept_as_muted_author": _("Kept as muted: the author %(name)s is muted"),
    "kept_as_muted_source": _("Kept as muted: the source %(name)s is muted"),
    "no_longer_muted": _("%(name)s is no longer muted"),
    # Refusals
    "mute_author_unknown": _("The network does not say who wrote this, so there is nobody to mute."),
    "mute_no_place": _("This post stands in no community or site of its own. Switch the source off instead."),
    "mute_stands": _("%(name)s is muted already."),
    "mute_changed_since": _("This cannot be undone: the mute was changed since."),
    "mute_unknown": _("Only an author or a source can be muted."),
    "unknown_mute": _("This mute is gone."),
    "nothing_to_undo": _("None of your last steps can be put back any more."),
    "too_many_at_once": _("At most %(limit)s cases at once."),
}
