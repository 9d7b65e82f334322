"""One child process: starts in its own session, is known to be ready, is stopped by the signals it understands."""

from __future__ import annotations

import ctypes
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.supervisor.layout import Account
from config.supervisor.watch import Watch

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
KILL_WAIT = 2.0


class StartFailed(Exception):
    """A program ended, or did not become ready in time. The message names the log to read."""


@dataclass(frozen=True)
class Program:
    """What to run and how it wants to be treated.

    ``ready`` asks it whether it does its work; None if there is nothing to ask, and running must do.
    ``stop`` lists signals with the seconds to wait after each; SIGKILL to the whole session always comes last.
    ``orphan_signal`` is what it gets if the supervisor dies: from the kernel (Linux) and from the watcher.
    """

    name: str
    argv: tuple[str, ...]
    ready: Callable[[], bool] | None
    stop: tuple[tuple[signal.Signals, float], ...]
    orphan_signal: signal.Signals
    env: Mapping[str, str]
    log: Path
    ready_within: float = 120.0
    account: Account | None = None
    cwd: Path = Path("/")


@dataclass(frozen=True)
class Ties:
    """What binds children to the supervisor: locks they inherit, and the watcher that outlives it."""

    inherited: tuple[int, ...] = ()
    watch: Watch | None = None


@dataclass
class Child:
    """A running (or dead) instance of a ``Program``."""

    program: Program
    ties: Ties = field(default_factory=Ties)
    process: subprocess.Popen[bytes] | None = None

    @property
    def name(self) -> str:
        """The program's name."""
        return self.program.name

    @property
    def ready_within(self) -> float:
        """Seconds it may take to become ready."""
        return self.program.ready_within

    def is_alive(self) -> bool:
        """Return whether it runs."""
        return self.pid is not None

    def is_ready(self) -> bool:
        """Return whether it does its work; may take as long as one question to it."""
        return self.program.ready() if self.program.ready else self.is_alive()

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self.process.pid if self.process and self.process.poll() is None else None

    def start(self) -> None:
        """Start the program. The log gets a line of its own for every start."""
        program = self.program
        orphan_signal, parent = int(program.orphan_signal), os.getpid()

        def tie_to_parent() -> None:
            if _LIBC is not None:
                _LIBC.prctl(_PR_SET_PDEATHSIG, orphan_signal, 0, 0, 0)
                if os.getppid() != parent:
                    os._exit(1)

        with program.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603  argv is ours, never a shell
                program.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(program.env),
                start_new_session=True,
                preexec_fn=tie_to_parent,
                cwd=program.cwd,
                pass_fds=self.ties.inherited,
                user=program.account.uid if program.account else None,
                group=program.account.gid if program.account else None,
                extra_groups=[] if program.account else None,
            )

        if self.ties.watch:
            self.ties.watch.add(self.process.pid, program.orphan_signal)

    def run_to_end(self, *, between: Callable[[], None] = lambda: None) -> None:
        """Start the program and return when it has done its work. Raises ``StartFailed`` if it failed."""
        self.start()
        try:
            while self.pid is not None:
                between()
                time.sleep(0.05)
        except BaseException:
            self.stop()
            raise
        self.clear()
        if self.process and self.process.returncode:
            raise StartFailed(f"{self.name} failed:\n{_tail(self.program.log)}")

    def wait_until_ready(self, *, between: Callable[[], None] = lambda: None) -> None:
        """Return once the program is ready; ``between`` runs between two looks. Raises ``StartFailed``."""
        deadline = time.monotonic() + self.program.ready_within
        while not self.is_ready():
            if self.pid is None:
                raise StartFailed(f"{self.program.name} ended at once: read {self.program.log}")
            if time.monotonic() > deadline:
                raise StartFailed(f"{self.program.name} is not ready yet: read {self.program.log}")
            between()
            time.sleep(0.05)

    def stop(self, *, within: float = math.inf) -> None:
        """End the program with its own signals, then make sure that nothing of its session is left.

        ``within`` (seconds) shortens the waits between the signals; 0 goes straight to SIGKILL.
        """
        if self.process is None:
            return
        deadline = time.monotonic() + within
        for number, seconds in self.program.stop:
            left = deadline - time.monotonic()
            if self.pid is None or left <= 0:
                break
            self.process.send_signal(number)
            self._wait(min(seconds, left))
        self.clear()

    def clear(self) -> None:
        """Kill what is left of the program's session; a killed worker leaves its pool children behind."""
        if self.process is None:
            return
        with suppress(ProcessLookupError, PermissionError):  # macOS says EPERM for a group of zombies
            os.killpg(self.process.pid, signal.SIGKILL)
        self._wait(KILL_WAIT)
        if self.ties.watch:
            self.ties.watch.gone(self.process.pid)

    def _wait(self, seconds: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return


def _tail(log: Path, lines: int = 12) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
