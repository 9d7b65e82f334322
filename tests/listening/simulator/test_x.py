"""X as it is played: its paging, its refusals, its bill, and the reply rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests

from listening.simulator.x import snowflake, user_id
from listening.simulator.x.query import Subject, WrongQuery, read_query
from tests.listening.connectors.xnet import NOW, OURS, SECRET, Played, played, tweet, tweets

SEARCH = "/2/tweets/search/recent"
BEARER = {"Authorization": "Bearer planted", "User-Agent": "test"}


@pytest.fixture
def net() -> Iterator[Played]:
    found = played(*tweets(45), tweet(900, f"@{OURS} hi", minutes=2))
    yield found
    found.simulator.stop()


def ask(net: Played, path: str = SEARCH, headers: dict[str, str] | None = None, **query: Any) -> requests.Response:
    return requests.get(net.base + path, params=query, headers=BEARER if headers is None else headers, timeout=5)


def test_it_pages_newest_first_without_overlap(net: Played) -> None:
    seen: list[str] = []
    token = None
    for _ in range(5):
        body = ask(net, query="relay", max_results=10, next_token=token).json()
        seen += [one["id"] for one in body["data"]]
        token = body["meta"].get("next_token")
    assert token is None
    assert seen == sorted(seen, key=int, reverse=True)
    assert len(set(seen)) == len(seen) == 45


def test_it_names_newest_and_oldest_of_each_page(net: Played) -> None:
    body = ask(net, query="relay", max_results=10).json()
    ids = [one["id"] for one in body["data"]]
    assert (body["meta"]["newest_id"], body["meta"]["oldest_id"]) == (ids[0], ids[-1])
    assert ask(net, query="nowhere").json() == {"meta": {"result_count": 0}}


def test_it_gives_only_what_is_newer_than_since_id(net: Played) -> None:
    third = tweets(3)[2].id
    found = ask(net, query="relay", since_id=third).json()["data"]
    assert [one["id"] for one in found] == [one.id for one in tweets(2)]


WRONG = [
    ({}, "query"),
    ({"query": "x" * 513}, "query"),
    ({"query": "-is:retweet"}, "query"),
    ({"query": "(a OR b"}, "query"),
    ({"query": "webhook*"}, "query"),
    ({"query": "nonsense:x y"}, "query"),
    ({"query": "a", "max_results": 9}, "max_results"),
    ({"query": "a", "max_results": 101}, "max_results"),
    ({"query": "a", "next_token": "made-up"}, "next_token"),
    ({"query": "a", "since_id": snowflake(NOW - timedelta(days=8))}, "since_id"),
    ({"query": "a", "start_time": "2026-11-01T00:00:00Z"}, "start_time"),
    ({"query": "a", "start_time": "2026-11-19T00:00:00Z"}, "start_time"),
    ({"query": "a", "start_time": "yesterday"}, "start_time"),
    ({"query": "a", "start_time": "2026-11-17T00:00:00"}, "start_time"),
    ({"query": "a", "end_time": "2026-11-19T00:00:00Z"}, "end_time"),
    ({"query": "a", "since_id": "-1"}, "since_id"),
    ({"query": "a", "until_id": "x"}, "until_id"),
    ({"query": "a", "max_results": "ten"}, "max_results"),
    ({"query": "a", "sort_order": "loudest"}, "sort_order"),
    ({"query": "a", "tweet.fields": "created_at,shoe_size"}, "tweet.fields"),
    ({"query": "a", "user.fields": "email"}, "user.fields"),
    ({"query": "a", "expansions": "everything"}, "expansions"),
    ({"query": "a", "page": 2}, "page"),
]


@pytest.mark.parametrize(("query", "name"), WRONG)
def test_it_refuses_wrong_calls_by_the_name_of_the_parameter(net: Played, query: dict[str, Any], name: str) -> None:
    answer = ask(net, **query)
    assert answer.status_code == 400
    assert name in answer.json()["errors"][0]["parameters"]


def test_it_gives_only_what_lies_between_two_bounds(net: Played) -> None:
    four = tweets(4)
    found = ask(net, query="relay", since_id=four[3].id, until_id=four[0].id).json()["data"]
    assert [one["id"] for one in found] == [four[1].id, four[2].id]
    times: dict[str, Any] = {"start_time": "2026-11-18T11:25:00Z", "end_time": "2026-11-18T11:45:00Z"}
    found = ask(net, query="relay", **times).json()["data"]
    assert [one["id"] for one in found] == [four[1].id, four[2].id]


@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        ("401", 401, {"title": "Unauthorized", "type": "about:blank"}),
        ("402", 402, {"title": "CreditsDepleted"}),
        ("429", 429, {"title": "Too Many Requests"}),
        ("500", 500, {"title": "Internal Server Error", "status": 500}),
        ("503_json", 503, {"title": "Service Unavailable", "status": 503}),
    ],
)
def test_it_fails_in_its_own_words(net: Played, fault: str, status: int, said: dict[str, Any]) -> None:
    net.simulator.script({"match": "/x/", "fault": fault})
    answer = ask(net, query="relay")
    assert answer.status_code == status
    assert said.items() <= answer.json().items()
    assert "Retry-After" not in answer.headers
    assert answer.headers.get("x-rate-limit-reset") == ("1795003230" if fault == "429" else None)


def test_it_names_the_token_that_was_asked_for_as_the_next(net: Played) -> None:
    first = ask(net, query="relay", max_results=10).json()["meta"]["next_token"]
    net.simulator.script({"match": "/x/", "fault": "same_cursor"})
    again = ask(net, query="relay", max_results=10, next_token=first).json()
    assert (again["meta"]["next_token"], len(again["data"])) == (first, 10)


def test_it_refuses_a_token_of_another_query(net: Played) -> None:
    token = ask(net, query="relay", max_results=10).json()["meta"]["next_token"]
    assert ask(net, query="slow", max_results=10, next_token=token).status_code == 400


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer None"}, {"Authorization": "Basic x"}])
def test_it_refuses_calls_without_a_key(net: Played, headers: dict[str, str]) -> None:
    assert ask(net, headers=headers, query="relay").status_code == 401


def test_it_limits_a_quarter_of_an_hour_and_names_its_end(net: Played) -> None:
    net.moment = NOW - timedelta(minutes=5)
    for _ in range(450):
        ask(net, query="nowhere")
    net.moment = NOW
    answer = ask(net, query="relay")
    assert answer.status_code == 429
    assert int(answer.headers["x-rate-limit-reset"]) == (NOW + timedelta(minutes=10)).timestamp()
    assert "Retry-After" not in answer.headers


def test_it_bills_a_post_once_a_day_and_stops_without_credits(net: Played) -> None:
    net.simulator.x.credits = 220_000
    assert [ask(net, query="relay", max_results=40).status_code for _ in range(3)] == [200, 200, 200]
    assert net.simulator.x.billed == 200_000
    assert [ask(net, query="relay", max_results=44).status_code for _ in range(2)] == [200, 402]


def test_it_gives_mentions_for_a_fifth(net: Played) -> None:
    body = ask(net, f"/2/users/{user_id(OURS)}/mentions").json()
    assert [one["text"] for one in body["data"]] == [f"@{OURS} hi"]
    assert net.simulator.x.billed == 1_000


def test_it_counts_without_giving_posts(net: Played) -> None:
    body = ask(net, "/2/tweets/counts/recent", query="relay", granularity="day").json()
    assert body["meta"]["total_tweet_count"] == 45
    assert net.simulator.x.billed == 5_000


def test_it_tells_of_missing_posts_beside_the_data(net: Played) -> None:
    known = tweets(1)[0].id
    body = ask(net, "/2/tweets", ids=f"{known},17").json()
    assert [one["id"] for one in body["data"]] == [known]
    assert [(one["parameter"], one["resource_id"]) for one in body["errors"]] == [("ids", "17")]


def test_it_lets_only_accounts_reply_where_they_were_summoned(net: Played) -> None:
    reply = {"text": "Hello", "reply": {"in_reply_to_tweet_id": tweet(900, minutes=2).id}}
    account = {"Authorization": f'OAuth oauth_token="{SECRET["access_token"]}"', "User-Agent": "test"}
    uninvited = {"text": "Hello", "reply": {"in_reply_to_tweet_id": tweets(1)[0].id}}
    answers = [
        requests.post(net.base + "/2/tweets", json=body, headers=headers, timeout=5).status_code
        for body, headers in ((reply, BEARER), (uninvited, account), (reply, account), (reply, account))
    ]
    assert answers == [403, 403, 201, 403]


def test_it_tells_the_worlds_time(net: Played) -> None:
    assert ask(net, query="relay").headers["Date"] == "Wed, 18 Nov 2026 12:00:00 GMT"


def subject(text: str, **fields: Any) -> Subject:
    return replace(Subject(text=text, author="charlie", conversation="7"), **fields)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ('"kelp relay"', "a Kelp relay!", True),
        ('"kelp relay"', "relay kelp", False),
        ("kelp relay", "relay kelp", True),
        ("(kelp OR relay) -is:retweet", "relay", True),
        ("kelp -@northwind", "kelp @Northwind", False),
        ("kelp -from:charlie", "kelp", False),
        ("conversation_id:7", "anything", True),
    ],
)
def test_it_reads_queries(query: str, text: str, found: bool) -> None:
    assert read_query(query)(subject(text)) is found


def test_it_knows_retweets() -> None:
    assert not read_query("kelp -is:retweet")(subject("kelp", kind="retweet"))
    with pytest.raises(WrongQuery):
        read_query("kelp )")
