"""Keeps for what in its talk a snoozed case waits, and brings it back when that has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from engagement.actions.clocks import settle
from engagement.actions.steps import Step, apply
from engagement.models import Case, TalkWait
from engagement.storage import save_cases, save_events, storing, touch_feed
from engagement.talk import Talk, has_come
from listening.records import Say

BATCH = 500

# One row a case: a post whose network gave no thread is a talk of its own.
_TALKS = """
SELECT c.id, count(p.id) FILTER (WHERE p.id <> c.lead_id AND p.deleted_at IS NULL),
       md5(string_agg(concat(p.id, ':', p.deleted_at IS NULL, ':', p.title, ':', p.text), chr(10) ORDER BY p.id)),
       coalesce(sum(coalesce((p.reach->>'views')::bigint, (p.reach->>'points')::bigint,
           (p.reach->>'likes')::bigint + coalesce((p.reach->>'reposts')::bigint, 0))), 0),
       greatest(max(t.read_at), max(l.changed_at))
FROM engagement_case c
JOIN listening_mention l ON l.id = c.lead_id
LEFT JOIN listening_thread t ON t.id = l.thread_id
JOIN listening_mention p ON p.id = l.id OR (l.thread_id IS NOT NULL AND p.thread_id = l.thread_id)
WHERE c.id = ANY(%s) GROUP BY c.id
"""


def keep_wait(case: Case, *, wakes: str, until: datetime) -> None:
    """Note for what a case is put away, and how its talk stands. Runs in the transaction that has locked it."""
    talk, as_of = talks([case.pk])[case.pk]
    TalkWait.objects.update_or_create(
        case=case,
        defaults={
            "until": until,
            "wakes": wakes,
            "replies": talk.replies,
            "mark": talk.mark,
            "reach": talk.reach,
            "looked_at": as_of,
        },
    )


def talks(case_ids: Iterable[int]) -> dict[int, tuple[Talk, datetime]]:
    """Return how the talks of cases stand, and as of when: the last read or change that is in it. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TALKS, [list(case_ids)])
        rows = cursor.fetchall()
    return {key: (Talk(replies=n, mark=mark, reach=int(reach)), as_of) for key, n, mark, reach, as_of in rows}


def wake_by_talk(now: datetime) -> int:
    """Bring back the snoozed cases for whose talk somebody waits, where it has come; return how many.

    At most one batch a call, what was looked at longest ago first; only talks that were read since are looked at.
    """
    TalkWait.objects.exclude(case__status=Case.Status.SNOOZED, case__snoozed_until=F("until")).delete()
    read = Q(case__lead__thread__read_at__gt=F("looked_at")) | Q(case__lead__changed_at__gt=F("looked_at"))
    waits = {each.case_id: each for each in TalkWait.objects.filter(read).order_by("looked_at", "case_id")[:BATCH]}
    if not waits:
        return 0
    found = talks(waits)
    come = [key for key, wait in waits.items() if has_come(wait.wakes, _kept(wait), found[key][0])]
    stay = [wait for key, wait in waits.items() if key not in come]
    for wait in stay:  # not the present: a read that is committed after this look may have begun before it
        wait.looked_at = found[wait.case_id][1]
    TalkWait.objects.bulk_update(stay, ["looked_at"])
    return _bring_back(come, waits, now)


def _kept(wait: TalkWait) -> Talk:
    return Talk(replies=wait.replies, mark=wait.mark, reach=wait.reach)


def _bring_back(case_ids: list[int], waits: dict[int, TalkWait], now: datetime) -> int:
    """Open the cases that are still snoozed for what has come. What somebody holds is left for the next look."""
    with storing():
        held = Case.objects.filter(pk__in=case_ids, status=Case.Status.SNOOZED).order_by("pk")
        batch = [
            case for case in held.select_for_update(skip_locked=True) if case.snoozed_until == waits[case.pk].until
        ]
        was = {case.pk: case.status for case in batch}
        events = []
        for case in batch:
            code = f"talk_{waits[case.pk].wakes}"
            sets = {"status": Case.Status.OPEN, "snoozed_until": None, "returned": {"code": code, "params": {}}}
            events.append(apply(case, Step(verb="returned", say=Say(code=code), sets=sets), actor=None, now=now))
        settle(batch, was, now=now)
        save_cases(batch)
        save_events(events)
        touch_feed([case.pk for case in batch], now)
        TalkWait.objects.filter(case__in=list(was)).delete()
    return len(batch)
