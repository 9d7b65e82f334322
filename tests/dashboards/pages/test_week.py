from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from random import Random

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from dashboards import reports
from dashboards.records import NUMBERS
from dashboards.weeks import Week
from listening.models import Mention
from tests.dashboards.history import ZONE, counted, instant, live_through, open_cases, poll
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db

WEEK = Week(2026, 46)
NOW = WEEK.freezes(ZONE) + timedelta(hours=3)
ADDRESS = "/weekly/2026-W46/"
QUERIES = 25
"""At most, whatever the volume: sign-in and frame included."""


@pytest.fixture
def reader(client: Client) -> Client:
    make_installation()
    client.force_login(make_user("executive"))
    return client


def page(client: Client, address: str = ADDRESS, status: int = 200) -> str:
    with travel(NOW, tick=False):
        answer = client.get(address)
    assert answer.status_code == status, answer.content[:400]
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def lived(weeks: int = 6, a_day: int = 4) -> None:
    live_through(Random(5), weeks=weeks, until=NOW, a_day=a_day)


@pytest.mark.parametrize("a_day", [2, 16])
def test_it_asks_a_bounded_number_of_queries(
    reader: Client, django_assert_max_num_queries: DjangoAssertNumQueries, a_day: int
) -> None:
    lived(weeks=3, a_day=a_day)
    poll(instant("2026-11-12T12:00"))
    open_cases(NOW)
    with travel(NOW, tick=False), django_assert_max_num_queries(QUERIES):
        assert reader.get(ADDRESS).status_code == 200
    with travel(NOW, tick=False), django_assert_max_num_queries(QUERIES):
        assert reader.get(f"{ADDRESS}mentions/").status_code == 200


def test_every_link_to_evidence_opens_as_many_rows_as_it_says(reader: Client) -> None:
    lived(weeks=5)
    html = page(reader)
    links = re.findall(r'<a href="(/weekly/[^"]+/[a-z-]+/[^"]*)"[^>]*>([\d,]+) (?:posts?|questions?|repl\w+)</a>', html)
    links += re.findall(r'<td[^>]*><a href="([^"]+)">([\d,]+)</a>', html)
    links += re.findall(r'<a href="([^"]+)" aria-label="[^"]*: (\d+) mentions', html)
    assert len(links) > 60
    for address, said in set(links):
        rows = page(reader, address).count('<span class="said">')
        assert rows == int(said.replace(",", "")), address


def test_each_list_says_how_many_it_shows(reader: Client) -> None:
    lived(weeks=2)
    for number in NUMBERS:
        html = page(reader, f"{ADDRESS}{number}/")
        said = re.search(r'<h2 class="headline">([\d,]+) ', html)
        assert said is not None
        assert html.count('<span class="said">') == int(said[1].replace(",", "")) > 0


def test_a_long_list_is_cut_into_pages_and_loses_nothing(reader: Client) -> None:
    for minute in range(201):
        counted(instant("2026-11-12T08:00") + timedelta(minutes=minute))
    first, second = page(reader, f"{ADDRESS}mentions/"), page(reader, f"{ADDRESS}mentions/?day=2026-11-12&page=2")
    assert (first.count('<span class="said">'), second.count('<span class="said">')) == (200, 1)
    assert "201 posts" in first
    page(reader, f"{ADDRESS}mentions/?page=3", 404)


def test_a_frozen_number_shows_how_it_was_revised(reader: Client) -> None:
    counted(instant("2026-11-10T12:00"), flags=["complaint"])
    reports.freeze_due(NOW)
    counted(instant("2026-11-11T12:00"), flags=["complaint"])
    Mention.objects.order_by("-id").update(seen_at=NOW)
    assert "revised +1" in page(reader)
    listed = words_of(page(reader, f"{ADDRESS}complaints/"))
    assert "The frozen week counted 1; this list is what stands today, revised +1." in listed


def test_the_first_week_is_a_starting_point_without_arrows(reader: Client) -> None:
    counted(instant("2026-11-10T12:00"))
    html = page(reader)
    assert "Starting point: 1 mention." in html
    assert 'class="delta good' not in html
    assert 'class="delta bad' not in html
    assert "against week" not in html


def test_a_running_week_says_so(reader: Client) -> None:
    lived(weeks=2)
    assert "Week 47 is still running" in page(reader, "/weekly/2026-W47/")


def test_it_names_blind_sources_and_shows_the_equation(reader: Client) -> None:
    counted(instant("2026-11-10T12:00"))
    poll(instant("2026-11-10T12:00"), reads=8, fails=2)
    said = words_of(page(reader))
    assert "Coverage 80 %. Not or only partly read: Reviews." in said
    assert "160 fetched = 40 kept + 80 duplicate + 24 rejected + 8 own + 8 withheld" in said
    assert "Europe/Berlin" in said
    assert "No language model wrote this page." in said


def test_before_the_first_mention_it_says_what_to_do(reader: Client) -> None:
    assert "No mention yet" in page(reader)


def test_a_week_before_the_first_says_when_that_was(reader: Client) -> None:
    counted(instant("2026-11-10T12:00"))
    assert "10 November 2026" in page(reader, "/weekly/2026-W40/")
    assert "10 November 2026" in page(reader, "/weekly/1901-W01/")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/weekly/2026-W48/", "Week 2026-W48 has not begun."),
        ("/weekly/last/", "“last” is no week. A week is named like 2026-W47."),
        ("/weekly/2025-W53/", "“2025-W53” is no week."),
        ("/weekly/2026-W46/nonsense/", "A week has no number “nonsense”."),
        ("/weekly/2026-W46/mentions/?day=2026-11-16", "2026-11-16 is not a day of week 2026-W46."),
        ("/weekly/2026-W46/mentions/?day=tomorrow", "“tomorrow” is no day."),
        ("/weekly/2026-W46/mentions/?page=0", "“0” is no page."),
        ("/weekly/2026-W46/mentions/?page=²", "“²” is no page."),
    ],
)
def test_a_wrong_address_is_told_what_would_be_right(reader: Client, address: str, said: str) -> None:
    assert said in page(reader, address, 404)


def test_it_opens_the_last_complete_week_or_the_first_one_running(reader: Client) -> None:
    with travel(NOW, tick=False):
        assert reader.get("/weekly/")["Location"] == "/weekly/2026-W47/"
        counted(instant("2026-11-10T12:00"))
        assert reader.get("/weekly/")["Location"] == ADDRESS


def test_it_is_closed_to_strangers(client: Client) -> None:
    make_installation()
    assert client.get(ADDRESS).status_code == 302


def test_words_from_outside_stay_words(reader: Client) -> None:
    counted(instant("2026-11-10T12:00"), text="<script>alert(1)</script>", url="javascript:alert(1)")
    with travel(NOW, tick=False):
        html = reader.get(f"{ADDRESS}mentions/").content.decode()
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
