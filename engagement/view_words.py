"""What refusals about saved views say. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Mapping[str, str | Promise] = {
    "view_name_missing": _("Give the view a name."),
    "view_name_too_long": _("A name has at most %(limit)s characters."),
    "view_name_taken": _("You have a view of this name already."),
}
