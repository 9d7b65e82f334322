"""Two sweeps at once, and a sweep beside a person: real transactions on two connections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction

from engagement import actions
from engagement.actions import clocks
from engagement.intake import take_in
from engagement.intake.clockrows import policies
from engagement.models import Case, Event
from tests.engagement.test_intake_together import together
from tests.factories import NOW, make_change, make_installation, make_mention

pytestmark = pytest.mark.django_db(transaction=True)
TOMORROW = NOW + timedelta(days=1)


def complained(n: int) -> None:
    make_installation()
    for _ in range(n):
        make_change(make_mention(flags=["complaint"], published_at=NOW, seen_at=NOW))
    take_in(now=NOW)


def sweep() -> int:
    return actions.tell_time(TOMORROW)


def test_it_tells_each_milestone_once_when_two_look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    complained(5)

    def slowly(*args: object, **more: object) -> object:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.3)")
        return policies(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(clocks, "policies", slowly)
    assert sorted(together(sweep, sweep)) == [0, 5]
    monkeypatch.undo()
    assert sweep() == 0
    assert Event.objects.filter(verb__in=clocks.TOLD).count() == 15


def test_it_leaves_a_case_that_somebody_holds_for_the_next_look() -> None:
    complained(2)
    with transaction.atomic():
        Case.objects.select_for_update().order_by("id").first()
        assert together(sweep) == [1]
    assert (sweep(), Event.objects.filter(verb="breached").count()) == (1, 2)


def test_it_tells_all_of_it_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    complained(1)

    def fail(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(clocks, "touch_feed", fail)
    with pytest.raises(KeyboardInterrupt):
        sweep()
    assert not Event.objects.filter(verb__in=clocks.TOLD).exists()
    monkeypatch.undo()
    assert (sweep(), Event.objects.filter(verb__in=clocks.TOLD).count()) == (1, 3)
