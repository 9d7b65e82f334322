"""Carries hand-overs out: one due row at a time, claimed by one sender, tried for a day under the same id."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

import structlog
from django.conf import settings

from engagement.actions.receivers import why_of
from engagement.actions.steps import Step
from engagement.actions.support.desks import post
from engagement.actions.support.handing import both, done, give_up
from engagement.notices.retrying import after_failure
from engagement.storage import storing
from engagement.support import payload, states, storage
from engagement.support.records import HandOverClaim
from listening.errors import AuthError, ListeningError
from listening.records import Say
from listening.storage.credentials import open_credential

MOST = 10  # a look; each is given 15 s by the door, and a task four minutes

log = structlog.get_logger(__name__)


def send(clock: Callable[[], datetime]) -> int:
    """Send the hand-overs that are due; return how many were taken."""
    taken = 0
    for _ in range(MOST):
        claimed = storage.claim(clock())
        if claimed is None:
            break
        taken += _send(claimed, clock)
    return taken


def _send(claimed: HandOverClaim, clock: Callable[[], datetime]) -> bool:
    now = clock()
    try:
        if claimed.credential is None:
            raise AuthError("credential_unreadable")
        post(open_credential(claimed.credential), str(claimed.key), _body(claimed, now), now=now)
    except ListeningError as error:
        _failed(claimed, error, clock())
        return False
    storage.worked(claimed.desk_id, clock())
    _sent(claimed, clock())
    log.info("hand_over_sent", hand_over=claimed.id, desk=claimed.desk_id)
    return True


def _body(claimed: HandOverClaim, now: datetime) -> bytes:
    base = settings.BASE_URL
    status_url = f"{base}/api/v1/support/{storage.status_token(claimed)}/"
    told = payload.document(storage.handed(claimed.id), base_url=base, status_url=status_url, at=now)
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _sent(claimed: HandOverClaim, now: datetime) -> None:
    """Note that the desk took it. It may have reported already, or the case may have been taken back meanwhile."""
    with storing():
        case, row = both(claimed.id)
        row.sent_at, row.why, row.attempts = now, None, row.attempts + 1
        if row.state == states.WAITING and row.lease_token == claimed.token:
            row.state, row.changed_at, row.lease_token, row.lease_until = states.SENT, now, None, None
            say = Say(code="support_sent", params={"name": row.desk.name})
            done(case, Step(verb="support_reported", say=say), actor=None, now=now)
        row.save()


def _failed(claimed: HandOverClaim, error: ListeningError, now: datetime) -> None:
    why = why_of(error)
    storage.troubled(claimed.desk_id, why)
    verdict = after_failure(error, attempts=claimed.attempts, created_at=claimed.created_at, now=now)
    log.warning("hand_over_not_sent", hand_over=claimed.id, desk=claimed.desk_id, code=error.code)
    if verdict.state == "failed":
        give_up(claimed.id, why, now=now, token=claimed.token)
    else:
        storage.settle_later(claimed, why, verdict)
