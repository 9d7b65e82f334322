"""The team: who has what open, what is about to be late, and what nobody has taken."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement import sla
from engagement.actions import policies
from engagement.queue.team import team

AHEAD = timedelta(hours=4)
"""How much open time the page looks ahead."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show everybody's open work. The instants stand in the links, so that a list is what its number counted."""
    now = timezone.now().replace(microsecond=0)
    until = soon(now)
    found = team(now=now, soon=until, today=timezone.localdate(now))
    loads = [*found.people, found.unowned]
    context = {
        "now": now,
        "until": until,
        "team": found,
        "anything": any(load.open.n or load.tasks.n for load in loads),
        "late": any(load.late.n for load in loads),
        "soon": any(load.soon.n for load in loads),
    }
    return render(request, "engagement/team.html", context)


def soon(now: datetime) -> datetime:
    """Return when ``AHEAD`` of the team's open hours will have passed; by the wall clock where it has none."""
    return sla.due(policies.in_force().calendar, now, AHEAD) or now + AHEAD
