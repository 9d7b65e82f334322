"""What a support desk reports back, by the address that it was given with the case and signed with its secret."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engagement import links
from engagement.actions.steps import ENDED, Step
from engagement.actions.support.handing import both, done, over, returned
from engagement.errors import EngagementError, Refused
from engagement.models import Case, HandOver, SupportReport
from engagement.storage import storing
from engagement.support import reading, signing, states
from engagement.support.records import Report
from listening.records import Say
from listening.storage.credentials import open_credential


class NoSuchAddress(EngagementError):
    """The address of the report is none of ours, or its desk was removed."""

    def __init__(self) -> None:
        super().__init__("unknown_hand_over")


class Forged(EngagementError):
    """The report is not signed by who knows the desk's secret, or not within five minutes."""

    def __init__(self) -> None:
        super().__init__("report_forged")


def report(plain: str, headers: Mapping[str, str], body: bytes, *, now: datetime) -> str:
    """Take a report and return the state that stands now. The same report twice counts once.

    Raises ``NoSuchAddress``, ``Forged``, ``BadReport`` and ``Refused`` where it does not fit what stands.
    """
    key = links.key_of(plain)
    found = HandOver.objects.filter(key=key).select_related("desk").first() if key else None
    if not links.fits(plain, bytes(found.digest) if found else None) or found is None or found.desk.address_id is None:
        raise NoSuchAddress
    if not signing.verified(open_credential(found.desk.address_id)["secret"], headers, body, now=now):
        raise Forged
    said = reading.report(headers.get("webhook-id", ""), body)
    with storing():
        case, row = both(found.pk)
        if SupportReport.objects.filter(hand_over=row, report_id=said.report_id).exists():
            return row.state
        if row.state == said.state == states.RETURNED:
            return row.state
        if row.state != said.state and not states.leads(row.state, said.state):
            raise Refused("support_over", {"state": row.state})
        SupportReport.objects.create(hand_over=row, report_id=said.report_id, state=said.state, at=now)
        changed = _changed(row, said, now)
        if changed:
            _follows(case, row, now)
        return row.state


def _changed(row: HandOver, said: Report, now: datetime) -> bool:
    """Write what is new of a report; False if it says nothing new."""
    before = (row.state, row.reference, row.url, row.reason)
    row.state = said.state
    row.reference, row.url = said.reference or row.reference, said.url or row.url
    row.reason = said.reason or row.reason
    if before == (row.state, row.reference, row.url, row.reason):
        return False
    row.changed_at, row.sent_at = now, row.sent_at or now
    if row.state in states.OPEN:
        row.lease_token = row.lease_until = None
        row.save()
    else:
        over(row)
    return True


def _follows(case: Case, row: HandOver, now: datetime) -> None:
    """Let the case follow: what is solved ends, what is returned is Engage's again."""
    params = {"name": row.desk.name, "reference": row.reference, "why": row.reason}
    say = Say(code=f"support_{row.state}", params=params)
    if row.state == states.RETURNED:
        returned(case, say, now=now)
    elif row.state == states.SOLVED and case.status != Case.Status.DONE:
        sets = {**ENDED, "status": Case.Status.DONE, "disposition": "routed", "closed_at": now}
        sets |= {"snoozed_until": None, "returned": None}
        done(case, Step(verb="support_solved", say=say, sets=sets), actor=None, now=now)
    else:
        done(case, Step(verb="support_reported", say=say), actor=None, now=now)
