"""A directory whose path is short enough for sockets and open enough for Postgres' own account."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def short_dir() -> Iterator[Path]:
    """Yield a fresh directory directly under the system's temporary one."""
    path = Path(tempfile.mkdtemp(prefix="wh-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)
