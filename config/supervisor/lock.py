"""One supervisor for each data directory.

Two locks: the supervisor's own, and one that every child inherits and holds until it is gone. So a second `up` is
refused at once, and an `up` after a crash waits for the last run's processes instead of meeting them.
"""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

WAIT_FOR_CHILDREN = 15.0


class Locked(Exception):
    """The data directory is in use; the message says by what."""


def take(data: Path) -> tuple[int, int]:
    """Return the two locks' file descriptors, held; the second one is for the children. Raises ``Locked``."""
    own = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    if not _held(own):
        holder = os.read(own, 32).decode(errors="replace").strip() or "unknown"
        os.close(own)
        raise Locked(f"{data} is in use by another `manage.py up` (process {holder}): stop that one first")
    os.ftruncate(own, 0)
    os.write(own, f"{os.getpid()}\n".encode())
    children = os.open(data / "lock.children", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + WAIT_FOR_CHILDREN
    while not _held(children):
        if time.monotonic() > deadline:
            os.close(children)
            os.close(own)
            raise Locked(f"processes of an earlier run still use {data}: wait a moment, or end them")
        time.sleep(0.1)
    return own, children


def _held(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
