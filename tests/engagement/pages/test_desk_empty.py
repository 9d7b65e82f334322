"""What an empty queue says: it depends on why it is empty."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from engagement.intake import take_in
from engagement.models import Case
from listening.actions import asks
from listening.models import Ask
from listening.storage import context
from tests.factories import make_change, make_installation, make_mention, make_source, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client) -> Client:
    context.forget()
    make_installation()
    client.force_login(make_user("marketer"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def opened(author: str) -> int:
    now = timezone.now()
    mention = make_mention(flags=["complaint"], author=author, published_at=now)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(items__mention=mention).pk


def test_it_asks_for_a_source_where_there_is_none(desk: Client) -> None:
    assert b"No sources yet" in desk.get("/").content


def test_it_says_that_nobody_is_owed_an_answer(desk: Client) -> None:
    make_source()
    assert b"Queue clear" in desk.get("/").content


def test_it_offers_posts_to_judge_until_all_are_judged(desk: Client) -> None:
    make_source()
    assert b'href="/labels/">Judge 25 posts' in desk.get("/").content
    make_mention(flags=["praise"], published_at=timezone.now())
    assert asks.asked_this_week(now=timezone.now())
    assert b'href="/labels/">Judge 25 posts' in desk.get("/").content
    Ask.objects.update(outcome="skipped")
    assert b"Judge 25 posts" not in desk.get("/").content


def test_it_offers_none_to_those_who_may_not_judge(client: Client) -> None:
    make_installation()
    make_source()
    client.force_login(make_user("auditor"), backend="django.contrib.auth.backends.ModelBackend")
    assert b"Judge 25 posts" not in client.get("/?lane=engage").content


def test_it_says_what_was_done_today_and_what_returns(desk: Client) -> None:
    make_source()
    now, zone = timezone.now(), ZoneInfo("Europe/Berlin")
    done, heard, snoozed = (Case.objects.get(pk=opened(author)) for author in ("dora", "emil", "finn"))
    for case, outcome in ((done, "answered"), (heard, "heard")):
        Case.objects.filter(pk=case.pk).update(status="done", disposition=outcome, closed_at=now, changed_at=now)
    until = (now + timedelta(days=1)).astimezone(zone).replace(hour=14, minute=0)
    Case.objects.filter(pk=snoozed.pk).update(status="snoozed", snoozed_until=until)
    page = desk.get("/").content.decode()
    assert "1 done today. The next snoozed one returns" in page
    assert "14:00" in page


def test_it_names_the_filter_that_leaves_nothing_and_what_it_hides(desk: Client) -> None:
    make_source()
    opened("dora")
    page = desk.get("/?lane=engage&flag=praise").content.decode()
    assert "No match" in page
    assert "1 matches without Flag Praise." in page
    assert "Queue clear" not in page
