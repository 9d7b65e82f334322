"""A case's draft: saved as one types, shared with colleagues, and never lost to whoever saved last."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from engagement.actions.steps import Step, act, apply, locked
from engagement.errors import Refused
from engagement.models import Case, Reply
from engagement.queue.replies import live, shown
from engagement.records import Done
from engagement.replies import limits, outbox, policy
from engagement.replies.outbox import WrongMove
from engagement.replies.records import DraftChanged
from engagement.storage import storing, touch_feed
from listening.records import Say


def save(
    case_id: int, *, text: str, acknowledged: bool | None, version: int, actor: User, now: datetime
) -> Reply | None:
    """Keep what somebody typed; ``version`` is that of the draft he saw, 0 for none. None while nothing is to be kept.

    Saving what stands there already changes nothing, whatever the version: a repeated request is no conflict. Raises
    ``Unknown``, ``Refused("reply_too_long")`` and ``DraftChanged``.
    """
    kept = cleaned(text)
    with storing():
        case = locked(case_id, None)
        reply = live_locked(case_id)
        if reply is None:
            if version or not (kept.strip() or acknowledged):
                if kept.strip():
                    raise gone(case_id)
                return None
            reply = _begun(case, now)
        elif reply.text == kept and acknowledged in (None, reply.acknowledged):
            return reply
        elif reply.version != version or reply.state not in outbox.WRITABLE:
            raise DraftChanged(shown(reply), mine=kept)
        if acknowledged is not None:
            reply.acknowledged = acknowledged
        _written(reply, kept, actor, now)
        reply.save()
    return reply


def _written(reply: Reply, text: str, actor: User, now: datetime) -> None:
    if reply.text != text:
        reply.authors = sorted({*reply.authors, actor.pk})
        reply.editor, reply.approver = actor, None
    reply.text, reply.state, reply.reason = text, outbox.DRAFT, None
    reply.version, reply.changed_at = reply.version + 1, now


def lay(case: Case, *, text: str, by: str, now: datetime) -> bool:
    """Make what somebody without an account wrote the draft of a locked case, if nobody has written one yet.

    Whatever is edited at it later, it goes out by a second person's approval alone.
    """
    reply = live_locked(case.pk)
    if reply is not None and (reply.state not in outbox.WRITABLE or reply.text.strip()):
        return False
    _laid(reply or _begun(case, now), cleaned(text), by, now)
    return True


def add(case: Case, *, text: str, by: str, now: datetime) -> None:
    """Put what somebody without an account wrote below the draft of a locked case.

    Raises ``Refused`` where no draft may be written now.
    """
    reply = live_locked(case.pk) or _begun(case, now)
    if reply.state not in outbox.WRITABLE:
        raise Refused("reply_not_now")
    _laid(reply, cleaned(f"{reply.text.rstrip()}\n\n{text}".strip()), by, now)


def _begun(case: Case, now: datetime) -> Reply:
    lead = case.lead
    return Reply(case=case, network=lead.network, answers=lead.external_id, created_at=now, version=0)


def _laid(reply: Reply, text: str, by: str, now: datetime) -> None:
    reply.text, reply.state, reply.reason = text, outbox.DRAFT, None
    reply.expert, reply.second, reply.approver = by, policy.BY_ROLE, None
    reply.version, reply.changed_at = reply.version + 1, now
    reply.save()


def discard(case_id: int, *, version: int, actor: User, now: datetime) -> Done:
    """Throw a draft away. Raises ``Refused`` and ``DraftChanged``."""
    with storing():
        case = locked(case_id, None)
        reply = wanted(case_id, version)
        moved(reply, outbox.DISCARD, actor, now)
        reply.save()
        return told(case, "reply_discard", Say(code="reply_discarded"), actor=actor, now=now)


def take_back(case_id: int, *, version: int, actor: User, now: datetime) -> Done:
    """Make a reply that waits, or that nobody has begun to send, a draft again.

    Raises ``Refused`` and ``DraftChanged``.
    """
    with storing():
        case = locked(case_id, None)
        reply = wanted(case_id, version)
        moved(reply, outbox.TAKE_BACK, actor, now)
        reply.reason = reply.look_at = None
        reply.save()
        return told(case, "reply_take_back", Say(code="reply_taken_back"), actor=actor, now=now)


def keep_as_note(case_id: int, *, text: str, actor: User, now: datetime) -> Done:
    """Keep a text that was not sent as a note of the team."""
    kept = cleaned(text).strip()
    if not kept:
        raise Refused("empty_note")

    def decide(case: Case) -> Step:
        return Step(verb="note", say=Say(code="noted"), note=kept)

    return act(case_id, actor=actor, now=now, version=None, decide=decide)


def cleaned(text: str) -> str:
    """Return a typed text as it is kept: one kind of line end, no NULs. Raises ``Refused("reply_too_long")``."""
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    if len(kept) > limits.LONGEST:
        raise Refused("reply_too_long", {"limit": limits.LONGEST})
    return kept


def live_locked(case_id: int) -> Reply | None:
    """Return the live reply of a case, locked."""
    return Reply.objects.select_for_update().filter(case_id=case_id, state__in=outbox.LIVE).first()


def wanted(case_id: int, version: int) -> Reply:
    """Return the live reply, locked, if it is still what the actor saw. Raises ``Refused`` and ``DraftChanged``."""
    return _as_seen(live_locked(case_id), case_id, version)


def current(case_id: int, version: int) -> Reply:
    """Return the live reply, unlocked, if it is still what the actor saw. Raises ``Refused`` and ``DraftChanged``."""
    return _as_seen(live(case_id), case_id, version)


def _as_seen(reply: Reply | None, case_id: int, version: int) -> Reply:
    if reply is None:
        raise gone(case_id)
    if reply.version != version:
        raise DraftChanged(shown(reply))
    return reply


def gone(case_id: int) -> Refused | DraftChanged:
    """Return why there is no live reply: a colleague has sent or discarded it, or there never was one."""
    last = Reply.objects.filter(case_id=case_id).order_by("-changed_at").first()
    if last is not None and last.state == outbox.SENT:
        return DraftChanged(shown(last))
    return Refused("reply_gone")


def moved(reply: Reply, event: str, actor: User | None, now: datetime, *, evidence: str = "") -> None:
    """Let a locked reply become what ``event`` makes of it, unsaved. Raises ``Refused`` where that cannot be."""
    try:
        after = outbox.move(standing(reply), event, by=actor.pk if actor else None, evidence=evidence)
    except WrongMove as wrong:
        raise Refused(f"reply_{wrong.code}") from wrong
    reply.state, reply.attempts, reply.approver_id = after.state, after.attempts, after.approver
    reply.version, reply.changed_at = reply.version + 1, now


def standing(reply: Reply) -> outbox.Standing:
    """Return where a stored reply stands."""
    return outbox.Standing(
        state=reply.state,
        authors=frozenset(reply.authors),
        second=bool(reply.second),
        approver=reply.approver_id,
        attempts=reply.attempts,
        evidence=reply.external_id or reply.url,
    )


def told(case: Case, verb: str, say: Say, *, actor: User | None, now: datetime, **more: Any) -> Done:
    """Write a step of a locked case that changes nothing but its history and version."""
    event = apply(case, Step(verb=verb, say=say, **more), actor=actor, now=now)
    case.save()
    event.save()
    touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=verb, undo=None, say=say)
