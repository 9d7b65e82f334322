"""The list of flagged mentions: each parameter, each refusal, and what a page costs."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from listening.records import FLAGS
from tests.engagement.api.rows import LATER, LIST, bearer, ids, make_feed, make_token
from tests.factories import NOW, make_brand, make_mention, make_query, make_question

pytestmark = pytest.mark.django_db


def ask(rest: Client, **params: Any) -> dict[str, Any]:
    answer = rest.get(LIST, params)
    assert answer.status_code == 200, answer.content
    page: dict[str, Any] = answer.json()
    return page


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"flag": "complaint"}, {"flags": ["complaint"]}),
        ({"flag": "complaint", "flag_state": "unsure"}, {"unsure": ["complaint"]}),
        ({"answer": "unanswered"}, {"answer": "unanswered"}),
        ({"status": "snoozed"}, {"status": "snoozed"}),
        ({"lane": "manage"}, {"lane": "manage"}),
    ],
)
def test_it_gives_what_a_parameter_asks_for_and_nothing_else(
    rest: Client, params: dict[str, str], wanted: dict[str, Any]
) -> None:
    make_feed()
    mine = make_feed(**wanted)
    assert ids(ask(rest, **params)) == [mine.mention_id]


def test_it_takes_several_values_of_a_parameter_repeated_or_with_commas(rest: Client) -> None:
    praise, spam, _other = make_feed(flags=["praise"]), make_feed(flags=["spam"]), make_feed(flags=["question"])
    assert ids(ask(rest, flag=["praise", "spam"])) == ids(ask(rest, flag="praise,spam"))
    assert ids(ask(rest, flag="praise,spam")) == [praise.mention_id, spam.mention_id]


def test_it_finds_every_flag_by_its_own_bit(rest: Client) -> None:
    rows = {flag: make_feed(flags=[flag]).mention_id for flag in FLAGS}
    assert {flag: ids(ask(rest, flag=flag)) for flag in FLAGS} == {flag: [id_] for flag, id_ in rows.items()}


@pytest.mark.parametrize("by", ["name", "other case", "id"])
def test_it_knows_a_brand_by_name_or_id(rest: Client, by: str) -> None:
    rival = make_brand("Umlaut Söhne", kind="competitor")
    make_feed()
    mine = make_feed(make_mention(brand=rival))
    asked = {"name": rival.name, "other case": rival.name.upper(), "id": str(rival.pk)}[by]
    assert ids(ask(rest, brand=asked)) == [mine.mention_id]


def test_it_knows_a_network_that_is_listened_to(rest: Client) -> None:
    make_feed()
    mine = make_feed(make_mention(network="feeds"))
    assert ids(ask(rest, network="feeds")) == [mine.mention_id]


@pytest.mark.parametrize(
    "written", ["2026-11-18T09:00:00Z", "2026-11-18T10:00:00+01:00", "2026-11-18T10:00:00 01:00", "2026-11-18T04:00-05"]
)
def test_it_gives_what_changed_at_an_instant_or_later_in_any_zone(rest: Client, written: str) -> None:
    make_feed(at=NOW - timedelta(microseconds=1))
    then, after = make_feed(at=NOW), make_feed(at=NOW + timedelta(microseconds=1))
    assert ids(ask(rest, updated_since=written)) == [then.mention_id, after.mention_id]


@pytest.mark.parametrize(
    ("params", "name"),
    [
        ({"flags": "complaint"}, "flags"),
        ({"token": "wh_x"}, "token"),
        ({"flag": "angry"}, "flag"),
        ({"flag": ""}, "flag"),
        ({"flag": "complaint,"}, "flag"),
        ({"flag_state": "off"}, "flag_state"),
        ({"flag_state": ["on", "unsure"]}, "flag_state"),
        ({"answer": "yes"}, "answer"),
        ({"answer": "no_reply_from_us"}, "answer"),
        ({"status": "OPEN"}, "status"),
        ({"lane": "sell"}, "lane"),
        ({"brand": "Nobody"}, "brand"),
        ({"brand": "999999999999999999999"}, "brand"),
        ({"network": "hackernevs"}, "network"),
        ({"network": "a\x00b"}, "network"),
        ({"updated_since": "2026-11-18T09:00:00"}, "updated_since"),
        ({"updated_since": "2026-11-18"}, "updated_since"),
        ({"updated_since": "2026-13-41T09:00:00Z"}, "updated_since"),
        ({"updated_since": "0001-01-01T00:00:00+23:59"}, "updated_since"),
        ({"updated_since": ""}, "updated_since"),
        ({"limit": "0"}, "limit"),
        ({"limit": "1001"}, "limit"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"limit": "٣"}, "limit"),
        ({"limit": ["1", "2"]}, "limit"),
        ({"limit": "1" * 5_000}, "limit"),
    ],
)
def test_it_names_the_parameter_at_fault(rest: Client, params: dict[str, Any], name: str) -> None:
    answer = rest.get(LIST, params)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    problem = answer.json()
    assert problem["errors"][0]["name"] == name
    assert problem["errors"][0]["reason"]
    assert (problem["status"], problem["instance"], problem["type"]) == (
        400,
        LIST,
        "urn:wellheard:problem:bad_parameter",
    )


@pytest.mark.parametrize("written", ["2026-11-18T09:00:00+20:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"])
def test_it_takes_instants_that_postgres_would_refuse_as_written(rest: Client, written: str) -> None:
    ask(rest, updated_since=written)


@pytest.mark.parametrize(("limit", "given", "more"), [(1, 1, True), (2, 2, True), (3, 3, False), (1000, 3, False)])
def test_it_gives_as_many_as_asked_and_says_whether_there_are_more(
    rest: Client, limit: int, given: int, more: bool
) -> None:
    for _ in range(3):
        make_feed()
    page = ask(rest, limit=limit)
    assert (len(page["items"]), page["has_more"]) == (given, more)


def test_it_gives_fifty_unless_told_otherwise(rest: Client) -> None:
    for _ in range(51):
        make_feed()
    assert (len(ask(rest)["items"]), ask(rest)["has_more"]) == (50, True)


def test_it_gives_an_empty_page_a_cursor_that_goes_on(rest: Client) -> None:
    cursor = ask(rest)["next_cursor"]
    late = make_feed()
    assert ids(ask(rest, cursor=cursor)) == [late.mention_id]


def test_it_holds_back_what_is_not_settled(rest: Client) -> None:
    make_feed(at=LATER - timedelta(seconds=14))
    settled = make_feed(at=LATER - timedelta(seconds=15))
    assert ids(ask(rest)) == [settled.mention_id]


def fill(count: int) -> None:
    query = make_query()
    for _ in range(count):
        mention = make_mention(flags=["question"], query=query)
        make_question(mention)
        make_feed(mention, flags=["question"], answer="unanswered")


@pytest.mark.parametrize("limit", [1, 12])
def test_it_asks_the_database_as_often_for_one_item_as_for_many(
    limit: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(12)
    rest = bearer(make_token())
    rest.get(LIST)  # the first use of a token is noted
    with django_assert_num_queries(8):  # token, member, brand names, and five for the page
        assert len(ask(rest, limit=limit, brand="Northwind Relay", flag="question")["items"]) == limit


def test_it_withholds_what_the_networks_policy_forbids_to_export(rest: Client) -> None:
    secret = make_mention("The Umbrella of Acme is broken", network="linkedin", title="Umbrella", author="charlie")
    make_feed(secret)
    (item,) = ask(rest)["items"]
    assert (item["author"], item["title"], item["text"], item["withheld_by"]) == (None, None, None, "policy/linkedin@1")
    assert not any(brand["reasons"] for brand in item["brands"])
    assert not {"Umbrella", "charlie"} & set(json.dumps(item).replace('"', " ").split())


def test_it_shows_the_question_by_which_clients_filter(rest: Client) -> None:
    mention = make_mention()
    make_question(mention, state="answered_by_us")
    make_question(mention, brand=make_brand("Rival", kind="competitor"), state="unverified")
    make_feed(mention, answer="unverified")
    (item,) = ask(rest, answer="unverified")["items"]
    assert item["answer"]["state"] == "unverified"


def test_it_gives_instants_that_say_their_zone(rest: Client) -> None:
    make_feed(make_mention(published_at=NOW - timedelta(days=1)))
    (item,) = ask(rest)["items"]
    assert datetime.fromisoformat(item["published_at"]) == NOW - timedelta(days=1)
    assert datetime.fromisoformat(item["changed_at"]) == NOW
