"""Carries the mails of questions to experts out: rows that are due, each claimed by one sender and tried for a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from django.conf import settings

from engagement.actions.experts.asking import said
from engagement.actions.receivers import why_of
from engagement.actions.replies.drafts import told
from engagement.actions.steps import locked
from engagement.experts import storage, wording
from engagement.experts.records import ExpertClaim
from engagement.models import ExpertLetter, ExpertRequest
from engagement.notices import delivering
from engagement.notices.records import Message
from engagement.notices.retrying import after_failure
from engagement.storage import company_zone, storing
from listening.errors import ListeningError

ROUNDS = 4

log = structlog.get_logger(__name__)


def send(clock: Callable[[], datetime]) -> int:
    """Send the mails that are due; return how many were taken."""
    taken = 0
    for _ in range(ROUNDS):
        claims = {each.id: each for each in storage.claim(clock(), limit=delivering.SENDERS)}
        if not claims:
            break
        taken += _send(claims, clock)
    return taken


def _send(claims: Mapping[int, ExpertClaim], clock: Callable[[], datetime]) -> int:
    now = clock()
    parcels = {key: _parcel(claim) for key, claim in claims.items() if storage.still_asks(claim, now)}
    taken = 0
    for key, outcome in delivering.deliver_all(parcels, now=now):
        claim = claims[key]
        if isinstance(outcome, ListeningError):
            _failed(claim, outcome, clock())
            continue
        storage.settle_sent(claim, clock())
        log.info("expert_letter_sent", letter=claim.id, request=claim.request_id)
        taken += 1
    return taken


def _parcel(claim: ExpertClaim) -> tuple[str, Mapping[str, str], Message]:
    asked = storage.asked(claim.request_id)
    link = address(storage.link_token(claim))
    message = wording.message(asked, kind=claim.kind, link=link, key=str(claim.key), zone=company_zone())
    return "mail", {"addresses": asked.address}, message


def address(token: str) -> str:
    """Return where a question is answered by its token."""
    return f"{settings.BASE_URL}/expert/{token}/"


def _failed(claim: ExpertClaim, error: ListeningError, now: datetime) -> None:
    verdict = after_failure(error, attempts=claim.attempts, created_at=claim.created_at, now=now)
    log.warning("expert_letter_not_sent", letter=claim.id, request=claim.request_id, code=error.code)
    if not storage.settle_failed(claim, why_of(error), verdict) or claim.kind != ExpertLetter.Kind.ASK:
        return
    with storing():  # who asked must not wait for somebody who has heard of nothing
        row = ExpertRequest.objects.select_related("expert").get(pk=claim.request_id)
        case = locked(row.case_id, None)
        told(case, "expert_not_reached", said(row, "expert_not_reached"), actor=None, now=now)
