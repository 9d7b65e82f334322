"""The policy of the clocks: saved as a new version, given to open clocks only when somebody says so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from engagement import actions, sla
from engagement.actions import policies
from engagement.errors import BadField, Refused
from engagement.intake import take_in
from engagement.models import Case, Clock, Event, SlaPolicy
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def alice() -> User:
    make_installation()
    return make_user("manager")


def edited(**targets: Any) -> dict[str, Any]:
    data = sla.dump_policy(policies.in_force())
    data["targets"]["complaint"]["forums"] = 60
    return data | targets


def complained() -> Case:
    make_change(make_mention(flags=["complaint"], published_at=NOW, seen_at=NOW))
    take_in(now=NOW)
    case = Case.objects.order_by("-id").first()
    assert case
    return case


def test_it_has_the_defaults_before_anything_was_saved(alice: User) -> None:
    assert policies.in_force() == sla.default_policy("Europe/Berlin")
    assert not SlaPolicy.objects.exists()


def test_it_saves_a_new_version_beside_the_old(alice: User) -> None:
    assert policies.save(edited(), seen=1, actor=alice, now=NOW).version == 2
    assert [(row.version, row.made_by) for row in policies.versions()] == [(2, alice), (1, None)]


def test_it_opens_new_clocks_under_it_and_leaves_the_open_ones(alice: User) -> None:
    first = complained()
    policies.save(edited(), seen=1, actor=alice, now=NOW)
    second = complained()
    first.refresh_from_db()
    assert (first.due_at, second.due_at, policies.outdated()) == (NOW + 4 * HOUR, NOW + HOUR, 1)


def test_it_recomputes_open_clocks_with_a_step_in_their_history(alice: User) -> None:
    case = complained()
    policies.save(edited(), seen=1, actor=alice, now=NOW)
    assert policies.recompute(actor=alice, now=NOW) == policies.outdated() == 0
    case.refresh_from_db()
    assert (case.due_at, Clock.objects.get().policy_id) == (NOW + HOUR, 2)
    event = Event.objects.get(verb="recompute")
    assert (event.actor, event.params["params"]) == (alice, {"before": 1, "version": 2})


def test_it_keeps_a_breach_when_a_longer_time_is_given(alice: User) -> None:
    case = complained()
    actions.tell_time(NOW + 5 * HOUR)
    data = edited()
    data["targets"]["complaint"]["forums"] = 720
    policies.save(data, seen=1, actor=alice, now=NOW + 5 * HOUR)
    policies.recompute(actor=alice, now=NOW + 5 * HOUR)
    actions.tell_time(NOW + 100 * HOUR)
    case.refresh_from_db()
    assert (case.breached_at, Event.objects.filter(verb="breached").count()) == (NOW + 4 * HOUR, 1)


def test_it_stops_the_clock_of_a_class_that_is_switched_off(alice: User) -> None:
    case = complained()
    policies.save(edited(off=["complaint"]), seen=1, actor=alice, now=NOW)
    policies.recompute(actor=alice, now=NOW + HOUR)
    case.refresh_from_db()
    assert (Clock.objects.get().ended, case.due_at) == ("not_owed", None)


def test_it_refuses_what_is_wrong_stale_or_the_same(alice: User) -> None:
    data = edited()
    data["targets"]["complaint"]["forums"] = 0
    with pytest.raises(BadField) as wrong:
        policies.save(data, seen=1, actor=alice, now=NOW)
    assert wrong.value.field == "targets.complaint.forums"
    with pytest.raises(Refused, match="policy_same"):
        policies.save(sla.dump_policy(policies.in_force()), seen=1, actor=alice, now=NOW)
    policies.save(edited(), seen=1, actor=alice, now=NOW)
    with pytest.raises(Refused, match="policy_changed"):
        policies.save(edited(next_percent=40), seen=1, actor=alice, now=NOW)
