"""A chat server on loopback that takes webhooks, answers as scripted, and remembers what it was told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "T0zq7secretkeyB0x"  # of a webhook's address; nothing of it may ever be seen


@dataclass
class Chat:
    """What is answered (status, body, headers), in turn and the last for ever, and the bodies that came."""

    port: int
    answers: list[tuple[int, str, dict[str, str]]]
    heard: list[Any] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    hangs: threading.Event | None = None  # answers nothing until it is set

    def url(self, path: str = f"/hooks/{KEY}") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def texts(self) -> list[str]:
        """Return the first words of each message that came (Slack's and Mattermost's shapes)."""
        return [body["text"].split("\n")[0].strip("*") for body in self.heard]


@contextmanager
def chat(*answers: tuple[int, str, dict[str, str]], hangs: threading.Event | None = None) -> Iterator[Chat]:
    """Yield a running chat server that answers ``ok`` unless told otherwise."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.heard.append(json.loads(body))
            found.bodies.append(body)
            found.headers.append(dict(self.headers))
            if found.hangs is not None:
                found.hangs.wait(20)
            status, words, headers = found.answers[0] if len(found.answers) == 1 else found.answers.pop(0)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(words.encode()))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(words.replace("ECHO", self.path).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Chat(server.server_address[1], list(answers) or [(200, "ok", {})], hangs=hangs)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield found
    if hangs is not None:
        hangs.set()
    server.shutdown()
    server.server_close()
