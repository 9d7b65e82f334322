"""The verbs on how somebody wants to be told: of what by mail, and when neither he nor a receiver is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement.errors import BadField, Unknown
from engagement.models import Member, Receiver
from engagement.notices import quiet as hours
from engagement.notices.quiet import Quiet

CHOICES: Final[Mapping[str, Promise]] = {
    "warned": _("An answer is due soon"),
    "breached": _("An answer is overdue"),
    "escalated": _("Twice the time was used up"),
    "returned": _("A case of mine came back"),
    "mention": _("A colleague names me in a note (@name)"),
    "expert": _("An expert whom I asked answers, declines or does not"),
}
"""Kinds of alerts that a person can do without. That others handled what he was told of follows whatever he was."""


def planned(start: time | None, end: time | None, days: Sequence[int], *, critical: bool) -> Quiet | None:
    """Return quiet hours as a person gives them; None for none. Raises ``BadField``."""
    try:
        return hours.planned(start, end, days, critical=critical)
    except hours.BadQuiet as wrong:
        raise BadField(wrong.field, wrong.code) from None


def quiet_of(row: Member | Receiver) -> Quiet | None:
    """Return somebody's quiet hours."""
    return hours.load(row.quiet)


def save(member: Member, *, tells: Sequence[str], quiet: Quiet | None) -> None:
    """Save what a person is mailed and when not. What already waits follows his new wishes."""
    muted = [each for each in CHOICES if each not in tells]
    Member.objects.filter(id=member.id).update(muted=muted, quiet=hours.dump(quiet))


def receiver(receiver_id: int) -> Receiver:
    """Return a receiver. Raises ``Unknown``."""
    found = Receiver.objects.filter(id=receiver_id).first()
    if found is None:
        raise Unknown("receiver", receiver_id)
    return found


def save_receiver(receiver_id: int, *, quiet: Quiet | None) -> None:
    """Save when a receiver is told nothing."""
    Receiver.objects.filter(id=receiver_id).update(quiet=hours.dump(quiet))
