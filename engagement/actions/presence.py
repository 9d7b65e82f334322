"""Who is at the desk: beats say where a person looks, holds say who writes a reply, and to whom.

All of it ends by itself: a person is here for 45 s after his last beat, and a hold lasts ten minutes after the last
key. It lives in two small tables, so that it is there whenever the queue is and nothing else has to be up for it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, QuerySet

from engagement import history
from engagement.actions.steps import Step, apply, locked
from engagement.errors import Unknown
from engagement.models import Case, Hold, Member, Presence
from engagement.queue.contacts import by, keys_of, with_accounts
from engagement.queue.presence import Beside, Holding, beside, desk
from engagement.storage import storing, touch_feed
from listening.models import Mention
from listening.records import Say

HELD = timedelta(minutes=10)
"""How long a hold lasts after the last key."""

_LOCK = 7322  # of those who begin to write; any number that no other lock uses


def touch(case_id: int | None, *, actor: User, now: datetime, zone: ZoneInfo) -> None:
    """Say that a person is here, and at which case; None or a case that is gone for the list alone.

    The first beat of a day (in ``zone``, his own) keeps when he was last here before it, for the morning card.
    """
    if case_id is not None and not Case.objects.filter(pk=case_id).exists():
        case_id = None
    before = Presence.objects.filter(user=actor).values_list("seen_at", flat=True).first()
    if before is not None and before.astimezone(zone).date() < now.astimezone(zone).date():
        Member.objects.filter(user=actor).update(seen_queue_at=before)
    Presence.objects.bulk_create(
        [Presence(user=actor, case_id=case_id, seen_at=now)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["case", "seen_at"],
    )


def writing(case_id: int, *, actor: User, now: datetime, take_over: bool = False) -> Holding:
    """Say that a person opened the composer of a case or types in it, and return who holds case and author now.

    It is his for ten minutes after the last call unless a colleague holds the case, or writes to the same person on
    another one: then nothing is changed and the colleague's hold is returned (``mine`` is False). With ``take_over``
    the colleague's hold ends, and the history of each case says so. Renewing is one statement. Call it outside of
    transactions that have locked a case. Raises ``Unknown``.
    """
    mine = Hold.objects.filter(case_id=case_id, user=actor, until__gt=now)
    if mine.update(until=now + HELD) and (hold := mine.select_related("user").first()):
        return _holding(hold, actor)
    with storing():
        case = Case.objects.select_related("lead").filter(pk=case_id).first()
        if case is None:
            raise Unknown("case", case_id)
        _one_at_a_time()
        Hold.objects.filter(until__lte=now).delete()
        theirs = list(_contested(case).exclude(user=actor).select_related("user").order_by("since"))
        if theirs and not take_over:
            return _holding(theirs[0], actor)
        for hold in theirs:
            _take_over(hold, case, actor=actor, now=now)
        hold, _new = Hold.objects.update_or_create(
            case=case,
            defaults={
                "user": actor,
                "network": case.lead.network,
                "instance": case.lead.instance,
                "author_key": case.lead.author_key,
                "since": now,
                "until": now + HELD,
            },
        )
    return _holding(hold, actor)


def stop(case_id: int, *, actor: User) -> None:
    """Give up a hold: the reply is sent, discarded or handed on. Nothing happens without one."""
    Hold.objects.filter(case_id=case_id, user=actor).delete()


def who(case_id: int, *, viewer: User, now: datetime) -> Beside:
    """Return who looks at a case or writes on it besides the reader, and who answered its author lately."""
    return beside(case_id, desk(viewer=viewer, now=now), viewer=viewer, now=now)


def _contested(case: Case) -> QuerySet[Hold]:
    """Return the holds on the case, or on its author wherever they are and with whichever account."""
    lead = with_accounts(Mention.objects.filter(pk=case.lead_id)).get()
    return Hold.objects.filter(Q(case=case) | by(keys_of(lead)))


def _take_over(hold: Hold, case: Case, *, actor: User, now: datetime) -> None:
    """End a colleague's hold, and write it into the history of the case it was on and of the one it is taken for."""
    step = Step(verb="took_over", say=Say(code="took_over", params={"whom": history.who(hold.user).name}))
    for case_id in sorted({hold.case_id, case.pk}):
        locked_case = locked(case_id, None)
        event = apply(locked_case, step, actor=actor, now=now)
        locked_case.save()
        event.save()
        touch_feed([case_id], now)
    hold.delete()


def _holding(hold: Hold, actor: User) -> Holding:
    return Holding(
        case_id=hold.case_id,
        by=history.who(hold.user),
        since=hold.since,
        until=hold.until,
        account=(hold.network, hold.instance, hold.author_key),
        mine=hold.user_id == actor.pk,
    )


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
