"""A mail server of a few lines, which answers as it is told and keeps what it was handed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

ANSWERS = {"EHLO": "250 here", "HELO": "250 here", "DATA": "354 go on", "QUIT": "221 bye"}


@contextmanager
def post_office(answers: Mapping[str, str] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Serve one talk at a time on loopback. Gives the port and the lines it heard."""
    told, heard = ANSWERS | dict(answers or {}), []
    listener = socket.create_server(("127.0.0.1", 0))

    def talk(line: socket.socket) -> None:
        inside = False
        with line, line.makefile("rwb", buffering=0) as file:
            file.write(b"220 post office\r\n")
            for raw in file:
                said = raw.decode().rstrip("\r\n")
                heard.append(said)
                inside, was = (said.upper() == "DATA" or inside) and said != ".", inside
                if inside and was:
                    continue
                file.write(told.get(said[:4].upper(), "250 fine").encode() + b"\r\n")

    def serve() -> None:
        try:
            while True:
                talk(listener.accept()[0])
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
