"""The sweep over clocks: each milestone once, with its own instant, however late and however often it looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Clock, Event, FeedItem
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DUE = NOW + 4 * HOUR  # a complaint on Hacker News, seen at 09:00 UTC on a Wednesday


@pytest.fixture(autouse=True)
def _berlin() -> None:
    make_installation()


def complained(n: int = 1) -> list[Case]:
    for _ in range(n):
        make_change(make_mention(flags=["complaint"], published_at=NOW, seen_at=NOW))
    take_in(now=NOW)
    return list(Case.objects.order_by("id"))


def told() -> list[tuple[str, object]]:
    return list(
        Event.objects.filter(verb__in=("warned", "breached", "escalated")).order_by("id").values_list("verb", "at")
    )


def test_it_tells_nothing_before_the_time() -> None:
    complained()
    assert (actions.tell_time(NOW + 3 * HOUR - timedelta(seconds=1)), told()) == (0, [])


def test_it_tells_each_milestone_once_when_it_comes() -> None:
    (case,) = complained()
    for hours in (3, 3, 4, 4, 30, 30):
        actions.tell_time(NOW + hours * HOUR)
    at = [NOW + 3 * HOUR, DUE, NOW + 8 * HOUR]
    assert told() == list(zip(["warned", "breached", "escalated"], at, strict=True))
    row = Clock.objects.get(case=case)
    assert (row.warned_at, row.breached_at, row.escalated_at, row.next_at) == (*at, None)


def test_it_tells_after_a_day_without_power_when_each_was() -> None:
    (case,) = complained()
    assert actions.tell_time(NOW + 24 * HOUR) == 1
    assert told() == [("warned", NOW + 3 * HOUR), ("breached", DUE), ("escalated", NOW + 8 * HOUR)]
    case.refresh_from_db()
    assert (case.breached_at, case.changed_at) == (DUE, NOW + 24 * HOUR)
    assert FeedItem.objects.get(case_id=case.pk).changed_at == NOW + 24 * HOUR


def test_it_keeps_what_an_alert_needs() -> None:
    (case,) = complained()
    alice = make_user()
    actions.claim(case.pk, actor=alice, now=NOW)
    actions.tell_time(NOW + 3 * HOUR)
    params = Event.objects.get(verb="warned").params
    row = Clock.objects.get()
    said = {"at": (NOW + 3 * HOUR).isoformat(), "clock": row.pk, "response": "first", "kind": "complaint"}
    assert params == {"code": "clock_warned", "params": said | {"holder": alice.pk}, "citations": []}


def test_it_leaves_the_breach_standing_when_the_answer_comes() -> None:
    (case,) = complained()
    actions.tell_time(NOW + 5 * HOUR)
    actions.done(case.pk, disposition="answered", actor=make_user(), now=NOW + 6 * HOUR)
    actions.tell_time(NOW + 24 * HOUR)
    case.refresh_from_db()
    assert (case.breached_at, case.due_at, [verb for verb, _ in told()]) == (DUE, None, ["warned", "breached"])


def test_it_still_tells_a_breach_that_an_answer_came_after() -> None:
    (case,) = complained()
    actions.done(case.pk, disposition="answered", actor=make_user(), now=NOW + 6 * HOUR)
    actions.tell_time(NOW + 24 * HOUR)
    case.refresh_from_db()
    assert (case.breached_at, [verb for verb, _ in told()]) == (DUE, ["warned", "breached"])


def test_it_tells_nothing_of_what_was_answered_in_time() -> None:
    (case,) = complained()
    actions.done(case.pk, disposition="answered", actor=make_user(), now=NOW + HOUR)
    assert (actions.tell_time(NOW + 24 * HOUR), told()) == (0, [])


def test_it_refuses_nobodys_step_for_what_a_clock_told() -> None:
    (case,) = complained()
    actions.tell_time(NOW + 24 * HOUR)
    done = actions.done(case.pk, actor=make_user(), now=NOW + 25 * HOUR, version=case.version)
    assert done.undo


def test_it_tells_nothing_again_when_the_clock_of_the_machine_was_set_back() -> None:
    (case,) = complained()
    for hours in (5, 2, 3, 4, 5):
        actions.tell_time(NOW + hours * HOUR)
    assert [verb for verb, _ in told()] == ["warned", "breached"]
    actions.done(case.pk, disposition="answered", actor=make_user(), now=NOW - HOUR)
    row = Clock.objects.get()
    assert (row.stopped_at, row.breached_at) == (NOW, DUE)


def test_it_keeps_the_history_from_telling_a_milestone_twice() -> None:
    complained()
    actions.tell_time(NOW + 3 * HOUR)
    event = Event.objects.get(verb="warned")
    event.pk = None
    with pytest.raises(IntegrityError, match="event_clock_tells_once"), transaction.atomic():
        event.save()


def test_it_goes_on_past_a_milestone_that_stands_in_the_history_already() -> None:
    complained(2)
    actions.tell_time(NOW + 3 * HOUR)
    Clock.objects.update(warned_at=None, next_at=NOW + 3 * HOUR)  # as if a row came back from a backup
    assert actions.tell_time(NOW + 4 * HOUR) == 2
    assert [verb for verb, _ in told()] == ["warned"] * 2 + ["breached"] * 2


def test_it_needs_the_same_few_queries_for_any_batch() -> None:
    complained(2)
    with CaptureQueriesContext(connection) as few:
        actions.tell_time(NOW + 3 * HOUR)
    complained(20)
    with CaptureQueriesContext(connection) as many:
        assert actions.tell_time(NOW + 3 * HOUR) == 20
    assert len(many) == len(few) <= 10


def test_it_walks_only_what_is_to_come_however_much_has_ended() -> None:
    complained()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_timeout = 0")  # intake's own would end a busy machine's test
    one = {name: value for name, value in Clock.objects.values().get().items() if name != "id"}
    past = {"next_at": None, "stopped_at": NOW, "ended": "answered"}
    Clock.objects.bulk_create([Clock(**one | past) for _ in range(4_000)])
    old = {name: value for name, value in Case.objects.values().get().items() if name != "id"}
    ended = {"status": "done", "disposition": "answered", "closed_at": NOW}
    Case.objects.bulk_create([Case(**old | ended) for _ in range(4_000)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE engagement_clock, engagement_case, engagement_feeditem, engagement_event")
    plans = plans_of(lambda: actions.tell_time(NOW + 3 * HOUR))
    assert "using clock_next" in plans[0]
    assert "Sort" not in plans[0]
    big = ("engagement_clock", "engagement_case")
    assert not [plan for plan in plans if any(f"Seq Scan on {table}" in plan for table in big)]


def plans_of(sweep: Callable[[], object]) -> list[str]:
    """Return the plans of all statements of a sweep that read or write rows of ours."""
    with CaptureQueriesContext(connection) as captured:
        sweep()
    found = []
    with connection.cursor() as cursor:
        for each in captured:
            if each["sql"].lstrip().startswith(("SELECT", "UPDATE", "INSERT")) and "engagement_" in each["sql"]:
                cursor.execute(f"EXPLAIN {each['sql']}")
                found.append("\n".join(row[0] for row in cursor.fetchall()))
    return found
