"""The clicks by which people let a reply out, ask for a second pair of eyes, and say what became of it.

Every click names the version of the text that its person saw. Nothing here asks the network to post: a click makes the
row *approved*, and ``sending`` claims it.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone

from engagement.actions import verbs
from engagement.actions.replies import gate
from engagement.actions.replies.drafts import current, moved, told, wanted
from engagement.actions.replies.thread import stop_if_answered, stop_if_overtaken
from engagement.actions.steps import locked
from engagement.errors import Refused
from engagement.models import Attempt, Case, Reply
from engagement.queue.replies import answered, second_person
from engagement.records import Done
from engagement.replies import outbox
from engagement.storage import storing
from listening import actions as listening
from listening.models import Question
from listening.pipeline import Clock, Way
from listening.posting import AT_ONCE
from listening.records import Say

URL_LIMIT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """What a person sent with his click. ``opened`` is when his composer was opened; ``known`` are the posts that he
    was shown since, and replies all the same."""

    case_id: int
    version: int
    way: str
    opened: datetime
    known: frozenset[str] = field(default_factory=frozenset)


def send(click: Click, *, actor: User, now: datetime, clock: Clock = timezone.now, way: Way = AT_ONCE) -> Done:
    """Let the reply out: a draft, one that waits for approval, or one that failed or is uncertain, once more.

    Where a second person has to look first and nobody has, it waits for approval instead. Raises ``Unknown``,
    ``Refused``, ``DraftChanged`` where a colleague was quicker, and ``Overtaken`` where the thread went on.
    """
    reply = current(click.case_id, click.version)
    found = answered(click.case_id, acknowledged=reply.acknowledged)
    gate.check(reply, found, way=click.way, actor=actor, now=now)
    event = _event(reply, actor, second_person(reply.authors, reply.text, found.about, expert=reply.expert))
    if event != outbox.ASK:
        gate.check_approver(actor)
        stop_if_overtaken(found, text=reply.text, opened=click.opened, known=click.known, clock=clock, way=way)
    with storing():
        case = locked(click.case_id, None)
        reply = wanted(click.case_id, click.version)
        reply.second = second_person(reply.authors, reply.text, found.about, expert=reply.expert)
        moved(reply, event, actor, now)
        reply.way, reply.reason = click.way, None
        if event == outbox.ASK:
            reply.asked_by = actor
            reply.save()
            return told(case, "reply_ask", Say(code="reply_asked"), actor=actor, now=now)
        stop_if_answered(reply, case.lead, opened=click.opened, known=click.known)
        reply.clicked_by, reply.clicked_at, reply.looks, reply.look_at = actor, now, 0, None
        reply.answers = case.lead.external_id
        reply.save()
        if click.known:
            told(case, "reply_anyway", Say(code="reply_anyway", params={"n": len(click.known)}), actor=actor, now=now)
        return told(case, "reply_click", _clicked(reply, event), actor=actor, now=now)


def _event(reply: Reply, actor: User, second: str) -> str:
    if reply.state == outbox.WAITING:
        return outbox.APPROVE
    if reply.state in (outbox.FAILED, outbox.UNCERTAIN):
        return outbox.AGAIN
    if reply.state != outbox.DRAFT:
        raise Refused("reply_not_now")
    return outbox.ASK if second else outbox.CLEAR


def _clicked(reply: Reply, event: str) -> Say:
    if event == outbox.APPROVE:
        return Say(code="reply_approved")
    if reply.way == outbox.BY_HAND:
        return Say(code="reply_by_hand", params={"network": reply.network})
    return Say(code="reply_again" if event == outbox.AGAIN else "reply_to_send", params={"network": reply.network})


def replied_by_hand(case_id: int, *, version: int, actor: User, now: datetime) -> Done:
    """Note that somebody posted the approved text himself: the thread is read in 1, 3 and 10 minutes to find it."""
    with storing():
        case = locked(case_id, None)
        reply = wanted(case_id, version)
        if reply.way != outbox.BY_HAND:
            raise Refused("reply_not_now")
        moved(reply, outbox.CLAIM, actor, now)
        begin_attempt(reply, now)
        reply.look_at = now + outbox.LOOK_AGAIN[0]
        reply.save()
        code = "replied_there" if _is_watched(case, now) else "replied_unseen"
        return told(case, "reply_replied", Say(code=code, params={"network": case.network}), actor=actor, now=now)


def it_is_there(case_id: int, *, version: int, url: str, actor: User, now: datetime) -> Done:
    """Say that an uncertain reply stands in the thread, with its address. Raises ``Refused("reply_link")``."""
    address = url.strip()
    if not address.startswith(("https://", "http://")) or len(address) > URL_LIMIT or any(map(str.isspace, address)):
        raise Refused("reply_link")
    with storing():
        case = locked(case_id, None)
        reply = wanted(case_id, version)
        moved(reply, outbox.FIND, actor, now, evidence=address)
        finish(reply, now, url=address)
        say = Say(code="reply_there", params={"network": reply.network})
        done = told(case, "reply_there", say, actor=actor, now=now)
        case_follows(case, reply, now)
        return done


def it_is_not_there(case_id: int, *, version: int, actor: User, now: datetime) -> Done:
    """Say that an uncertain reply, or one that was to be posted by hand, does not stand there: it is a draft again.

    It goes out again only by another click to send.
    """
    with storing():
        case = locked(case_id, None)
        reply = wanted(case_id, version)
        if reply.state == outbox.SENDING and reply.way == outbox.BY_HAND:
            moved(reply, outbox.LOSE, actor, now)
        moved(reply, outbox.TAKE_BACK, actor, now)
        end_attempt(reply, "failed", "reply_not_there", now)
        reply.key = reply.look_at = reply.reason = None
        reply.save()
        return told(case, "reply_not_there", Say(code="reply_not_there"), actor=actor, now=now)


def begin_attempt(reply: Reply, now: datetime) -> None:
    """Write the attempt that begins now, before anything goes out."""
    reply.key, reply.claimed_at = uuid.uuid4(), now
    Attempt.objects.create(reply=reply, key=reply.key, number=reply.attempts, begun_at=now)


def end_attempt(reply: Reply, outcome: str, code: str, now: datetime) -> None:
    """Note what became of the attempt under way; what was known to be sent stays so."""
    attempt = Attempt.objects.filter(reply=reply, number=reply.attempts).exclude(outcome="sent")
    attempt.update(outcome=outcome, code=code, ended_at=now)


def finish(reply: Reply, now: datetime, *, url: str, external_id: str = "", cost_micros: int = 0) -> None:
    """Write a reply that was found or confirmed as sent."""
    reply.url, reply.external_id, reply.sent_at = url, external_id, now
    reply.cost_micros += cost_micros
    reply.reason = reply.look_at = None
    reply.save()
    end_attempt(reply, "sent", "", now)


def case_follows(case: Case, reply: Reply, now: datetime) -> None:
    """Let the thread be read soon, which ends the case with the reply it finds. A case that no reading would end, since
    it asks nothing or cannot be read, ends here as answered."""
    if not _is_watched(case, now) and reply.clicked_by is not None:
        with suppress(Refused):  # somebody ended it already
            verbs.done(case.pk, disposition="answered", actor=reply.clicked_by, now=now)


def _is_watched(case: Case, now: datetime) -> bool:
    """Say whether the thread will be read in 1, 3 and 10 minutes, and ask for that."""
    question = Question.objects.filter(mention_id=case.lead_id, brand_id=case.brand_id).first()
    return bool(question and listening.replied_on_network(question.pk, now=now))
