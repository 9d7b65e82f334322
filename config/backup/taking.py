"""Takes a backup of a running installation: one snapshot, into one file, read back before it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from config.backup import archive, storage, tools
from config.backup.manifest import Manifest, Table, file_name
from config.supervisor import keyring
from listening.apps import VERSION

Say = Callable[[str], None]


class Refused(Exception):
    """The backup was not begun; the message says why and what to do."""


def destination(path: Path | None, company: str, now: datetime) -> Path:
    """Return the file to write: ``path`` itself, or the usual name in that directory (`DATA_DIR/backups` if none).

    Raises ``Refused`` if there is a file already or nowhere to put one.
    """
    folder = path or settings.PLACE.data / "backups"
    if path is None:
        folder.mkdir(mode=0o700, exist_ok=True)
    found = folder / file_name(company, now) if folder.is_dir() else folder
    if found.exists():
        raise Refused(f"{found} exists: backups are never overwritten, choose another name")
    if not found.parent.is_dir():
        raise Refused(f"{found.parent} is no directory: make it first")
    return found


def take(path: Path | None, *, with_secrets: bool, now: datetime, say: Say) -> Path:
    """Write a backup and return its path. ``now`` is its date.

    It is made under another name and gets its own when it has been read back, so that a file with a backup's name is
    a whole backup. Raises ``Refused``, ``ToolFailed``, ``Damaged``, ``OSError`` or ``django.db.Error``.
    """
    target = destination(path, storage.company(), now)
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        file = archive.create(unfinished)
    except FileExistsError:
        raise Refused(f"{unfinished} exists: another backup is at work, or one broke off; remove it") from None
    try:
        with file, storage.snapshot() as snapshot:
            say("Counting …")
            counted: dict[str, Table] = {}
            tables = snapshot.tables(lambda table: counted.update({table.name: table}))
            say(f"  {len(tables)} tables, {sum(table.rows for table in tables):,} rows")
            manifest = Manifest(VERSION, storage.version(), storage.company(), now, snapshot.migrations(), tables)
            _write(file, manifest, snapshot.name, counted, with_secrets=with_secrets, say=say)
        _read_back(unfinished, say)
        if target.exists():
            raise Refused(f"{target} has appeared meanwhile: it was not overwritten")
        unfinished.rename(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return target


def _write(
    file: BinaryIO,
    manifest: Manifest,
    snapshot: str,
    counted: dict[str, Table],
    *,
    with_secrets: bool,
    say: Say,
) -> None:
    say("Writing …")
    at = int(manifest.made_at.timestamp())
    chunks = tools.dump(
        tool("pg_dump"),
        tools.connect_with(storage.database()),
        snapshot,
        lambda name: say(f"  {name:<44} {counted[name].rows:>12,} rows") if name in counted else None,
    )
    parts = [archive.append(file, archive.DATABASE, chunks, at=at)]
    if with_secrets:
        values = {"SECRET_KEY": settings.SECRET_KEY, "CREDENTIAL_KEYS": ",".join(settings.CREDENTIAL_KEYS)}
        parts.append(archive.append(file, archive.SECRETS, [keyring.dumped(values).encode()], at=at))
    archive.finish(file, replace(manifest, parts=tuple(parts)))


def _read_back(path: Path, say: Say) -> None:
    """Check every byte on the disk, and that `pg_restore` finds each table in it."""
    say("Reading back …")
    found = archive.Archive(path)
    found.check(say)
    listed = set(tools.listed(tool("pg_restore"), found.read(archive.DATABASE)))
    missing = [table.name for table in found.manifest.tables if table.name not in listed]
    if missing:
        raise archive.Damaged(f"pg_restore does not find {', '.join(missing)} in the backup")


def tool(name: str) -> str:
    """Return the path of one of Postgres' tools, as the settings want it. Raises ``ToolFailed``."""
    return tools.find(name, settings.PLACE, settings.PG_BIN)
