"""What the history says of holds that were taken over. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Mapping[str, str | Promise] = {"took_over": _("Took over the reply from %(whom)s")}
