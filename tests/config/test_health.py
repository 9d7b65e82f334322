"""The two answers for machines."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client


def test_it_serves_healthz_without_asking_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


@pytest.mark.django_db
def test_it_is_ready_when_database_and_broker_answer(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.json() == {"database": "ok", "broker": "ok"}
    assert answer.status_code == 200


@pytest.mark.django_db
def test_it_sorts_text_alike_on_every_machine() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()")
        assert cursor.fetchone() == ("b", "C.UTF-8")
