"""How forgiving the search index is, and how it is told not to be."""

from __future__ import annotations

import pytest

from listening.simulator.search import matches, needles


def finds(query: str, text: str, *, typos: bool = True, prefix_type: str = "prefixLast") -> bool:
    return matches(needles(query, prefix_type=prefix_type), (text,), typos=typos)


def test_it_needs_every_word() -> None:
    assert finds("relay northwind", "Northwind has a relay")
    assert not finds("relay northwind", "Northwind has a queue")


def test_it_takes_the_last_word_as_a_prefix() -> None:
    assert finds("web", "webhooks")
    assert not finds("web relay", "webhooks relay", typos=False)
    assert not finds("web", "webhooks", prefix_type="prefixNone")


@pytest.mark.parametrize(("query", "text"), [("acme", "acne"), ("hookyrad", "hookyard"), ("pipewrite", "pipewright")])
def test_it_forgives_typos(query: str, text: str) -> None:
    assert finds(query, text)
    assert not finds(query, text, typos=False)


def test_it_forgives_none_in_short_words() -> None:
    assert not finds("cat", "car")


def test_it_forgives_two_only_in_long_words() -> None:
    assert not finds("tide", "ride")
    assert not finds("relay", "rally race")
    assert finds("nortwnid", "northwind")


def test_it_keeps_a_quoted_phrase_exact_and_in_order() -> None:
    assert finds('"northwind relay"', "the Northwind Relay docs")
    assert not finds('"northwind relay"', "relay northwind")
    assert not finds('"northwind rela"', "northwind relay")


def test_it_finds_words_in_different_fields() -> None:
    assert matches(needles("northwind relay"), ("northwind", "a relay"), typos=False)


def test_it_finds_everything_for_nothing() -> None:
    assert finds("", "anything")
