from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from listening.models import BrandAccount
from tests.dashboards.responded import HOUR, case_of, clock_of, question, world
from tests.factories import NOW, make_brand, make_installation, make_user

pytestmark = pytest.mark.django_db
QUERIES = 26
"""At most, whatever the volume: sign-in and frame included."""


@pytest.fixture
def reader(client: Client) -> Client:
    make_installation()
    client.force_login(make_user("executive"))
    return client


def page(client: Client, address: str = "/responses/", status: int = 200) -> str:
    with travel(NOW, tick=False):
        answer = client.get(address)
    assert answer.status_code == status, answer.content[:400]
    return unescape(re.sub(r"\s+", " ", answer.content.decode()))


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r'<span class="sr">.*?</span>', "", html)))


def lived(n: int = 60) -> None:
    brands = [make_brand(), make_brand("Northwind Cloud")]
    world(Random(5), brands=brands, owners=[make_user(name="Alice Park"), make_user()], n=n)


@pytest.mark.parametrize("n", [10, 80])
@pytest.mark.parametrize("by", ["network", "person", "account"])
def test_it_asks_a_bounded_number_of_queries(
    reader: Client, n: int, by: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lived(n)
    with travel(NOW, tick=False), django_assert_max_num_queries(QUERIES):
        assert reader.get(f"/responses/?by={by}").status_code == 200
    with travel(NOW, tick=False), django_assert_max_num_queries(QUERIES):
        assert reader.get("/responses/asked/").status_code == 200


@pytest.mark.parametrize("by", ["network", "class", "brand", "person", "account"])
def test_every_number_on_the_page_opens_as_many_cases(reader: Client, by: str) -> None:
    lived()
    html = page(reader, f"/responses/?by={by}")
    links = re.findall(r'<a [^>]*href="(/responses/[a-z0-9-]+/[^"]*)"[^>]*>(?:All )?(\d+)(?: team clocks)?<', html)
    assert len(links) > 20
    for address, said in set(links):
        assert (address, page(reader, address).count('<span class="said">')) == (address, int(said))


def test_it_says_half_and_nine_of_ten_in_words(reader: Client) -> None:
    for n in range(1, 11):
        asked = question("answered_by_us", wait=n * timedelta(minutes=26))
        clock_of(case_of(asked.mention), took=n * timedelta(minutes=13))
    told = words_of(page(reader))
    assert "We answered 100 %, 10 of 10, of what was asked of us." in told
    assert "Half of our replies came within 2 h 10 min, nine of ten within 3 h 54 min." in told
    assert "10 of 10 responses were in time." in told


def test_it_says_that_three_are_too_few(reader: Client) -> None:
    for _each in range(3):
        clock_of(case_of(question("answered_by_us").mention), took=HOUR)
    told = words_of(page(reader))
    assert "3 answers; too few for a percentile" in told
    assert "3 of 3" in told
    assert "%" not in told.partition("What the numbers mean")[0]


def test_it_says_what_was_not_checked_again(reader: Client) -> None:
    question("unanswered")
    question("unanswered", stale_at=NOW - HOUR)
    question("unverified")
    assert "1 of 3 not re-checked in time, replies of 1 cannot be seen" in words_of(page(reader))


def test_it_counts_the_days_of_the_companys_zone(reader: Client) -> None:
    question(at=NOW.replace(day=11, hour=23, minute=30))  # 12 November in Berlin, the first of seven days
    question(at=NOW.replace(day=11, hour=22, minute=30))
    assert "1 case, 12 Nov – 18 Nov 2026" in words_of(page(reader, "/responses/asked/?period=7"))
    assert "2 cases, 9 Nov – 15 Nov 2026" in words_of(page(reader, "/responses/asked/?period=2026-W46"))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=12", "period: one of 7, 30, 90 days"),
        ("period=2031-W01", "has not begun"),
        ("class=urgent", "is none of"),
        ("brand=99999", "none of our own brands"),
        ("person=me", "person: "),
        ("account=alice", "account: "),
        ("networks=x", "unknown parameter"),
        ("by=day", "is none of"),
    ],
)
def test_it_refuses_what_makes_no_sense_with_words(reader: Client, query: str, words: str) -> None:
    assert words in page(reader, f"/responses/?{query}", 404)


def test_an_unknown_number_is_no_page(reader: Client) -> None:
    page(reader, "/responses/applause/", 404)
    page(reader, "/responses/asked/?page=2", 404)


def test_a_row_of_a_clock_says_how_long_it_took_and_opens_its_case(reader: Client) -> None:
    case = case_of(question().mention)
    clock_of(case, took=5 * HOUR)
    html = page(reader, "/responses/late/")
    assert f'href="/cases/{case.pk}/"' in html
    assert "Late: 5 h, allowed 4 h" in html


def table(client: Client, query: str = "") -> list[dict[str, str]]:
    with travel(NOW, tick=False):
        answer = client.get(f"/responses/table.csv{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))


def test_the_table_has_the_whole_and_every_group(reader: Client) -> None:
    lived()
    rows = table(reader)
    assert [row["name"] for row in rows] == ["All", "Hacker News", "Reddit", "X"]
    assert int(rows[0]["asked"]) == sum(int(row["asked"]) for row in rows[1:]) > 10


def test_no_cell_of_the_table_is_a_formula(reader: Client) -> None:
    make_brand("=HYPERLINK(1)")
    question(brand=make_brand("=HYPERLINK(1)"))
    assert table(reader, "?by=brand")[1]["name"] == "'=HYPERLINK(1)"


def test_what_people_call_themselves_is_only_text(reader: Client) -> None:
    BrandAccount.objects.create(
        brand=make_brand(), network="hackernews", external_id="alice", handle="<script>x</script>", created_at=NOW
    )
    question("answered_by_us")
    with travel(NOW, tick=False):
        html = reader.get("/responses/?by=account").content.decode()
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html


def test_an_empty_report_says_so(reader: Client) -> None:
    assert "Nothing was asked of us in this period." in words_of(page(reader))


def kept(html: str) -> dict[str, Any]:
    return dict(re.findall(r'<select id="by-(\w+)"(?:(?!</select>).)*?<option value="([^"]*)" selected', html))


def test_the_form_keeps_what_was_chosen(reader: Client) -> None:
    question()
    html = page(reader, "/responses/?period=90&network=hackernews&class=about_us&person=none")
    assert kept(html) == {"period": "90", "network": "hackernews", "class": "about_us", "person": "none"}
    assert "Only Hacker News, Question about us, owned by nobody." in words_of(html)
