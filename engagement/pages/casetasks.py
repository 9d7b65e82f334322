"""The open tasks: one's own, everybody's, nobody's, or a colleague's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engagement.actions import members
from engagement.errors import BadFilter
from engagement.pages.desk import viewer
from engagement.queue.tasks import Load, loads, open_tasks


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the open tasks that ``who`` names: ``me`` by default, ``all``, ``none`` or a colleague's id."""
    me, who, today = viewer(request).user_id, request.GET.get("who", "me"), timezone.localdate()
    if who not in ("me", "all", "none") and not (who.isdecimal() and who.isascii() and len(who) < 10):
        raise BadFilter("who", "unknown_value", who)
    chosen = {"me": me, "all": None, "none": None}[who] if not who.isdecimal() else int(who)
    counted = loads(today)
    tabs = [
        (_("Mine"), "/tasks/", counted.get(me, Load()).n, chosen == me),
        (_("Everybody's"), "/tasks/?who=all", sum(each.n for each in counted.values()), who == "all"),
        (_("Nobody's"), "/tasks/?who=none", counted.get(None, Load()).n, who == "none"),
    ]
    if chosen not in (None, me):
        named = next((each.name for each in members.colleagues() if each.id == chosen), _("A former colleague"))
        tabs.append((named, f"/tasks/?who={chosen}", counted.get(chosen, Load()).n, True))
    context = {
        "tasks": open_tasks(assignee=chosen, unassigned=who == "none"),
        "tabs": tabs,
        "here": f"/tasks/?who={who}" if who != "me" else "/tasks/",
        "today": today,
        "me": me,
    }
    return render(request, "engagement/tasks.html", context)
