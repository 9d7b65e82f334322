"""Length as networks count it, and what they would make links of."""

from __future__ import annotations

import pytest

from engagement.replies.limits import LIMITS, fits, length, links, most


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("a" * 280, 280),
        ("日本語", 6),
        ("ä – “quoted”", 12),
        ("See https://northwind.example/a/very/long/path/to/the/answer?with=query", 27),
        ("😀", 2),
        ("a.example a.example", 47),
    ],
)
def test_it_counts_as_x_does(text: str, n: int) -> None:
    assert length(text, "x") == n


@pytest.mark.parametrize(("network", "n"), [("x", 280), ("bluesky", 300), ("mastodon", 500), ("reddit", 10_000)])
def test_it_knows_where_a_network_ends(network: str, n: int) -> None:
    assert most(network) == n
    assert fits("a" * n, network)
    assert not fits("a" * (n + 1), network)


def test_it_claims_no_limit_that_nobody_published() -> None:
    assert most("hackernews") is None
    assert fits("a" * 100_000, "hackernews")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(https://a.example/b).", ("https://a.example/b",)),
        ("status.northwind.io, please", ("status.northwind.io",)),
        ("v1.2.3 or 14.30", ()),
        ("e.g. this", ()),
    ],
)
def test_it_finds_what_would_become_a_link(text: str, found: tuple[str, ...]) -> None:
    assert links(text) == found


def test_it_says_where_each_limit_was_read() -> None:
    assert all(limit.source and limit.checked.year >= 2026 for limit in LIMITS.values())
