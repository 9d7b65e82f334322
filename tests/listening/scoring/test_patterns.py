"""The language in which rules are written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import pytest

from listening.records import BrandTerms
from listening.scoring.clues import PHRASES
from listening.scoring.corpus import posts
from listening.scoring.patterns import forms, phrase, words_of
from listening.scoring.prepared import OURS, filled, occurrences, prepare
from listening.scoring.rules import RULES
from listening.scoring.search import Found, Laid, candidates, clues_and_starts, matches, matches_in, phrases_in
from listening.scoring.tokens import pieces, tokens

SETS = {"not": "not never"}


def laid_out(lowers: Sequence[str]) -> Laid:
    """Return the tokens of several texts."""
    each = list(map(clues_and_starts, lowers))
    texts = np.repeat(np.arange(len(lowers)), [len(starts) for _, starts in each])
    clues, starts = (np.array(list(chain.from_iterable(lists)), dtype=np.int64) for lists in zip(*each, strict=True))
    return Laid(texts, starts, clues)


def matched(lower: str) -> list[Found]:
    return matches(lower, *clues_and_starts(lower))


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
        phrase("?really", SETS)


def test_it_refuses_a_phrase_that_begins_with_any_words() -> None:
    with pytest.raises(ValueError, match="nothing stands before the gap"):
        phrase("..2 fast", SETS)


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
    met = candidates(laid_out([lower]), [lower])[0]
    tried = {RULES[PHRASES[place][0]].name for place in phrases_in(met)}
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
    found = {RULES[at].name: [lower[start:end] for start, end in spans] for at, spans in matched(lower)}
    assert found[rule] == expected


def test_it_finds_in_many_texts_what_it_finds_in_each() -> None:
    lowers = ["the api is down again", "", "are you kidding? yes", "nothing here", "y'all good now", "i ƀƃ is down"]
    expected = [(text, *found) for text, lower in enumerate(lowers) for found in matched(lower)]
    assert list(zip(*matches_in(lowers, laid_out(lowers)), strict=True)) == expected


def test_it_cuts_a_text_without_loss() -> None:
    lower = "why?! isn't it... (ƀƀƀ) 3.5 😀 fast"
    assert "".join(pieces(lower)) == lower
    assert tokens(lower) == ["why", "?", "!", "isn't", "it", "ƀƀƀ", "3", "5", "fast"]


def test_every_phrase_compiles_and_needs_some_text() -> None:
    assert not [phrase.pieces for rule in RULES for phrase in rule.phrases if phrase.pattern.search("")]


def test_every_phrase_tells_what_it_may_begin_with() -> None:
    assert all(phrase.opens for _, phrase in PHRASES)


def test_no_word_that_rules_ask_for_ends_in_another_after_an_apostrophe() -> None:
    words = {word for _, phrase in PHRASES for word in phrase.opens | frozenset().union(*phrase.needs)}
    assert not {word for word in words if words & set(word.split("'")[1:])}


def found_by_each(lower: str) -> dict[int, list[tuple[int, int]]]:
    """Look for every phrase everywhere: the slow way."""
    found = {}
    for index, rule in enumerate(RULES):
        phrases = [one for one in rule.phrases if not one.hints or any(hint in lower for hint in one.hints)]
        spans = [there.span() for one in phrases if (there := one.pattern.search(lower))]
        if spans:
            found[index] = sorted(spans)
    return found


def test_it_finds_what_every_phrase_finds_by_itself() -> None:
    mixed = [f"{one.text} {other.text}" for one, other in zip(posts("en")[::200], posts("en")[7::200], strict=False)]
    brand = BrandTerms(id=1, name="we", kind="own", terms=("we", "they"))  # so that rules meet names
    for ready in map(prepare, mixed):
        for lower in (ready.lower, filled(ready.lower, occurrences(ready.prose, brand), OURS)):
            assert dict(matched(lower)) == found_by_each(lower), lower
