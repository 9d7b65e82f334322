"""Lets a case stay up that a surge brought up: routing alone would send it back to what is only heard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from engagement.history import say_of
from engagement.models import Surge
from engagement.routing import MAYBE_NOT_ABOUT_US, Routed, sort_key

_NOT_HELD = frozenset({MAYBE_NOT_ABOUT_US, "looks_like_spam"})


def of_cases(case_ids: Collection[int]) -> dict[int, Surge]:
    """Return the latest surge of each of these cases that had one."""
    found = Surge.objects.filter(case_id__in=case_ids).order_by("id")
    return {surge.case_id: surge for surge in found if surge.case_id}


def held(routed: Routed, surge: Surge | None) -> Routed:
    """Return where the case belongs if it is what a surge is about: work in Monitor at least, as fresh as the surge."""
    say = say_of(surge.say) if surge else None
    if surge is None or say is None or routed.say.code in _NOT_HELD:
        return routed
    fresh = replace(routed, sort_key=max(routed.sort_key, sort_key(routed.priority, surge.last_seen_at)))
    return fresh if routed.work else replace(fresh, lane="monitor", work=True, say=say)
