"""What keeps the suite quick: whatever takes minutes goes first, and only tables with rows in them are emptied."""

from __future__ import annotations

from functools import cache

import pytest
from django.db import connections, transaction
from django.test import TransactionTestCase

KEPT = {"django_content_type", "auth_permission"}
"""Written once by `migrate`, changed by no test."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what takes minutes, or one worker is alone with it in the end. All else stays in its random order."""
    items.sort(key=lambda item: item.get_closest_marker("chaos") is None)


@pytest.fixture(autouse=True, scope="session")
def quick_to_empty() -> None:
    """Empty the database after a test that commits by deleting the few rows there are.

    Django truncates every table and fills in permissions anew, which takes longer than most of these tests.
    """
    TransactionTestCase._fixture_teardown = delete_all  # type: ignore[attr-defined]


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
