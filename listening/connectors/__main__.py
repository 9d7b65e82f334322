"""``python -m listening.connectors NETWORK FILE…``: print recorded exchanges as JSON posts, one a line.

A recording is ``{"request": {"url"}, "response": {"status", "headers", "body_kind", "body"}}``; a feed may be its raw
bytes. An error body prints ``{"error": kind, "code": …, "file": …}``. Exit 2 for a file that cannot be read.
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from listening.connectors.contract import Connector
from listening.connectors.registry import CONNECTORS
from listening.errors import ListeningError
from listening.records import Page


def main(arguments: Sequence[str], *, now: datetime) -> int:
    """Print what ``arguments`` name and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m listening.connectors")
    parser.add_argument("network", choices=sorted(CONNECTORS))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--raw", action="store_true", help="print the raw record of every post too")
    chosen = parser.parse_args(arguments)
    failed = False
    for path in chosen.files:
        try:
            body = path.read_bytes()
        except OSError as error:
            print(f"{path}: {error.strerror}", file=sys.stderr)
            failed = True
            continue
        try:
            page = read_recorded(CONNECTORS[chosen.network], body, name=path.name, now=now)
        except ListeningError as error:
            print(json.dumps({"error": error.kind, "code": error.code, "file": str(path)}))
        else:
            _show(page, raw=chosen.raw)
    return 2 if failed else 0


def read_recorded(connector: Connector, content: bytes, *, name: str, now: datetime) -> Page:
    """Return the page of one recording, or of raw bytes that are none. Raises what an error body stands for."""
    exchange = _exchange(content)
    if exchange is None:
        return connector.parse_recorded(content, {}, f"https://recorded.invalid/{name}", status=200, now=now)
    response = exchange["response"]
    headers = {key: _header(value) for key, value in (response.get("headers") or {}).items()}
    url = str((exchange.get("request") or {}).get("url") or f"https://recorded.invalid/{name}")
    # No status: the source kept the body only, so it speaks for itself.
    return connector.parse_recorded(_body(response), headers, url, status=response.get("status") or 200, now=now)


def _exchange(content: bytes) -> dict[str, Any] | None:
    if not content.lstrip().startswith(b"{"):
        return None
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("response"), dict) else None


def _header(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _body(response: dict[str, Any]) -> bytes:
    body, kind = response.get("body"), response.get("body_kind")
    if kind == "json" or not isinstance(body, str | None):
        return json.dumps(body).encode()
    if kind in ("base64", "b64"):
        return base64.b64decode(body or "")
    return (body or "").encode("utf-8", "replace")


def _show(page: Page, *, raw: bool) -> None:
    for post in page.posts:
        shown = asdict(post)
        if not raw:
            del shown["raw"]
        print(json.dumps(shown, ensure_ascii=False, default=datetime.isoformat))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], now=datetime.now(UTC)))
