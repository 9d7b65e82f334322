"""Reads who outside the desk has to do with a case, and whom it could be put to."""

from __future__ import annotations

from engagement.experts.records import Quoted
from engagement.experts.storage import quoted
from engagement.history import say_of
from engagement.models import Case, Expert, ExpertLetter, ExpertRequest, HandOver, SupportDesk
from engagement.outside import ExpertAsked, HandedOver, Outside
from engagement.support import states

SHOWN = 20


def outside(case_id: int) -> Outside:
    """Return the experts asked about a case and the desks that have or had it. Two queries, three if one was asked."""
    rows = list(ExpertRequest.objects.filter(case=case_id).select_related("expert").order_by("-id")[:SHOWN])
    letters = ExpertLetter.objects.filter(request__in=rows, kind=ExpertLetter.Kind.ASK) if rows else ()
    mails = {each.request_id: each for each in letters}
    over = HandOver.objects.filter(case=case_id).select_related("desk").order_by("-id")[:SHOWN]
    return Outside(
        experts=tuple(_asked(row, mails.get(row.pk)) for row in rows),
        support=tuple(_handed(row) for row in over),
    )


def _asked(row: ExpertRequest, mail: ExpertLetter | None) -> ExpertAsked:
    return ExpertAsked(
        id=row.pk,
        name=row.expert.name,
        question=row.question,
        until=row.until,
        state=row.state,
        mailed_at=mail.sent_at if mail else None,
        trouble=say_of(mail.why) if mail else None,
        text=row.text,
        usable=row.state == ExpertRequest.State.ANSWERED and not row.laid,
        settled_at=row.settled_at,
    )


def _handed(row: HandOver) -> HandedOver:
    return HandedOver(
        id=row.pk,
        desk=row.desk.name,
        state=row.state,
        reference=row.reference,
        url=row.url,
        reason=row.reason,
        note=row.note,
        trouble=say_of(row.why) if row.state in (states.WAITING, states.FAILED) else None,
        changed_at=row.changed_at,
        open=row.state in states.OPEN,
    )


def experts() -> list[Expert]:
    """Return the experts on the list, by name."""
    return list(Expert.objects.filter(removed_at=None).order_by("name", "id"))


def desks() -> list[SupportDesk]:
    """Return the support desks, by name."""
    return list(SupportDesk.objects.filter(removed_at=None).order_by("name", "id"))


def case_of_request(request_id: int) -> int | None:
    """Return the case of a question to an expert, None if there is no such question."""
    return ExpertRequest.objects.filter(pk=request_id).values_list("case_id", flat=True).first()


def case_of_hand_over(hand_over_id: int) -> int | None:
    """Return the case of a hand-over, None if there is no such hand-over."""
    return HandOver.objects.filter(pk=hand_over_id).values_list("case_id", flat=True).first()


def shown_outside(case_id: int) -> tuple[Quoted, ...]:
    """Return the posts of a case that may be shown to somebody outside. Raises ``Case.DoesNotExist``."""
    return quoted(Case.objects.select_related("lead").get(pk=case_id).lead)
