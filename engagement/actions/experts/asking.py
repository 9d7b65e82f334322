"""Asking an expert about a case by mail, and ending that without an answer.

Asking writes the request with its mails; they leave a moment later, so that an undo in time keeps them here. Whatever
ends a request kills its link in the same transaction.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from engagement import links
from engagement.actions.steps import Step, apply, bar_undo, locked
from engagement.errors import BadField, Refused, Unknown
from engagement.experts.storage import PURPOSE
from engagement.models import Case, Event, Expert, ExpertLetter, ExpertRequest
from engagement.notices import delivering
from engagement.notices.storage import FREE
from engagement.records import Done
from engagement.storage import storing, touch_feed
from listening.records import Say

ASK = "ask_expert"
QUESTION_LIMIT = 2_000  # characters
SOONEST = timedelta(minutes=15)
LONGEST = timedelta(days=30)
UNDO_TIME = timedelta(seconds=10)  # as long as the message with its undo stands
REMINDERS = ((ExpertLetter.Kind.HALF, 0.5), (ExpertLetter.Kind.LAST, 0.9))
"""BEHAVIOUR 7: after which part of the time."""

BATCH = 100
_ENTRY = "entry:expert:%d"  # each its own, or undoing the second question would be barred by the first


def ask(case_id: int, *, expert_id: int, question: str, until: datetime, actor: User, now: datetime) -> Done:
    """Ask an expert by mail until an instant. Raises ``Unknown``, ``Refused`` and ``BadField``."""
    asked = question.replace("\x00", "").strip()
    if not asked:
        raise BadField("question", "expert_question_missing")
    if len(asked) > QUESTION_LIMIT:
        raise BadField("question", "expert_question_too_long", {"limit": QUESTION_LIMIT})
    if not now + SOONEST <= until <= now + LONGEST:
        raise BadField("until", "expert_until", {"minutes": SOONEST.seconds // 60, "days": LONGEST.days})
    if not delivering.mail_is_on():
        raise Refused("expert_mail_off")
    with storing():
        case = locked(case_id, None)
        _refuse_done(case)
        expert = Expert.objects.filter(pk=expert_id, removed_at=None).first()
        if expert is None:
            raise BadField("expert", "unknown_expert")
        if ExpertRequest.objects.filter(case=case, expert=expert, state=ExpertRequest.State.OPEN).exists():
            raise BadField("expert", "expert_asked_already", {"name": expert.name})
        row = _written(case, expert, asked, until, actor, now)
        say = Say(code="expert_asked", params={"name": expert.name, "until": until})
        return _told(case, ASK, say, note=asked, before={_ENTRY % row.pk: row.pk}, actor=actor, now=now)


def _refuse_done(case: Case) -> None:
    if case.status == Case.Status.DONE:
        raise Refused("already_done", {"disposition": case.disposition, "at": case.closed_at})


def _written(case: Case, expert: Expert, question: str, until: datetime, actor: User, now: datetime) -> ExpertRequest:
    key = uuid.uuid4()
    row = ExpertRequest.objects.create(
        case=case,
        expert=expert,
        asker=actor,
        question=question,
        asked_at=now,
        until=until,
        key=key,
        digest=links.digest(links.token(PURPOSE, key)),
    )
    due = [(ExpertLetter.Kind.ASK, now + UNDO_TIME)]
    due += [(kind, now + (until - now) * part) for kind, part in REMINDERS]
    ExpertLetter.objects.bulk_create(
        [ExpertLetter(request=row, kind=kind, due_at=at, created_at=now) for kind, at in due]
    )
    return row


def withdraw(request_id: int, *, actor: User, now: datetime) -> Done:
    """Take a question back: its link is dead, its mails stay here. Raises ``Unknown`` and ``Refused``."""
    done = settle(request_id, ExpertRequest.State.WITHDRAWN, "expert_withdrawn", actor=actor, now=now)
    if done is None:
        raise Refused("expert_over")
    return done


def settle(request_id: int, state: str, verb: str, *, actor: User | None = None, now: datetime) -> Done | None:
    """End an open request without an answer, with its step in the history; None if it has ended already."""
    with storing():
        case_id = ExpertRequest.objects.filter(pk=request_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise Unknown("request", request_id)
        case = locked(case_id, None)
        row = open_locked(request_id)
        if row is None:
            return None
        ended(row, state, now)
        return _told(case, verb, said(row, verb), actor=actor, now=now)


def open_locked(request_id: int) -> ExpertRequest | None:
    """Return a request, locked, if it is open. Its case must be locked first."""
    rows = ExpertRequest.objects.select_for_update(of=("self",)).select_related("expert")
    return rows.filter(pk=request_id, state=ExpertRequest.State.OPEN).first()


def ended(row: ExpertRequest, state: str, now: datetime, *, text: str = "") -> None:
    """Write that a locked request has ended, and drop the mails that wait."""
    row.state, row.text, row.settled_at = state, text, now
    row.save()
    waiting = ExpertLetter.objects.filter(request=row, state=ExpertLetter.State.WAITING)
    waiting.update(state=ExpertLetter.State.DROPPED, **FREE)
    bar_undo(row.case, ASK, _ENTRY % row.pk)


def said(row: ExpertRequest, code: str) -> Say:
    """Return what the history says of a request. ``to`` is who asked and is told."""
    return Say(code=code, params={"name": row.expert.name, "to": row.asker_id})


def end_over(now: datetime) -> int:
    """End what was not answered in time, and what is about a case that has ended; return how many were looked at."""
    open_ = ExpertRequest.objects.filter(state=ExpertRequest.State.OPEN)
    over = open_.filter(Q(until__lte=now) | Q(case__status=Case.Status.DONE)).order_by("until", "id")
    rows = list(over.values_list("pk", "case__status")[:BATCH])
    for request_id, status in rows:
        if status == Case.Status.DONE:
            settle(request_id, ExpertRequest.State.CLOSED, "expert_closed", now=now)
        else:
            settle(request_id, ExpertRequest.State.EXPIRED, "expert_expired", now=now)
    return len(rows)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Withdraw what a step asked. Runs in the transaction of the undo."""
    row = open_locked(next(iter(event.before.values())))
    if row is None:
        raise Refused("expert_over")
    ended(row, ExpertRequest.State.WITHDRAWN, now)
    return case, {}


def _told(
    case: Case, verb: str, say: Say, *, note: str = "", before: dict[str, Any] | None = None, actor: User | None,
    now: datetime,
) -> Done:  # fmt: skip
    event = apply(case, Step(verb=verb, say=say, note=note), actor=actor, now=now)
    event.before = before or {}
    case.save()
    event.save()
    touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=verb, undo=event.pk if event.before else None, say=say)
