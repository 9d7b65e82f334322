"""Threads as rows: made with the first mention in them, leased by a reader, read again on a schedule."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q

from listening.answers.records import OPEN_STATES
from listening.answers.schedule import AT_ONCE, WATCHED_FOR, next_check, next_look, next_read
from listening.deciding import names_root, root_of
from listening.models import Mention, Question, Thread
from listening.records import Post, PostKey, Say
from listening.storage import bulk
from listening.storage.answering import decide_now_or_soon
from listening.storage.context import Context

LEASE = timedelta(seconds=90)
"""What a reader that dies costs its thread; renewed before each request like the lease of a source."""

PARK_AFTER = 3
"""Claims in a row whose reader never came back before a thread is left alone (a read that kills its worker)."""


_READ_ON = OPEN_STATES | {"unverified"}
_LOOKED_BACK_AT = ("answered_by_us", "answered_by_peer", "resolved_by_asker")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadLease:
    """The right to read one thread until the lease ends."""

    id: int
    key: PostKey
    token: uuid.UUID
    attempts: int
    failures: int


def ensure_threads(posts: Sequence[Post], now: datetime) -> dict[PostKey, int]:
    """Return the thread ids of the posts' conversations, making rows that are missing. Two queries."""
    roots = {PostKey(post.network, post.instance, root_of(post)) for post in posts}
    ordered = sorted(roots)
    bulk.insert_rows(
        "listening_thread",
        (*PostKey._fields, "url", "title", "complete", "locked", "undecided", "reads", "attempts", "created_at"),
        [(*_parts(key), "", "", False, False, False, 0, 0, now) for key in ordered],
        tail="ON CONFLICT (network, instance, external_id) DO NOTHING",
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.network, t.instance, t.external_id FROM listening_thread t"
            " JOIN unnest(%s::text[], %s::text[], %s::text[]) AS k(network, instance, external_id)"
            " USING (network, instance, external_id)",
            [[k.network for k in ordered], [k.instance for k in ordered], [k.external_id for k in ordered]],
        )
        return {PostKey(*row[1:]): row[0] for row in cursor.fetchall()}


_ELSEWHERE = (
    "SELECT m.id, v.root FROM unnest(%s::bigint[], %s::text[]) AS v(id, root) JOIN listening_mention m ON m.id = v.id"
    " LEFT JOIN listening_thread t ON t.id = m.thread_id WHERE t.external_id IS DISTINCT FROM v.root"
)
_TAKEN = (
    "WITH v AS (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS v(mention_id, thread_id))"
    " SELECT q.id FROM listening_question q JOIN v USING (mention_id) WHERE EXISTS ("
    " SELECT FROM listening_question o LEFT JOIN v AS w USING (mention_id) WHERE o.asker_key = q.asker_key"
    " AND o.brand_id = q.brand_id AND o.flag = q.flag AND o.id <> q.id"
    " AND (o.thread_id = v.thread_id OR (w.thread_id = v.thread_id AND o.id < q.id)))"
)
_MOVE = (
    "UPDATE listening_{} r SET thread_id = v.thread_id FROM unnest(%s::bigint[], %s::bigint[]) AS v(id, thread_id)"
    " WHERE r.{} = v.id"
)


def find_roots(known: Mapping[int, Post], now: datetime) -> None:
    """Let stored posts, by id, stand in the conversation that their network names by now, with what they ask.

    A comment that was read by itself began one of its own, which holds no reply but those that were read so too. One
    query, and seven more where something moves.
    """
    named = {id_: post for id_, post in known.items() if names_root(post)}
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE, [list(named), [root_of(post) for post in named.values()]])
        moving = {id_: named[id_] for id_, _root in cursor.fetchall()}
    if not moving:
        return
    threads = ensure_threads(list(moving.values()), now)
    there = [threads[PostKey(post.network, post.instance, root_of(post))] for post in moving.values()]
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, [list(moving), there])
        taken = [row[0] for row in cursor.fetchall()]
        cursor.execute("DELETE FROM listening_change WHERE question_id = ANY(%s)", [taken])
        cursor.execute("DELETE FROM listening_question WHERE id = ANY(%s)", [taken])
        cursor.execute(_MOVE.format("question", "mention_id"), [list(moving), there])
        cursor.execute(_MOVE.format("mention", "id"), [list(moving), there])
    asked = Question.objects.filter(thread__in=there)
    Thread.objects.filter(id__in=asked.values("thread")).update(undecided=True, next_read_at=now)


def _parts(key: PostKey) -> tuple[str, str, str]:
    return key.network, key.instance, key.external_id


def ask_for_reading(thread_ids: Sequence[int], now: datetime) -> None:
    """Make threads due now: a question or complaint was found in them. What could not be read gets another chance."""
    Thread.objects.filter(id__in=thread_ids).update(next_read_at=now)


def claim_thread(now: datetime) -> ThreadLease | None:
    """Lease the thread that is due longest, or return None. A lease that ended is taken over."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_thread SET lease_token = %s, lease_until = %s, attempts = attempts + 1 WHERE id = ("
            "  SELECT id FROM listening_thread WHERE next_read_at <= %s AND (lease_until IS NULL OR lease_until < %s)"
            "  ORDER BY next_read_at LIMIT 1 FOR UPDATE SKIP LOCKED"
            ") RETURNING id, network, instance, external_id, lease_token, attempts, failures",
            [uuid.uuid4(), now + LEASE, now, now],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return ThreadLease(id=row[0], key=PostKey(*row[1:4]), token=row[4], attempts=row[5], failures=row[6])


def keep_thread(lease: ThreadLease, now: datetime) -> bool:
    """Renew the lease of a thread that is still being read; False if another reader has taken it over."""
    return bool(Thread.objects.filter(id=lease.id, lease_token=lease.token).update(lease_until=now + LEASE))


def hold_thread(lease: ThreadLease) -> bool:
    """Lock the leased row inside the caller's transaction; False if another reader has taken the lease over."""
    return Thread.objects.select_for_update().filter(id=lease.id, lease_token=lease.token).exists()


def finish_read(
    lease: ThreadLease,
    *,
    complete: bool,
    root: Post | None,
    context: Context,
    now: datetime,
    stretched: bool = False,
) -> int:
    """Note that the thread was read, decide its questions and say when it is read again.

    ``stretched`` says that little money is left for reading. Runs in the transaction that stored the posts. Returns how
    many questions changed their state.
    """
    Mention.objects.filter(
        network=lease.key.network, instance=lease.key.instance, external_id=lease.key.external_id, thread=None
    ).update(thread=lease.id)
    held = Thread.objects.filter(id=lease.id, lease_token=lease.token)
    held.update(
        read_at=now,
        complete=complete,
        unreadable=None,
        undecided=False,
        reads=F("reads") + 1,
        attempts=0,
        failures=0,
        title=root.title if root else "",
        url=root.url if root else "",
    )
    changed = decide_now_or_soon([lease.id], context=context, now=now)
    replied_at = held.values_list("replied_at", flat=True).first()
    held.update(
        next_read_at=_next_read(lease.id, read_at=now, stretched=stretched, replied_at=replied_at),
        lease_token=None,
        lease_until=None,
    )
    return changed


def _next_read(thread_id: int, *, read_at: datetime, stretched: bool, replied_at: datetime | None) -> datetime | None:
    """Return when a thread is read again: when the first of its open questions wants it, or for what was answered.

    What others answered is still ours to answer where it was put to us, or is a complaint, so it is read like an open
    one. Elsewhere the asker may say that it did not help, or we may answer too.
    """
    wanted = [next_check(replied_at, read_at=read_at)]
    stored = Question.objects.filter(thread=thread_id)
    for row in stored.values("state", "wants", "audience", "asked_at", "asker_spoke_at", "answered_at"):
        ours = row["wants"] == "reply" or row["audience"] == "direct"
        if row["state"] in _READ_ON or (row["state"] == "answered_by_peer" and ours):
            spoke_at = row["asker_spoke_at"] or row["asked_at"]
            wanted.append(next_read(spoke_at, read_at=read_at, stretched=stretched))
        elif row["state"] in _LOOKED_BACK_AT:
            thanked = row["state"] == "resolved_by_asker"
            told_at = (row["asker_spoke_at"] if thanked else row["answered_at"]) or row["asked_at"]
            wanted.append(next_look(told_at, read_at=read_at, stretched=stretched))
    return min(filter(None, wanted), default=None)


def replied_on_network(thread_id: int, now: datetime) -> bool:
    """Note that somebody replied where no tool can: the thread is read in a minute, in three, and in ten.

    False for one that cannot be read.
    """
    readable = Thread.objects.filter(id=thread_id, unreadable__isnull=True)
    return bool(readable.update(replied_at=now, next_read_at=now + AT_ONCE[0]))


def not_replied(thread_id: int) -> None:
    """Take back that somebody replied: the thread is read at its own pace again."""
    Thread.objects.filter(id=thread_id).update(replied_at=None)


def fail_read(lease: ThreadLease, *, say: Say, refused: bool, again: datetime | None, now: datetime) -> None:
    """Give the lease back after a read that failed; ``again`` is when to try once more, None for never.

    Of a thread that is ``refused`` nothing is claimed any more: its open questions are decided once more by the next
    look at threads. It is tried until their watch is over.
    """
    with transaction.atomic():
        if refused and again and not _is_watched(lease.id, now - WATCHED_FOR):
            again = None
        held = Thread.objects.filter(id=lease.id, lease_token=lease.token)
        if refused:
            held.filter(read_at__isnull=False).update(undecided=True)
        if held.update(
            unreadable={"code": say.code, "params": dict(say.params)} if refused else None,
            next_read_at=again,
            attempts=0 if again else lease.attempts,
            failures=F("failures") + 1,
            lease_token=None,
            lease_until=None,
        ):
            Question.objects.filter(thread=lease.id, state="unverified").update(rule=say.code, checked_at=now)


def _is_watched(thread_id: int, since: datetime) -> bool:
    """Say whether the thread has a question without an answer whose asker spoke since an instant."""
    waiting = Question.objects.filter(thread=thread_id, state__in=_READ_ON)
    return waiting.filter(Q(asker_spoke_at__gte=since) | Q(asker_spoke_at=None, asked_at__gte=since)).exists()
