"""A loopback server that answers with scripted bytes and records every request that reached it."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Self

import pytest

from listening.http import Door, is_public
from listening.http.addresses import Address

HOSTILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile"
PUBLIC = "127.9.9.9"  # stands in for a public address: `stand_in` says so, `is_public` does not
needs_hostile = pytest.mark.skipif(not HOSTILE.is_dir(), reason="the corpus of hostile input is not here")


@dataclass(frozen=True)
class Heard:
    """One request as it came."""

    line: str
    headers: dict[str, str]


Answer = Callable[[socket.socket, Heard], None]


def rows(name: str) -> list[Any]:
    """Return the rows of a corpus file, or none where the corpus is absent."""
    if not HOSTILE.is_dir():
        return []
    text = (HOSTILE / name).read_text()
    if name.endswith(".jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    loaded: Any = json.loads(text)
    return loaded if isinstance(loaded, list) else [loaded]


def reply(status: int = 200, body: bytes = b"", *, length: int | None = None, **headers: str) -> bytes:
    """Return the bytes of one answer that closes the connection."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body) if length is None else length}"]
    lines += ["Connection: close"] + [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body


def saying(*answers: bytes) -> Answer:
    """Return an answer that sends ``answers`` in turn, the last one for ever."""
    left = list(answers)

    def answer(conn: socket.socket, heard: Heard) -> None:
        conn.sendall(left.pop(0) if len(left) > 1 else left[0])

    return answer


OK = saying(reply(200, b"ok"))


class Stub:
    """A server on ``host`` and a free port; `hits` holds what it heard."""

    def __init__(self, answer: Answer = OK, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.hits: list[Heard] = []
        self.over = threading.Event()
        self._answer = answer
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, 0), family=family)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _shake_hands(self, plain: socket.socket) -> socket.socket:
        return plain if self._tls is None else self._tls.wrap_socket(plain, server_side=True)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                conn, _ = self._socket.accept()
                threading.Thread(target=self._serve, args=(conn,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        with suppress(OSError), plain, self._shake_hands(plain) as conn:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = conn.recv(65536)
                if not piece:
                    return
                head += piece
            first, *rest = head.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            heard = Heard(first, {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in rest)})
            self.hits.append(heard)
            self._answer(conn, heard)


def stand_in(address: Address) -> bool:
    """Judge as in earnest, but let `PUBLIC` pass for a public address."""
    return address == ip_address(PUBLIC) or is_public(address)


class Names:
    """A scripted resolver: each name has a list of answers, given in turn, the last one for ever."""

    def __init__(self, **names: Sequence[Sequence[str]]) -> None:
        self._left = {name.replace("_", "."): list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        with suppress(ValueError):
            return [str(ip_address(host))]
        if host not in self._left:
            raise socket.gaierror(f"no such name: {host}")
        left = self._left[host]
        return left.pop(0) if len(left) > 1 else left[0]


def door_for(*stubs: Stub, **options: Any) -> Door:
    """Return a door for which the ports of ``stubs`` are usual and `PUBLIC` is public."""
    ports = frozenset({80, 443, *(stub.port for stub in stubs)})
    return Door(**{"judge": stand_in, "ports": ports, **options})
