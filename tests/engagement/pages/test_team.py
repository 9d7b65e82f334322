"""The team page: every number is the length of the list that it opens, at a cost that does not grow with people."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case
from engagement.pages.team import soon
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NUMBER = re.compile(r'<a(?: class="bad")? href="(/\?[^"]*)">(\d+)<span class="sr">')


@pytest.fixture
def client() -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(name="Alice Park"))
    return client


def make_cases(n: int) -> list[Case]:
    """Return complaints that came an hour apart, the last one now."""
    for age in range(n):
        make_change(make_mention(flags=["complaint"], published_at=NOW - age * HOUR, seen_at=NOW - age * HOUR))
    take_in(now=NOW)
    return list(Case.objects.order_by("published_at"))


def page(client: Client) -> str:
    return html.unescape(client.get("/team/").content.decode())


def figures(client: Client) -> list[tuple[str, int]]:
    return [(address, int(n)) for address, n in NUMBER.findall(page(client))]


def test_it_says_that_nobody_has_anything_open(client: Client) -> None:
    assert "Nobody has anything open" in page(client)


@time_machine.travel(NOW + 2.5 * HOUR, tick=False)
def test_it_opens_with_each_number_just_what_it_counted(client: Client) -> None:
    bob, cases = make_user(name="Bob Lane"), make_cases(7)
    for each in cases[::2]:
        actions.claim(each.pk, actor=bob, now=NOW)
    found = figures(client)
    rows = [client.get(address).content.decode().count('data-case="') for address, _n in found]
    assert rows == [n for _address, n in found]
    assert len(found) == 6


@time_machine.travel(NOW + 5 * HOUR, tick=False)
def test_it_shows_what_is_due_first_at_the_top_and_who_has_nothing(client: Client) -> None:
    bob, (case,) = make_user(name="Bob Lane"), make_cases(1)
    actions.claim(case.pk, actor=bob, now=NOW)
    text = page(client)
    assert text.index("Nobody yet") < text.index("Bob Lane") < text.index("Alice Park")
    assert "Some answers are late" in text


@time_machine.travel(NOW, tick=False)
def test_it_names_those_who_left_while_they_own_work(client: Client) -> None:
    bob, (case,) = make_user(name="Bob Lane"), make_cases(1)
    actions.claim(case.pk, actor=bob, now=NOW)
    type(bob).objects.filter(pk=bob.pk).update(is_active=False)
    assert "hand their cases on" in page(client)


def test_it_looks_four_open_hours_ahead(client: Client) -> None:
    friday = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # 18:00 in Berlin, where the team goes home at 20:00
    assert soon(friday) == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@time_machine.travel(NOW, tick=False)
def test_it_costs_the_same_whatever_the_number_of_people(client: Client) -> None:
    cases = make_cases(4)
    client.get("/team/")
    costs = []
    for each in cases[:2]:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get("/team/")
        costs.append(len(asked))
        actions.claim(each.pk, actor=make_user(), now=NOW)
    assert costs[0] == costs[1] <= 14
