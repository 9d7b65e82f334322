"""The program that sends: claims one approved reply, asks the network once, and writes what came of it.

The row and its attempt are committed before the request goes out. Whatever happens then, nothing here asks twice: a
reply whose fate is not known becomes *uncertain*, is looked for in its thread, and is otherwise left to people.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import connection

from engagement.actions.replies import gate
from engagement.actions.replies.clicks import case_follows, end_attempt, finish
from engagement.actions.replies.drafts import moved, told
from engagement.actions.replies.thread import ours, stored_reply
from engagement.actions.steps import locked
from engagement.errors import Refused
from engagement.models import Attempt, Case, Reply
from engagement.queue.replies import answered
from engagement.replies import outbox
from engagement.storage import storing
from listening import posting
from listening.connectors.contract import Posted
from listening.errors import ListeningError
from listening.pipeline import Clock, Way
from listening.posting import AT_ONCE, Stopped
from listening.records import Say


def send_next(clock: Clock, *, way: Way = AT_ONCE) -> bool:
    """Send the approved reply that waits longest; False if none does. Two senders never take the same one."""
    reply = _claimed(clock())
    if reply is None:
        return False
    if (why := _forbidden(reply, clock())) is not None:
        _settle(reply, outbox.REFUSE, why, clock())
        return True
    try:
        posted = posting.post_reply(
            reply.network,
            to=reply.answers,
            text=reply.text,
            key=str(reply.key),
            until=(reply.claimed_at or clock()) + outbox.LEAVES_WITHIN,
            clock=clock,
            way=way,
        )
    except Stopped as stopped:
        _stopped(reply, stopped, clock, way)
    else:
        _confirmed(reply, posted, clock())
    return True


_CLAIM = """
    UPDATE engagement_reply SET state = 'sending', key = %s, attempts = attempts + 1, claimed_at = %s, look_at = %s,
           version = version + 1, changed_at = %s
    WHERE id = (SELECT id FROM engagement_reply WHERE state = 'approved' AND way = 'api' ORDER BY clicked_at, id
                LIMIT 1 FOR UPDATE SKIP LOCKED) AND state = 'approved'
    RETURNING id
"""
"""One statement moves a reply from *approved* to *sending*: the pure table's ``claim``, made where two cannot both."""


def _claimed(now: datetime) -> Reply | None:
    """Claim one reply and write its attempt, in one transaction."""
    key = uuid.uuid4()
    with storing():
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, [key, now, now + outbox.LEASE, now])
            row = cursor.fetchone()
        if row is None:
            return None
        reply = Reply.objects.select_related("clicked_by").get(pk=row[0])
        Attempt.objects.create(reply=reply, key=key, number=reply.attempts, begun_at=now)
    return reply


def _forbidden(reply: Reply, now: datetime) -> Say | None:
    """Return why a reply that was let out must not go after all: the click is old, or the world changed since."""
    if reply.clicked_at is None or not outbox.still_holds(reply.clicked_at, now):
        return Say(code="reply_waited_too_long")
    found = answered(reply.case_id, acknowledged=reply.acknowledged)
    try:
        gate.check_way(found, reply.way)
        gate.check_house(found, reply.clicked_by, now)
    except Refused as refused:
        return Say(code=refused.code, params=refused.params)
    return None


def _stopped(reply: Reply, stopped: Stopped, clock: Clock, way: Way) -> None:
    error = stopped.error
    if outbox.surely_not_taken(error, left=stopped.left):
        _settle(reply, outbox.REFUSE, Say(code="reply_refused", params={"refusal": error.code}), clock())
        return
    say = Say(code="reply_no_word", params={"network": reply.network})
    if not _found(reply, clock, way):
        _settle(reply, outbox.LOSE, say, clock())


def _found(reply: Reply, clock: Clock, way: Way) -> bool:
    """Look for our post in the thread; if it is there the reply is sent. A thread that cannot be read says nothing."""
    try:
        post = ours(reply, clock=clock, way=way)
    except ListeningError:
        return False
    if post is None:
        return False
    _sent(reply, outbox.FIND, url=post.url, external_id=post.external_id, cost_micros=0, now=clock())
    return True


def _confirmed(reply: Reply, posted: Posted, now: datetime) -> None:
    _sent(
        reply,
        outbox.CONFIRM,
        url=address(reply.network, posted.external_id),
        external_id=posted.external_id,
        cost_micros=posted.cost_micros,
        now=now,
    )
    posting.charge(reply.network, posted.cost_micros, clock=lambda: now)


def address(network: str, external_id: str) -> str:
    """Return where a post that was just sent stands."""
    return f"https://x.com/i/status/{external_id}" if network == "x" else ""


def _sent(claimed: Reply, event: str, *, url: str, external_id: str, cost_micros: int, now: datetime) -> None:
    """Write that a reply is out, with its post; the case follows with the next readings of its thread."""
    with storing():
        case = locked(claimed.case_id, None)
        reply = _same_attempt(claimed)
        if reply is None:
            _late(case, claimed, url, now)
            return
        moved(reply, event, None, now, evidence=external_id or url)
        finish(reply, now, url=url, external_id=external_id, cost_micros=cost_micros)
        say = Say(code="reply_sent", params={"network": reply.network, "url": url})
        told(case, "reply_sent", say, actor=reply.clicked_by, now=now)
        case_follows(case, reply, now)


def _late(case: Case, claimed: Reply, url: str, now: datetime) -> None:
    """Write that an attempt got through though a person had settled it. What he let out since then is kept back."""
    Attempt.objects.filter(reply=claimed, number=claimed.attempts).update(
        outcome="sent", code="reply_late", ended_at=now
    )
    again = Reply.objects.select_for_update().filter(
        pk=claimed.pk, attempts=claimed.attempts, state=outbox.APPROVED, way=outbox.BY_API
    )
    waiting = again.first()
    if waiting is None:
        told(case, "reply_late", Say(code="reply_late", params={"url": url}), actor=None, now=now)
        return
    say = Say(code="reply_got_through", params={"url": url})
    moved(waiting, outbox.LAPSE, None, now)
    waiting.reason = {"code": say.code, "params": dict(say.params)}
    waiting.save()
    told(case, "reply_failed", say, actor=None, now=now)


def _settle(claimed: Reply, event: str, say: Say, now: datetime) -> None:
    """Write that a reply failed, or that nobody knows."""
    with storing():
        case = locked(claimed.case_id, None)
        reply = _same_attempt(claimed)
        if reply is None or (reply.state == outbox.UNCERTAIN and event == outbox.LOSE):
            return
        moved(reply, event, None, now)
        uncertain = event == outbox.LOSE
        reply.reason = {"code": say.code, "params": dict(say.params)}
        reply.look_at = outbox.look_at(now, 0) if uncertain and reply.way == outbox.BY_API else None
        reply.save()
        end_attempt(reply, "uncertain" if uncertain else "failed", say.code, now)
        told(case, "reply_uncertain" if uncertain else "reply_failed", say, actor=None, now=now)


def _same_attempt(claimed: Reply) -> Reply | None:
    """Return the reply, locked, if it is still this attempt's; None if a person has settled it meanwhile."""
    rows = Reply.objects.select_for_update(of=("self",)).select_related("clicked_by")
    return rows.filter(pk=claimed.pk, key=claimed.key, state__in=(outbox.SENDING, outbox.UNCERTAIN)).first()


_LOOK = """
    UPDATE engagement_reply SET look_at = %s, looks = looks + 1 WHERE id = (
        SELECT id FROM engagement_reply WHERE look_at <= %s ORDER BY look_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id
"""


def look_next(clock: Clock, *, way: Way = AT_ONCE) -> bool:
    """Look for one reply of which nobody knows whether it is there; False if none is due.

    That are those whose sender died, uncertain ones for ten minutes, and those that a person posts by hand.
    """
    now = clock()
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [now + outbox.LEASE, now])
        row = cursor.fetchone()
    if row is None:
        return False
    reply = Reply.objects.select_related("clicked_by").get(pk=row[0])
    if reply.way == outbox.BY_HAND:
        _look_by_hand(reply, clock)
    elif not _found(reply, clock, way):
        _not_found(reply, clock())
    return True


def _look_by_hand(reply: Reply, clock: Clock) -> None:
    post = stored_reply(reply)
    if post is not None:
        _sent(reply, outbox.FIND, url=post.url, external_id=post.external_id, cost_micros=0, now=clock())
    elif reply.claimed_at is not None and clock() - reply.claimed_at > outbox.HAND_LOOKS:
        _settle(reply, outbox.LOSE, Say(code="reply_not_found", params={"network": reply.network}), clock())
    else:
        Reply.objects.filter(pk=reply.pk, key=reply.key).update(look_at=clock() + outbox.LOOK_AGAIN[0])


def _not_found(reply: Reply, now: datetime) -> None:
    if reply.state == outbox.SENDING:
        _settle(reply, outbox.LOSE, Say(code="reply_sender_died", params={"network": reply.network}), now)
        return
    began = reply.claimed_at or now
    again = outbox.look_at(began, reply.looks)
    Reply.objects.filter(pk=reply.pk, key=reply.key, state=outbox.UNCERTAIN).update(look_at=again)
