"""How Hacker News is searched, what moves the marks, and what happens when its search is down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from listening.connectors.contract import Plan
from listening.connectors.hackernews import fetch
from listening.connectors.hackernews.fetch import HackerNews
from listening.errors import Permanent, RateLimited, Transient
from listening.records import Page, PostKey
from tests.listening.connectors.conftest import Network

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
T0 = int(NOW.timestamp()) - 86_400
SEARCH = "/api/v1/search_by_date"


def _hit(number: int, seconds: int) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "created_at_i": seconds,
        "author": "Alice",
        "title": f"n{number}",
        "_tags": ["story"],
    }


def _hits(*hits: dict[str, Any]) -> str:
    return json.dumps({"hits": hits})


def _poll(
    network: Network, session: requests.Session, *terms: str, cursor: Mapping[str, Any] | None = None
) -> list[Page]:
    plan = Plan(kind="search", terms=terms or ("kelp",), cursor=cursor or {}, since=NOW - timedelta(days=2))
    return list(HackerNews().poll(session, plan, now=NOW, base_url=network.url + "/"))


def _asked(network: Network) -> list[dict[str, str]]:
    found = [parse_qs(urlsplit(path).query) for path, _ in network.asked if path.startswith(SEARCH)]
    return [{name: values[0] for name, values in query.items()} for query in found]


def _items(network: Network, newest: int, first: int) -> None:
    network.answer("/v0/maxitem.json", str(newest))
    for number in range(first, newest + 1):
        item = {"id": number, "type": "story", "by": "bob", "time": T0, "title": f"kelp {number}"}
        network.answer(f"/v0/item/{number}.json", json.dumps(item))


def test_it_quotes_the_term_and_forbids_typing_errors(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, _hits())
    _poll(network, session, 'sea "kelp')
    (asked,) = _asked(network)
    since = int((NOW - timedelta(days=2, hours=1)).timestamp())
    assert asked == {
        "query": '"sea  kelp"',
        "typoTolerance": "false",
        "tags": "(story,comment)",
        "numericFilters": f"created_at_i>{since}",
        "hitsPerPage": "1000",
    }


def test_it_asks_for_the_beginning_of_a_word_without_quotes() -> None:
    assert fetch.asked_for("webhook*") == "webhook"
    assert fetch.asked_for('northwind "relay"') == '"northwind  relay"'


def test_it_moves_the_mark_to_the_newest_post_and_looks_back_an_hour(
    network: Network, session: requests.Session
) -> None:
    network.answer(SEARCH, _hits(_hit(2, T0 + 50), _hit(1, T0)))
    (page,) = _poll(network, session)
    assert page.cursor == {"marks": {"kelp": T0 + 50}}
    assert page.done
    _poll(network, session, cursor=page.cursor)
    assert _asked(network)[1]["numericFilters"] == f"created_at_i>{T0 + 50 - 3600}"


def test_it_keeps_the_mark_when_nothing_is_found(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, _hits())
    (page,) = _poll(network, session, cursor={"marks": {"kelp": T0}})
    assert page.cursor["marks"] == {"kelp": T0}


def test_it_never_moves_a_mark_into_the_future(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, _hits(_hit(1, int(NOW.timestamp()) + 9_999)))
    (page,) = _poll(network, session)
    assert page.cursor["marks"] == {"kelp": int(NOW.timestamp())}


def test_it_slices_by_time_where_a_search_is_full(
    network: Network, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "HITS", 2)
    network.answer(SEARCH, _hits(_hit(4, T0 + 40), _hit(3, T0 + 30)))
    network.answer(SEARCH, _hits(_hit(3, T0 + 30), _hit(2, T0 + 20)))
    network.answer(SEARCH, _hits(_hit(2, T0 + 20)))
    pages = _poll(network, session)
    assert {post.external_id for page in pages for post in page.posts} == {"2", "3", "4"}
    assert [page.done for page in pages] == [False, False, True]
    assert f"created_at_i<={T0 + 30}" in _asked(network)[1]["numericFilters"]
    assert pages[-1].cursor == {"marks": {"kelp": T0 + 40}}


def test_it_goes_on_where_a_search_broke_off(
    network: Network, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "HITS", 2)
    network.answer(SEARCH, _hits(_hit(4, T0 + 40), _hit(3, T0 + 30)))
    network.answer(SEARCH, status=429)
    network.answer(SEARCH, _hits(_hit(3, T0 + 30)))
    plan = Plan(kind="search", terms=("kelp",), since=NOW - timedelta(days=2))
    pages = HackerNews().poll(session, plan, now=NOW, base_url=network.url)
    saved = next(pages).cursor
    with pytest.raises(RateLimited):
        next(pages)
    (page,) = _poll(network, session, cursor=saved)
    assert f"created_at_i<={T0 + 30}" in _asked(network)[2]["numericFilters"]
    assert page.cursor == {"marks": {"kelp": T0 + 40}}


def test_it_reports_a_second_with_too_many_posts(
    network: Network, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "HITS", 2)
    network.answer(SEARCH, _hits(_hit(2, T0), _hit(1, T0)))
    network.answer(SEARCH, _hits(_hit(2, T0), _hit(1, T0)))
    network.answer(SEARCH, _hits())
    pages = _poll(network, session)
    assert [page.gap.reason if page.gap else "" for page in pages] == ["", "too_many_in_one_second", ""]
    assert pages[-1].done


def test_it_takes_only_the_newest_of_a_common_word(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, _hits(_hit(4, T0 + 40), _hit(3, T0 + 30)))
    plan = Plan(kind="search", terms=("crisp",), since=NOW - timedelta(days=2), most=2)
    (page,) = HackerNews().poll(session, plan, now=NOW, base_url=network.url)
    assert page.done
    assert page.gap is not None
    assert (page.gap.reason, page.gap.end) == ("look_back_most", datetime.fromtimestamp(T0 + 30, UTC))
    assert page.cursor == {"marks": {"crisp": T0 + 40}}
    assert _asked(network)[0]["hitsPerPage"] == "2"


def test_it_takes_all_of_a_term_that_it_knows(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, _hits())
    plan = Plan(kind="search", terms=("crisp",), cursor={"marks": {"crisp": T0}}, most=2)
    list(HackerNews().poll(session, plan, now=NOW, base_url=network.url))
    assert _asked(network)[0]["hitsPerPage"] == "1000"


def test_it_takes_no_page_that_it_has_read_for_the_next(
    network: Network, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "HITS", 2)
    network.answer(SEARCH, _hits(_hit(4, T0 + 40), _hit(3, T0 + 30)))  # and for ever
    network.answer("/v0/maxitem.json", status=503)
    with pytest.raises(Transient):
        _poll(network, session)
    assert len(_asked(network)) == 3


def test_it_takes_an_empty_list_beside_a_count_for_no_end(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, json.dumps({"hits": [], "nbHits": 3}))
    network.answer("/v0/maxitem.json", status=503)
    with pytest.raises(Transient):
        _poll(network, session)


def test_it_starts_a_new_term_at_the_beginning(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, _hits())
    pages = _poll(network, session, "kelp", "weed", cursor={"marks": {"kelp": T0, "dropped": T0}})
    since = int((NOW - timedelta(days=2)).timestamp())
    assert pages[-1].cursor["marks"] == {"kelp": T0, "weed": since}
    assert [page.done for page in pages] == [False, True]


def test_it_has_nothing_to_ask_without_terms(network: Network, session: requests.Session) -> None:
    plan = Plan(kind="search", terms=(" ",))
    (page,) = HackerNews().poll(session, plan, now=NOW, base_url=network.url)
    assert page.done
    assert network.asked == []


def test_it_tries_twice_before_it_calls_the_search_down(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, status=500)
    network.answer(SEARCH, _hits(_hit(1, T0)))
    (page,) = _poll(network, session)
    assert [post.external_id for post in page.posts] == ["1"]


def test_it_walks_firebase_when_the_search_is_down(
    network: Network, session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "WALK_PAGE", 2)
    network.answer(SEARCH, "<html>", status=503)
    _items(network, newest=14, first=11)
    pages = _poll(network, session, cursor={"marks": {"kelp": T0}, "item": 11})
    assert [[post.external_id for post in page.posts] for page in pages] == [["12", "13"], ["14"]]
    assert [page.cursor["item"] for page in pages] == [13, 14]
    assert pages[-1].cursor["marks"] == {"kelp": T0}
    assert [page.done for page in pages] == [False, True]


def test_it_leaves_a_search_alone_that_asks_for_it(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, status=503, Retry_After="60")
    _items(network, newest=2, first=2)
    _poll(network, session, cursor={"item": 1})
    assert len(_asked(network)) == 1


def test_it_fails_when_both_are_down(network: Network, session: requests.Session) -> None:
    network.answer(SEARCH, status=500)
    network.answer("/v0/maxitem.json", status=502)
    with pytest.raises(Transient, match="http_502"):
        _poll(network, session)


@pytest.mark.parametrize(("status", "error"), [(429, RateLimited), (400, Permanent)])
def test_it_does_not_walk_because_of_our_own_fault(
    network: Network, session: requests.Session, status: int, error: type[Exception]
) -> None:
    network.answer(SEARCH, status=status)
    with pytest.raises(error):
        _poll(network, session)


def _thread(network: Network, session: requests.Session, root: str = "1") -> Page:
    return HackerNews().thread(session, PostKey("hackernews", "", root), now=NOW, base_url=network.url)


def _node(number: int, *children: dict[str, Any]) -> dict[str, Any]:
    return {"id": number, "created_at_i": T0, "type": "comment", "author": "a", "text": "x", "children": [*children]}


def test_it_reads_a_whole_thread_in_its_order(network: Network, session: requests.Session) -> None:
    network.answer("/api/v1/items/1", json.dumps(_node(1, _node(2, _node(3)), _node(4))))
    page = _thread(network, session)
    assert [post.external_id for post in page.posts] == ["1", "2", "3", "4"]
    assert {post.root_id for post in page.posts} == {"1"}
    assert page.done


def test_it_cuts_a_thread_and_says_so(network: Network, session: requests.Session) -> None:
    network.answer("/api/v1/items/1", json.dumps(_node(1, *(_node(number) for number in range(2, 2_500)))))
    page = _thread(network, session)
    assert len(page.posts) == 2_000
    assert not page.done


def test_it_reads_a_thread_from_firebase_item_by_item(network: Network, session: requests.Session) -> None:
    network.answer("/api/v1/items/1", status=404)
    items = {1: [2, 3, 2], 2: [1], 3: []}
    for number, kids in items.items():
        item = {"id": number, "type": "comment" if number > 1 else "story", "by": "b", "time": T0, "kids": kids}
        network.answer(f"/v0/item/{number}.json", json.dumps(item | {"parent": 1} if number > 1 else item))
    page = _thread(network, session)
    assert [post.external_id for post in page.posts] == ["1", "2", "3"]
    assert {post.root_id for post in page.posts} == {"1"}
    assert page.done


def test_it_buries_a_thread_that_is_gone(network: Network, session: requests.Session) -> None:
    network.answer("/api/v1/items/9", status=404)
    network.answer("/v0/item/9.json", "null")
    page = _thread(network, session, "9")
    assert [one.external_id for one in page.tombstones] == ["9"]


def test_it_survives_a_thread_that_is_too_deep_to_parse(network: Network, session: requests.Session) -> None:
    network.answer("/api/v1/items/1", '{"children":[' * 50_000)
    network.answer("/v0/item/1.json", json.dumps({"id": 1, "type": "story", "by": "b", "time": T0, "title": "t"}))
    assert [post.external_id for post in _thread(network, session).posts] == ["1"]
