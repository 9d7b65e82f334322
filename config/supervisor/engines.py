"""Starts the two embedded engines, in order: what `manage.py up` and the tests have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from config.supervisor import postgres, storage, valkey
from config.supervisor.layout import Layout
from config.supervisor.process import Child


def start_postgres(
    place: Layout,
    secrets: Mapping[str, str],
    *,
    pg_bin: str = "",
    for_tests: bool = False,
    between: Callable[[], None] = lambda: None,
) -> Child:
    """Return Postgres running, with the product's role and database in it. ``between``: see `Child`."""
    found = postgres.binaries(place, pg_bin)
    postgres.make_cluster(place, found, secrets["POSTGRES_SUPERUSER_PASSWORD"], place.logs / "postgres.log")
    child = Child(postgres.program(place, found, secrets, durable=not for_tests))
    child.start()
    try:
        child.wait_until_ready(between=between)
        storage.make_role_and_database(
            str(place.postgres_sockets),
            postgres.SUPERUSER,
            secrets["POSTGRES_SUPERUSER_PASSWORD"],
            secrets["POSTGRES_PASSWORD"],
            may_create_databases=for_tests,
        )
    except BaseException:
        child.stop()
        raise
    return child


def start_valkey(
    place: Layout,
    secrets: Mapping[str, str],
    *,
    for_tests: bool = False,
    between: Callable[[], None] = lambda: None,
) -> Child:
    """Return Valkey running. ``between``: see `Child`."""
    configuration = valkey.write_configuration(
        place, secrets["VALKEY_PASSWORD"], databases=64 if for_tests else 16, durable=not for_tests
    )
    child = Child(valkey.program(place, configuration, secrets))
    child.start()
    try:
        child.wait_until_ready(between=between)
    except BaseException:
        child.stop()
        raise
    return child
