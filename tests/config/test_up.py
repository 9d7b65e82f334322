"""One real installation: started, looked at, hurt, and stopped."""

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

import pytest

from config.supervisor.web import serves

PROJECT = Path(__file__).resolve().parents[2]
CLEARED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CREDENTIAL_KEYS", "BASE_URL", "STATIC_ROOT")


class Installation:
    """A `manage.py up` in a data directory of its own, on a free port."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.data = data
        self.environment = os.environ | dict.fromkeys(CLEARED, "") | {"DATA_DIR": str(data), "PORT": str(self.port)}
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
def running() -> Iterator[Installation]:
    """Yield an installation that is up; end it if the test did not."""
    home = Path(tempfile.mkdtemp(prefix="wh-"))
    home.chmod(0o711)
    made = Installation(home / "data")
    try:
        until(lambda: made.says("Ctrl-C stops everything"), 60, made)
        yield made
    finally:
        if made.process.poll() is None:
            made.process.send_signal(signal.SIGINT)
            made.process.wait(timeout=20)
        shutil.rmtree(home)


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with running() as made:
        yield made


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_serves_and_is_ready(installation: Installation) -> None:
    until(lambda: installation.serves("/readyz"), 20, installation)
    assert installation.serves("/healthz")


def test_it_refuses_a_second_one_on_the_same_data(installation: Installation) -> None:
    output = installation.data.with_suffix(".second")
    assert installation.up(output).wait(timeout=30) == 1
    assert "in use by another" in output.read_text()
    assert installation.serves()


def test_it_brings_a_killed_broker_back(installation: Installation) -> None:
    [broker] = [pid for pid, argv in installation.descendants().items() if "valkey-server" in argv]
    os.kill(broker, signal.SIGKILL)
    until(lambda: installation.says("valkey is back"), 15, installation)
    until(lambda: installation.serves("/readyz"), 15, installation)


def test_it_keeps_its_secrets_private_and_writes_none_into_logs(installation: Installation) -> None:
    secrets = installation.data / "secrets.env"
    assert secrets.stat().st_mode & 0o777 == 0o600
    values = [line.partition("=")[2] for line in secrets.read_text().splitlines() if not line.startswith("#")]
    written = installation.output.read_text() + "".join(file.read_text() for file in installation.data.glob("logs/*"))
    assert len(values) == 5
    assert [value for value in values if value in written] == []


def test_it_stops_everything_within_ten_seconds_and_leaves_no_orphan() -> None:
    with running() as installation:
        family = installation.descendants()
        for part in ("postgres", "valkey-server", "granian", "worker", "beat"):
            assert part in " ".join(family.values())
        began = time.monotonic()
        installation.process.send_signal(signal.SIGINT)
        assert installation.process.wait(timeout=15) == 0
        assert time.monotonic() - began < 10
        assert [argv for pid, argv in family.items() if exists(pid)] == []
