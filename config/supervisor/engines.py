"""Starts the two embedded engines: what `manage.py up` and the tests have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from config.supervisor import postgres, storage, valkey
from config.supervisor.layout import Layout
from config.supervisor.process import Child, Ties

_ALONE = Ties()


def _nothing() -> None:
    return None


def start_postgres(
    place: Layout,
    secrets: Mapping[str, str],
    *,
    pg_bin: str = "",
    ties: Ties = _ALONE,
    for_tests: bool = False,
    between: Callable[[], None] = _nothing,
) -> Child:
    """Return Postgres running, with the product's role and database in it. ``between``: see `Child`."""
    found = postgres.binaries(place, pg_bin)
    superuser_password = secrets["POSTGRES_SUPERUSER_PASSWORD"]
    postgres.make_cluster(place, found, superuser_password, place.logs / "postgres.log")
    child = Child(postgres.program(place, found, secrets, durable=not for_tests), ties)
    with stopped_if_it_fails(child):
        child.start()
        child.wait_until_ready(between=between)
        storage.make_role_and_database(
            str(place.postgres_sockets),
            postgres.SUPERUSER,
            superuser_password,
            secrets["POSTGRES_PASSWORD"],
            may_create_databases=for_tests,
        )
    return child


def start_valkey(
    place: Layout,
    secrets: Mapping[str, str],
    *,
    ties: Ties = _ALONE,
    for_tests: bool = False,
    between: Callable[[], None] = _nothing,
) -> Child:
    """Return Valkey running. ``between``: see `Child`."""
    configuration = valkey.write_configuration(
        place, secrets["VALKEY_PASSWORD"], databases=64 if for_tests else 16, durable=not for_tests
    )
    child = Child(valkey.program(place, configuration, secrets), ties)
    with stopped_if_it_fails(child):
        child.start()
        child.wait_until_ready(between=between)
    return child


@contextmanager
def stopped_if_it_fails(child: Child) -> Iterator[None]:
    """Stop ``child`` if the block does not get to its end."""
    try:
        yield
    except BaseException:
        child.stop()
        raise
