"""Says whether what an earlier start made is still right, so that a warm start need not make it again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def static_files(project: Path) -> str:
    """Return a digest of everything that static files are made from: our own files and the pinned packages."""
    return _digest(project, (path for room in project.glob("*/static") for path in room.rglob("*")))


def schema(project: Path) -> str:
    """Return a digest of everything that the schema is made from: our migrations and the pinned packages' own."""
    return _digest(project, project.glob("*/migrations/*.py"))


def _digest(project: Path, sources: Iterable[Path]) -> str:
    digest = hashlib.sha256((project / "config" / "requirements" / "runtime.txt").read_bytes())
    for path in sorted(path for path in sources if path.is_file()):
        found = path.stat()
        digest.update(f"{path}:{found.st_mtime_ns}:{found.st_size}\n".encode())
    return digest.hexdigest()


def is_current(note: Path, wanted: str) -> bool:
    """Return whether what stands beside ``note`` was made from what ``wanted`` marks."""
    return note.exists() and note.read_text() == wanted


def remember(note: Path, made_from: str) -> None:
    """Remember what was made."""
    note.write_text(made_from)
