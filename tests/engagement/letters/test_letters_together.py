"""Two beats, two workers, and workers that are killed: every step is told once, whatever happens between."""

from __future__ import annotations

import signal
from typing import Any

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.actions import letters
from engagement.letters import storage
from engagement.models import Alert, Letter
from engagement.notices.storage import LEASE
from tests.chaos.worker import run_killed
from tests.engagement.letters.rows import DUE, MINUTE, beat, mails, make_owed
from tests.engagement.test_intake_together import together
from tests.factories import NOW, make_installation, make_user

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = """
import os, signal, sys
from datetime import datetime
import django
django.setup()
from engagement import actions
from engagement.letters import storage
from engagement.notices import delivering

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

def then_die(do):
    return lambda *args, **more: (do(*args, **more), die())

now, point = datetime.fromisoformat(sys.argv[1]), sys.argv[2]
if point == "claimed":
    delivering.deliver_all = die
else:
    setattr(storage, point, then_die(getattr(storage, point)))
actions.write_letters(now)
actions.send_letters(lambda: now)
"""


@pytest.fixture
def ana(settings: Settings) -> Any:
    settings.EMAIL_HOST = "mail.example"
    make_installation()
    actions.write_letters(NOW - MINUTE)
    ana = make_user(name="Ana Park")
    make_owed(holder=ana)
    actions.tell_time(DUE)
    actions.write_letters(DUE)
    return ana


def slowed(verb: Any) -> Any:
    """Return ``verb`` that goes on only when the other worker has had time to read the same rows."""

    def slowly(*args: Any, **more: Any) -> Any:
        found = verb(*args, **more)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return found

    return slowly


def write() -> int:
    return actions.write_letters(DUE + MINUTE)


def send() -> int:
    return actions.send_letters(lambda: DUE + MINUTE)


def test_it_writes_one_letter_when_two_beats_look_at_once(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "history", slowed(storage.history))
    assert sorted(together(write, write)) == [0, 1]
    assert sorted(together(send, send)) == [0, 1]
    assert (mails(ana), Letter.objects.count()) == (["1 overdue"], 1)


def test_it_sends_once_what_two_want_to_send(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    monkeypatch.setattr(letters, "_messages", slowed(letters._messages))
    assert sorted(together(send, send)) == [0, 1]
    assert mails(ana) == ["1 overdue"]


@pytest.mark.parametrize("point", ["history", "add", "handled", "add_letters", "claim", "claimed"])
def test_it_tells_once_though_a_worker_is_killed(ana: Any, point: str) -> None:
    nobody_listens = "smtp://127.0.0.1:9?tls=off"  # it never gets that far
    ran = run_killed(KILLED, (DUE + MINUTE).isoformat(), point, EMAIL_URL=nobody_listens)
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    for after in (MINUTE, 2 * MINUTE, LEASE + 2 * MINUTE, 3 * LEASE):
        beat(DUE + after)
    assert mails(ana) == ["1 overdue"]
    assert set(Alert.objects.filter(person=ana).values_list("state", flat=True)) == {"told"}


def test_it_leaves_a_letter_alone_whose_lease_was_lost(ana: Any) -> None:
    write()
    (dead,) = storage.claim(DUE + MINUTE, limit=5)
    (heir,) = storage.claim(DUE + MINUTE + LEASE, limit=5)
    storage.settle_sent(dead, DUE + MINUTE)
    assert (Letter.objects.get().lease_token, Letter.objects.get().state) == (heir.token, "waiting")
