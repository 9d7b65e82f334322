"""The rows of questions to experts: claiming and settling their mails, and what an expert may be shown."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from engagement import history, links
from engagement.experts.records import Asked, ExpertClaim, Quoted
from engagement.models import Case, ExpertLetter, ExpertRequest
from engagement.notices.records import Verdict
from engagement.notices.storage import FREE, LEASE, free_at
from listening.models import Installation, Mention
from listening.policy import withheld_by
from listening.records import Say
from listening.text import whole

PURPOSE = "expert"  # of the links
AROUND = 3  # posts of the thread before and after the one that is asked about
_STANDS = Q(state=ExpertRequest.State.OPEN) & ~Q(case__status=Case.Status.DONE)


def standing(plain: str, now: datetime) -> ExpertRequest | None:
    """Return the open request of a link; None whether it is unknown, used, withdrawn, late or its case ended."""
    key = links.key_of(plain)
    row = ExpertRequest.objects.filter(key=key).select_related("case").first() if key else None
    if not links.fits(plain, bytes(row.digest) if row else None) or row is None:
        return None
    return row if stands(row, now) else None


def stands(row: ExpertRequest, now: datetime) -> bool:
    """Say whether a request may be answered. ``row.case`` must be loaded as it is now."""
    return row.state == ExpertRequest.State.OPEN and now < row.until and row.case.status != Case.Status.DONE


def asked(request_id: int) -> Asked:
    """Return what the expert of a request is shown. Four queries at most."""
    rows = ExpertRequest.objects.select_related("expert", "asker", "case__lead")
    row = rows.get(pk=request_id)
    lead = row.case.lead
    return Asked(
        request_id=row.pk,
        expert=row.expert.name,
        address=row.expert.address,
        language=row.expert.language,
        asker=history.who(row.asker).name if row.asker else "",
        company=Installation.objects.values_list("company", flat=True).first() or "",
        question=row.question,
        until=row.until,
        network=lead.network,
        url=lead.url if lead.deleted_at is None else "",
        posts=quoted(lead),
    )


def quoted(lead: Mention) -> tuple[Quoted, ...]:
    """Return the post and what stands around it, oldest first; nothing where its network keeps it inside."""
    if lead.deleted_at is not None or withheld_by(lead.network):
        return ()
    posts = [lead]
    if lead.thread_id is not None:
        others = Mention.objects.filter(thread=lead.thread_id, deleted_at=None).exclude(pk=lead.pk)
        before = others.filter(published_at__lt=lead.published_at).order_by("-published_at", "-id")[:AROUND]
        after = others.filter(published_at__gte=lead.published_at).order_by("published_at", "id")[:AROUND]
        posts = [*reversed(before), lead, *after]
    return tuple(
        Quoted(
            author=each.author_handle or each.author_name,
            at=each.published_at,
            text=whole(each.title, each.text),
            ours=each.role == Mention.Role.OWN,
            asks=each.pk == lead.pk,
        )
        for each in posts
    )


def claim(now: datetime, *, limit: int) -> list[ExpertClaim]:
    """Claim up to ``limit`` mails that are due, what waits longest first. Two queries."""
    token = uuid.uuid4()
    with transaction.atomic():
        due = ExpertLetter.objects.filter(free_at(now), state=ExpertLetter.State.WAITING, due_at__lte=now)
        rows = list(
            due.select_related("request")
            .order_by("due_at", "id")
            .select_for_update(of=("self",), skip_locked=True)[:limit]
        )
        ExpertLetter.objects.filter(id__in=[row.pk for row in rows]).update(lease_token=token, lease_until=now + LEASE)
    return [
        ExpertClaim(
            id=row.pk,
            kind=row.kind,
            key=row.key,
            request_id=row.request_id,
            request_key=row.request.key,
            attempts=row.attempts,
            created_at=row.created_at,
            token=token,
        )
        for row in rows
    ]


def still_asks(claim: ExpertClaim, now: datetime) -> bool:
    """Say whether a claimed mail is still to go; if not, that is noted."""
    if ExpertRequest.objects.filter(_STANDS, pk=claim.request_id, until__gt=now).exists():
        return True
    _ours(claim).update(state=ExpertLetter.State.DROPPED, **FREE)
    return False


def link_token(claim: ExpertClaim) -> str:
    """Return the token of the link, which is kept anew if the installation's secret is another than when it was."""
    token = links.token(PURPOSE, claim.request_key)
    ExpertRequest.objects.filter(pk=claim.request_id).exclude(digest=links.digest(token)).update(
        digest=links.digest(token)
    )
    return token


def settle_sent(claim: ExpertClaim, now: datetime) -> None:
    """Note that the claimed mail was taken. Does nothing if the lease was lost meanwhile."""
    _ours(claim).update(state=ExpertLetter.State.SENT, sent_at=now, attempts=F("attempts") + 1, why=None, **FREE)


def settle_failed(claim: ExpertClaim, why: Say, verdict: Verdict) -> bool:
    """Note that the claimed mail was not taken, and what becomes of it; return whether it was given up."""
    stored = {"code": why.code, "params": dict(why.params)}
    done = _ours(claim).update(
        state=verdict.state, due_at=verdict.due_at, attempts=F("attempts") + 1, why=stored, **FREE
    )
    return bool(done) and verdict.state == ExpertLetter.State.FAILED


def _ours(claim: ExpertClaim) -> QuerySet[ExpertLetter]:
    return ExpertLetter.objects.filter(id=claim.id, lease_token=claim.token)
