"""Ends the children of a supervisor that died, and their children.

Linux's parent-death signal is faster, but does not exist elsewhere, reaches only the children themselves, and asks only
once: a worker whose broker died with the supervisor waits for that broker for ever.

Run as a module it reads `add PID SIGNAL` and `gone PID` lines from its standard input, whose other end only the
supervisor holds: the end of the input is the supervisor's death.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 3.0


class Watch:
    """The supervisor's end of the line to its watcher."""

    def __init__(self, inherited: tuple[int, ...] = ()) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor.watch"],
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=inherited,
            cwd=PROJECT,
        )

    def add(self, pid: int, number: signal.Signals) -> None:
        """Have ``pid`` sent signal ``number`` should we die."""
        self._say(f"add {pid} {int(number)}")

    def gone(self, pid: int) -> None:
        """Forget ``pid``: its session is empty and its number may soon be somebody else's."""
        self._say(f"gone {pid}")

    def close(self) -> None:
        """End the watcher; nothing it still knows of is spared."""
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait(timeout=2 * PATIENCE)

    def _say(self, line: str) -> None:
        if self.process.stdin:
            self.process.stdin.write(f"{line}\n".encode())
            self.process.stdin.flush()


def main() -> None:
    """Read until the supervisor is gone, then signal its children and, after ``PATIENCE``, kill what is left."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    children: dict[int, int] = {}
    for line in sys.stdin:
        word, *numbers = line.split()
        if word == "add":
            children[int(numbers[0])] = int(numbers[1])
        else:
            children.pop(int(numbers[0]), None)
    for pid, number in reversed(children.items()):
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
    deadline = time.monotonic() + PATIENCE
    while any(_is_there(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    # The whole session, even of a child that has ended: pool processes outlive a worker that was killed.
    for pid in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _is_there(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
