"""A time limit on the product's transactions does not outlast them in a test, where they are savepoints."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from listening.storage import bulk

pytestmark = pytest.mark.django_db


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_timeout")
        return str(cursor.fetchone()[0])


def test_it_takes_a_limit_back_with_its_transaction() -> None:
    with transaction.atomic():
        bulk.within(10)
    assert limit() == "0"


def test_it_keeps_a_limit_until_its_transaction_ends() -> None:
    with transaction.atomic():
        bulk.within(10)
        with transaction.atomic():
            pass
        assert limit() == "10s"
