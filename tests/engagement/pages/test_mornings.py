"""The morning card: what it counts, since when, where it leads, and that it stays away for the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Member
from engagement.pages.mornings import away_since, card, deadline
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

BERLIN = ZoneInfo("Europe/Berlin")
EIGHT = datetime(2026, 11, 18, 8, tzinfo=BERLIN)  # a Wednesday


def opened(author: str, now: datetime = NOW) -> Case:
    mention = make_mention(flags=["complaint"], author=author, thread=make_thread(), published_at=now, seen_at=now)
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.get(lead=mention)


def maya(**more: object) -> Member:
    member = make_user(name="Maya Ray").member
    Member.objects.filter(pk=member.pk).update(**more)
    return Member.objects.select_related("user").get(pk=member.pk)


@pytest.mark.parametrize(
    ("left", "now", "since"),
    [
        (None, EIGHT, EIGHT.replace(day=17, hour=18)),
        (None, EIGHT.replace(day=16), EIGHT.replace(day=13, hour=18)),  # Monday looks back to Friday
        (EIGHT - timedelta(hours=3), EIGHT, EIGHT - timedelta(hours=3)),
        (EIGHT - timedelta(days=30), EIGHT, EIGHT - timedelta(days=7)),
    ],
)
def test_it_tells_since_the_reader_left(left: datetime | None, now: datetime, since: datetime) -> None:
    assert away_since(left.astimezone(UTC) if left else None, now) == since


def test_it_counts_to_noon_and_then_to_midnight() -> None:
    assert deadline(EIGHT) == EIGHT.replace(hour=12)
    assert deadline(EIGHT.replace(hour=15)) == EIGHT.replace(day=19, hour=0)


@pytest.mark.django_db
def test_it_says_what_waits_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    late, due, back = opened("a"), opened("b"), opened("c")
    Case.objects.filter(pk=late.pk).update(due_at=NOW - timedelta(minutes=12))
    Case.objects.filter(pk=due.pk).update(due_at=NOW + timedelta(hours=1))
    Case.objects.filter(pk=back.pk).update(due_at=None, returned={"code": "returned", "params": {}})
    member = maya()
    with django_assert_num_queries(1):
        shown = card(member, NOW - timedelta(hours=1), now=NOW, zone=BERLIN)
    assert shown is not None
    assert shown.greeting == "Good morning, Maya."
    assert shown.words == "3 heard since 18:00. 3 need an answer, 1 is late. 1 returned."
    assert (shown.action, "due_by=2026-11-18T12" in shown.url) == ("Start with 2 due by noon", True)


@pytest.mark.django_db
def test_it_leads_to_the_cases_that_it_counted(client: Client) -> None:
    make_installation()
    now = timezone.now()
    Case.objects.filter(pk=opened("a", now).pk).update(due_at=now)
    Case.objects.filter(pk=opened("b", now).pk).update(due_at=now + timedelta(days=3))
    member = maya()
    client.force_login(member.user)
    shown = card(member, None, now=now, zone=BERLIN)
    assert shown is not None
    assert shown.action.startswith("Start with 1 due")
    assert client.get(shown.url).content.count(b'<li id="case-') == 1


@pytest.mark.django_db
def test_it_stays_away_for_the_day_it_was_put_away(client: Client) -> None:
    make_installation()
    opened("a", timezone.now())
    client.force_login(maya().user)
    assert b"Maya.</b>" in client.get("/").content
    page = client.post("/settings/morning/", {"next": "/"}, follow=True)
    assert b"Maya.</b>" not in page.content
    Member.objects.update(greeted_on=timezone.localdate() - timedelta(days=1))
    assert b"Maya.</b>" in client.get("/").content


@pytest.mark.django_db
def test_it_tells_the_readers_own_tasks_of_today() -> None:
    member, case = maya(), opened("a")
    for days, who in ((-1, member.user), (0, member.user), (1, member.user), (0, make_user())):
        due = NOW.date() + timedelta(days=days)
        actions.task(case.pk, title="Ask", due_on=due, assignee_id=who.pk, actor=member.user, now=NOW)
    found = card(member, None, now=NOW, zone=BERLIN)
    assert found is not None
    assert found.words.endswith("2 of your tasks are due.")
