"""What keeps the suite quick and steady: long tests first, few rows to delete, and no limits by the wall clock."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from django.db import connections, transaction
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

# Wall clocks tell how busy the machine is, not how good the code: examples are bounded by number, tests by `timeout`.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

KEPT = {"django_content_type", "auth_permission"}
"""Written once by `migrate`, changed by no test."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes minutes, or one worker is alone with it in the end. All else stays in its random order."""
    items.sort(key=lambda item: item.get_closest_marker("chaos") is None)


def pytest_collection_finish() -> None:
    """Leave what lives as long as the run out of every collection of garbage: an eighth of the time went into that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def quick_to_empty() -> None:
    """Empty the database after a test that commits by deleting the few rows there are.

    Django truncates every table and fills in permissions anew, which takes longer than most of these tests.
    """
    TransactionTestCase._fixture_teardown = delete_all  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def unhurried() -> Iterator[None]:
    """Let a test's own transaction outlive the time limit that the product sets to each of its transactions.

    In a test they are savepoints: a limit set in one of them would end the whole test's connection seconds later, on a
    machine that has more to do than this.
    """
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(Limits()))
        yield


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """Leave no language behind: after a page in German all that the same thread says would be German.

    In life each request chooses its own, and workers choose none.
    """
    yield
    translation.deactivate()


class Limits:
    """Takes a transaction's time limit back with the savepoint in which it was set."""

    depth = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result, connection = execute(sql, params, many, context), context["connection"]
        if str(sql).startswith("SET LOCAL transaction_timeout"):
            self.depth = len(connection.savepoint_ids)
        elif str(sql).startswith("RELEASE SAVEPOINT") and len(connection.savepoint_ids) < self.depth:
            self.depth = 0
            connection.connection.cursor().execute("SET LOCAL transaction_timeout = 0")  # not among the counted queries
        return result


def delete_all(case: TransactionTestCase) -> None:
    """Delete every row of every table. Foreign keys are checked when all are gone."""
    for alias in case._databases_names(include_mirrors=False):  # type: ignore[attr-defined]
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute("; ".join(f'DELETE FROM "{name}"' for name in tables(alias)))


@cache
def tables(alias: str) -> list[str]:
    """Return the tables that Django would truncate, but for those that it would fill again at once."""
    listed = connections[alias].introspection.django_table_names(only_existing=True, include_views=False)
    return sorted(set(listed) - KEPT)
