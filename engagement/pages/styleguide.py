"""Every part of the look in every state, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagement.filters import FLAG_CHOICES
from engagement.pages import specimens


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the parts."""
    now = timezone.now()
    context = {
        "now": now,
        "rows": specimens.rows(now),
        "answers": specimens.answers(now),
        "clocks": specimens.clocks(),
        "people": (specimens.ANA, specimens.LEO),
        "me": specimens.ANA.id,
        "flags": [flag for flag in FLAG_CHOICES if flag != "unanswered_question"],
        "base": "/styleguide/?",
        "here": "/styleguide/",
        "selected": -2,
    }
    return render(request, "engagement/styleguide.html", context)
