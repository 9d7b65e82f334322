"""Hand a feed to the child process and take back plain values. Knows nothing of posts."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from listening.errors import Permanent, Transient

WALL_SECONDS = 20.0
BODY_LIMIT = 5 * 1024 * 1024  # after decompression
_ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the child read: ``document`` as ``child.read`` returns it, peak memory in KB and CPU in seconds."""

    document: dict[str, Any]
    peak_kb: int
    cpu_seconds: float


class Child:
    """One child process, started when first needed and again whenever it has died. Serves one thread at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0  # a worker forked from us must not share our child's pipes

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def read(self, body: bytes, *, content_type: str) -> Reading:
        """Return what feedparser finds. Raises ``Permanent`` where the document is at fault, else ``Transient``."""
        about = " ".join(content_type.split()).encode("ascii", "ignore")
        with self._lock:
            frame = self._ask(about + b"\n" + body[:BODY_LIMIT])
        head, _, found = frame.partition(b"\n")
        stats = json.loads(head)
        refused = stats.get("refused")
        if refused == "entities":
            raise Permanent("feed_declares_entities")
        if refused == "unreadable":
            raise Permanent("not_a_feed")
        if refused:
            raise Permanent("feed_too_costly", refused)
        return Reading(document=json.loads(found), peak_kb=stats["peak_kb"], cpu_seconds=stats["cpu_seconds"])

    def _ask(self, request: bytes) -> bytes:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        guard = threading.Timer(WALL_SECONDS, process.kill)
        guard.start()
        try:
            process.stdin.write(struct.pack(">I", len(request)) + request)
            process.stdin.flush()
            return _exactly(process.stdout, struct.unpack(">I", _exactly(process.stdout, 4))[0])
        except (BrokenPipeError, EOFError) as error:
            self.stop()
            raise Transient("feed_reader_died", detail=type(error).__name__) from error
        finally:
            guard.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "listening.connectors.feeds.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
                env={"PYTHONPATH": str(_ROOT), "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},  # and no secret of ours
            )
            self._owner = os.getpid()
        return self._process

    def stop(self) -> None:
        """Kill the child; the next reading starts another."""
        if self._process is not None and self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._process = None


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    found = pipe.read(size)
    if len(found) < size:
        raise EOFError
    return found


CHILD = Child()
