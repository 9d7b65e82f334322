"""Says whether the collected static files are those of this code, so that a warm start need not collect them again."""

from __future__ import annotations

import hashlib
from pathlib import Path

_NOTE = ".made-from"


def mark(project: Path) -> str:
    """Return a digest of everything that static files are made from: our own files and the pinned packages."""
    lock = project / "config" / "requirements" / "runtime.txt"
    sources = [path for room in project.glob("*/static") for path in room.rglob("*") if path.is_file()]
    digest = hashlib.sha256(lock.read_bytes())
    for path in sorted(sources):
        found = path.stat()
        digest.update(f"{path}:{found.st_mtime_ns}:{found.st_size}\n".encode())
    return digest.hexdigest()


def is_current(collected: Path, wanted: str) -> bool:
    """Return whether ``collected`` was made from what ``wanted`` marks."""
    note = collected / _NOTE
    return note.exists() and note.read_text() == wanted


def note(collected: Path, made_from: str) -> None:
    """Remember what ``collected`` was made from."""
    (collected / _NOTE).write_text(made_from)
