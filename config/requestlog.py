"""The two log lines of a request. They name the route's path alone: queries and some paths hold what opens doors."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

_KEYS = re.compile(r"(/accounts/(?:password/reset/key|confirm-email)/|/join/|/feeds/|/expert/|/api/v1/support/)[^/]+")


class RequestLog(RequestMiddleware):
    """Writes ``GET /setup/`` where the address was ``/setup/?token=…``, and … for the key of a link."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Return method and path, without what is secret in them."""
        path = _KEYS.sub("\\g<1>…", request.path)
        return f"{request.method} {path}"
