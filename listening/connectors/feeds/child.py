"""The process that parses feeds, so that no document can hurt the worker. Started by ``limited``, never imported.

It loads feedparser once and forks a process of its own for every document, under limits on CPU, memory and wall time.
Frames on both pipes are four bytes of length, big endian, and the payload: the content type in one line and the body;
back come the costs as JSON in one line and the document.
"""

from __future__ import annotations

import calendar
import io
import json
import os
import resource
import select
import signal
import struct
import sys
import time
from datetime import UTC, datetime
from typing import Any, BinaryIO

import feedparser
from feedparser.encodings import convert_to_utf8

from listening.connectors.feeds.jsonfeed import read_json_feed
from listening.connectors.feeds.trim import FIELD_LIMIT, EntitiesDeclared, trim

CPU_SECONDS = 5
MEMORY_BYTES = 512 * 1024 * 1024
WALL_SECONDS = 15.0
ANSWER_LIMIT = 64 * 1024 * 1024

OK, ENTITIES, MEMORY, UNREADABLE = 0, 3, 4, 5
_WORDS = {ENTITIES: "entities", MEMORY: "memory", UNREADABLE: "unreadable"}


def _words(value: Any) -> str:
    return str(value)[:FIELD_LIMIT] if value else ""


def _instant(entry: Any, name: str) -> str:
    """Return ISO 8601 in UTC, or ``""``. ``dict.get``: feedparser's own would answer ``published`` for ``updated``."""
    parsed = dict.get(entry, f"{name}_parsed")
    if not parsed:
        return ""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _author(entry: Any) -> dict[str, str]:
    detail = entry.get("author_detail") or {}
    return {
        "name": _words(detail.get("name") or entry.get("author")),
        "email": _words(detail.get("email")),
        "url": _words(detail.get("href")),
    }


def _body(entry: Any) -> tuple[str, str]:
    """Return the longest of the entry's contents and its summary, with its media type."""
    summary = (_words(entry.get("summary")), _words((entry.get("summary_detail") or {}).get("type")))
    parts = [(_words(part.get("value")), _words(part.get("type"))) for part in entry.get("content", [])[:10]]
    return max([*parts, summary], key=lambda part: len(part[0]))


def _entry(entry: Any) -> dict[str, Any]:
    body, body_type = _body(entry)
    title = entry.get("title_detail") or {}
    transcript = entry.get("podcast_transcript")
    enclosures = entry.get("enclosures", [])[:20]
    return {
        "id": _words(entry.get("id")),
        "link": _words(entry.get("link")),
        "title": _words(entry.get("title")),
        "title_type": _words(title.get("type")),
        "body": body,
        "body_type": body_type,
        "author": _author(entry),
        "published": _instant(entry, "published") or _instant(entry, "created"),
        "updated": _instant(entry, "updated"),
        "language": _words(title.get("language") or entry.get("language")),
        "enclosures": [{"url": _words(one.get("href")), "type": _words(one.get("type"))} for one in enclosures],
        "transcript": _words(transcript.get("url")) if isinstance(transcript, dict) else "",
        "video": bool(entry.get("yt_videoid")),
        "licence": _words(entry.get("rights") or entry.get("license")),
    }


def read(body: bytes, content_type: str) -> dict[str, Any]:
    """Return what the feed in ``body`` holds as plain JSON values. Runs under limits; may raise anything."""
    if body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return read_json_feed(body)
    found: dict[str, Any] = {}
    data = convert_to_utf8({"content-type": content_type} if content_type else {}, body, found)
    document = trim(data.decode("utf-8", "replace"))
    # No content-location: feedparser would resolve ids against it, and a feed that moves would bring its posts again.
    headers = {"content-type": "application/xml; charset=utf-8"}
    result = feedparser.parse(
        io.BytesIO(document.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    feed = result.feed
    return {
        "version": _words(result.version),
        "title": _words(feed.get("title")),
        "title_type": _words((feed.get("title_detail") or {}).get("type")),
        "link": _words(feed.get("link")),
        "language": _words(feed.get("language")),
        "ttl": _words(feed.get("ttl")),
        "podcast": any("itunes" in name for name in result.get("namespaces", {})),
        "author": _author(feed),
        "licence": _words(feed.get("rights")),
        "entries": [_entry(entry) for entry in result.entries],
    }


def _work(request: bytes, answer: int) -> None:
    """Read one document and leave the process, whatever happens. The exit code says what went wrong."""
    code = UNREADABLE
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        content_type, _, body = request.partition(b"\n")
        found = json.dumps(read(body, content_type.decode())).encode()
        with os.fdopen(answer, "wb") as pipe:
            pipe.write(found)
        code = OK
    except EntitiesDeclared:
        code = ENTITIES
    except MemoryError:
        code = MEMORY
    finally:
        os._exit(code)


def _collect(pipe: int, deadline: float) -> bytes | None:
    """Return everything written to ``pipe``, or ``None`` if the deadline came first or the answer is too long."""
    parts: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or size > ANSWER_LIMIT or not select.select([pipe], [], [], left)[0]:
            return None
        part = os.read(pipe, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)


def answer(request: bytes) -> bytes:
    """Run one document in a process of its own and return the answer frame's payload."""
    receiving, sending = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(receiving)
        _work(request, sending)
    os.close(sending)
    found = _collect(receiving, time.monotonic() + WALL_SECONDS)
    os.close(receiving)
    if found is None:
        os.kill(process, signal.SIGKILL)
    _, status, usage = os.wait4(process, 0)
    stats: dict[str, Any] = {"peak_kb": usage.ru_maxrss, "cpu_seconds": usage.ru_utime + usage.ru_stime}
    if found and os.WIFEXITED(status) and os.WEXITSTATUS(status) == OK:
        return json.dumps(stats).encode() + b"\n" + found
    if found is None:
        stats["refused"] = "wall"
    elif os.WIFSIGNALED(status):
        stats["refused"] = "cpu"
    else:
        stats["refused"] = _WORDS.get(os.WEXITSTATUS(status), "unreadable")
    return json.dumps(stats).encode() + b"\n"


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Answer frames until the parent closes the pipe."""
    while len(head := source.read(4)) == 4:
        reply = answer(source.read(struct.unpack(">I", head)[0]))
        target.write(struct.pack(">I", len(reply)) + reply)
        target.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
