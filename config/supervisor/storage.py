"""What the supervisor itself asks of Postgres, before Django may: does it answer, are role and database there."""

from __future__ import annotations

import psycopg2
from psycopg2 import sql

ROLE = DATABASE = "wellheard"
WORKER = "wellheard worker"
"""What the worker's connections are called in Postgres."""

LEASE = 90.0
"""Seconds that a lease lasts from when it was taken or renewed."""


def database_answers(socket_dir: str, user: str, password: str) -> bool:
    """Return whether Postgres accepts a sign-in at ``socket_dir``."""
    try:
        psycopg2.connect(host=socket_dir, user=user, password=password, dbname="postgres", connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def make_role_and_database(
    socket_dir: str, superuser: str, superuser_password: str, password: str, *, may_create_databases: bool
) -> None:
    """Make the product's role (no superuser) and its database unless they are there; set the role's password.

    ``may_create_databases`` is for tests, which make one for each worker.
    """
    link = psycopg2.connect(host=socket_dir, user=superuser, password=superuser_password, dbname="postgres")
    link.autocommit = True
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    with link.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {}").format(role))
        rights = "LOGIN NOSUPERUSER " + ("CREATEDB" if may_create_databases else "NOCREATEDB")
        cursor.execute(sql.SQL("ALTER ROLE {} " + rights + " PASSWORD {}").format(role, sql.Literal(password)))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
    link.close()


def anybody_there(database_url: str) -> bool:
    """Return whether the migrated database has any account. Asked without Django, which takes a second to load."""
    link = psycopg2.connect(database_url, connect_timeout=5)
    with link.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM auth_user)")
        found = cursor.fetchone()
    link.close()
    return bool(found and found[0])


def signs_of_work(database_url: str) -> tuple[float | None, float | None]:
    """Return the seconds since the worker's last statement, and since a lease was taken or renewed that still holds.

    The first is None if the worker is not connected, 0 while a statement runs; the second is None if nobody holds a
    lease. Raises ``psycopg2.Error``.
    """
    link = psycopg2.connect(database_url, connect_timeout=2, options="-c statement_timeout=2s")
    try:
        with link.cursor() as cursor:
            cursor.execute(
                "SELECT min(CASE state WHEN 'active' THEN 0 ELSE extract(epoch FROM now() - state_change) END)::float8"
                " FROM pg_stat_activity WHERE application_name = %s",
                [WORKER],
            )
            quiet = cursor.fetchone()
            cursor.execute(
                "SELECT %s - extract(epoch FROM max(lease_until) - now())::float8 FROM (SELECT lease_until"
                " FROM listening_source UNION ALL SELECT lease_until FROM listening_thread) AS held"
                " WHERE lease_until > now()",
                [LEASE],
            )
            leased = cursor.fetchone()
    finally:
        link.close()
    return (quiet[0] if quiet else None), (leased[0] if leased else None)
