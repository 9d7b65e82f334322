"""Empty databases beside the test's own, for tests of what happens to a whole database."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2

from tests.chaos.worker import database_url


@contextmanager
def empty_database() -> Iterator[str]:
    """Make an empty database on the tests' engine and give its address; drop it afterwards."""
    name = f"beside_{uuid.uuid4().hex[:12]}"
    link = psycopg2.connect(database_url())
    link.autocommit = True
    link.cursor().execute(f"CREATE DATABASE {name}")
    try:
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    finally:
        # Not WITH (FORCE): it refuses when the engine's vacuum worker is in the database; a plain drop sends it away.
        link.cursor().execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
        link.cursor().execute(f"DROP DATABASE {name}")
        link.close()
