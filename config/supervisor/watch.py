"""Ends the children of a supervisor that died. For systems without Linux's parent-death signal.

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

PATIENCE = 5.0


class Watch:
    """The supervisor's end of the line to its watcher."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor.watch"], stdin=subprocess.PIPE, start_new_session=True
        )

    def add(self, pid: int, number: signal.Signals) -> None:
        """Have ``pid`` sent signal ``number`` should we die."""
        self._say(f"add {pid} {int(number)}")

    def gone(self, pid: int) -> None:
        """Forget ``pid``, whose number may soon be somebody else's."""
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
    while children and time.monotonic() < deadline:
        children = {pid: number for pid, number in children.items() if _is_there(pid)}
        time.sleep(0.1)
    for pid in children:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
