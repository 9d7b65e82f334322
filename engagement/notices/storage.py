"""The rows of notices: adding, claiming and settling them, and reading what their messages show."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from engagement.history import say_of
from engagement.models import Case, CaseItem, Notice, Receiver
from engagement.notices import pacing
from engagement.notices import quiet as hours
from engagement.notices.records import Claim, ReceiverView, Title, Verdict
from engagement.storage import company_zone, plain, storing
from listening.models import Mention
from listening.policy import withheld_by
from listening.records import Say
from listening.text import whole

LEASE = timedelta(minutes=5)
"""Longer than a task may run, so whoever still holds a notice after it is dead."""

KEPT = timedelta(days=30)
RECENT = timedelta(days=7)
FREE = {"lease_token": None, "lease_until": None}
"""What a row that nobody is sending holds of a lease; letters have the same columns."""


def last_words(receiver_ids: Iterable[int]) -> dict[tuple[int, str], Notice]:
    """Return the newest notice of each receiver about each subject. One query."""
    newest = Notice.objects.filter(receiver__in=list(receiver_ids)).order_by("receiver_id", "subject", "-id")
    return {(each.receiver_id, each.subject): each for each in newest.distinct("receiver_id", "subject")}


def follow(receiver: Receiver, kind: str, subject: str, say: Say, *, last: Notice | None, now: datetime) -> Notice:
    """Return a new notice, not stored yet, in the slot after ``last``."""
    stored = {"code": say.code, "params": plain(say.params), "citations": list(say.citations)}
    slot = f"{subject} after {last.pk if last else 0}"
    return Notice(receiver=receiver, kind=kind, subject=subject, slot=slot, say=stored, due_at=now, created_at=now)


def add(notices: Sequence[Notice]) -> None:
    """Store notices. Whose slot is taken already is left out: somebody else has told it."""
    if notices:
        with storing():
            Notice.objects.bulk_create(notices, ignore_conflicts=True)


def claim(now: datetime, *, limit: int) -> list[Claim]:
    """Claim the first due notice of each of up to ``limit`` receivers. What waits longest comes first.

    A receiver's notices go in their order: while the first waits for its next try, the rest wait behind it. In its
    quiet hours they all wait, but for what is critical if it wants that; afterwards what was held back goes together.
    """
    waiting = Notice.objects.filter(_heard(now), state=Notice.State.WAITING, receiver__active=True)
    heads = waiting.order_by("receiver_id", "id").distinct("receiver_id").values("id")
    due = Notice.objects.filter(free_at(now), id__in=heads, due_at__lte=now)
    claims = []
    for notice in due.select_related("receiver").order_by("due_at")[:limit]:
        claim = _claimed(notice, now)
        if claim is not None:
            claims.append(claim)
    return claims


def _heard(now: datetime) -> Q:
    """Return which notices may be told now, for the quiet hours of their receivers."""
    careful = list(Receiver.objects.filter(active=True, quiet__isnull=False))
    if not careful:
        return Q()
    zone = company_zone()
    awake = {each.pk for each in pacing.awake(careful, zone=zone, now=now)}
    alert = {each.pk for each in pacing.awake(careful, zone=zone, now=now, critical=True)}
    quiet = [each.pk for each in careful if each.pk not in awake]
    return ~Q(receiver__in=quiet) | Q(receiver__in=list(alert - awake), say__params__critical=True)


def _claimed(notice: Notice, now: datetime) -> Claim | None:
    token = uuid.uuid4()
    still = Notice.objects.filter(free_at(now), state=Notice.State.WAITING, due_at__lte=now)
    lease = {"lease_token": token, "lease_until": now + LEASE}
    if not still.filter(id=notice.pk).update(**lease):
        return None
    rest: list[Notice] = []
    if notice.receiver.quiet:
        along = still.filter(_heard(now), receiver=notice.receiver_id, attempts=notice.attempts).exclude(id=notice.pk)
        still.filter(id__in=list(along.values_list("id", flat=True))).update(**lease)
        claimed = Notice.objects.filter(lease_token=token).exclude(id=notice.pk)
        rest = list(claimed.select_related("receiver").order_by("id"))
    return replace(_claim(notice, token), rest=tuple(_claim(each, token) for each in rest))


def free_at(now: datetime) -> Q:
    """Return which rows nobody is sending: never claimed, or by a sender that is dead by now."""
    return Q(lease_until=None) | Q(lease_until__lte=now)


def _claim(notice: Notice, token: uuid.UUID) -> Claim:
    say = say_of(notice.say)
    assert say is not None
    return Claim(
        notice_id=notice.pk,
        receiver_id=notice.receiver_id,
        kind=notice.receiver.kind,
        credential=notice.receiver.address_id,
        say=say,
        attempts=notice.attempts,
        created_at=notice.created_at,
        token=token,
    )


def settle_sent(claim: Claim, now: datetime) -> None:
    """Note that the claimed notice was taken. Does nothing if the lease was lost meanwhile."""
    ours = Notice.objects.filter(id=claim.notice_id, lease_token=claim.token)
    with storing():
        if ours.update(state=Notice.State.SENT, sent_at=now, attempts=F("attempts") + 1, why=None, **FREE):
            worked(claim.receiver_id, now)


def settle_failed(claim: Claim, why: Say, verdict: Verdict) -> None:
    """Note that the claimed notice was not taken, and what becomes of it."""
    stored = {"code": why.code, "params": dict(why.params)}
    ours = Notice.objects.filter(id=claim.notice_id, lease_token=claim.token)
    with storing():
        if ours.update(state=verdict.state, due_at=verdict.due_at, attempts=F("attempts") + 1, why=stored, **FREE):
            failed(claim.receiver_id, why)


def settle_empty(claim: Claim, why: Say) -> None:
    """Note that the claimed notice has nothing left to tell."""
    stored = {"code": why.code, "params": {}}
    Notice.objects.filter(id=claim.notice_id, lease_token=claim.token).update(
        state=Notice.State.FAILED, why=stored, **FREE
    )


def worked(receiver_id: int, now: datetime) -> None:
    """Note that the receiver took something."""
    Receiver.objects.filter(id=receiver_id).update(last_ok_at=now, trouble=None, failures=0)


def failed(receiver_id: int, why: Say) -> None:
    """Note why the receiver did not take something; its page shows it."""
    stored = {"code": why.code, "params": dict(why.params)}
    Receiver.objects.filter(id=receiver_id).update(trouble=stored, failures=F("failures") + 1)


def titles(case_ids: Sequence[int]) -> list[Title]:
    """Return what may be said of these cases, in their order. A deleted post has no words, nor one under policy."""
    cases = Case.objects.in_bulk(case_ids)
    leads = Mention.objects.only("title", "text", "network", "deleted_at").in_bulk(
        {case.lead_id for case in cases.values()}
    )
    return [_title(each, leads[cases[each].lead_id]) for each in case_ids if each in cases]


def post_titles(mention_ids: Sequence[int]) -> list[Title]:
    """Return what may be said of these posts, in their order, by the rules of ``titles``. Two queries."""
    posts = Mention.objects.only("title", "text", "network", "deleted_at").in_bulk(mention_ids)
    cases = dict(CaseItem.objects.filter(mention_id__in=mention_ids).values_list("mention_id", "case_id"))
    return [_title(cases.get(each), posts[each]) for each in mention_ids if each in posts]


def _title(case_id: int | None, lead: Mention) -> Title:
    hidden = lead.deleted_at is not None or withheld_by(lead.network)
    words = "" if hidden else lead.title or whole(lead.title, lead.text)
    return Title(case_id=case_id, network=lead.network, words=words, mention_id=lead.pk)


def overview(now: datetime) -> list[ReceiverView]:
    """Return all receivers by name, with what waits for them and what was given up in the last week. Two queries."""
    waiting, given_up = Q(state=Notice.State.WAITING), Q(state=Notice.State.FAILED, created_at__gt=now - RECENT)
    counts: Mapping[int, Mapping[str, object]] = {
        row["receiver"]: row
        for row in Notice.objects.values("receiver").annotate(
            waits=Count("id", filter=waiting),
            next_try=Min("due_at", filter=waiting & Q(attempts__gt=0)),
            given_up=Count("id", filter=given_up & ~Q(why__code__in=["switched_off", "handled_elsewhere"])),
        )
    }
    return [_view(row, counts.get(row.pk, {})) for row in Receiver.objects.order_by("name")]


def _view(row: Receiver, counts: Mapping[str, object]) -> ReceiverView:
    next_try = counts.get("next_try")
    return ReceiverView(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        hint=row.hint,
        wants=tuple(row.wants),
        active=row.active,
        quiet=hours.load(row.quiet),
        last_ok_at=row.last_ok_at,
        trouble=say_of(row.trouble),
        waiting=int(str(counts.get("waits", 0))),
        next_try=next_try if isinstance(next_try, datetime) else None,
        given_up=int(str(counts.get("given_up", 0))),
    )


def forget_old(now: datetime) -> int:
    """Delete what was told longer than 30 days ago, but never a last word: the next notice follows it."""
    kept = Notice.objects.order_by("receiver_id", "subject", "-id").distinct("receiver_id", "subject").values("id")
    old = Notice.objects.filter(created_at__lt=now - KEPT).exclude(state=Notice.State.WAITING).exclude(id__in=kept)
    return old.delete()[0]
