"""Looks whether a port is free before anything is started, because a web server says it late and in its log."""

from __future__ import annotations

import socket


class Taken(Exception):
    """Something else listens there; the message says which setting to change."""


def check_free(address: str, number: int, setting: str) -> None:
    """Raise ``Taken`` if nothing of ours could listen at ``address``:``number``."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, number))
        except OSError as reason:
            raise Taken(
                f"cannot listen at {address}:{number} ({reason.strerror}): set {setting} to a free port"
            ) from None
