"""600 requests a minute for each token or person, told in ``RateLimit-*`` headers on every answer."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from engagement.models import ApiToken

if TYPE_CHECKING:  # the framework loads this module while it loads its views
    from rest_framework.views import APIView

RATE = "600/min"
RATE_STATE = "rate_state"


class ClientThrottle(SimpleRateThrottle):
    """Counts by token, or by person for a browser; strangers share their address's budget."""

    rate = RATE
    scope = "client"
    num_requests: int
    duration: int

    def get_cache_key(self, request: Request, view: APIView) -> str:
        if isinstance(request.auth, ApiToken):
            return f"throttle:token:{request.auth.id}"
        if request.user and request.user.is_authenticated:
            return f"throttle:user:{request.user.pk}"
        return f"throttle:address:{self.get_ident(request)}"

    def allow_request(self, request: Request, view: APIView) -> bool:
        allowed = bool(super().allow_request(request, view))
        left = self.duration - (self.now - self.history[-1]) if self.history else self.duration
        state = (self.num_requests, max(self.num_requests - len(self.history), 0), max(ceil(left), 0))
        setattr(request._request, RATE_STATE, state)
        return allowed


class RateHeaders:
    """Writes what the throttle counted onto the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        state = getattr(request, RATE_STATE, None)
        if state is not None:
            for name, value in zip(("Limit", "Remaining", "Reset"), state, strict=True):
                response.headers[f"RateLimit-{name}"] = str(value)
        return response
