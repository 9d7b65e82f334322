"""What an endpoint is asked and what it answers, before faults touch it and before it goes on the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. ``headers`` have lower-case names; ``now`` is the world's time; ``base`` is the server's address."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    now: datetime
    base: str
    body: bytes = b""

    @property
    def agent(self) -> str:
        return self.headers.get("user-agent", "")


def split_target(target: str) -> tuple[str, dict[str, str]]:
    """Return path and query of a request target; a repeated parameter keeps its last value."""
    parts = urlsplit(target)
    return parts.path, dict(parse_qsl(parts.query, keep_blank_values=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and body. A ``Content-Length`` is added on the wire."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def with_headers(self, headers: Mapping[str, str]) -> Answer:
        return replace(self, headers={**self.headers, **headers})


def as_json(data: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Return ``data`` as compact JSON with sorted keys, as the search index sends it."""
    body = json.dumps(data, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    return Answer(
        status=status, headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})}, body=body
    )


def as_html(page: str, *, status: int = 200) -> Answer:
    return Answer(status=status, headers={"Content-Type": "text/html; charset=utf-8"}, body=page.encode())
