"""A scripted network on loopback, and where the shared recordings are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


class Network:
    """Answers by path, each answer once or, if it is the last, for good. ``asked`` holds (path with query, headers)."""

    def __init__(self) -> None:
        self.answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    def answer(self, path: str, body: bytes | str = b"", *, status: int = 200, **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, named, content))

    def take(self, path: str) -> tuple[int, dict[str, str], bytes]:
        queue = self.answers.get(path.partition("?")[0], [(404, {}, b"")])
        return queue.pop(0) if len(queue) > 1 else queue[0]


@pytest.fixture
def network() -> Iterator[Network]:
    played = Network()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            played.asked.append((self.path, dict(self.headers)))
            status, headers, body = played.take(self.path)
            self.send_response_only(status)  # without a Date, which would be the machine's and not the test's
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    played.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield played
    server.shutdown()
    server.server_close()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        opened.trust_env = False
        yield opened


@pytest.fixture(scope="session")
def data() -> Path:
    """The shared recordings and hostile corpora; tests that need them are skipped where they are absent."""
    if not DATA.is_dir():
        pytest.skip("the shared test data is not here")
    return DATA
