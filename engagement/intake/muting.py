"""Who and what is muted: posts that begin no case and are told to nobody, and are kept for who looks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from engagement.errors import Refused
from engagement.models import Case, Mute
from engagement.places import mutable
from listening.models import Mention
from listening.records import Say

MUTED = "muted"
"""The outcome of a case that nobody was shown."""


def in_force(mentions: Iterable[Mention]) -> list[Mute]:
    """Return the mutes that hold for any of these mentions. One query, none for no mentions."""
    mentions = list(mentions)
    if not mentions:
        return []
    places = {place for each in mentions if (place := mutable(each.network, each.instance, each.url))}
    rows = Mute.objects.filter(
        Q(subject=Mute.Subject.AUTHOR, external_id__in={each.author_key for each in mentions if each.author_key})
        | Q(subject=Mute.Subject.SOURCE, place__in=places),
        ended_at=None,
        network__in={each.network for each in mentions},
    )
    return list(rows.order_by("id"))


def concerns(mute: Mute, mention: Mention) -> bool:
    """Say whether a mention is by the author, or stands in the place, of a mute."""
    if mute.network != mention.network:
        return False
    if mute.subject == Mute.Subject.SOURCE:
        return mute.place == mutable(mention.network, mention.instance, mention.url)
    return (mute.instance, mute.external_id) == (mention.instance, mention.author_key)


def muted_by(mutes: Collection[Mute], mentions: Collection[Mention]) -> Mute | None:
    """Return the mute that holds for all these mentions, the first made, or None: one voice that may be heard is
    enough to begin a case."""
    found = [next((mute for mute in mutes if concerns(mute, each)), None) for each in mentions]
    return found[0] if found and all(found) else None


def keep(case: Case, mute: Mute, now: datetime) -> Say:
    """End a case that has just come, before anybody is owed a decision, and return what its history says."""
    case.status, case.disposition, case.disposition_reason = Case.Status.DONE, MUTED, reason(mute.pk)
    case.closed_at, case.created_at, case.changed_at = now, now, now
    return Say(code=f"kept_as_muted_{mute.subject}", params={"name": mute.name, "mute": mute.pk})


def reason(mute_id: int) -> str:
    """Return by what a case that was kept quiet names its mute."""
    return f"mute {mute_id}"


def mute_of(lead: Mention, subject: str) -> Mute:
    """Return the unsaved mute of the author or the place of a mention. Raises ``Refused`` where there is none."""
    if subject == Mute.Subject.AUTHOR:
        if not lead.author_key:
            raise Refused("mute_author_unknown")
        name = lead.author_handle or lead.author_name or lead.author_key
        key = {"network": lead.network, "instance": lead.instance, "external_id": lead.author_key}
        return Mute(subject=subject, name=name, **key)
    if subject != Mute.Subject.SOURCE:
        raise Refused("mute_unknown")
    place = mutable(lead.network, lead.instance, lead.url)
    if not place:
        raise Refused("mute_no_place")
    return Mute(subject=subject, name=place, network=lead.network, place=place)
