"""What comes back by the link: an answer, which becomes a draft that somebody of the house approves, or a no.

The link's token is all that whoever comes has to show; the first who posts by it ends it.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from engagement import links
from engagement.actions.experts.asking import ended, open_locked, said
from engagement.actions.replies import drafts
from engagement.actions.steps import locked
from engagement.errors import BadField, Refused, Unknown
from engagement.experts.storage import stands
from engagement.models import Case, ExpertRequest
from engagement.records import Done
from engagement.storage import storing
from listening.records import Say

ANSWER_LIMIT = 5_000  # characters
REASON_LIMIT = 500


class Gone(Refused):
    """The link does not work, or no longer. Nothing says why: it is the same for a guess."""

    def __init__(self) -> None:
        super().__init__("expert_gone")


def answer(plain: str, *, text: str, now: datetime) -> None:
    """Take the answer of whoever holds the link. The same text once more changes nothing.

    Raises ``Gone``, and ``BadField`` for ``text``.
    """
    kept = _cleaned(text)
    if not kept:
        raise BadField("text", "expert_answer_missing")
    if len(kept) > ANSWER_LIMIT:
        raise BadField("text", "expert_answer_too_long", {"limit": ANSWER_LIMIT})
    with storing():
        case, row = _held(plain, kept, ExpertRequest.State.ANSWERED, now)
        if row is None:
            return
        row.laid = drafts.lay(case, text=kept, by=row.expert.name, now=now)
        ended(row, ExpertRequest.State.ANSWERED, now, text=kept)
        drafts.told(case, "expert_answered", said(row, "expert_answered"), actor=None, now=now, note=kept)


def decline(plain: str, *, reason: str, now: datetime) -> None:
    """Take the no of whoever holds the link, with the reason. Raises as ``answer``, ``BadField`` for ``reason``."""
    kept = _cleaned(reason)
    if not kept:
        raise BadField("reason", "expert_reason_missing")
    if len(kept) > REASON_LIMIT:
        raise BadField("reason", "expert_reason_too_long", {"limit": REASON_LIMIT})
    with storing():
        case, row = _held(plain, kept, ExpertRequest.State.DECLINED, now)
        if row is None:
            return
        ended(row, ExpertRequest.State.DECLINED, now, text=kept)
        drafts.told(case, "expert_declined", said(row, "expert_declined"), actor=None, now=now, note=kept)


def use(request_id: int, *, actor: User, now: datetime) -> Done:
    """Put an answer into the draft of its case, below what stands there. It needs approval from then on.

    Raises ``Unknown``, ``Refused("reply_not_now")`` and ``Refused("reply_too_long")``.
    """
    with storing():
        case_id = ExpertRequest.objects.filter(pk=request_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise Unknown("request", request_id)
        case = locked(case_id, None)
        row = ExpertRequest.objects.select_for_update(of=("self",)).select_related("expert").get(pk=request_id)
        if row.state != ExpertRequest.State.ANSWERED or row.laid:
            raise Refused("expert_over")
        drafts.add(case, text=row.text, by=row.expert.name, now=now)
        row.laid = True
        row.save(update_fields=["laid"])
        say = Say(code="expert_used", params={"name": row.expert.name})
        return drafts.told(case, "expert_used", say, actor=actor, now=now)


def _held(plain: str, kept: str, state: str, now: datetime) -> tuple[Case, ExpertRequest | None]:
    """Return the case and the request of a link, both locked; no request if just this came by it before."""
    key = links.key_of(plain)
    found = ExpertRequest.objects.filter(key=key).first() if key else None
    if not links.fits(plain, bytes(found.digest) if found else None) or found is None:
        raise Gone
    case = locked(found.case_id, None)
    row = ExpertRequest.objects.select_for_update(of=("self",)).select_related("expert").get(pk=found.pk)
    if row.state == state and row.text == kept:
        return case, None
    row.case = case
    if not stands(row, now):
        raise Gone
    return case, open_locked(row.pk)


def _cleaned(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
