"""Pasted posts: the network and its own id are read off the address."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from listening.connectors.ingest.capture import capture, place_of
from listening.connectors.ingest.item import BadItem
from listening.records import Quality

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "network", "external_id"),
    [
        ("https://x.com/bob/status/1789?s=20", "x", "1789"),
        ("https://mobile.twitter.com/bob/status/1789/photo/1", "x", "1789"),
        ("https://x.com/bob", "x", "https://x.com/bob"),
        ("https://www.reddit.com/r/sea/comments/1abc/kelp/", "reddit", "t3_1abc"),
        ("https://old.reddit.com/r/sea/comments/1abc/kelp/k9z/", "reddit", "t1_k9z"),
        ("https://news.ycombinator.com/item?id=8863#top", "hackernews", "8863"),
        ("https://www.linkedin.com/feed/update/urn:li:activity:7123456/", "linkedin", "urn:li:activity:7123456"),
        ("https://www.linkedin.com/posts/bob_kelp-activity-7123456-xy", "linkedin", "urn:li:activity:7123456"),
        ("https://youtu.be/OCs1E0vP7Oc?t=3", "youtube", "OCs1E0vP7Oc"),
        ("https://www.youtube.com/watch?v=OCs1E0vP7Oc", "youtube", "OCs1E0vP7Oc"),
        ("https://notx.com/bob/status/1", "web", "https://notx.com/bob/status/1"),
        ("https://x.com.evil.example/bob/status/1", "web", "https://x.com.evil.example/bob/status/1"),
    ],
)
def test_it_reads_the_place_off_the_address(url: str, network: str, external_id: str) -> None:
    assert place_of(url)[:2] == (network, external_id)


def test_it_takes_the_words_and_who_wrote_them() -> None:
    post = capture(url="https://x.com/bob/status/5", text="Is Kelp any good?", author="Bob", now=NOW)
    assert (post.key.network, post.key.external_id, post.text) == ("x", "5", "Is Kelp any good?")
    assert (post.author.handle, post.author.name) == ("bob", "Bob")
    assert (post.created_at, post.created_quality) == (NOW, Quality.GUESSED)


def test_it_believes_a_date_that_a_person_gave() -> None:
    post = capture(url="https://e.example/a", text="t", published_at="2026-06-01", now=NOW)
    assert (post.created_at, post.created_quality) == (datetime(2026, 6, 1, tzinfo=UTC), Quality.CLAIMED)
    assert post.alias_keys == ("url:https://e.example/a",)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"url": " "}, "url"),
        ({"url": "mailto:a@b"}, "url"),
        ({"text": ""}, "text"),
        ({"published_at": "soon"}, "published_at"),
    ],
)
def test_it_says_what_is_wrong(given: dict[str, str], field: str) -> None:
    with pytest.raises(BadItem) as raised:
        capture(**{"url": "https://e.example/a", "text": "t", **given}, now=NOW)
    assert field in [one.field for one in raised.value.problems]
