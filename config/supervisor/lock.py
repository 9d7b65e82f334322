"""One supervisor for each data directory.

Two locks: the supervisor's own, and one that every child inherits and holds until it is gone. So a second `up` is
refused at once, and an `up` after a crash waits for the last run's processes instead of meeting them.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAIT_FOR_CHILDREN = 15.0


class Locked(Exception):
    """The data directory is in use; the message says by what."""


@contextmanager
def held(data: Path) -> Iterator[int]:
    """Hold both locks of ``data``; yield the file descriptor that the children are to inherit. Raises ``Locked``."""
    own = os.open(data / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    children = os.open(data / "lock.children", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _got(own):
            holder = os.read(own, 32).decode(errors="replace").strip() or "unknown"
            raise Locked(f"{data} is in use by another `manage.py up` (process {holder}): stop that one first")
        os.ftruncate(own, 0)
        os.write(own, f"{os.getpid()}\n".encode())
        deadline = time.monotonic() + WAIT_FOR_CHILDREN
        while not _got(children):
            if time.monotonic() > deadline:
                raise Locked(f"processes of an earlier run still use {data}: wait a moment, or end them")
            time.sleep(0.1)
        yield children
    finally:
        os.close(children)
        os.close(own)


def _got(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
