"""An address with a key is told from one without, and shown without it."""

from __future__ import annotations

import pytest

from listening.keyed import holds_key, without_key


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.reddit.com/.rss?feed=0a1b2c3d4e5f60718293a4b5c6d7e8f901234567&user=alice", "https://www.reddit.com/.rss?user=alice"),
        ("https://github.com/acme.private.atom?token=GHSAT0AAAAAAB", "https://github.com/acme.private.atom"),
        ("https://jira.example/plugins/rss?x=AbC123xyz789AbC123xyz&jql=project", "https://jira.example/plugins/rss?jql=project"),
        ("https://pods.example/show?Auth=alicealice", "https://pods.example/show"),
    ],
)  # fmt: skip
def test_it_leaves_keys_out(url: str, shown: str) -> None:
    assert without_key(url) == shown
    assert holds_key(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://blog.example/?feed=rss2",
        "https://www.bing.com/news/search?q=northwind%20relay%20webhooks&format=rss",
        "https://www.youtube.com/feeds/videos.xml?channel_id=UC1a2b3c4d5e6f7g8h9i0jkl",
        "https://forum.example/latest.rss?order=created&key=7",
        "https://blog.example/feed",
    ],
)
def test_it_leaves_other_addresses_alone(url: str) -> None:
    assert without_key(url) == url
    assert not holds_key(url)
