"""The language in which rules are written."""

from __future__ import annotations

from typing import Any

import pytest

from listening.scoring.patterns import forms, phrase, words_of
from listening.scoring.rules import RULES
from listening.scoring.search import PHRASES, candidates, matches, matches_in
from listening.scoring.tokens import pieces, tokens

SETS = {"not": "not never"}


def found(written: str, text: str) -> str | None:
    compiled = phrase(written, SETS)
    match = compiled.pattern.search(text)
    if match and any(map(words_of(text).isdisjoint, compiled.needs)):
        raise AssertionError(f"{written!r} matches without its needs")
    return match and match[0]


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("fast|quick answer", "a quick answer", "quick answer"),
        ("fast answer", "fast answers", None),
        ("work+", "it worked", "worked"),
        ("drop++", "it dropped", "dropped"),
        ("{not} work+", "never works", "never works"),
        ("not ..2 work", "not one bit work", "not one bit work"),
        ("not ..1 work", "not one bit work", None),
        ("not ..2 work", "not now. work", None),
        ("not ?really work", "not work", "not work"),
        ("?really work", "really work", "really work"),
        ("not ?so|?too|?very fast", "not very fast", "not very fast"),
        ("not ?so|?too|?very fast", "not fast", "not fast"),
        ("log_in", "cannot log in", "log in"),
        ("^ anyone", "hi, anyone", "anyone"),
        ("^ anyone", "not anyone", None),
        ("migrat* to", "a migration to it", "migration to"),
        ("right $?", "right?", "right?"),
        ("right $?", "right", None),
        ("can go", "can't go", None),
        ("ƀ* down", "ƀƀƀƀ down", "ƀƀƀƀ down"),
    ],
)
def test_it_matches_whole_words_in_one_sentence(written: str, text: str, expected: Any) -> None:
    assert found(written, text) == expected


def test_it_refuses_a_phrase_that_asks_for_nothing() -> None:
    with pytest.raises(ValueError, match="nothing is required"):
        phrase("?really ..2", SETS)


def test_it_refuses_an_item_that_is_optional_in_part() -> None:
    with pytest.raises(ValueError, match="optional in part"):
        phrase("so|?too fast", SETS)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("load", "load loads loaded loading"),
        ("charge", "charge charges charged charging"),
        ("crash", "crash crashes crashed crashing"),
        ("reply", "reply replies replied replying"),
        ("delay", "delay delays delayed delaying"),
    ],
)
def test_it_knows_regular_forms(word: str, expected: Any) -> None:
    assert forms(word) == expected.split()


def test_it_tries_only_rules_whose_words_are_there() -> None:
    lower = "the invoice was doubled overnight"
    met = candidates(tokens(lower), lower)
    tried = {RULES[index].name for place, (index, _) in enumerate(PHRASES) if met >> place & 1}
    assert "billing" in tried
    assert "crash or bug" not in tried


def test_every_rule_has_a_name_of_its_own_within_its_flag() -> None:
    names = [(rule.flag, rule.name) for rule in RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("lower", "rule", "expected"),
    [
        ("y'all good now", "resolved", ["all good now"]),
        ("i hear ƀƀƀƀ is bankrupt", "hearsay", ["i hear ƀƀƀƀ is bankrupt", "ƀƀƀƀ is bankrupt"]),
        ("the api is down again", "outage", ["api is down", "is down again", "down again"]),
        ("are you kidding? yes", "wants no answer", ["are you kidding?"]),
    ],
    ids=["after an apostrophe", "at a brand", "once a phrase", "before a question mark"],
)
def test_it_finds_where_rules_match(lower: str, rule: str, expected: list[str]) -> None:
    found = {RULES[at].name: [lower[start:end] for start, end in spans] for at, spans in matches(lower)}
    assert found[rule] == expected


def test_it_finds_in_many_texts_what_it_finds_in_each() -> None:
    lowers = ["the api is down again", "", "are you kidding? yes", "nothing here"]
    assert matches_in(lowers, list(map(tokens, lowers))) == list(map(matches, lowers))


def test_it_cuts_a_text_without_loss() -> None:
    lower = "why?! isn't it... (ƀƀƀ) 3.5 😀 fast"
    assert "".join(pieces(lower)) == lower
    assert tokens(lower) == ["why", "?", "!", "isn't", "it", "ƀƀƀ", "3", "5", "fast"]


def test_every_phrase_compiles_and_needs_some_text() -> None:
    assert not [phrase.source for rule in RULES for phrase in rule.phrases if phrase.pattern.search("")]
