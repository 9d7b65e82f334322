"""Two beats, two workers: real transactions on two connections, and everything is told once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.models import Notice
from engagement.notices import storage
from tests.engagement.notices.chat import Chat, chat
from tests.engagement.notices.rows import LATER, allow, make_receiver, make_work
from tests.engagement.test_intake_together import together
from tests.factories import make_installation, make_source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    with chat() as found:
        allow(settings, found)
        yield found


def slowed(verb: Any) -> Any:
    """Return ``verb`` that answers only when the other worker has had time to read the same rows."""

    def slowly(*args: Any, **more: Any) -> Any:
        found = verb(*args, **more)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return found

    return slowly


def sweep() -> int:
    return actions.notice(LATER)


def send() -> int:
    return actions.tell(lambda: LATER)


def test_it_writes_one_notice_when_two_sweep_at_once(there: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    make_receiver(there)
    make_source(state="blocked")
    make_work()
    monkeypatch.setattr(storage, "last_words", slowed(storage.last_words))
    together(sweep, sweep)
    assert sorted(Notice.objects.values_list("subject", flat=True))[1:] == ["work"]
    assert Notice.objects.count() == 2
    together(send, send)
    assert sorted(text.partition(" ")[0] for text in there.texts()) == ["1", "Source"]


def test_it_sends_once_what_two_want_to_send(there: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    make_receiver(there)
    make_source(state="blocked")
    sweep()
    monkeypatch.setattr(Notice.objects, "filter", slowed(Notice.objects.filter))
    assert sorted(together(send, send)) == [0, 1]
    assert len(there.heard) == 1


def test_it_takes_over_from_a_sender_that_died(there: Chat) -> None:
    make_receiver(there)
    make_source(state="blocked")
    sweep()
    assert len(storage.claim(LATER, limit=5)) == 1
    assert send() == 0
    assert actions.tell(lambda: LATER + storage.LEASE) == 1


def test_it_settles_nothing_whose_lease_was_lost(there: Chat) -> None:
    make_receiver(there)
    make_source(state="blocked")
    sweep()
    (dead,) = storage.claim(LATER, limit=5)
    (heir,) = storage.claim(LATER + storage.LEASE, limit=5)
    storage.settle_sent(dead, LATER)
    assert Notice.objects.get().lease_token == heir.token
