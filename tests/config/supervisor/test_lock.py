"""One supervisor for each data directory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.supervisor import lock


def test_it_refuses_a_second_one_and_names_the_first(tmp_path: Path) -> None:
    with lock.held(tmp_path), pytest.raises(lock.Locked, match=f"process {os.getpid()}"), lock.held(tmp_path):
        pass


def test_it_is_free_again_afterwards(tmp_path: Path) -> None:
    for _ in range(2):
        with lock.held(tmp_path):
            pass


def test_it_waits_for_children_of_an_earlier_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "WAIT_FOR_CHILDREN", 0.3)
    with lock.held(tmp_path) as inherited:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], pass_fds=[inherited])
    with pytest.raises(lock.Locked, match="earlier run"), lock.held(tmp_path):
        pass
    child.kill()
    child.wait()
    with lock.held(tmp_path):
        pass
