"""Shapes of Hacker News that no recording holds."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.connectors.hackernews.parse import any_page, items_page, search_page, tree_page

NOW = datetime(2026, 11, 1, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)
NAMES = st.sampled_from(["id", "objectID", "author", "by", "title", "text", "comment_text", "points"])
NAMES |= st.sampled_from(["created_at", "created_at_i", "time", "type", "children", "_tags", "parent", "story_id"])


@given(st.dictionaries(NAMES, JSON, max_size=8))
def test_it_takes_or_sets_aside_whatever_a_record_is(record: dict[str, Any]) -> None:
    for page in (
        search_page({"hits": [record]}, now=NOW),
        tree_page(record, now=NOW),
        items_page([record], now=NOW),
    ):
        assert len(page.posts) + len(page.tombstones) + len(page.bad) >= 1


@given(JSON)
def test_it_takes_any_body(body: Any) -> None:
    any_page(body, url="https://hacker-news.firebaseio.com/v0/item/1.json", now=NOW)
    search_page(body, now=NOW)


@pytest.mark.parametrize("kind", ["comment", "pollopt"])
def test_it_knows_replies_by_their_type(kind: str) -> None:
    (post,) = items_page([{"id": 1, "type": kind, "by": "x", "time": 1, "parent": 9}], now=NOW, root_id="7").posts
    assert (post.kind, post.in_reply_to_id, post.root_id) == ("comment", "9", "7")


def test_it_keeps_an_author_without_a_name_as_deleted() -> None:
    (post,) = items_page([{"id": 1, "type": "story", "title": "t", "time": 1}], now=NOW).posts
    assert post.author.deleted


def test_it_stops_at_a_tree_that_is_too_deep() -> None:
    body: dict[str, Any] = {"id": 1, "created_at_i": 1, "author": "a", "children": []}
    for number in range(2, 700):
        body = {"id": number, "created_at_i": 1, "author": "a", "children": [body]}
    page = tree_page(body, now=NOW)
    assert len(page.posts) == 501
    assert not page.done
