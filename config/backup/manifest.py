"""What a backup says of itself: who made it, when, with which schema, and what every table must add up to. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

FORMAT = 1
BLOCK = 8 * 1024 * 1024
"""Bytes of an archive's part under one checksum: what a damaged file is told down to."""


class Unfit(Exception):
    """This backup may not be restored here; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """A table at the moment of the snapshot. ``checksum`` adds up a digest of each row, in whatever order they lie."""

    name: str
    rows: int
    checksum: str


@dataclass(frozen=True)
class Part:
    """A file inside the archive. ``blocks`` are the SHA-256 of each ``BLOCK`` bytes, the last one shorter."""

    name: str
    size: int
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """All that a restore needs to know before it begins. ``postgres`` is the server's version number (180006)."""

    version: str
    postgres: int
    company: str
    made_at: datetime
    migrations: tuple[str, ...]
    tables: tuple[Table, ...]
    parts: tuple[Part, ...] = ()

    def part(self, name: str) -> Part | None:
        """Return the part of this name, or None."""
        return next((part for part in self.parts if part.name == name), None)


def dumped(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    content = {"format": FORMAT, **asdict(manifest), "made_at": manifest.made_at.isoformat()}
    return json.dumps(content, indent=1).encode()


def loaded(text: bytes) -> Manifest:
    """Return the manifest in ``text``. Raises ``Unfit`` for another format than ours."""
    content: dict[str, Any] = json.loads(text)
    if content.pop("format", None) != FORMAT:
        raise Unfit("this backup has a format that this version does not know: restore it with a newer Wellheard")
    return Manifest(
        version=content["version"],
        postgres=content["postgres"],
        company=content["company"],
        made_at=datetime.fromisoformat(content["made_at"]),
        migrations=tuple(content["migrations"]),
        tables=tuple(Table(**table) for table in content["tables"]),
        parts=tuple(Part(part["name"], part["size"], tuple(part["blocks"])) for part in content["parts"]),
    )


def file_name(company: str, made_at: datetime) -> str:
    """Return the usual name of a backup: `wellheard-<company>-<UTC>.tar`."""
    slug = re.sub(r"[^a-z0-9]+", "-", company.lower()).strip("-")[:40] or "unnamed"
    return f"wellheard-{slug}-{made_at:%Y%m%dT%H%M%SZ}.tar"


def check_fit(manifest: Manifest, *, version: str, postgres: int, known: Iterable[str]) -> None:
    """Raise ``Unfit`` unless code of ``version`` with the migrations ``known`` may take this backup in.

    Code of the same age or newer may: it migrates afterwards. Older code does not know what it would be reading.
    """
    if _numbers(manifest.version) > _numbers(version):
        raise Unfit(
            f"the backup was made by Wellheard {manifest.version}, this is {version}: "
            "install that version or a newer one, then restore"
        )
    foreign = sorted(set(manifest.migrations) - set(known))
    if foreign:
        raise Unfit(
            f"the backup holds {len(foreign)} migrations that this code does not know ({foreign[0]}): "
            "it was made by newer code; install that, then restore"
        )
    if manifest.postgres // 10000 > postgres // 10000:
        raise Unfit(
            f"the backup comes from Postgres {manifest.postgres // 10000}, "
            f"the server here is {postgres // 10000}: restore into the same or a newer one"
        )


def differences(wanted: Iterable[Table], found: Iterable[Table]) -> list[str]:
    """Return a line for each table that is not what the manifest says."""
    have, lines = {table.name: table for table in found}, []
    for table in wanted:
        other = have.pop(table.name, None)
        if other is None:
            lines.append(f"{table.name} is missing")
        elif other.rows != table.rows:
            lines.append(f"{table.name} has {other.rows:,} rows instead of {table.rows:,}")
        elif other.checksum != table.checksum:
            lines.append(f"{table.name} has the right {table.rows:,} rows with other contents")
    return lines + [f"{name} is not in the manifest" for name in have]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
