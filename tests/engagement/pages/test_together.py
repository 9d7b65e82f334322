"""Deciding on many cases as plain forms: two steps to all that match, exact counts, and the way back."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case
from tests.factories import make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db
HERE = "/cases/together/"


@pytest.fixture
def client() -> Client:
    make_installation()
    browser = Client()
    browser.force_login(make_user("marketer", name="Ana Ruiz"))
    return browser


def opened(n: int) -> None:
    now = timezone.now()
    for number in range(n):
        mention = make_mention(flags=["complaint"], author=f"a{number}", published_at=now, seen_at=now)
        make_change(mention, at=now)
    take_in(now=now)


def sent(client: Client, **fields: Any) -> str:
    return html.unescape(client.post(HERE, {"list": "lane=engage", **fields}).content.decode())


def chosen(page: str) -> str:
    found = re.search(r'name="chosen" value="([^"]*)"', page)
    assert found
    return found[1]


def test_it_takes_all_that_match_only_as_a_second_step(client: Client) -> None:
    opened(52)
    page = sent(client)
    assert "50 cases are chosen" in page
    assert "Select all 52 matching" in page
    every = sent(client, do="all")
    assert "52 cases are chosen" in every
    assert "Select all" not in every


def test_it_ends_exactly_what_it_counted_and_names_what_changed_meanwhile(client: Client) -> None:
    opened(4)
    page = sent(client, do="all")
    opened(2)
    first = Case.objects.order_by("id")[0]
    actions.claim(first.pk, actor=make_user(name="Bob Stone"), now=timezone.now())
    told = sent(client, do="done", disposition="no_reply_needed", chosen=chosen(page))
    assert "3 done, 1 changed meanwhile" in re.sub(r"\s+", " ", told)
    assert "Bob Stone: " in told
    assert Case.objects.filter(status="done").count() == 3


def test_it_puts_all_of_it_back_with_one_button(client: Client) -> None:
    opened(3)
    told = sent(client, do="not_relevant", reason="other", chosen=chosen(sent(client)))
    found = re.search(r'name="events" value="([0-9 ]+)"', told)
    assert found
    again = client.post(f"{HERE}undo/", {"events": found[1], "list": "lane=engage"}).content.decode()
    assert "3 put back" in again
    assert Case.objects.filter(status="open").count() == 3


def test_it_takes_the_rows_that_were_checked(client: Client) -> None:
    opened(3)
    pair = "{}:{}".format(*Case.objects.values_list("id", "version")[0])
    assert "1 case is chosen" in sent(client, case=pair)
    assert f'value="{pair}" form="together"' in client.get("/?lane=engage").content.decode()


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "snooze", "until": "soon"},
        {"do": "done", "disposition": "answered_privately"},
        {"do": "not_relevant", "reason": "x"},
        {"do": "assign", "assignee": "99999"},
        {"do": "nothing"},
        {"case": "1:1:1"},
    ],
)
def test_it_says_what_is_wrong_and_changes_nothing(client: Client, fields: dict[str, str]) -> None:
    opened(1)
    assert "1 case is chosen" in sent(client, chosen=chosen(sent(client)), **fields)
    assert Case.objects.filter(status="open", assignee=None).count() == 1
