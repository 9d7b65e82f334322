"""Quotes: what leaves the house, and what a network keeps in it."""

from __future__ import annotations

from datetime import UTC, datetime

from engagement.quotes import LONGEST, quote_of

AT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
URL = "https://example.com/1"


def quoted(network: str, text: str = "It loses events") -> tuple[str, str]:
    found = quote_of(network=network, author="charlie", place="a place", text=text, url=URL, at=AT)
    return found.text, found.withheld


def test_it_quotes_with_author_place_day_and_address() -> None:
    assert quoted("hackernews") == (f"“It loses events”\n(charlie, a place, 2026-11-18)\n{URL}", "")


def test_it_names_the_licence_where_there_is_one() -> None:
    assert "CC BY-SA 4.0" in quoted("stackexchange")[0]


def test_it_lets_only_the_address_leave_where_words_must_stay() -> None:
    assert quoted("reddit") == (URL, "policy/reddit@1")


def test_it_cuts_what_is_long() -> None:
    assert len(quoted("hackernews", "a" * 9_000)[0].splitlines()[0]) == LONGEST + 2
