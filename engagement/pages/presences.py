"""Beats and holds: a page says every 15 s where its reader looks, and is told who else is there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagement.actions import presence
from engagement.errors import Unknown
from engagement.pages.colleagues import shown
from engagement.pages.desk import viewer
from engagement.pages.verbs import back
from engagement.pages.zones import zone
from engagement.queue.presence import beside, desk


@require_POST
def beat(request: HttpRequest) -> HttpResponse:
    """Take a beat, and answer who is here, who looks at which case, and who is beside the reader on his."""
    member, now, case_id = viewer(request), timezone.now(), number(request.POST.get("case", ""))
    presence.touch(case_id, actor=member.user, now=now, zone=zone())
    around = desk(viewer=member.user, now=now)
    context = shown(member.user, around) | {"now": now, "case_id": case_id}
    if case_id is not None:
        context["beside"] = beside(case_id, around, viewer=member.user, now=now)
    return render(request, "engagement/_beat.html", context)


@require_POST
def hold(request: HttpRequest, case_id: int) -> HttpResponse:
    """Take a colleague's reply over; the history says so, and the case is shown again."""
    try:
        presence.writing(case_id, actor=viewer(request).user, now=timezone.now(), take_over=True)
    except Unknown as missing:
        raise Http404(_("There is no such case.")) from missing
    return redirect(back(request, f"/cases/{case_id}/"))


def number(text: str) -> int | None:
    """Return the id of a case, None for anything else."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else None
