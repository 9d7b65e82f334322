"""Bulk: never more than was counted, what is left alone, and its way back in few queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions, filters
from engagement.actions.many import Outcome
from engagement.errors import Refused
from engagement.intake import take_in
from engagement.models import Case, Event
from engagement.queue.together import left_alone, matching
from engagement.storage import company_zone
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def alice() -> User:
    make_installation()
    return make_user("owner")


def opened(n: int, **more: object) -> dict[int, int]:
    for number in range(n):
        make_change(make_mention(flags=["complaint"], author=f"a{number}", **more), at=NOW)  # type: ignore[arg-type]
    take_in(now=NOW)
    return dict(Case.objects.order_by("id").values_list("id", "version"))


def ended(seen: dict[int, int], alice: User) -> Outcome:
    return actions.done_many([*seen], actor=alice, now=LATER, versions=seen)


def statuses() -> list[str]:
    return list(Case.objects.order_by("id").values_list("status", flat=True))


def test_it_decides_on_what_was_counted_and_not_on_what_came_since(alice: User) -> None:
    opened(3)
    chosen = filters.parse({}, zone=company_zone())
    seen = dict(matching(chosen, viewer=alice, now=NOW, limit=500)[0])
    opened(2)
    done, changed = ended(seen, alice)
    assert (len(done), changed, statuses().count("open")) == (3, (), 2)


def test_it_says_of_each_row_that_changed_meanwhile_who_did_what(alice: User) -> None:
    seen = opened(3)
    first, *_ = seen
    actions.claim(first, actor=make_user(name="Bob Stone"), now=LATER)
    done, changed = ended(seen, alice)
    (left,) = left_alone(changed)
    assert (len(done), left.case_id, left.author) == (2, first, "a0")
    assert left.last
    assert left.last.actor
    assert (left.last.actor.name, left.last.say.code) == ("Bob Stone", "claimed")


MANY: dict[str, Callable[[dict[int, int], User], Outcome]] = {
    "done": ended,
    "not_relevant": lambda seen, by: actions.not_relevant_many(
        [*seen], reason="other", actor=by, now=LATER, versions=seen
    ),
    "snooze": lambda seen, by: actions.snooze_many(
        [*seen], until=LATER + timedelta(days=1), actor=by, now=LATER, versions=seen
    ),
    "assign": lambda seen, by: actions.assign_many([*seen], assignee_id=by.pk, actor=by, now=LATER, versions=seen),
}


@pytest.mark.parametrize("verb", MANY)
def test_it_puts_all_of_it_back(alice: User, verb: str) -> None:
    seen = opened(2)
    fields = ("status", "disposition", "disposition_reason", "closed_at", "snoozed_until", "assignee", "due_at")
    before = list(Case.objects.order_by("id").values(*fields))
    done, _changed = MANY[verb](seen, alice)
    assert list(Case.objects.order_by("id").values(*fields)) != before
    back, left = actions.undo_many([each.undo for each in done if each.undo], actor=alice, now=LATER)
    assert (len(back), left, list(Case.objects.order_by("id").values(*fields))) == (2, (), before)


def test_it_leaves_alone_what_somebody_changed_since_and_undoes_nothing_twice(alice: User) -> None:
    seen = opened(3)
    done, _changed = ended(seen, alice)
    events = [each.undo for each in done if each.undo]
    actions.reopen(done[0].case_id, actor=make_user(), now=LATER)
    back, left = actions.undo_many(events, actor=alice, now=LATER)
    assert ([each.case_id for each in back], left) == ([each.case_id for each in done[1:]], (done[0].case_id,))
    assert actions.undo_many(events, actor=alice, now=LATER)[0] == ()
    assert statuses() == ["open"] * 3


def test_it_puts_back_only_steps_of_the_one_who_asks(alice: User) -> None:
    done, _changed = ended(opened(1), alice)
    assert actions.undo_many([done[0].undo or 0], actor=make_user(), now=LATER) == ((), ())
    assert actions.undo_many([], actor=alice, now=LATER) == ((), ())


def test_it_puts_back_any_number_in_the_same_number_of_queries(alice: User) -> None:
    def queries(n: int) -> int:
        Case.objects.all().delete()
        done, _changed = ended(opened(n), alice)
        with CaptureQueriesContext(connection) as captured:
            actions.undo_many([each.undo for each in done if each.undo], actor=alice, now=LATER)
        return len(captured)

    assert queries(2) == queries(40) <= 16


def test_it_refuses_more_than_it_can_put_back(alice: User) -> None:
    with pytest.raises(Refused):
        actions.done_many(range(501), actor=alice, now=NOW)
    with pytest.raises(Refused):
        actions.undo_many(range(501), actor=alice, now=NOW)
    assert not Event.objects.filter(verb="done").exists()
