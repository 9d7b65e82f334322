"""What an answer means to us: HTTP status and body to `listening.errors`. Reads no clock.

Messages name the status and the host alone, since paths of webhooks and bots hold tokens as queries do.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import requests

from listening.errors import AuthError, BudgetExhausted, Permanent, RateLimited, Transient

SHORTEST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(hours=24)

_PERMANENT = {403: "forbidden", 404: "not_found", 410: "gone"}
_TRY_LATER = {408, 421, 425}


def http_date(text: str | None) -> datetime | None:
    """Return the instant of an HTTP date, aware UTC; ``None`` if it is absent or makes no sense."""
    try:
        moment = parsedate_to_datetime(text or "")
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Return the wait a ``Retry-After`` header asks for (seconds or HTTP date), clamped to 1 s … 24 h.

    ``None`` if it is absent or makes no sense; RFC 9110, section 10.2.3.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        digits = text.lstrip("0") or "0"
        wait = LONGEST_WAIT if len(digits) > 6 else timedelta(seconds=int(digits))
    else:
        moment = http_date(text)
        if moment is None:
            return None
        wait = moment - now
    return min(max(wait, SHORTEST_WAIT), LONGEST_WAIT)


def raise_for_status(response: requests.Response, *, now: datetime) -> None:
    """Raise the error of `listening.errors` that the status stands for; do nothing below 400."""
    status = response.status_code
    if status < 400:
        return
    detail = f"{status} from {urlsplit(response.url or '').hostname or 'unknown host'}"
    # A date is the network's, so it is read by the network's clock: ours may be the one that is wrong.
    wait = retry_after(response.headers.get("Retry-After"), now=http_date(response.headers.get("Date")) or now)
    if status == 401:
        raise AuthError("unauthorized", detail)
    if status == 402:
        raise BudgetExhausted(resume_at=now + wait if wait else None, detail=detail)
    if status == 429:
        raise RateLimited(reset_at=now + wait if wait else None, detail=detail)
    if status >= 500 or status in _TRY_LATER:
        seconds = wait.total_seconds() if wait else None
        raise Transient(f"http_{status}", retry_after=seconds, detail=detail)
    raise Permanent(_PERMANENT.get(status, f"http_{status}"), detail)


def read_json(response: requests.Response) -> Any:
    """Return the parsed JSON body. Raises ``Transient("not_json")``: a login page, an empty or a cut-off body."""
    try:
        return response.json()
    except (ValueError, RecursionError):
        detail = f"from {urlsplit(response.url or '').hostname or 'unknown host'}"
        raise Transient("not_json", detail=detail) from None
