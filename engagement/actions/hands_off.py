"""The list of whom nobody is to engage: an account, a handle or a thread, with the reason and perhaps an end.

The entries are the truth. The case at hand follows at once, with its clock; others that fall under an entry follow with
the next intake, which pauses and resumes their clocks at the instants that the entries name, however late it comes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q

from engagement import intake
from engagement.actions.steps import Step, apply, locked
from engagement.errors import BadField, Refused, Unknown
from engagement.intake.do_not_engage import bare, holds, placed, say_of
from engagement.models import Case, CaseItem, DoNotEngage, Event
from engagement.records import Done
from engagement.storage import storing, touch_feed
from listening.models import Change, Mention
from listening.records import Say

LISTS, ENDS = "do_not_engage", "may_engage_again"
VERBS = (LISTS, ENDS)
REASON_LIMIT = 500  # characters
HANDLE_LIMIT = 200
BATCH = 100
_ENTRY = "entry:do_not_engage"  # what an undo gives back to the list rather than to the case
_LOCK = 7321  # of the verbs on the list; any number that no other lock uses


def do_not_engage(
    case_id: int,
    *,
    subject: str,
    reason: str,
    until: datetime | None,
    actor: User,
    now: datetime,
    version: int | None = None,
) -> Done:
    """Put the author of the case (``account``), or its ``thread``, on the list, for a reason and perhaps until an end.

    Refused as ``author_unknown``, ``no_thread``, ``do_not_engage_unknown``, ``do_not_engage_why``,
    ``do_not_engage_why_too_long``, ``do_not_engage_in_the_past`` or ``do_not_engage_stands``; raises ``Unknown`` and
    ``Stale``.
    """
    with storing():
        _one_at_a_time()
        intake.hold(case_id)
        case = locked(case_id, version)
        entry = _about(Mention.objects.select_related("thread").get(pk=case.lead_id), subject)
        _begin(entry, reason, until, actor, now)
        return _acted(case_id, entry, LISTS, say_of(entry, actor), actor, now)


def may_engage_again(case_id: int, *, entry: int, actor: User, now: datetime, version: int | None = None) -> Done:
    """End an entry under which the case falls. Raises ``Unknown`` and ``Stale``."""
    with storing():
        _one_at_a_time()
        intake.hold(case_id)
        locked(case_id, version)
        row = _standing(entry, now)
        row.ended_at, row.ended_by = now, actor
        row.save(update_fields=["ended_at", "ended_by"])
        return _acted(case_id, row, ENDS, Say(code="may_engage_again", params={"name": row.name}), actor, now)


def list_handle(
    *, network: str, handle: str, reason: str, until: datetime | None, actor: User, now: datetime
) -> DoNotEngage:
    """Put a handle on the list, on one network or ("") on all. Refused as above; raises ``BadField`` for ``handle``."""
    kept = bare(handle)
    if not kept or len(kept) > HANDLE_LIMIT or any(each.isspace() for each in kept):
        raise BadField("handle", "do_not_engage_handle", {"value": handle.strip()[:40]})
    with storing():
        _one_at_a_time()
        entry = DoNotEngage(subject=DoNotEngage.Subject.HANDLE, network=network, handle=kept, name=kept)
        _begin(entry, reason, until, actor, now)
        look_again(entry, now)
    return entry


def end(entry_id: int, *, actor: User, now: datetime) -> DoNotEngage:
    """End an entry whose case is not at hand. Raises ``Unknown``."""
    with storing():
        _one_at_a_time()
        entry = _standing(entry_id, now)
        entry.ended_at, entry.ended_by = now, actor
        entry.save(update_fields=["ended_at", "ended_by"])
        look_again(entry, now)
    return entry


def restore(entry_id: int, *, now: datetime) -> DoNotEngage:
    """Let an entry that was ended hold again, as if it had never ended. Raises ``Unknown`` and ``Refused``."""
    with storing():
        _one_at_a_time()
        entry = DoNotEngage.objects.filter(pk=entry_id).exclude(ended_at=None).first()
        if entry is None:
            raise Unknown("entry", entry_id)
        _stand_again(entry, now)
        look_again(entry, now)
    return entry


def end_over(now: datetime) -> int:
    """Write down which entries ended by their time, and let their cases go on; return how many. One batch a call."""
    with storing():
        over = DoNotEngage.objects.filter(ended_at=None, until__lte=now).order_by("until", "id")
        entries = list(over.select_for_update(skip_locked=True)[:BATCH])
        for entry in entries:
            entry.ended_at = entry.until
            entry.save(update_fields=["ended_at"])
            look_again(entry, now)
    return len(entries)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """End the entry that a step made, or let the one hold again that it ended. Runs in the transaction of the undo."""
    entry = DoNotEngage.objects.select_for_update().filter(pk=event.before[_ENTRY]).first()
    if entry is None or (entry.ended_at is None) != (event.verb == LISTS):
        raise Refused("do_not_engage_changed_since")
    if event.verb == LISTS:
        entry.ended_at, entry.ended_by = now, actor
        entry.save(update_fields=["ended_at", "ended_by"])
    else:
        _stand_again(entry, now)
    fields = {name: value for name, value in event.before.items() if name != _ENTRY}
    return _followed(case.pk, entry, now), fields


def look_again(entry: DoNotEngage, now: datetime) -> None:
    """Let intake look at what falls under an entry and nobody has ended yet."""
    if entry.subject == DoNotEngage.Subject.THREAD:
        stands_in = placed().get(pk=entry.pk).stands_in
        falls = Q(mention__thread_id__in=[each for each in (entry.thread_id, stands_in) if each])
    elif entry.subject == DoNotEngage.Subject.HANDLE:
        falls = Q(mention__author_handle__iexact=entry.handle) | Q(mention__author_handle__iexact=f"@{entry.handle}")
        falls &= Q(mention__network=entry.network) if entry.network else Q()
    else:
        falls = Q(mention__network=entry.network, mention__instance=entry.instance)
        falls &= Q(mention__author_key=entry.external_id)
    items = CaseItem.objects.filter(falls).exclude(case__status=Case.Status.DONE)
    found = sorted(set(items.values_list("mention_id", flat=True)))
    Change.objects.bulk_create([Change(kind=Change.Kind.JUDGED, mention_id=each, at=now) for each in found])


def _about(lead: Mention, subject: str) -> DoNotEngage:
    author = lead.author_handle or lead.author_name
    if subject == DoNotEngage.Subject.ACCOUNT:
        if not lead.author_key:
            raise Refused("author_unknown")
        key = {"network": lead.network, "instance": lead.instance, "external_id": lead.author_key}
        return DoNotEngage(subject=subject, name=author or lead.author_key, **key)
    if subject != DoNotEngage.Subject.THREAD:
        raise Refused("do_not_engage_unknown", {"value": subject})
    if lead.thread is None:
        raise Refused("no_thread")
    name = lead.thread.title or lead.title or author or lead.thread.external_id
    return DoNotEngage(subject=subject, network=lead.network, instance=lead.instance, thread=lead.thread, name=name)


def _begin(entry: DoNotEngage, reason: str, until: datetime | None, actor: User, now: datetime) -> None:
    """Check and store an entry that holds from now on. One of the same that is over by its time is ended first."""
    entry.reason = " ".join(reason.replace("\x00", "").split())
    if not entry.reason:
        raise Refused("do_not_engage_why")
    if len(entry.reason) > REASON_LIMIT:
        raise Refused("do_not_engage_why_too_long", {"limit": REASON_LIMIT})
    if until is not None and until <= now:
        raise Refused("do_not_engage_in_the_past", {"until": until})
    _refuse_double(entry, now)
    entry.since, entry.until, entry.made_by = now, until, actor
    entry.save()


def _refuse_double(entry: DoNotEngage, now: datetime) -> None:
    keys = ("subject", "network", "instance", "external_id", "handle", "thread_id")
    same = DoNotEngage.objects.filter(ended_at=None, **{each: getattr(entry, each) for each in keys})
    for other in same.exclude(pk=entry.pk):
        if holds(other, now):
            raise Refused("do_not_engage_stands", {"name": other.name, "why": other.reason})
        other.ended_at = other.until
        other.save(update_fields=["ended_at"])


def _stand_again(entry: DoNotEngage, now: datetime) -> None:
    if entry.until is not None and entry.until <= now:
        raise Refused("do_not_engage_in_the_past", {"until": entry.until})
    _refuse_double(entry, now)
    entry.ended_at = entry.ended_by = None
    entry.save(update_fields=["ended_at", "ended_by"])


def _standing(entry_id: int, now: datetime) -> DoNotEngage:
    entry = DoNotEngage.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None or not holds(entry, now):
        raise Unknown("entry", entry_id)
    return entry


def _acted(case_id: int, entry: DoNotEngage, verb: str, say: Say, actor: User, now: datetime) -> Done:
    case = _followed(case_id, entry, now)
    event = apply(case, Step(verb=verb, say=say), actor=actor, now=now)
    event.before = {_ENTRY: entry.pk}
    case.save()
    event.save()
    touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=verb, undo=event.pk, say=say)


def _followed(case_id: int, entry: DoNotEngage, now: datetime) -> Case:
    look_again(entry, now)
    case, _steps = intake.follow(case_id, intake.hold(case_id), now=now)
    return case


def _one_at_a_time() -> None:
    """Let verbs on the list go one after the other, before any lock of a case: two at once would list one twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
