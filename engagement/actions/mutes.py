"""Mutes an author or a place: what they post from then on is kept and readable, opens no case and is told to nobody.

What is open stays open until somebody decides it. Undoing a mute brings back what it kept quiet; ending one later does
not, for nobody wants the noise of a year at once: it stays readable.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from engagement.actions.clocks import settle
from engagement.actions.steps import ENDED, Step, apply, locked
from engagement.errors import Refused, Unknown
from engagement.intake.muting import MUTED, mute_of, reason
from engagement.models import Case, CaseItem, Event, Mute
from engagement.records import Done
from engagement.storage import save_cases, save_events, storing, touch_feed
from listening.models import Change, Mention
from listening.records import Say

VERB = "mute"
VERBS = (VERB,)
BROUGHT_BACK_AT_MOST = 500
_ENTRY = "entry:mute"  # what an undo ends rather than gives back to the case
_LOCK = 7324  # of the verbs on mutes; any number that no other lock uses


def mute(case_id: int, *, subject: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Mute the author (``author``) or the place (``source``) of a case from now on.

    Refused as ``mute_author_unknown``, ``mute_no_place``, ``mute_unknown`` or ``mute_stands``; raises ``Unknown`` and
    ``Stale``.
    """
    with storing():
        _one_at_a_time()
        case = locked(case_id, version)
        row = mute_of(Mention.objects.get(pk=case.lead_id), subject)
        _refuse_double(row)
        row.since, row.made_by = now, actor
        row.save()
        say = Say(code=f"muted_{subject}", params={"name": row.name})
        event = apply(case, Step(verb=VERB, say=say), actor=actor, now=now)
        event.before = {_ENTRY: row.pk}
        case.save()
        event.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=VERB, undo=event.pk, say=say)


def end(mute_id: int, *, actor: User, now: datetime) -> Mute:
    """End a mute. What it kept quiet stays as it is. Raises ``Unknown``."""
    with storing():
        _one_at_a_time()
        row = Mute.objects.filter(pk=mute_id, ended_at=None).first()
        if row is None:
            raise Unknown("mute", mute_id)
        _end(row, actor, now)
    return row


def restore(mute_id: int) -> Mute:
    """Let a mute that was ended hold again. Raises ``Unknown`` and ``Refused``."""
    with storing():
        _one_at_a_time()
        row = Mute.objects.filter(pk=mute_id).exclude(ended_at=None).first()
        if row is None:
            raise Unknown("mute", mute_id)
        _refuse_double(row)
        row.ended_at = row.ended_by = None
        row.save(update_fields=["ended_at", "ended_by"])
    return row


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """End the mute that a step made and bring back what it kept quiet. Runs in the transaction of the undo."""
    _one_at_a_time()
    row = Mute.objects.filter(pk=event.before[_ENTRY], ended_at=None).first()
    if row is None:
        raise Refused("mute_changed_since")
    _end(row, actor, now)
    _bring_back(row, case, now)
    return case, {name: value for name, value in event.before.items() if name != _ENTRY}


def _bring_back(row: Mute, at_hand: Case, now: datetime) -> None:
    """Open the newest of what a mute kept quiet, and let intake begin their clocks."""
    kept = Case.objects.filter(disposition=MUTED, disposition_reason=reason(row.pk), status=Case.Status.DONE)
    newest = kept.exclude(pk=at_hand.pk).order_by("-closed_at", "-id").values_list("pk", flat=True)
    ids = list(newest[:BROUGHT_BACK_AT_MOST])
    cases = list(Case.objects.filter(pk__in=ids).order_by("pk").select_for_update())
    was = {case.pk: case.status for case in cases}
    say = Say(code="no_longer_muted", params={"name": row.name})
    sets = {"status": Case.Status.OPEN, **ENDED, "returned": {"code": say.code, "params": dict(say.params)}}
    events = [apply(case, Step(verb="returned", say=say, sets=sets), actor=None, now=now) for case in cases]
    settle(cases, was, now=now)
    save_cases(cases)
    save_events(events)
    touch_feed([case.pk for case in cases], now)
    heard = sorted(set(CaseItem.objects.filter(case__in=was).values_list("mention_id", flat=True)))
    Change.objects.bulk_create([Change(kind=Change.Kind.JUDGED, mention_id=each, at=now) for each in heard])


def _end(row: Mute, actor: User, now: datetime) -> None:
    row.ended_at, row.ended_by = now, actor
    row.save(update_fields=["ended_at", "ended_by"])


def _refuse_double(row: Mute) -> None:
    keys = ("subject", "network", "instance", "external_id", "place")
    if Mute.objects.filter(ended_at=None, **{each: getattr(row, each) for each in keys}).exclude(pk=row.pk).exists():
        raise Refused("mute_stands", {"name": row.name})


def _one_at_a_time() -> None:
    """Let verbs on mutes go one after the other: two at once would mute one twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
