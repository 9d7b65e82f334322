"""How a clock is shown: in the row's sentence, in the pane, to pull clients."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from engagement import actions, queue, wording
from engagement.filters import QueueFilters
from engagement.intake import take_in
from engagement.models import Case
from engagement.pages.clocks import ClockView, clocks
from engagement.queue import pull
from engagement.templatetags.engagement import clock_tone
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def alice() -> User:
    return make_user()


@pytest.fixture
def case(alice: User) -> Case:
    make_installation()
    make_change(make_mention(flags=["complaint"], published_at=NOW, seen_at=NOW))
    take_in(now=NOW)
    return Case.objects.get()


def row_says(alice: User, now: datetime) -> tuple[str, str]:
    (row,) = queue.listing(QueueFilters(lane="engage"), viewer=alice, now=now).rows
    return wording.words(row.sentence[-1], now=now, zone=BERLIN), clock_tone(row.sentence[-1])


def team(case: Case, alice: User, now: datetime) -> ClockView:
    return clocks(queue.detail(case.pk, viewer=alice, now=now), now=now, zone=BERLIN).team


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (0 * HOUR, ("due in 4 h", "")),
        (3.3 * HOUR, ("due in 42 min", "warn")),
        (5 * HOUR, ("late by 1 h", "bad")),
        (24 * HOUR, ("late by 8 h", "bad")),
    ],
)
def test_it_says_in_a_row_by_when_an_answer_is_owed(
    case: Case, alice: User, after: timedelta, said: tuple[str, str]
) -> None:
    words, tone = row_says(alice, NOW + after)
    assert (words, tone) == said


def test_it_shows_time_left_then_how_late(case: Case, alice: User) -> None:
    view = team(case, alice, NOW + HOUR)
    assert (view.value, view.foot, view.end, view.tone, view.share) == (
        "3 h left",
        "1 h of 4 h",
        "due 14:00",
        "",
        0.25,
    )
    late = team(case, alice, NOW + 6 * HOUR)
    assert (late.value, late.tone, late.share) == ("2 h late", "bad", 1.0)


def test_it_shows_why_it_stands_still(case: Case, alice: User) -> None:
    actions.wait(case.pk, actor=alice, now=NOW + HOUR)
    view = team(case, alice, NOW + 9 * HOUR)
    assert (view.label, view.value, view.share) == ("Paused", "Waiting on the asker", 0.25)


def test_it_shows_whether_the_answer_was_in_time(case: Case, alice: User) -> None:
    actions.done(case.pk, disposition="answered", actor=alice, now=NOW + HOUR)
    assert team(case, alice, NOW + 9 * HOUR).value == "Answered in time"


def test_it_keeps_the_breach_of_what_ended_without_an_answer(case: Case, alice: User) -> None:
    actions.tell_time(NOW + 5 * HOUR)
    actions.done(case.pk, actor=alice, now=NOW + 6 * HOUR)
    view = team(case, alice, NOW + 9 * HOUR)
    assert (view.value, view.tone) == ("Stopped", "bad")


def test_it_tells_pull_clients_what_was_told(case: Case, alice: User) -> None:
    def shown() -> tuple[object, ...]:
        item = pull.one(case.lead_id)
        assert item
        return item["due_at"], item["breached_at"], item["clock"]["state"], item["clock"]["class"]

    assert shown() == (NOW + 4 * HOUR, None, "running", "complaint")
    actions.tell_time(NOW + 5 * HOUR)
    assert shown() == (NOW + 4 * HOUR, NOW + 4 * HOUR, "breached", "complaint")
    actions.done(case.pk, disposition="answered", actor=alice, now=NOW + 6 * HOUR)
    assert shown() == (None, NOW + 4 * HOUR, "missed", "complaint")


def test_it_lists_what_breaches_first_before_all_else(case: Case, alice: User) -> None:
    sooner = make_mention(flags=["complaint"], network="x", published_at=NOW, seen_at=NOW)
    grave = make_mention(flags=["complaint", "churn_risk"], published_at=NOW, seen_at=NOW, found_late=True)
    for mention in (sooner, grave):
        make_change(mention)
    take_in(now=NOW)
    rows = queue.listing(QueueFilters(lane="engage"), viewer=alice, now=NOW).rows
    leads = [Case.objects.get(pk=row.id).lead_id for row in rows]
    assert leads == [sooner.id, case.lead_id, grave.id]
