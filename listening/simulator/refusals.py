"""How the search index, the item store and publishers word what goes wrong. X's own words are in its package.

The index names no time in its 429 (checked 2026-11) unless a script wants one; publishers use both forms of
``Retry-After`` (RFC 9110, 10.2.3). A 402 of a publisher is a price for crawlers, as content networks let them ask.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from listening.simulator.answer import Answer, Request, as_html, as_json
from listening.simulator.feeds import http_date

UNSAID = 30.0  # seconds that networks which name a time ask for unless a script says otherwise
_UPPER = re.compile(r",?\s*created_at_i\s*<=?\s*\d+")


def of_hacker_news(name: str, options: Mapping[str, Any], request: Request, answer: Answer) -> Answer | None:
    """Return what the index or the store itself answers for a fault, ``None`` where it fails like everybody."""
    stored = request.path.startswith("/hn/v0/")
    words = {
        "401": (401, "Invalid Application-ID or API key", "Permission denied"),
        "402": (402, "Operations quota exceeded, change plan to get more operations.", "Payment required"),
        "429": (429, "Too Many Requests", "Too many requests"),
        "429_date": (429, "Too Many Requests", "Too many requests"),
        "500": (500, "Internal server error", "Internal server error."),
        "503_json": (503, "Service unavailable", "The service is temporarily unavailable."),
    }
    if name not in words:
        return None
    status, message, error = words[name]
    wait = str(options.get("retry_after", "")) if name == "429" else ""
    body: dict[str, Any] = {"error": error} if stored else {"message": message, "status": status}
    return as_json(body, status=status, headers={"Retry-After": wait} if wait else {})


def of_a_publisher(name: str, options: Mapping[str, Any], request: Request, answer: Answer) -> Answer | None:
    """Return what a site answers for a fault, ``None`` where it fails like everybody."""
    match name:
        case "401":
            return as_html("<h1>Members only</h1>", status=401).with_headers({"WWW-Authenticate": 'Basic realm="Feed"'})
        case "402":
            return as_html("<h1>Payment required</h1>", status=402).with_headers({"crawler-price": "USD 0.01"})
        case "429" | "429_date":
            seconds = float(options["retry_after"] or UNSAID)
            wait = f"{seconds:.0f}" if name == "429" else after(request.now, seconds)
            return as_html("<h1>Too many requests</h1>", status=429).with_headers({"Retry-After": wait})
        case "same_cursor":
            conditional = {"if-none-match", "if-modified-since"} & request.headers.keys()
            return Answer(status=304) if conditional else answer
    return None


def after(now: datetime, seconds: float) -> str:
    """Return the date form of ``Retry-After``."""
    return http_date(now + timedelta(seconds=seconds))


def first_page(request: Request) -> Request:
    """Return the search without its upper bound in time: the index gives its first page for ever."""
    filters = _UPPER.sub("", request.query.get("numericFilters", "")).strip(",")
    return replace(request, query={**request.query, "numericFilters": filters})
