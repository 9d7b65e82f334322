"""The tasks only look: the work is in rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from engagement import actions, tasks
from engagement.models import Case
from listening.models import Change
from tests.factories import make_change, make_mention, make_user

pytestmark = pytest.mark.django_db


def test_it_takes_in_until_nothing_waits() -> None:
    make_change(make_mention(flags=["complaint"]))
    tasks.take_in()
    assert (Change.objects.count(), Case.objects.count()) == (0, 1)


def test_it_wakes_what_is_due() -> None:
    make_change(make_mention(flags=["complaint"]))
    tasks.take_in()
    actions.snooze(
        Case.objects.get().id, until=timezone.now(), actor=make_user(), now=timezone.now() - timedelta(minutes=1)
    )
    tasks.wake_snoozed()
    assert Case.objects.get().status == "open"


def test_it_carries_the_names_that_beat_sends() -> None:
    assert [task.name for task in (tasks.take_in, tasks.wake_snoozed, tasks.notice, tasks.tell)] == [
        "engagement.tasks.take_in",
        "engagement.tasks.wake_snoozed",
        "engagement.tasks.notice",
        "engagement.tasks.tell",
    ]
