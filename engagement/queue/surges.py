"""What the desk says of surges: those that run, the one with most voices first."""

from __future__ import annotations

from engagement.history import say_of
from engagement.models import Surge
from engagement.records import SurgeLine
from listening.records import Say

SHOWN = 3


def surges() -> tuple[SurgeLine, ...]:
    """Return the surges that run, each with the case to open. One small query; at most three."""
    running = Surge.objects.filter(ended_at=None).select_related("brand").order_by("-voices", "id")[:SHOWN]
    return tuple(_line(each) for each in running)


def _line(surge: Surge) -> SurgeLine:
    began = say_of(surge.say)
    params = {
        "posts": surge.posts,
        "voices": surge.voices,
        "brand": surge.brand.name,
        "story": began.params["story"] if began else "",
        "at": surge.began_at,
    }
    return SurgeLine(case_id=surge.case_id, say=Say(code="surge_runs", params=params, citations=tuple(surge.shown)))
