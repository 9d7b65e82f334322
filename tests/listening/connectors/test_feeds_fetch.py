"""How politely feeds are asked, and what their answers do to the next poll."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from listening.connectors.contract import Plan
from listening.connectors.feeds.fetch import Feeds, discover, feed_links
from listening.errors import AuthError, Permanent, RateLimited, Transient
from listening.records import Page
from tests.listening.connectors.conftest import Network

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
RSS = "<rss version='2.0'><channel><title>T</title>{}<item><title>Hi</title><guid>1</guid></item></channel></rss>"
FEED = RSS.format("")


def _poll(session: requests.Session, network: Network, path: str = "/feed", **plan: Any) -> Page:
    (page,) = Feeds().poll(session, Plan(kind="feed", params={"url": network.url + path}, **plan), now=NOW)
    return page


def test_it_sends_both_tags_back_as_they_came(network: Network, session: requests.Session) -> None:
    network.answer("/feed", FEED, ETag='W/"a b"', Last_Modified="Thu,  1 Oct 2026 junk")
    network.answer("/feed", status=304)
    first = _poll(session, network)
    second = _poll(session, network, cursor=first.cursor)
    headers = network.asked[1][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('W/"a b"', "Thu,  1 Oct 2026 junk")
    assert second.posts == ()
    assert second.cursor == first.cursor


def test_it_asks_unconditionally_without_a_cursor(network: Network, session: requests.Session) -> None:
    network.answer("/feed", FEED)
    _poll(session, network)
    assert not {"If-None-Match", "If-Modified-Since"} & set(network.asked[0][1])


def test_it_forgets_tags_that_a_new_answer_no_longer_has(network: Network, session: requests.Session) -> None:
    network.answer("/feed", FEED)
    assert _poll(session, network, cursor={"etag": '"old"'}).cursor == {}


@pytest.mark.parametrize(
    ("hops", "moved"),
    [((301,), "/feed"), ((308, 301), "/feed"), ((302,), ""), ((301, 302), "/1"), ((307, 301), "")],
)
def test_it_follows_a_move_as_far_as_it_is_permanent(
    network: Network, session: requests.Session, hops: tuple[int, ...], moved: str
) -> None:
    for place, status in enumerate(hops):
        network.answer(f"/{place}", status=status, Location="/feed" if place + 1 == len(hops) else f"/{place + 1}")
    network.answer("/feed", FEED)
    page = _poll(session, network, "/0")
    assert page.moved_to == (network.url + moved if moved else "")
    assert len(page.posts) == 1


def test_it_keeps_the_instance_of_a_feed_that_moved(network: Network, session: requests.Session) -> None:
    network.answer("/feed", FEED)
    assert _poll(session, network, instance="old.example/feed").posts[0].instance == "old.example/feed"
    assert _poll(session, network).posts[0].instance == network.url.removeprefix("http://") + "/feed"


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (410, Permanent, "gone"),
        (404, Permanent, "not_found"),
        (403, Permanent, "forbidden"),
        (401, AuthError, "unauthorized"),
        (500, Transient, "http_500"),
        (503, Transient, "http_503"),
        (204, Transient, "http_204"),
    ],
)
def test_it_maps_statuses(
    network: Network, session: requests.Session, status: int, error: type[Exception], code: str
) -> None:
    network.answer("/feed", status=status)
    with pytest.raises(error) as raised:
        _poll(session, network)
    assert raised.value.code == code  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("0", timedelta(seconds=1)),
        ("99999999999", timedelta(hours=24)),
        ("Sun, 01 Nov 2026 12:10:00 GMT", timedelta(minutes=10)),
        ("soon", timedelta(hours=1)),
        (None, timedelta(hours=1)),
    ],
)
def test_it_waits_as_long_as_it_was_told(
    network: Network, session: requests.Session, header: str | None, wait: timedelta
) -> None:
    network.answer("/feed", status=429, Retry_After=header or "")
    with pytest.raises(RateLimited) as raised:
        _poll(session, network)
    assert raised.value.reset_at == NOW + wait


@pytest.mark.parametrize(
    ("ttl", "age", "wait"),
    [
        ("", "", None),
        ("<ttl>60</ttl>", "", timedelta(hours=1)),
        ("<ttl>1</ttl>", "", timedelta(minutes=15)),
        ("<ttl>60</ttl>", "public, max-age=7200", timedelta(hours=2)),
        ("", "max-age=0", None),
        ("<ttl>99999999</ttl>", "", timedelta(hours=24)),
        ("<ttl>often</ttl>", "max-age=x", None),
    ],
)
def test_it_keeps_the_publishers_pace(
    network: Network, session: requests.Session, ttl: str, age: str, wait: timedelta | None
) -> None:
    network.answer("/feed", RSS.format(ttl), Cache_Control=age)
    assert _poll(session, network).next_poll_after == (NOW + wait if wait else None)


def test_it_finds_the_feeds_that_a_page_names(network: Network, session: requests.Session) -> None:
    network.answer(
        "/blog/",
        "<base href='/deep/'>"
        "<LINK title='x > y' REL='alternate feed' TYPE='application/rss+xml; charset=utf-8' href='a?b=1&amp;c'>"
        "<link rel=alternate type=application/atom+xml href=//other.example/atom>"
        "<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>"
        "<link rel=stylesheet type=text/css href=x.css><!-- <link rel=alternate type=application/rss+xml href=/no> -->",
    )
    found = discover(session, f"{network.url}/blog/", NOW)
    assert found == [f"{network.url}/deep/a?b=1&c", "http://other.example/atom"]


def test_it_takes_a_feed_for_its_own_page(network: Network, session: requests.Session) -> None:
    network.answer("/feed", FEED)
    assert discover(session, f"{network.url}/feed", NOW) == [f"{network.url}/feed"]


def test_it_looks_in_the_usual_places_last(network: Network, session: requests.Session) -> None:
    network.answer("/", "<p>hello</p>")
    network.answer("/feed", "<p>no feed</p>")
    network.answer("/rss.xml", FEED)
    assert discover(session, network.url, NOW) == [f"{network.url}/rss.xml"]


def test_it_names_no_more_than_twenty_feeds() -> None:
    page = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}>" for n in range(50))
    assert len(feed_links(page.encode(), "https://e.example/")) == 20
