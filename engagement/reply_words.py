"""What is said otherwise of a complaint that asks nothing: it wants a reply and not an answer. A data table.

``wording.words`` takes these where a code has the param ``wants`` and it is "reply".
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Mapping[str, str | Promise] = {
    "nobody_answered": _("Nobody replied"),
    "unanswered": _("Nobody replied"),
    "acknowledged": _("Only a holding reply"),
    "asked_again": _("Complains again"),
    "waits_for_the_asker": _("Waiting for the author"),
    "resolved_by_asker": _("Settled, says the author"),
    "answered_by_peer": _("A peer replied"),
    "answered_by_competitor": _("A competitor replied"),
    "question_withdrawn": _("The author took the complaint back"),
    "evidence_unanswered": _("Nobody replied. The thread was read to its end."),
    "evidence_acknowledged": _("Our reply promises something, but settles nothing."),
    "evidence_reopened": _("The author says that it did not help, or complains again."),
    "evidence_resolved_by_asker": _("The author says that it is settled."),
    "evidence_withdrawn": _("The author deleted the complaint or edited it out."),
    "evidence_expired": _("The thread was closed, or 30 days have passed since the author last spoke."),
}
