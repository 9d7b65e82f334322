"""Reads what a support desk reports: hostile until every field is what it should be. Pure."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from engagement.notices.shapes import one_line
from engagement.support import states
from engagement.support.records import Report

REFERENCE_LIMIT = 60  # characters
REASON_LIMIT = 500
URL_LIMIT = 2_000
ID_LIMIT = 200
BODY_LIMIT = 20_000  # bytes
_FIELDS = frozenset({"state", "reference", "url", "reason"})


class BadReport(ValueError):
    """A report is not written as it should be: ``field`` is the one at fault, ``reason`` says how."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field, self.reason = field, reason


def report(report_id: str, body: bytes) -> Report:
    """Return the report. Raises ``BadReport``."""
    if not 0 < len(report_id) <= ID_LIMIT or "\x00" in report_id:
        raise BadReport("webhook-id", f"give between 1 and {ID_LIMIT} characters")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BadReport("body", "this is not JSON") from None
    if not isinstance(given, dict):
        raise BadReport("body", "this is not a JSON object")
    for name in given:
        if name not in _FIELDS:
            raise BadReport(one_line(name, 60), "there is no such field")
    state = given.get("state")
    if state not in states.REPORTED:
        raise BadReport("state", f"give one of {', '.join(states.REPORTED)}")
    reason = _words(given, "reason", REASON_LIMIT)
    if state == states.RETURNED and not reason:
        raise BadReport("reason", "say why it is returned")
    return Report(
        report_id=report_id,
        state=str(state),
        reference=_words(given, "reference", REFERENCE_LIMIT),
        url=_url(given),
        reason=reason,
    )


def _words(given: dict[str, Any], name: str, limit: int) -> str:
    value = given.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > limit:
        raise BadReport(name, f"give words of at most {limit} characters")
    return one_line(value.encode("utf-8", "replace").decode(), limit)


def _url(given: dict[str, Any]) -> str:
    """Return the address of the ticket: one that a browser opens as a page of another site, and nothing else."""
    value = given.get("url")
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or len(value) > URL_LIMIT or not value.isprintable() or any(map(str.isspace, value)):
        raise BadReport("url", "give an address of http or https")
    try:
        parts = urlsplit(value)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        fine = fine and (parts.port is None or parts.port > 0)
    except ValueError:
        fine = False
    if not fine or "\\" in value:
        raise BadReport("url", "give an address of http or https")
    return value
