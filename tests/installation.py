"""A real installation: `manage.py up` in a data directory of its own, on a free port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.supervisor.web import serves

PROJECT = Path(__file__).resolve().parents[1]
CLEARED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CREDENTIAL_KEYS", "BASE_URL", "STATIC_ROOT")


class Installation:
    """A `manage.py up` in a data directory of its own, on a free port."""

    def __init__(self, data: Path, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.data = data
        self.environment = os.environ | dict.fromkeys(CLEARED, "") | {"DATA_DIR": str(data), "PORT": str(self.port)}
        self.environment |= environment
        self.output = data.with_suffix(".out")
        self.process = self.up(self.output)

    def up(self, output: Path) -> subprocess.Popen[bytes]:
        with output.open("wb") as file:
            return subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                env=self.environment,
                cwd=PROJECT,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def start_again(self) -> None:
        self.process = self.up(self.output)
        self.wait_until_up()

    def wait_until_up(self) -> None:
        until(lambda: self.says("Ctrl-C stops everything"), 180, self)  # other tests run beside it

    def serves(self, path: str = "/healthz") -> bool:
        return serves("127.0.0.1", self.port, host="localhost", path=path)

    def says(self, words: str) -> bool:
        return words in self.output.read_text()

    def descendants(self) -> dict[int, str]:
        listed = subprocess.run(["ps", "-eww", "-o", "pid=,ppid=,args="], capture_output=True, text=True).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        found, ours = {}, {self.process.pid}
        for _ in range(4):
            ours |= {int(pid) for pid, parent, *_ in rows if int(parent) in ours}
        for pid, _, *argv in rows:
            if int(pid) in ours - {self.process.pid}:
                found[int(pid)] = "".join(argv)
        return found


def until(holds: Callable[[], bool], within: float, about: Installation) -> None:
    deadline = time.monotonic() + within
    while not holds():
        assert time.monotonic() < deadline, about.output.read_text()
        time.sleep(0.1)


@contextmanager
def running(**environment: str) -> Iterator[Installation]:
    """Yield an installation that is up; end it if the test did not."""
    home = Path(tempfile.mkdtemp(prefix="wh-"))
    home.chmod(0o711)
    made = Installation(home / "data", **environment)
    try:
        made.wait_until_up()
        yield made
    finally:
        if made.process.poll() is None:
            made.process.send_signal(signal.SIGINT)
            made.process.wait(timeout=20)
        shutil.rmtree(home)
