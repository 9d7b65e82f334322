from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dashboards import metrics, reports
from dashboards.models import FrozenWeek
from dashboards.records import Report
from dashboards.weeks import Week
from tests.dashboards.history import ZONE, ask, counted, instant
from tests.factories import make_installation

pytestmark = pytest.mark.django_db

WEEK = Week(2026, 46)
FROZEN = WEEK.freezes(ZONE)


@pytest.fixture(autouse=True)
def _company() -> None:
    make_installation()


def shown(now: datetime = FROZEN + timedelta(days=1)) -> Report:
    first = metrics.first_day()
    assert first is not None
    return reports.report(WEEK, zone=ZONE, first=first, now=now)


def test_it_freezes_no_week_before_monday_at_six() -> None:
    counted(instant("2026-11-10T12:00"))
    assert reports.freeze_due(FROZEN - timedelta(seconds=1)) == 0
    assert reports.freeze_due(FROZEN) == 1
    assert FrozenWeek.objects.get().week == 46


def test_it_freezes_once_and_catches_up_on_what_it_slept_through() -> None:
    counted(instant("2026-10-21T12:00"))
    assert reports.freeze_due(FROZEN) == 4
    assert reports.freeze_due(FROZEN) == 0


def test_a_frozen_week_keeps_its_numbers_and_shows_what_came_late() -> None:
    counted(instant("2026-11-10T12:00"), flags=["complaint"])
    reports.freeze_due(FROZEN)
    counted(instant("2026-11-11T12:00"), flags=["complaint"])
    found = shown()
    assert (found.numbers.complaints, found.live.complaints) == (1, 2)
    assert found.frozen_at == FROZEN


def test_earlier_weeks_are_shown_as_they_were_frozen() -> None:
    counted(instant("2026-11-03T12:00"))
    counted(instant("2026-11-10T12:00"))
    reports.freeze_due(FROZEN)
    counted(instant("2026-11-04T12:00"))
    assert [(week.number, numbers.mentions) for week, numbers in shown().earlier] == [(45, 1)]


def test_a_late_reply_does_not_change_a_frozen_wait() -> None:
    question = ask(instant("2026-11-10T12:00"))
    reports.freeze_due(FROZEN)
    question.state, question.answered_at = "answered_by_us", instant("2026-11-10T13:00")
    question.save()
    assert (shown().numbers.no_reply, shown().live.no_reply) == (1, 0)


def test_it_shows_no_week_before_the_first_one_as_a_past_of_zeros() -> None:
    counted(instant("2026-11-10T12:00"))
    assert shown().earlier == ()


def test_it_says_that_a_week_still_runs() -> None:
    counted(instant("2026-11-10T12:00"))
    assert shown(instant("2026-11-12T12:00")).running
    assert not shown().running
