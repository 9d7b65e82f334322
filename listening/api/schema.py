"""The shapes of the ingest API, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

from listening.connectors.ingest.item import KINDS, VISIBILITIES

_INSTANT = {"type": "string", "format": "date-time"}

_COUNT = {"type": "integer"}
_ID = {"type": "string"}

AUTHOR: dict[str, Any] = {
    "type": "object",
    "description": "Or a name alone, as a string.",
    "properties": {
        "external_id": _ID,
        "handle": {"type": "string"},
        "name": {"type": "string"},
        "url": {"type": "string", "format": "uri"},
        "followers": _COUNT,
        "is_bot": {"type": "boolean"},
    },
}
ITEM: dict[str, Any] = {
    "type": "object",
    "description": "A title or a text is needed. Fields that are not listed here are ignored.",
    "properties": {
        "external_id": {
            "type": "string",
            "description": "Your own stable id; made from the address or the words if it is left out.",
        },
        "network": {
            "type": "string",
            "description": "Where it was said, such as `linkedin`; `webhook` if it is left out. "
            "The network's policy goes with the name.",
        },
        "instance": {"type": "string", "description": "Which site of the network, where there are several."},
        "url": {"type": "string", "format": "uri"},
        "kind": {"type": "string", "enum": list(KINDS)},
        "title": {"type": "string"},
        "text": {"type": "string"},
        "author": AUTHOR,
        "published_at": {
            **_INSTANT,
            "description": "ISO 8601, RFC 2822, or seconds or milliseconds since 1970; UTC where no zone is given.",
        },
        "edited_at": _INSTANT,
        "lang": {"type": "string"},
        "conversation_id": _ID,
        "in_reply_to_id": _ID,
        "root_id": _ID,
        "quoted_id": _ID,
        "reach": {
            "type": "object",
            "properties": dict.fromkeys(("views", "likes", "replies", "reposts", "points"), _COUNT),
        },
        "links": {"type": "array", "items": {"type": "string", "format": "uri"}},
        "visibility": {"type": "string", "enum": list(VISIBILITIES)},
        "licence": {"type": "string"},
    },
}
INGEST: dict[str, Any] = {
    "type": "object",
    "properties": {"items": {"type": "array", "items": ITEM, "minItems": 1, "maxItems": 1000}},
}
COUNTS: dict[str, Any] = {
    "type": "object",
    "properties": {term: {"type": "integer"} for term in ("kept", "duplicate", "rejected", "own", "withheld")},
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": _COUNT,
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"type": "string"}, "reason": {"type": "string"}}},
        },
    },
}


def answers(good: int, shape: dict[str, Any], *problems: int) -> dict[tuple[int, str], dict[str, Any]]:
    """Return what an operation answers: its shape, or a problem document with 401, 403, 429, 503 or one of these."""
    refused = sorted({401, 403, 429, 503, *problems})
    return {(good, "application/json"): shape} | {(status, "application/problem+json"): PROBLEM for status in refused}
