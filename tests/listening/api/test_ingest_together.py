"""The same key at the same time, on two connections."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from listening.actions import byhand
from listening.models import IngestKey, Mention, PollRun
from tests.listening.api.conftest import sender

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = {"external_id": "1", "network": "webhook", "text": "northwind again"}


@pytest.fixture
def slow_storing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the first request between its key and its posts until the second has come."""
    take = byhand.take_posts

    def slowly(*args: object, **more: object) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return take(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(byhand, "take_posts", slowly)


def together(program: Client, *bodies: object) -> list[tuple[int, str]]:
    """Send the bodies under one key at once; return statuses and whether each was a replay."""
    ready = Barrier(len(bodies))

    def run(body: object) -> tuple[int, str]:
        try:
            ready.wait(10)
            answer = sender(Client(headers={"Authorization": program.defaults["HTTP_AUTHORIZATION"]}))(body, key="k-1")
            return answer.status_code, answer.headers.get("Idempotency-Replayed", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(run, bodies))


def test_it_stores_once_what_comes_twice_at_once(program: Client, slow_storing: None) -> None:
    assert Counter(together(program, GOOD, GOOD)) == {(202, ""): 1, (202, "true"): 1}
    assert (Mention.objects.count(), IngestKey.objects.count(), PollRun.objects.count()) == (1, 1, 1)


def test_it_lets_one_of_two_bodies_win(program: Client, slow_storing: None) -> None:
    answers = together(program, GOOD, {**GOOD, "external_id": "2"})
    assert sorted(answers) == [(202, ""), (409, "")]
    assert Mention.objects.count() == 1
