"""What the shell asks of the servers: do they answer, is the schema current, when did the worker last tick."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.addresses import cache_url

TICK = "tick"
# Any number will do as long as nothing else of ours takes it: "well" in ASCII.
MIGRATION_LOCK = 0x77656C6C


def note_tick() -> None:
    """Remember now as the moment a worker last ran beat's message."""
    # An integer, because Django stores those as they are and the supervisor reads this key without Django.
    cache.set(TICK, int(time.time()), timeout=None)


def tick_age(now: float) -> float | None:
    """Return the seconds since the last tick, or None if there never was one. ``now`` is a Unix time."""
    seen = cache.get(TICK)
    return None if seen is None else max(0.0, now - float(seen))


def database_version() -> int:
    """Return Postgres' version number (180006 is 18.6). Raises ``django.db.Error`` if it does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def pending_migrations() -> list[str]:
    """Return the names of migrations that are in the code but not in the database."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def broker_version() -> str:
    """Return the broker's version. Raises ``redis.RedisError`` if it does not answer."""
    with redis.Redis.from_url(cache_url(settings.REDIS_URL), socket_timeout=2) as client:
        told = client.info("server")
        return str(told.get("valkey_version") or told.get("redis_version"))


def broker_eviction() -> str:
    """Return the broker's `maxmemory-policy`, or nothing if it does not tell. Raises ``redis.RedisError``."""
    with redis.Redis.from_url(cache_url(settings.REDIS_URL), socket_timeout=2) as client:
        return str(client.info("memory").get("maxmemory_policy", ""))


@contextmanager
def migration_lock() -> Iterator[None]:
    """Hold the lock that lets one process migrate at a time, and lift the time limits made for pages meanwhile.

    The lock wait on tables stays: a migration that cannot get its lock must give up instead of stopping every page.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        cursor.execute("SET lock_timeout = '2s'")
    try:
        yield
    finally:
        if connection.connection is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
            connection.close()


def anybody_there() -> bool:
    """Return whether the installation has any account, so that the first-run link stays closed for good."""
    return get_user_model().objects.exists()
