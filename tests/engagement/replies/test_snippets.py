"""Snippets: called by their key, filled once, and silent about what is no snippet."""

from __future__ import annotations

import pytest

from engagement.replies.snippets import Snippet, blanks, expand, fill, found, unknown_blanks

STATUS = Snippet(key="status", title="Status page was wrong", text="We have corrected the status entry, {name}.")
FEED = Snippet(key="status-feed", title="Status subscription", text="You can follow the region feed at {link}")
KNOWN = (FEED, STATUS)
VALUES = {"name": "@mira", "product": "Northwind Relay"}


def test_it_fills_blanks_and_tells_which_are_open() -> None:
    filled = fill("Hello {name}, see {link}. {other}", VALUES)
    assert (filled.text, filled.missing) == ("Hello @mira, see {link}. {other}", ("link",))
    assert blanks(filled.text) == ("link",)


def test_it_never_takes_a_value_for_a_blank() -> None:
    assert fill("{name}", {"name": "{product}", "product": "no"}).text == "{product}"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("/status", "We have corrected the status entry, @mira."),
        ("Sorry. /status Thanks", "Sorry. We have corrected the status entry, @mira. Thanks"),
        ("https://a.example/status and/or /tmp/status", "https://a.example/status and/or /tmp/status"),
        ("/unknown", "/unknown"),
        ("/status-feed", "You can follow the region feed at {link}"),
    ],
)
def test_it_replaces_calls_and_leaves_other_slashes(text: str, after: str) -> None:
    assert expand(text, KNOWN, VALUES).text == after


def test_it_finds_by_key_first_and_by_title_after() -> None:
    assert [each.key for each in found("/sta", KNOWN)] == ["status-feed", "status"]
    assert [each.key for each in found("wrong", KNOWN)] == ["status"]
    assert found("zz", KNOWN) == ()


def test_it_names_blanks_that_nothing_can_fill() -> None:
    assert unknown_blanks("{name} {surname} {surname}") == ("surname",)
