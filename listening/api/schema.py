"""The shapes of the ingest API, for the OpenAPI document."""

from __future__ import annotations

from typing import Any

_INSTANT = {"type": "string", "format": "date-time"}

ITEM: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "external_id": {
            "type": "string",
            "description": "Your own stable id; made from the content if it is left out.",
        },
        "network": {"type": "string", "description": "Where it was said; guessed from `url` if it is left out."},
        "url": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "text": {"type": "string"},
        "author": {"type": "string"},
        "published_at": _INSTANT,
        "lang": {"type": "string"},
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
