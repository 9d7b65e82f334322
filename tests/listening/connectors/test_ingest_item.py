"""JSON items: what is taken, what is refused and how the refusal names the field."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.connectors.ingest.item import BadItem, instant_of, parse_item, parse_items, read_body
from listening.records import Quality
from tests.listening.connectors.test_hackernews_parse import JSON

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
GOOD = {
    "network": "webhook",
    "external_id": "1",
    "text": "hello acme",
    "author": {"handle": "bob", "name": "Bob", "followers": 7},
    "url": "https://example.com/1",
    "published_at": "2026-06-01T10:00:00+02:00",
}


def _problems(value: Any) -> list[tuple[str, str]]:
    with pytest.raises(BadItem) as raised:
        parse_items(value, now=NOW)
    return [(one.field, one.code) for one in raised.value.problems]


def test_it_takes_an_item() -> None:
    post = parse_item(GOOD, now=NOW)
    assert (post.network, post.external_id, post.text, post.url) == ("webhook", "1", "hello acme", GOOD["url"])
    assert (post.author.handle, post.author.followers) == ("bob", 7)
    assert (post.created_at, post.created_quality) == (datetime(2026, 6, 1, 8, tzinfo=UTC), Quality.CLAIMED)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": None}, ("text", "missing")),
        ({"text": "  "}, ("text", "missing")),
        ({"text": ["a"]}, ("text", "not_text")),
        ({"text": 5}, ("text", "not_text")),
        ({"url": "javascript:alert(1)"}, ("url", "not_an_http_address")),
        ({"published_at": "0000-00-00T00:00:00Z"}, ("published_at", "not_a_date")),
        ({"published_at": True}, ("published_at", "not_a_date")),
        ({"network": "../x"}, ("network", "not_a_name")),
        ({"kind": "poem"}, ("kind", "unknown_value")),
        ({"author": []}, ("author", "not_an_object")),
        ({"author": {"name": 1}}, ("author.name", "not_text")),
        ({"author": {"followers": 1.5}}, ("author.followers", "not_a_whole_number")),
        ({"author": {"is_bot": "yes"}}, ("author.is_bot", "not_true_or_false")),
        ({"reach": {"likes": "7"}}, ("reach.likes", "not_a_whole_number")),
        ({"links": "https://a.example"}, ("links", "not_a_list_of_text")),
        ({"external_id": 1.5}, ("external_id", "not_text")),
    ],
)
def test_it_names_the_field_at_fault(change: dict[str, Any], problem: tuple[str, str]) -> None:
    assert problem in _problems({**GOOD, **change})


def test_it_names_every_field_of_every_item_and_takes_none() -> None:
    found = _problems([GOOD, {"url": "ftp://x"}, 5])
    assert found == [
        ("items[1].text", "missing"),
        ("items[1].url", "not_an_http_address"),
        ("items[2].item", "not_an_object"),
    ]


def test_it_takes_a_list_or_an_object_of_items() -> None:
    assert len(parse_items([GOOD], now=NOW)) == len(parse_items({"items": [GOOD]}, now=NOW)) == 1
    assert _problems([GOOD] * 1_001) == [("items", "too_many")]


def test_it_gives_the_same_id_to_the_same_words() -> None:
    words = {"text": "hello", "author": "Bob"}
    assert parse_item(words, now=NOW).external_id == parse_item(words, now=NOW + timedelta(days=1)).external_id
    assert parse_item(words, now=NOW).external_id != parse_item({**words, "author": "Eve"}, now=NOW).external_id


def test_it_takes_the_address_for_a_missing_id() -> None:
    post = parse_item({"text": "a", "url": "https://E.example/x?utm_source=y#z"}, now=NOW)
    assert post.external_id == "https://e.example/x"


def test_it_lets_no_extra_field_take_effect() -> None:
    extra = {"id": 1, "created_at": "2000-01-01", "status": "closed", "alias_keys": ["url:x"], "accepted": True}
    assert parse_item({**GOOD, **extra}, now=NOW) == parse_item(GOOD, now=NOW)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-06-01", datetime(2026, 6, 1, tzinfo=UTC)),
        ("2026-06-01T10:00:00-05:00", datetime(2026, 6, 1, 15, tzinfo=UTC)),
        ("Mon, 01 Jun 2026 10:00:00 GMT", datetime(2026, 6, 1, 10, tzinfo=UTC)),
        (1780300800, datetime(2026, 6, 1, 8, tzinfo=UTC)),
        (1780300800000, datetime(2026, 6, 1, 8, tzinfo=UTC)),
        ("1780300800", datetime(2026, 6, 1, 8, tzinfo=UTC)),
        ("9999-12-31T23:59:59-05:00", None),
        ("yesterday", None),
        (10**400, None),
        (float("inf"), None),
        ("1" * 200, None),
    ],
)
def test_it_reads_dates(written: Any, meant: datetime | None) -> None:
    assert instant_of(written) == meant


@given(JSON)
def test_it_gives_posts_or_problems_for_any_json(value: Any) -> None:
    try:
        assert parse_items(value, now=NOW) is not None
    except BadItem as error:
        assert error.problems  # noqa: PT017 - both ends are right


@given(st.dictionaries(st.sampled_from([*GOOD, "reach", "links", "kind", "lang", "title", "edited_at"]), JSON))
def test_it_gives_a_post_or_problems_for_any_item(value: dict[str, Any]) -> None:
    try:
        assert parse_item({"text": "t", **value}, now=NOW).external_id
    except BadItem as error:
        assert error.problems  # noqa: PT017 - both ends are right


def test_it_answers_every_hostile_body(data: Path) -> None:
    with gzip.open(data / "hostile" / "json_bodies.jsonl.gz", "rt") as lines:
        rows = [json.loads(line) for line in lines]
    taken: set[str] = set()
    for row in rows:
        try:
            value = read_body(base64.b64decode(row["body_b64"]))
        except BadItem:
            assert row.get("parse") != "valid", row["name"]
            continue
        assert row.get("parse") != "invalid", row["name"]
        try:
            parse_items(value, now=NOW)
        except BadItem:
            continue
        taken.add(row["name"])
    assert len(rows) == 225
    assert {"ok", "nul-escape", "lone-surrogate", "mass-assign", "bom", "date-future"} <= taken
    assert not {"js-url", "text-list", "empty-text", "nan", "deep-100k", "latin1", "utf16"} & taken


def test_it_cleans_what_it_takes(data: Path) -> None:
    post = parse_item({**GOOD, "text": "a\x00b\ud800c", "author": {"followers": 2**80}}, now=NOW)
    assert post.text == "a\ufffdb\ufffdc"
    assert post.author.followers == 2**63 - 1
