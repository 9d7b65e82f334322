"""What an answer of X that is no good means: status, problem type and old error codes to `listening.errors`.

Messages name the status and the kind alone: X puts account ids and whole parameters into its details.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from listening.errors import AuthError, BudgetExhausted, ListeningError, Permanent, RateLimited, Transient
from listening.http import Response, http_date, raise_for_status, read_json
from listening.money import next_month
from listening.records import RateState

_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(hours=24)
_UNTOLD = timedelta(minutes=15)  # every window of X is a quarter of an hour

_SIGN_IN = {
    "client-forbidden": "not_enrolled",
    "client-not-enrolled": "not_enrolled",
    "oauth1-permissions": "access_level",
    "unsupported-authentication": "wrong_kind_of_key",
    "invalid-or-expired-token": "unauthorized",
}
_OLD_SIGN_IN = {32, 64, 89, 99, 135, 215, 220, 326, 416, 453}  # docs: "Twitter API response codes" (v1.1)
_OLD_GONE = {17, 34, 50, 63, 144, 179}
_OLD_TROUBLE = {130, 131}


class Refused(Permanent):
    """A 400 that names the parameters it does not like; ``said_at`` is X's own time, if it told it."""

    def __init__(self, parameters: frozenset[str], said_at: datetime | None) -> None:
        super().__init__("http_400", ", ".join(sorted(parameters)))
        self.parameters = parameters
        self.said_at = said_at


def body_of(response: Response, *, now: datetime) -> Any:
    """Return the JSON object of a good answer. Raises what any other answer stands for."""
    if response.status_code >= 400:
        _refuse(response, now)
    body = read_json(response)
    if not isinstance(body, dict | list):
        raise Transient("not_json")
    if isinstance(body, dict) and "data" not in body:
        _refuse_old(body, now)
    return body


def said_at(headers: Mapping[str, str]) -> datetime | None:
    """Return the network's own time of an answer, aware UTC."""
    return http_date(headers.get("Date"))


def rate_of(headers: Mapping[str, str], *, now: datetime) -> RateState:
    """Return what the answer says of the limit. X sends no ``Retry-After`` but the second of the next window."""
    return RateState(
        limit=_whole(headers.get("x-rate-limit-limit")),
        remaining=_whole(headers.get("x-rate-limit-remaining")),
        reset_at=_reset_at(headers, now),
    )


def _reset_at(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return the end of the window by our clock: X's epoch is read against X's own ``Date``."""
    seconds = _whole(headers.get("x-rate-limit-reset"))
    if seconds is None:
        return None
    theirs = (said_at(headers) or now).timestamp()
    wait = min(max(seconds - theirs, _SHORTEST.total_seconds()), _LONGEST.total_seconds())
    return now + timedelta(seconds=wait)


def _refuse(response: Response, now: datetime) -> None:
    status = response.status_code
    problem = _problem(response)
    kind = str(problem.get("type", "")).rsplit("/", 1)[-1]
    reason = str(problem.get("reason", ""))
    if status == 400:
        raise Refused(_parameters(problem), said_at(response.headers))
    if status == 402:
        raise BudgetExhausted("credits_depleted", detail="402")
    if kind == "usage-capped" or problem.get("title") == "UsageCapExceeded":
        monthly = problem.get("period") != "Daily"
        raise BudgetExhausted("usage_cap", resume_at=next_month(now) if monthly else None, detail=str(status))
    if status == 429:
        raise RateLimited(reset_at=_reset_at(response.headers, now) or now + _UNTOLD, detail="429")
    if status == 403:
        raise _forbidden(kind, reason, problem)
    raise_for_status(response, now=now)


def _forbidden(kind: str, reason: str, problem: Mapping[str, Any]) -> ListeningError:
    """Return what a 403 stands for: a sign-in that cannot do this, or this one thing that is not allowed."""
    code = _SIGN_IN.get(reason) or _SIGN_IN.get(kind)
    if code:
        return AuthError(code, f"403 {kind}"[:80])
    if _old_codes(problem) & _OLD_SIGN_IN:
        return AuthError("access_level", "403")
    if "duplicate content" in str(problem.get("detail", "")).lower() or 187 in _old_codes(problem):
        return Permanent("duplicate", "403")
    return Permanent("forbidden", "403")


def _refuse_old(body: Mapping[str, Any], now: datetime) -> None:
    """Raise what an error body of the old kind says, which may come with any status: ``errors[].code``."""
    codes = _old_codes(body)
    if not codes:
        return
    if 88 in codes:
        raise RateLimited(reset_at=now + _UNTOLD)
    if codes & _OLD_SIGN_IN:
        raise AuthError("unauthorized")
    if codes & _OLD_TROUBLE:
        raise Transient("over_capacity")
    raise Permanent("not_found" if codes & _OLD_GONE else "refused")


def _problem(response: Response) -> Mapping[str, Any]:
    """Return the problem object of an answer; proxies and outages answer in HTML."""
    try:
        body = read_json(response)
    except Transient:
        return {}
    return body if isinstance(body, dict) else {}


def _parameters(problem: Mapping[str, Any]) -> frozenset[str]:
    errors = problem.get("errors")
    found: set[str] = set()
    for error in errors if isinstance(errors, list) else []:
        named = error.get("parameters") if isinstance(error, dict) else None
        found.update(str(name)[:40] for name in named if isinstance(name, str)) if isinstance(named, dict) else None
    return frozenset(found)


def _old_codes(body: Mapping[str, Any]) -> set[int]:
    errors = body.get("errors")
    found = [one.get("code") for one in (errors if isinstance(errors, list) else []) if isinstance(one, dict)]
    return {code for code in found if isinstance(code, int) and not isinstance(code, bool)}


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 12 else None
