"""A real Celery worker in processes of its own, on the database of the tests, and what it costs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import urlsplit

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Return the address of the test database that this process uses."""
    name = str(connection.settings_dict["NAME"])
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


THERE = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = %s"


_UNTIL_NOTICED = 30
"""Seconds. With those that the code may take it stays below the limit of a test, which would not say why."""


def run_killed(code: str, *arguments: str, seconds: float = 80, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code that kills itself or its children, and return once the database has noticed that it is gone.

    Until then what a killed process locked stays locked, and whoever comes next passes over it; in life that is a beat
    later, in a test at once. The connections are told by a name of their own: others may stand open beside them.
    """
    name = f"killed {uuid.uuid4()}"
    told = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings", "PGAPPNAME": name}
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **told, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    patience = time.monotonic() + _UNTIL_NOTICED
    with connection.cursor() as cursor:
        while True:
            cursor.execute(THERE, [name])
            (there,) = cursor.fetchone()
            if not there:
                return ran
            assert time.monotonic() < patience, f"{there} connections of a dead process are still open"
            time.sleep(0.02)


def children_of(pid: int) -> list[int]:
    """Return the ids of the processes that a process has started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def peak_kb(pid: int) -> int:
    """Return the most memory that a process has held so far, 0 if it is gone."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) if found else 0


class Worker:
    """`celery worker` with two processes. Leave the block to stop it; ``log`` then holds what it said."""

    def __init__(self, log: Path, **environment: str) -> None:
        self.log = log
        self._environment = {**os.environ, "DATABASE_URL": database_url(), **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._output = self.log.open("wb")
        command = (
            "celery -A config.celery worker -P prefork -c 2 -Q listening --without-gossip --without-mingle -l INFO"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-m", *command.split()],
            cwd=ROOT,
            env=self._environment,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        assert self._process is not None
        assert self._output is not None
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._output.close()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def pool(self) -> list[int]:
        """Return the ids of the processes that carry tasks out."""
        return sorted(children_of(self.pid))

    def readers(self) -> list[int]:
        """Return the ids of the processes that read feeds for them."""
        return [reader for each in self.pool() for reader in children_of(each)]
