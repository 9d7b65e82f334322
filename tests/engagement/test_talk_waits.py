"""Snoozed until somebody writes, it grows, or the thread changes: it returns by itself, once, and says why."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, TalkWait
from listening.models import Mention, Thread
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case() -> Case:
    make_installation()
    lead = make_mention("Is Northwind Relay down?", flags=["complaint"], thread=make_thread())
    make_change(lead)
    take_in(now=NOW)
    return Case.objects.get(lead=lead)


def snoozed(case: Case, wakes: str) -> None:
    actions.snooze(case.pk, until=None, wakes=wakes, actor=make_user("marketer"), now=NOW)


def read_again(case: Case, *texts: str) -> None:
    thread = case.lead.thread
    for text in texts:
        make_mention(text, thread=thread, author="somebody", role="context", judged=False)
    Thread.objects.update(read_at=NOW + HOUR)


@pytest.mark.parametrize("wakes", ["reply", "change"])
def test_it_comes_back_when_somebody_writes(case: Case, wakes: str) -> None:
    snoozed(case, wakes)
    assert actions.wake_by_talk(NOW + HOUR) == 0
    read_again(case, "Same here")
    assert [actions.wake_by_talk(NOW + 2 * HOUR), actions.wake_by_talk(NOW + 3 * HOUR)] == [1, 0]
    case.refresh_from_db()
    assert (case.status, case.returned) == ("open", {"code": f"talk_{wakes}", "params": {}})
    assert not TalkWait.objects.exists()


def test_it_stays_away_while_nothing_of_the_kind_happens(case: Case) -> None:
    snoozed(case, "growth")
    read_again(case, "Same here")
    assert actions.wake_by_talk(NOW + 2 * HOUR) == 0
    assert Case.objects.get().status == "snoozed"
    read_again(case, "And here", "Here too")
    Thread.objects.update(read_at=NOW + 3 * HOUR)
    assert actions.wake_by_talk(NOW + 4 * HOUR) == 1


def test_it_comes_back_for_an_edit_or_a_deletion_only_if_any_change_counts(case: Case) -> None:
    snoozed(case, "change")
    Mention.objects.update(text="It works again", changed_at=NOW + HOUR)
    assert actions.wake_by_talk(NOW + 2 * HOUR) == 1


def test_it_comes_back_after_thirty_days_at_the_latest(case: Case) -> None:
    snoozed(case, "reply")
    assert actions.wake(NOW + timedelta(days=29)) == 0
    assert actions.wake(NOW + timedelta(days=30)) == 1


def test_it_forgets_what_was_waited_for_once_a_person_opens_the_case(case: Case) -> None:
    snoozed(case, "reply")
    actions.reopen(case.pk, actor=make_user("marketer", name="Ben"), now=NOW)
    read_again(case, "Same here")
    assert actions.wake_by_talk(NOW + 2 * HOUR) == 0
    assert not TalkWait.objects.exists()


def test_it_misses_no_read_that_began_before_its_last_look_and_was_stored_after(case: Case) -> None:
    snoozed(case, "reply")
    read_again(case)
    assert actions.wake_by_talk(NOW + 3 * HOUR) == 0
    read_again(case, "Same here")
    Thread.objects.update(read_at=NOW + 2 * HOUR)
    assert actions.wake_by_talk(NOW + 4 * HOUR) == 1
