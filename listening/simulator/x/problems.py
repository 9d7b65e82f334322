"""How X words its refusals: problem objects with a type, and limits that name the second at which a window ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from listening.simulator.answer import Answer, Request, as_html, as_json

PROBLEMS = "https://api.twitter.com/2/problems"


def invalid(name: str, message: str) -> Answer:
    """Return X's 400: which parameter, and what about it."""
    body = {
        "errors": [{"parameters": {name: [""]}, "message": message}],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEMS}/invalid-request",
    }
    return as_json(body, status=400)


def problem(status: int, *, kind: str = "", detail: str = "") -> Answer:
    """Return a refusal as X words it."""
    known = {
        401: {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"},
        402: {
            "account_id": 1243608864848629761,
            "title": "CreditsDepleted",
            "detail": "Your enrolled account [1243608864848629761] does not have any credits to fulfill this request.",
            "type": f"{PROBLEMS}/credits",
        },
        403: {"title": "Forbidden", "type": f"{PROBLEMS}/{kind}", "status": 403, "detail": detail or "Forbidden"},
    }
    plain = {"title": "Not Found", "type": "about:blank", "status": status, "detail": "Not Found"}
    return as_json(known.get(status, plain), status=status)


def limit_headers(limit: int, left: int, ends: datetime) -> dict[str, str]:
    return {
        "x-rate-limit-limit": str(limit),
        "x-rate-limit-remaining": str(max(0, left)),
        "x-rate-limit-reset": str(int(ends.timestamp())),
    }


def too_many(ends: datetime) -> Answer:
    """Return X's 429: no Retry-After, only the second at which the window ends."""
    body = {"title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank", "status": 429}
    return as_json(body, status=429, headers=limit_headers(450, 0, ends))


def fault_answer(name: str, options: Mapping[str, Any], request: Request, answer: Answer) -> Answer | None:
    """Return what X itself answers for a scripted fault, ``None`` where it fails like everybody."""
    match name:
        case "401" | "402":
            return problem(int(name))
        case "429" | "429_date":  # X knows neither form of Retry-After
            return too_many(request.now + timedelta(seconds=float(options["retry_after"] or 30)))
        case "500":
            return _trouble(500, "Internal Server Error")
        case "503_json":
            return _trouble(503, "Service Unavailable")
        case "503_html":
            return as_html("<!DOCTYPE html><html><head><title>X / Over capacity</title></head></html>", status=503)
        case "same_cursor":
            return _same_token(request, answer)
    return None


def _trouble(status: int, title: str) -> Answer:
    return as_json({"title": title, "detail": title, "type": "about:blank", "status": status}, status=status)


def _same_token(request: Request, answer: Answer) -> Answer:
    """Return a page that names the token that was asked for as the next one."""
    token = request.query.get("next_token") or request.query.get("pagination_token")
    if not token or answer.status != 200:
        return answer
    body = json.loads(answer.body)
    return as_json({**body, "meta": {**body["meta"], "next_token": token}}, headers=answer.headers)
