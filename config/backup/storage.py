"""What backup and restore ask of Postgres: one snapshot, what each table adds up to, is it empty, whose leases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader

from config.backup.manifest import Table
from config.storage import MIGRATION_LOCK
from listening.models import Installation

# Rows are compared by their text, which must not depend on whose session asks.
_PLAIN = """
    SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '60s';
    SET timezone = 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'iso_8601';
    SET bytea_output = 'hex'; SET extra_float_digits = 1; SET xmloption = 'content'
"""
_TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""
# The first 64 bits of each row's SHA-256, added up: equal for equal rows in any order, on any machine.
_SUM = """
    SELECT count(*), coalesce(sum(('x' || substr(encode(sha256(convert_to(t::text, 'UTF8')), 'hex'), 1, 16))
                                  ::bit(64)::bigint::numeric), 0)::text
    FROM public.{} t
"""
_FREE = "UPDATE public.{} SET lease_token = NULL, lease_until = NULL WHERE lease_token IS NOT NULL"


class Snapshot:
    """One instant of the database, held open for as long as the block runs. Reads only, blocks nobody."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        cursor.execute("SELECT pg_export_snapshot()")
        self.name = str(cursor.fetchone()[0])

    def tables(self, heard: Callable[[Table], None]) -> tuple[Table, ...]:
        """Return every table, partitions each for itself, with count and checksum."""
        return _measured(self._cursor, heard)

    def migrations(self) -> tuple[str, ...]:
        """Return the applied migrations as ``app.name``."""
        self._cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1")
        return tuple(row[0] for row in self._cursor.fetchall())


@contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Open a snapshot on a connection of its own."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(_PLAIN)
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield Snapshot(cursor)
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def _measured(cursor: CursorWrapper, heard: Callable[[Table], None]) -> tuple[Table, ...]:
    cursor.execute(_TABLES)
    found = []
    for (name,) in cursor.fetchall():
        cursor.execute(_SUM.format(connection.ops.quote_name(name)))
        rows, checksum = cursor.fetchone()
        found.append(Table(name=name, rows=rows, checksum=checksum))
        heard(found[-1])
    return tuple(found)


def company() -> str:
    """Return the name of the company, empty before the first-run wizard."""
    return Installation.objects.values_list("company", flat=True).first() or ""


def database() -> dict[str, Any]:
    """Return Django's mapping of the database in use."""
    return dict(connection.settings_dict)


def answers() -> bool:
    """Return whether the database accepts us. Raises ``django.db.OperationalError`` if it does not."""
    connection.ensure_connection()
    return True


def version() -> int:
    """Return Postgres' version number."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def known_migrations() -> list[str]:
    """Return every migration of this code, also those that later ones replace, as ``app.name``."""
    found = MigrationLoader(None).disk_migrations
    replaced = [old for migration in found.values() for old in migration.replaces]
    return [f"{app}.{name}" for app, name in [*found, *replaced]]


@contextmanager
def alone() -> Iterator[CursorWrapper]:
    """Hold the lock that migrations take, with the limits made for pages lifted: a restore must not meet one."""
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN)
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            yield cursor
        finally:
            connection.close()  # gives the lock and the limits back


def tables_there(cursor: CursorWrapper) -> list[str]:
    """Return the names of the tables that stand in the database."""
    cursor.execute(_TABLES)
    return [row[0] for row in cursor.fetchall()]


def measured(cursor: CursorWrapper) -> tuple[Table, ...]:
    """Return every table with count and checksum."""
    return _measured(cursor, lambda table: None)


def free_leases(cursor: CursorWrapper) -> int:
    """Give back every lease: whoever held one is not here. Returns how many rows were held.

    Any table with the two columns counts, so that a queue added later is not forgotten.
    """
    cursor.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND column_name IN ('lease_token', 'lease_until') GROUP BY 1 HAVING count(*) = 2"
    )
    held = 0
    for (name,) in cursor.fetchall():
        cursor.execute(_FREE.format(connection.ops.quote_name(name)))
        held += cursor.rowcount
    return held


def clear(cursor: CursorWrapper) -> None:
    """Drop every table: only for a restore that put them there itself and found them wrong."""
    for name in tables_there(cursor):
        cursor.execute(f"DROP TABLE IF EXISTS public.{connection.ops.quote_name(name)} CASCADE")
    cursor.execute("DROP TABLE IF EXISTS public.listening_mention_raw CASCADE")
