"""Brings a backup back into an empty database, and proves that what stands there is what was saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from config.backup import archive, storage, tools
from config.backup.manifest import Manifest, Table, Unfit, check_fit, differences
from config.backup.taking import tool
from config.factors import storage as factors
from config.supervisor import keyring
from listening.apps import VERSION
from listening.storage import credentials

Say = Callable[[str], None]


def read(path: Path, say: Say) -> archive.Archive:
    """Return the backup with every byte checked and fit for this code. Needs no server.

    Raises ``Damaged`` or ``Unfit``.
    """
    say("Reading …")
    found = archive.Archive(path)
    found.check(say)
    check_fit(found.manifest, version=VERSION, postgres=found.manifest.postgres, known=storage.known_migrations())
    return found


def bring_back(found: archive.Archive, say: Say) -> None:
    """Restore, compare, free the leases, migrate.

    Raises ``Unfit`` if the database is not empty or too old, ``Damaged`` if what arrived differs from the manifest
    (nothing of it stays), or ``ToolFailed`` (nothing has arrived: it is one transaction).
    """
    manifest = found.manifest
    with storage.alone() as cursor:
        there = storage.tables_there(cursor)
        if there:
            raise Unfit(
                f"the database holds {len(there)} tables already: restore goes into an empty one only. "
                "Set DATA_DIR to a new directory (run `manage.py setup` there), or make an empty database"
            )
        check_fit(manifest, version=VERSION, postgres=storage.version(), known=storage.known_migrations())
        say("Restoring …")
        rows = {table.name: table.rows for table in manifest.tables}
        tools.load(
            tool("pg_restore"),
            tools.connect_with(storage.database()),
            found.read(archive.DATABASE),
            lambda name: say(f"  {name:<44} {rows.get(name, 0):>12,} rows"),
        )
        say("Comparing …")
        _compare(manifest, storage.measured(cursor), lambda: storage.clear(cursor))
        say(f"  {len(rows)} tables, {sum(rows.values()):,} rows: counts and checksums equal")
        held = storage.free_leases(cursor)
        say(f"  {held} leases given back")
    # `up` takes this mark for a schema that is current; the one just restored may be older.
    (settings.PLACE.data / "schema.made-from").unlink(missing_ok=True)
    say("Migrating …")
    call_command("migrate", interactive=False, verbosity=0)


def _compare(manifest: Manifest, tables: tuple[Table, ...], clear: Callable[[], None]) -> None:
    wrong = differences(manifest.tables, tables)
    if wrong:
        clear()
        raise archive.Damaged(f"what arrived is not what was saved, so it was removed again: {'; '.join(wrong)}")


def take_keys(found: archive.Archive, say: Say) -> list[str]:
    """Return the keys to open credentials with: ours, and those of the backup, which are kept from now on."""
    keys = [key for key in settings.CREDENTIAL_KEYS if key]
    if found.manifest.part(archive.SECRETS) is None:
        return keys
    text = b"".join(found.read(archive.SECRETS)).decode()
    brought = [key for key in keyring.parsed(text).get("CREDENTIAL_KEYS", "").split(",") if key and key not in keys]
    if brought:
        file = settings.PLACE.secrets
        if keyring.read(file).get("CREDENTIAL_KEYS", "").split(",") == settings.CREDENTIAL_KEYS:
            keyring.with_keys(file, last=brought)
            say(f"  {len(brought)} of the backup's keys added to {file}")
        else:
            say(f"  add the CREDENTIAL_KEYS of the backup's {archive.SECRETS} to yours: they come from the environment")
            return keys
    return [*keys, *brought]


def locked_out(keys: list[str]) -> list[str]:
    """Return the names of stored secrets that cannot be opened with ``keys``."""
    return [*credentials.unreadable(keys), *factors.unreadable(keys)]
