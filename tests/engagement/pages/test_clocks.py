"""The clocks' settings: what the page shows, saves, and refuses beside its field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from engagement import sla
from engagement.actions import policies
from engagement.models import SlaPolicy
from engagement.pages.clocksettings import ClocksForm, field_of, filled
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
HERE = "/settings/clocks/"


@pytest.fixture
def alice() -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user("manager"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def given(**more: Any) -> dict[str, Any]:
    return filled(policies.in_force()) | more


def test_it_gives_back_the_policy_that_it_shows() -> None:
    policy = sla.default_policy("Europe/Berlin")
    form = ClocksForm(filled(policy), initial={})
    assert form.is_valid(), form.errors
    assert sla.parse_policy(form.policy(), version=1) == policy


def test_it_shows_the_defaults(alice: Client) -> None:
    body = alice.get(HERE).content.decode()
    assert 'name="target_complaint_forums" value="4"' in body
    assert 'value="08:00–20:00"' in body
    assert "Recompute" not in body


def test_it_saves_days_of_several_intervals_holidays_and_half_hours(alice: Client) -> None:
    sent = given(
        day_monday="08:00-12:00, 13:00–20:00", holidays="2026-12-25\r\n2026-12-26", target_critical_forums="0.5"
    )
    assert alice.post(HERE, sent).status_code == 302
    policy = policies.in_force()
    assert policy.calendar.week[0] == ((480, 720), (780, 1200))
    assert (len(policy.calendar.holidays), policy.version) == (2, 2)
    assert policy.targets["critical"]["forums"] == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("day_monday", "20:00-08:00", "ends before it starts"),
        ("day_tuesday", "soon", "give a start and an end"),
        ("holidays", "christmas", "is no date such as"),
        ("target_complaint_forums", "0", "whole number"),
        ("target_complaint_forums", "x", "Enter a number"),
        ("next_percent", "101", "whole number"),
    ],
)
def test_it_says_what_is_wrong_beside_the_field(alice: Client, field: str, value: str, said: str) -> None:
    answer = alice.post(HERE, given(**{field: value}))
    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors[field])
    assert not SlaPolicy.objects.exists()


def test_it_finds_the_field_of_each_path() -> None:
    assert field_of("calendar.days.monday.2") == "day_monday"
    assert field_of("calendar.zone") == "zone"
    assert field_of("calendar.holidays.1") == "holidays"
    assert field_of("calendar.days") is None


def test_it_says_when_a_colleague_was_faster(alice: Client) -> None:
    sent = given(next_percent="40")
    alice.post(HERE, sent)
    answer = alice.post(HERE, sent | {"next_percent": "30"})
    assert (answer.status_code, policies.in_force().next_percent) == (422, 40)
    assert "A colleague has saved other clocks" in answer.content.decode()


def test_it_recomputes_when_asked(alice: Client) -> None:
    answer = alice.post(HERE + "recompute/", follow=True)
    assert "All open clocks run under the policy in force" in answer.content.decode()
