"""The page behind an expert's link: the question, a field for the answer, and nothing else of the installation.

It knows no session and sets no cookie; whoever holds the link may answer once. Looking does not use it up: mail
programs and scanners look at links.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from rest_framework.throttling import SimpleRateThrottle

from engagement.actions.experts import answering
from engagement.errors import BadField
from engagement.experts import storage, wording
from engagement.experts.records import Asked
from engagement.pages.expert_forms import AnswerForm, DeclineForm
from engagement.pages.verbs import said
from engagement.pages.words import network
from engagement.storage import company_zone


class LinkThrottle(SimpleRateThrottle):
    """Counts what one address asks of links, whether they work or not: nobody gets through many guesses."""

    rate = "60/min"
    scope = "link"

    def get_cache_key(self, request: Any, view: Any) -> str:
        """Return the key under which the address is counted."""
        return f"throttle:link:{self.get_ident(request)}"


@csrf_exempt  # the link is the only thing that lets anybody in, and no other site knows it
@never_cache
@sensitive_post_parameters()
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or take what was posted; then the link is dead."""
    throttle = LinkThrottle()
    if not throttle.allow_request(request, None):  # type: ignore[arg-type]  # it reads the address alone
        wait = int(throttle.wait() or 60) + 1
        return _page(request, "later", status=429, headers={"Retry-After": str(wait)})
    declines, posted = "decline" in request.POST, request.method == "POST"
    typed = request.POST.get("text", "")
    form = AnswerForm(request.POST if posted and not declines else None, initial={"text": typed})
    no = DeclineForm(request.POST if declines else None)
    if posted:
        try:
            if (no if declines else form).is_valid():
                return _page(request, _taken(token, form, no))
        except BadField as wrong:
            (no if declines else form).add_error(wrong.field, said(wrong))
        except answering.Gone:
            return _page(request, "gone", status=404, typed=typed)
    found = storage.standing(token, timezone.now())
    if found is None:
        return _page(request, "gone", status=404, typed=typed)
    status, zone = 422 if posted else 200, company_zone()
    with timezone.override(zone):
        return _page(request, "question", status=status, form=form, no=no, **_words(storage.asked(found.pk), zone))


def _taken(token: str, form: AnswerForm, no: DeclineForm) -> str:
    now = timezone.now()
    if no.is_bound:
        answering.decline(token, reason=no.cleaned_data["reason"], now=now)
        return "declined"
    answering.answer(token, text=form.cleaned_data["text"], now=now)
    return "thanks"


def _words(asked: Asked, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "asked": asked,
        "who": wording.by(asked),
        "until": wording.moment(asked, zone),
        "network_name": network(asked.network),
    }


def _page(
    request: HttpRequest, which: str, *, status: int = 200, headers: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """Return one of the faces of the page; no search engine keeps it, and its address goes nowhere."""
    response = render(request, "engagement/expert.html", {"which": which, **more}, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response
