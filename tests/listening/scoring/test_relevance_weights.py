"""The weights of relevance in whole numbers: they say what the fitted ones say."""

from __future__ import annotations

from math import inf, nextafter

import numpy as np
import pytest

from listening.records import BrandTerms
from listening.scoring import relevance
from listening.scoring.corpus import posts
from listening.scoring.names import sense_of
from listening.scoring.prepared import OURS, filled, occurrences, prepare
from listening.scoring.relevance_weights import UNIT, bounded, chance_of, scales, shipped

BRANDS = [
    BrandTerms(id=1, name=name, kind="own", terms=()) for name in ("Slack", "Notion", "the app", "Front", "support")
]


@pytest.mark.parametrize("brand", BRANDS, ids=lambda brand: str(brand.name))
def test_it_says_what_the_fitted_weights_say(brand: BrandTerms) -> None:
    seen = 0
    for post in posts()[:2_000]:
        ready, sense = prepare(post.text), sense_of(brand)
        named = occurrences(ready.prose, brand)
        if named and not relevance.is_plain(ready, sense, named):
            seen += 1
            expected = bounded(shipped().of(*relevance.read(ready, sense, named)))
            assert relevance.chance(ready, brand, named) == expected
    assert seen or brand.name in ("Slack", "Notion")


def test_no_probability_hangs_on_the_last_bit_of_a_sum() -> None:
    for told in range(-5_000, 5_001):
        odds = told / UNIT
        assert {bounded(nextafter(odds, -inf)), bounded(odds), bounded(nextafter(odds, inf))} == {chance_of(told)}


def test_the_words_of_many_texts_weigh_what_those_of_each_do() -> None:
    told = scales()
    texts = [
        "the app crashed again, the app",
        "no slack in the sprint",
        "",
        "can't export/import to api-docs",
        "ƀƀƀ's team",
    ]
    numbers = [
        (at, number) for at, text in enumerate(texts) for chunk in text.split(" ") for number in told.numbers_in(chunk)
    ]
    at, words = np.array(numbers, dtype=np.int64).T
    odds = {0: 1_500, 1: -300, 3: 0, 4: 77}
    expected = [relevance.weighed(each, prepare(texts[text])) for text, each in odds.items()]
    assert told.chances(odds, at, words) == expected


def test_a_text_with_its_name_marked_has_the_words_beside_the_name() -> None:
    brand = BRANDS[0]
    ready = prepare("Our team's self-hosted slack-bot, née Slack's, won't sync")
    named = occurrences(ready.prose, brand)[:1]
    marked = ready._replace(lower=filled(ready.lower, named, OURS))
    chance, odds = relevance.first_look(ready, brand, named)
    assert odds is not None
    assert chance == 0.0
    assert relevance.weighed(odds, marked) == relevance.chance(ready, brand, named)
