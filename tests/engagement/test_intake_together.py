"""Two intakes at once: real transactions on two connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from engagement.intake import deciding, take_in
from engagement.models import Case, CaseItem, Event
from listening.models import Change
from tests.factories import NOW, make_change, make_mention, make_question, make_thread

pytestmark = pytest.mark.django_db(transaction=True)


def together(*jobs: Callable[[], int]) -> list[int]:
    ready = Barrier(len(jobs))

    def run(job: Callable[[], int]) -> int:
        try:
            ready.wait(10)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def one() -> int:
    return take_in(now=NOW, limit=1)


@pytest.fixture
def slow_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep each intake between its reading and its writing until the other has had time to read as well."""
    decide = deciding.decide

    def slowly(*args: object) -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return decide(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(deciding, "decide", slowly)


def test_it_opens_one_case_for_one_mention(slow_decisions: None) -> None:
    mention = make_mention(flags=["question"])
    question = make_question(mention)
    make_change(mention)
    make_change(mention, question=question)
    assert together(one, one) == [1, 1]
    assert (Case.objects.count(), CaseItem.objects.count(), Event.objects.count()) == (1, 1, 1)


def test_it_opens_one_case_for_two_posts_of_one_author_in_a_thread(slow_decisions: None) -> None:
    thread = make_thread()
    for _ in range(2):
        make_change(make_mention(flags=["complaint"], thread=thread))
    assert together(one, one) == [1, 1]
    assert (Case.objects.count(), CaseItem.objects.count()) == (1, 2)


def test_it_does_not_take_what_another_intake_holds() -> None:
    make_change(make_mention())
    with transaction.atomic():
        Change.objects.select_for_update().get()
        assert together(one) == [0]
    assert one() == 1


def test_it_keeps_the_changes_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    make_change(make_mention(flags=["complaint"]))
    monkeypatch.setattr(deciding, "feed_of", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        one()
    assert (Change.objects.count(), Case.objects.count()) == (1, 0)
