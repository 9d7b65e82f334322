"""Error pages in our own look: they say what did not happen, whether data is safe, and where to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from config import misdirected
from engagement import wording
from engagement.errors import BadFilter, Refused
from engagement.pages.zones import zone
from listening.api import problems


class ErrorMiddleware:
    """Turns what the queue's reads refuse into a page: a wrong address is 400, a search that takes too long 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer a refusal in words; every other exception goes on."""
        if not isinstance(problem, BadFilter | Refused):
            return None
        why = wording.error(problem, now=timezone.now(), zone=zone())
        return render(request, "400.html", {"why": why}, status=400 if isinstance(problem, BadFilter) else 422)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Answer 404; programs get a problem document."""
    if request.path.startswith("/api/"):
        return JsonResponse(problems.missing(request.path), status=404, content_type=problems.MEDIA_TYPE)
    why = str(exception.args[0]) if getattr(exception, "args", None) and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"why": why}, status=404)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 for a form without our token. Where it came by another address than ours, say by which."""
    return render(request, "403_csrf.html", {"wrong": misdirected.wrong_origin(request)}, status=403)
