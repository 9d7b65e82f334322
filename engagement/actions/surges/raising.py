"""Brings up the case that a surge or a growing talk is about, with the reason in its history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from engagement.actions.steps import ENDED, Step, apply
from engagement.history import say_of
from engagement.models import Case, CaseItem, Surge
from engagement.routing import sort_key
from engagement.storage import plain, save_events, touch_feed
from listening.records import Say

_FINAL = ("not_relevant", "spam", "duplicate", "muted")


def bring_up(surge: Surge, now: datetime) -> bool:
    """Give the surge its case: that of its story if there is one, else that of its first post. It comes back, up, and
    to Monitor unless it stands in Engage. False if intake has not opened it yet or somebody holds it: the next look
    tries again."""
    case = _case_of(surge)
    say = say_of(surge.say)
    if case is None or say is None:
        return False
    raise_case(case, say, as_of=surge.last_seen_at, now=now)
    surge.case = case
    surge.save(update_fields=["case"])
    return True


def raise_case(case: Case, say: Say, *, as_of: datetime, now: datetime) -> None:
    """Bring a locked case back if it is not open, and up in any event; ``as_of`` is how fresh it is now."""
    sets: dict[str, Any] = {
        "work": True,
        "returned": {"code": say.code, "params": plain(say.params)},
        "sort_key": max(case.sort_key, sort_key(case.priority, as_of)),
    }
    if case.lane == Case.Lane.MANAGE or not case.work:
        sets["lane"] = Case.Lane.MONITOR
    if not case.work:
        sets["routed"] = sets["returned"]
    if case.status != Case.Status.OPEN:
        sets |= {"status": Case.Status.OPEN, "snoozed_until": None, **ENDED}
    event = apply(case, Step(verb="returned", say=say, sets=sets), actor=None, now=now)
    case.save()
    save_events([event])
    touch_feed([case.pk], now)


def _case_of(surge: Surge) -> Case | None:
    """Return the case, locked. Who holds it does not wait for us, nor we for him: intake locks in another order."""
    free = Case.objects.select_for_update(skip_locked=True).filter(brand_id=surge.brand_id)
    if surge.story_id:
        of_story = free.filter(Q(story_id=surge.story_id) & ~Q(disposition__in=_FINAL)).order_by("-work", "id").first()
        if of_story is not None:
            return of_story
    items = CaseItem.objects.filter(mention_id=surge.lead_id).values("case_id")
    return Case.objects.select_for_update(skip_locked=True).filter(id__in=items).first()
