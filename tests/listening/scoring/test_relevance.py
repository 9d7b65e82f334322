"""Whether a post is about the brand or about something else of the same name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from listening.records import BrandContext, BrandTerms
from listening.scoring import relevance
from listening.scoring import relevance_training as training
from listening.scoring.corpus import posts
from listening.scoring.names import kind_of, sense_of
from listening.scoring.prepared import occurrences, prepare
from listening.scoring.relevance_weights import CEILING, FLOOR, shipped


def brand(name: str, *terms: str, kind: str = "own", learned: BrandContext | None = None) -> BrandTerms:
    return BrandTerms(id=1, name=name, kind=kind, terms=terms, learned=learned)


def chance(text: str, of: BrandTerms) -> float:
    ready = prepare(text)
    return relevance.chance(ready, of, occurrences(ready.prose, of))


ABOUT = [
    ("Slack", "Does Slack support SAML SSO on the pro plan?"),
    ("Slack", "slack is down again, cannot send messages"),
    ("Slack", "@SlackHQ why was I logged out?"),
    ("Loom", "Loom keeps freezing when I share my screen"),
    ("Notion", "Notion's API rate limit is killing our integration"),
    ("Linear", "our team tracks bugs in linear now"),
    ("Front", "Front shared inbox is slow today, anyone else?"),
    ("Zendesk", "zendesk charged us twice"),
]
ELSE = [
    ("Slack", "cut me some slack, it was my first week"),
    ("Slack", "please do not slack off before the exam"),
    ("Slack", "We have no slack in the sprint"),
    ("Crisp", "a crisp autumn morning with coffee"),
    ("Loom", "weaving on a loom is so relaxing"),
    ("Notion", "I reject the notion that remote work is lazy"),
    ("Ghost", "he said he saw a ghost in the old house"),
    ("Gong", "bang a gong"),
    ("Front", "the front door is broken"),
]


@pytest.mark.parametrize(("name", "text"), ABOUT)
def test_it_knows_a_name(name: str, text: str) -> None:
    assert relevance.counts(chance(text, brand(name)))


@pytest.mark.parametrize(("name", "text"), ELSE)
def test_it_knows_a_word(name: str, text: str) -> None:
    assert not relevance.counts(chance(text, brand(name)))


def test_a_name_that_is_no_word_is_never_doubted() -> None:
    assert kind_of("HubSpot") == "none"
    assert chance("saw a heron, then HubSpot", brand("HubSpot")) == shipped().plain


def test_a_topic_has_no_name_to_be_mistaken() -> None:
    assert chance("anything at all", brand("late webhooks", kind="topic")) == relevance.TOPIC


def test_it_trusts_the_query_where_no_name_stands() -> None:
    assert chance("The French chat tool lost our history", brand("Crisp")) == relevance.UNNAMED


def test_what_was_learnt_moves_it_both_ways() -> None:
    text = "the relay team won again"
    against = BrandContext(words={"team": -4.0})
    towards = BrandContext(start=6.0)
    assert chance(text, brand("Relay", learned=against)) < chance(text, brand("Relay"))
    assert relevance.counts(chance(text, brand("Relay", learned=towards)))


def test_what_was_learnt_moves_a_name_that_nothing_else_has() -> None:
    learned = BrandContext(words={"alpacas": -9.0})
    assert not relevance.counts(
        chance("Tallowbank Farm, come and meet the alpacas", brand("Tallowbank", learned=learned))
    )


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("saw the front Door", {"small, others not", "before the name", "after other name", "in a longer name",
                                "before the, after other", "trade 0"}),
        ("Front", {"capital first", "begins Name", "ends Name", "trade 0"}),
        ("my @front-desk bot", {"small, others too", "marked", "handle", "hyphen", "begins, joined", "trade 1"}),
        ("I like Front's inbox. So FRONT it is", {"capital", "before and Name", "owns Name", "trade 1"}),
        ("thanks @ann Front of `x`", {"capital", "before other Name", "after of Name", "has code", "trade 0"}),
        ("in the New Front app", {"capital", "before other Name", "in a longer name", "after other Name",
                                  "trade after Name", "trade 1"}),
    ],
)  # fmt: skip
def test_it_reads_these_signs(text: str, signs: set[str]) -> None:
    ready, of = prepare(text), brand("Front")
    found, _ = relevance.read(ready, sense_of(of), occurrences(ready.prose, of))
    assert found == signs | {"is everyday"}


@given(some.text(max_size=300), some.sampled_from(["Slack", "a", "Blue Cabinet", "émile", "C++", "monday.com"]))
def test_it_never_decides(text: str, name: str) -> None:
    found = chance(f"{text} {name} {text}", brand(name))
    assert FLOOR <= found <= CEILING


def test_it_reads_no_more_than_a_posts_worth_around_the_name() -> None:
    near = "we use Crisp for chat"
    assert chance(near + " ." * 400 + " apple" * 20_000, brand("Crisp")) == chance(near + " ." * 400, brand("Crisp"))


def test_the_weights_hold_on_brands_that_training_never_saw() -> None:
    told = training.examples(held_out=True)
    found = training.measure(told, [training.judged(each, shipped()) for each in told])
    assert found.n > 20 * found.off > 1_000
    assert found.auc >= 0.90
    assert found.precision >= 0.75
    assert found.recall >= 0.55
    assert found.calibration <= 0.02


def test_training_leaves_out_what_is_held_out() -> None:
    held = {each.origin for each in training.examples(held_out=True)}
    assert not held & {each.origin for each in training.examples(held_out=False)}
    assert not held & {each.origin for each in training.words_taken_for_names()}


def test_it_learns_from_no_post_that_does_not_name_its_brand() -> None:
    silent = {post.id for post in posts() if not post.names_brand}
    assert len(silent) > 1_000  # reviews on the brand's own page
    told = [*training.examples(held_out=True), *training.examples(held_out=False)]
    assert len(told) == len(posts()) - len(silent)


def test_fitting_twice_gives_the_same_bytes() -> None:
    told = training.examples(held_out=True)[:200]
    assert training.written(training.fit(told)) == training.written(training.fit(told))


def test_the_shipped_weights_name_signs_that_occur() -> None:
    told = json.loads(Path(relevance.__file__).with_name("relevance.json").read_text(encoding="utf-8"))
    seen = {sign for each in training.examples(held_out=False) for sign in each.signs}
    assert (
        len(set(told["signs"]) - seen - {sign for each in training.words_taken_for_names() for sign in each.signs}) == 0
    )
