"""The rows of hand-overs on their way out: claiming and settling them, and what they tell of a case."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from engagement import history, links
from engagement.models import HandOver, SupportDesk
from engagement.notices.records import Verdict
from engagement.notices.storage import FREE, LEASE, free_at
from engagement.support import states
from engagement.support.payload import Handed
from engagement.support.records import HandOverClaim
from listening.policy import withheld_by
from listening.records import Say

PURPOSE = "support"  # of the addresses for reports


def claim(now: datetime) -> HandOverClaim | None:
    """Claim the hand-over that waits longest, if one is due. Two queries."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = HandOver.objects.filter(free_at(now), state=states.WAITING, due_at__lte=now).order_by("due_at", "id")
        row = due.select_related("desk").select_for_update(of=("self",), skip_locked=True).first()
        if row is None:
            return None
        HandOver.objects.filter(pk=row.pk).update(lease_token=token, lease_until=now + LEASE)
    return HandOverClaim(
        id=row.pk,
        key=row.key,
        desk_id=row.desk_id,
        credential=row.desk.address_id,
        attempts=row.attempts,
        created_at=row.created_at,
        token=token,
    )


def handed(hand_over_id: int) -> Handed:
    """Return what is told of the case, as it stands now."""
    row = HandOver.objects.select_related("case__lead", "by").get(pk=hand_over_id)
    lead, policy = row.case.lead, withheld_by(row.case.lead.network)
    silent = bool(policy) or lead.deleted_at is not None
    return Handed(
        case_id=row.case_id,
        network=lead.network,
        url=lead.url if lead.deleted_at is None else "",
        handle=None if silent else lead.author_handle,
        name=None if silent else lead.author_name,
        title=None if silent else lead.title,
        text=None if silent else lead.text,
        withheld_by=policy,
        language=lead.language,
        published_at=lead.published_at,
        due_at=row.case.due_at,
        note=row.note,
        by=history.who(row.by).name if row.by else "",
    )


def status_token(claimed: HandOverClaim) -> str:
    """Return the token of the address for reports, kept anew if the installation's secret is another than it was."""
    token = links.token(PURPOSE, claimed.key)
    rows = HandOver.objects.filter(pk=claimed.id).exclude(digest=links.digest(token))
    rows.update(digest=links.digest(token))
    return token


def ours(claimed: HandOverClaim) -> QuerySet[HandOver]:
    """Return the hand-over while the claim holds: nobody has taken it back or claimed it anew."""
    return HandOver.objects.filter(pk=claimed.id, lease_token=claimed.token, state=states.WAITING)


def settle_later(claimed: HandOverClaim, why: Say, verdict: Verdict) -> None:
    """Note that the claimed hand-over was not taken, and is tried again."""
    stored = {"code": why.code, "params": dict(why.params)}
    ours(claimed).update(due_at=verdict.due_at, attempts=F("attempts") + 1, why=stored, **FREE)


def worked(desk_id: int, now: datetime) -> None:
    """Note that the desk took something."""
    SupportDesk.objects.filter(pk=desk_id).update(last_ok_at=now, trouble=None)


def troubled(desk_id: int, why: Say) -> None:
    """Note why the desk did not take something; its page shows it."""
    SupportDesk.objects.filter(pk=desk_id).update(trouble={"code": why.code, "params": dict(why.params)})
