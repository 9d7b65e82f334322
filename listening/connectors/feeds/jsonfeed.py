"""Read JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1) into the shape that the child gives for XML. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from listening.connectors.feeds.trim import AUTHOR_LIMIT, FIELD_LIMIT, ITEM_LIMIT
from listening.errors import Permanent


def read_json_feed(body: bytes) -> dict[str, Any]:
    """Return the feed as plain values. Raises ``Permanent("not_a_feed")`` for JSON that is none."""
    try:
        found = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise Permanent("not_a_feed", "broken JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise Permanent("not_a_feed", "no items")
    return {
        "version": _words(found.get("version")) or "json",
        "title": _words(found.get("title")),
        "title_type": "text/plain",
        "link": _words(found.get("home_page_url")),
        "language": _words(found.get("language")),
        "ttl": "",
        "podcast": False,
        "author": _author(found),
        "licence": "",
        "entries": [_entry(item) for item in found["items"][:ITEM_LIMIT] if isinstance(item, dict)],
    }


def _words(value: Any) -> str:
    """Return text; an id may be a number (the specification asks readers to take it), anything else is absent."""
    if isinstance(value, int) and not isinstance(value, bool):
        return hex(value) if value.bit_length() > 64 else str(value)
    return value[:FIELD_LIMIT] if isinstance(value, str) else ""


def _entry(item: Mapping[str, Any]) -> dict[str, Any]:
    html, text = _words(item.get("content_html")), _words(item.get("content_text"))
    attachments = item.get("attachments")
    enclosures = [one for one in attachments if isinstance(one, dict)] if isinstance(attachments, list) else []
    return {
        "id": _words(item.get("id")),
        "link": _words(item.get("url")) or _words(item.get("external_url")),
        "title": _words(item.get("title")),
        "title_type": "text/plain",
        "body": html or text or _words(item.get("summary")),
        "body_type": "text/html" if html else "text/plain",
        "author": _author(item),
        "published": _words(item.get("date_published")),
        "updated": _words(item.get("date_modified")),
        "language": _words(item.get("language")),
        "enclosures": [
            {"url": _words(one.get("url")), "type": _words(one.get("mime_type"))} for one in enclosures[:20]
        ],
        "transcript": "",
        "video": False,
        "licence": "",
    }


def _author(owner: Mapping[str, Any]) -> dict[str, str]:
    authors = owner.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else owner.get("author")
    found = first if isinstance(first, dict) else {}
    return {"name": _words(found.get("name"))[:AUTHOR_LIMIT], "email": "", "url": _words(found.get("url"))}
