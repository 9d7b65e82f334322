"""Fifty people claim one case at once: one has it, the others are told who.

Threads against a real Postgres. A test may have 40 connections, so 25 people come at a time: all 25 stand at the locked
row, which is asked of the database, before it is let go; each is followed at once by another 25 on the same threads.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction

from engagement import actions, wording
from engagement.errors import Refused, Stale
from engagement.intake import take_in
from engagement.models import Case, Event
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE, ROUNDS = 25, 2
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def claim(case: Case, who: User, *, aware: bool) -> str:
    """Claim and return "won", or why not in the words that the person reads. ``aware`` sends the version he saw."""
    try:
        actions.claim(case.pk, actor=who, now=NOW, version=case.version if aware else None)
    except (Refused, Stale) as error:
        return wording.error(error, now=NOW, zone=ZoneInfo("UTC"))
    return "won"


def stand_in_line(n: int) -> None:
    """Wait until ``n`` connections wait for a lock."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction is shown what it saw first otherwise
            cursor.execute(WAITING)
            if cursor.fetchone()[0] >= n:
                return
        time.sleep(0.02)
    raise AssertionError("they never stood in line together")


def test_it_lets_one_of_fifty_people_claim_a_case() -> None:
    make_change(make_mention(flags=["complaint"]))
    take_in(now=NOW)
    case, people = Case.objects.get(), [make_user(name=f"Person {n}") for n in range(AT_ONCE * ROUNDS)]
    ready = Barrier(AT_ONCE)

    def come(first: int) -> list[str]:
        try:
            ready.wait(20)
            return [claim(case, people[n], aware=n % 2 == 0) for n in range(first, len(people), AT_ONCE)]
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        with transaction.atomic():
            Case.objects.select_for_update().get()
            coming = [pool.submit(come, n) for n in range(AT_ONCE)]
            stand_in_line(AT_ONCE)
        said = [word for each in coming for word in each.result()]
    holder = Case.objects.get().assignee
    assert holder is not None
    assert (len(said), said.count("won"), Event.objects.filter(verb="claim").count()) == (50, 1, 1)
    assert all(holder.get_full_name() in word for word in said if word != "won"), said
