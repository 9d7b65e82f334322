"""Real children: sessions, signals, readiness, orphans."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from config.supervisor.process import Child, Program, StartFailed
from config.supervisor.watch import Watch

SLEEP = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


def program(log: Path, code: str, *, ready: Callable[[], bool] | None = None, within: float = 5.0) -> Program:
    return Program(
        name="part",
        argv=(sys.executable, "-c", code),
        ready=ready,
        stop=((signal.SIGTERM, 0.3),),
        orphan_signal=signal.SIGTERM,
        env=dict(os.environ),
        log=log,
        ready_within=within,
    )


def is_gone(pid: int, within: float = 6.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
        if not state.strip() or state.startswith("Z"):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "part.log"


def test_it_runs_a_child_in_a_session_of_its_own(log: Path) -> None:
    child = Child(program(log, SLEEP))
    child.start()
    assert child.pid is not None
    assert os.getsid(child.pid) == child.pid
    child.stop()


def test_it_ends_a_child_with_its_own_signal(log: Path) -> None:
    child = Child(program(log, SLEEP))
    child.start()
    child.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGTERM


def test_it_kills_a_child_that_does_not_listen(log: Path) -> None:
    child = Child(program(log, DEAF, ready=lambda: "deaf" in log.read_text()))
    child.start()
    child.wait_until_ready()
    child.stop()
    assert child.process is not None
    assert child.process.returncode == -signal.SIGKILL


def test_it_kills_grandchildren_too(log: Path) -> None:
    code = (
        f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]);"
        "print(p.pid, flush=True); p.wait()"
    )
    child = Child(program(log, code, ready=lambda: log.read_text().strip().isdigit()))
    child.start()
    child.wait_until_ready()
    child.stop()
    assert is_gone(int(log.read_text()))


def test_it_says_which_log_to_read_when_a_child_ends_at_once(log: Path) -> None:
    child = Child(program(log, "raise SystemExit(3)", ready=lambda: False))
    child.start()
    with pytest.raises(StartFailed, match=r"part ended at once: read .*part\.log"):
        child.wait_until_ready()
    child.stop()


def test_it_does_not_wait_for_ever(log: Path) -> None:
    child = Child(program(log, SLEEP, ready=lambda: False, within=0.2))
    child.start()
    with pytest.raises(StartFailed, match="not ready yet"):
        child.wait_until_ready()
    child.stop()


def test_it_shows_the_end_of_the_log_of_a_command_that_failed(log: Path) -> None:
    child = Child(program(log, "raise SystemExit('no such table')"))
    with pytest.raises(StartFailed, match="no such table"):
        child.run_to_end()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_it_leaves_no_child_when_the_parent_is_killed(log: Path) -> None:
    code = (
        "import tests.config.supervisor.test_process as t, pathlib, time;"
        f"c = t.Child(t.program(pathlib.Path({str(log)!r}), t.SLEEP)); c.start();"
        "print(c.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert is_gone(pid)


def test_it_has_the_watcher_end_deaf_orphans(log: Path) -> None:
    child = Child(program(log, DEAF, ready=lambda: "deaf" in log.read_text()))
    child.start()
    child.wait_until_ready()
    assert child.pid is not None
    watch = Watch()
    watch.add(child.pid, signal.SIGTERM)
    watch.close()
    assert child.process is not None
    assert child.process.wait(timeout=5) == -signal.SIGKILL


def test_it_has_the_watcher_spare_what_is_gone(log: Path) -> None:
    child = Child(program(log, SLEEP))
    child.start()
    assert child.pid is not None
    watch = Watch()
    watch.add(child.pid, signal.SIGTERM)
    watch.gone(child.pid)
    watch.close()
    assert child.is_alive()
    child.stop()


def test_it_shortens_its_waits_when_time_is_short(log: Path) -> None:
    made = program(log, DEAF, ready=lambda: "deaf" in log.read_text())
    child = Child(replace(made, stop=((signal.SIGTERM, 30.0),)))
    child.start()
    child.wait_until_ready()
    began = time.monotonic()
    child.stop(within=0.05)
    assert time.monotonic() - began < 10
