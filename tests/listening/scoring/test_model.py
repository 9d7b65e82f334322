"""The trained model at work: its sums are those of a slow way, and nothing that was judged before shows in them."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from listening.records import FLAGS, BrandTerms
from listening.scoring import features
from listening.scoring.artefact import STEP, shipped
from listening.scoring.corpus import posts
from listening.scoring.filtering import answers
from listening.scoring.model import Model, Real
from listening.scoring.prepared import OURS, Prepared, filled, occurrences, prepare
from listening.scoring.reading import read, read_all
from listening.scoring.rules import RULES
from listening.scoring.scorer import NO_BRAND, Judge, Scorer
from listening.scoring.tokens import tokens
from listening.scoring.vader import VaderScores

BOTH = pytest.mark.parametrize("language", ["de", "en"])
SCORER = Scorer()
ACME = BrandTerms(id=1, name="Acme", kind="own", terms=("Acme",))
TEXTS = [post.text for language in ("de", "en") for post in posts(language)[:: 60 if language == "en" else 20]]


@cache
def weights(language: str) -> dict[str, Sequence[int]]:
    """Return the weights of an artefact by feature, as ``features.sparse`` names them."""
    made = shipped()[language]
    found = dict(zip(made.words, made.word_weights.tolist(), strict=True))
    found |= dict(zip([" ".join(pair) for pair in made.pairs], made.pair_weights.tolist(), strict=True))
    return found | dict(zip(["~" + part for part in made.parts], made.part_weights.tolist(), strict=True))


def slowly(ready: Prepared, language: str) -> list[float]:
    """Return the log-odds feature by feature: the oracle. A known word has the weights of its parts in it already."""
    made, by_name, cut = shipped()[language], weights(language), tokens(ready.lower)
    odds = [float(bias) for bias in made.bias]

    def add(pushes: Sequence[float], value: float) -> None:
        for head, push in enumerate(pushes):
            odds[head] += push * value

    for name, value in features.sparse(cut).items():
        if name[0] == "~":
            continue
        if name in by_name:
            add(by_name[name], STEP * value)
        elif " " not in name:
            for part in features.parts(name):
                add(by_name.get("~" + part, [0] * len(odds)), STEP * value)
    reading = read(ready, language)
    if reading.polarity is not None:
        for push, value in zip(made.polarity.tolist(), features.polarity(reading.polarity), strict=True):
            add(push, value)
    for found in reading.rules:
        rule = RULES[found.rule]
        add(made.rule_weights[made.rules.index(f"{rule.flag}: {rule.name}")].tolist(), 1.0)
    return odds


def log_odds(model: Model, ready: Prepared, language: str) -> list[float]:
    return [float(odds) for odds in weighed(model, ready, language)[0]]


def weighed(model: Model, ready: Prepared, language: str) -> Real:
    cut = model.cut([ready.lower])
    return model.weigh(cut, read_all([ready.lower], language, [ready.prose], cut.laid), 1).log_odds


def prepared(text: str, name: str) -> Prepared:
    ready = prepare(text)
    brand = BrandTerms(id=1, name=name, kind="own", terms=(name,))
    return ready._replace(lower=filled(ready.lower, occurrences(ready.prose, brand), OURS))


@BOTH
def test_it_adds_up_what_the_slow_way_adds_up(language: str) -> None:
    model = Model(shipped()[language])
    for post in posts(language)[:: 29 if language == "en" else 5]:
        for ready in (prepare(post.text), prepared(post.text, post.brand)):
            found = log_odds(model, ready, language)
            assert found == pytest.approx(slowly(ready, language), abs=1e-6), post.id


WORDS = st.sampled_from(
    ["crashes", "the", "Xyzzyqua", "don't", "2026", "sooooo", "Ärger", "?", "'", "İ", "\n", "a" * 60]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS | st.text(max_size=12), max_size=30), st.sampled_from(["de", "en"]))
def test_it_adds_up_any_text_like_the_slow_way(pieces: list[str], language: str) -> None:
    ready = prepare(" ".join(pieces))
    model = SLOW[language]
    found = log_odds(model, ready, language)
    assert found == pytest.approx(slowly(ready, language), abs=1e-6)
    assert model.weigh_one(model.cut_one(ready.lower), read(ready, language)).log_odds.tolist() == found


SLOW = {language: Model(made) for language, made in shipped().items()}


def verdicts(scorer: Scorer, texts: Sequence[str]) -> list[bytes]:
    lines = [
        json.dumps({"id": at, "text": text, "brands": [{"id": "us", "terms": ["Acme"], "kind": "own"}]}).encode()
        for at, text in enumerate(texts)
    ]
    return [json.dumps(found).encode() for found in answers(lines, scorer)]


def test_what_was_judged_before_does_not_show() -> None:
    expected = verdicts(SCORER, TEXTS)
    draw, tired = random.Random(7), Scorer()
    made_up = ["".join(draw.choices(ascii_lowercase, k=11)) for _ in range(40_000)]
    for at in range(0, len(made_up), 500):
        tired.judge("the export of the dashboard crashes " + " ".join(made_up[at : at + 500]))
    assert verdicts(tired, TEXTS) == expected


def test_the_order_does_not_show() -> None:
    backwards = [TEXTS[at] for at in reversed(range(len(TEXTS)))]
    there, back = Scorer(), Scorer()
    first = {text: there.judge(text, brands=[ACME]) for text in TEXTS}
    assert first == {text: back.judge(text, brands=[ACME]) for text in backwards}


def test_more_new_words_at_once_than_are_remembered() -> None:
    draw = random.Random(9)
    ready = prepare("the export crashes " + " ".join("".join(draw.choices(ascii_lowercase, k=4)) for _ in range(4_000)))
    many = ready._replace(
        lower=ready.lower + " " + " ".join(f"{at:b}".translate({48: "q", 49: "z"}) for at in range(40_000))
    )
    small = prepare("the export crashes again")
    model = Model(shipped()["en"])
    expected = log_odds(model, small, "en")
    log_odds(model, many, "en")
    assert log_odds(model, small, "en") == expected


def test_what_is_judged_together_does_not_show() -> None:
    rows = [(text, "x", [ACME]) for text in [*TEXTS, "", "...", "a" * 50_000]]
    each = [SCORER.judge(text, network="x", brands=[ACME]) for text, _, _ in rows]
    assert repr(Scorer().judge_many(rows)) == repr(each)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WORDS | st.sampled_from(["Acme", "never", "works", "y'all", "love it", "why?", "😀"]))))
def test_what_is_judged_one_by_one_is_judged_as_together(texts: list[list[str]]) -> None:
    rows = [("i think that the export of " + " ".join(words), "x", [ACME]) for words in texts]
    assert repr(SCORER.judge_many(rows)) == repr(
        [SCORER.judge(text, network="x", brands=[ACME]) for text, _, _ in rows]
    )


def test_one_sentiment_is_rounded_as_many_are() -> None:
    judge, draw = Judge(shipped()["en"]), random.Random(3)
    judge.below, judge.above = 0.3, 2.5  # so that some are rounded to nothing, and some cut off
    near = (0.5, 0.5001, 0.4999)
    rows = [[draw.choice((*near, round(draw.random(), 4))) for _ in judge.model.heads] for _ in range(500)]
    assert repr(judge.sentiments(np.array(rows))) == repr(list(map(judge.sentiment, rows)))


def test_threads_may_share_it() -> None:
    expected = [SCORER.judge(text, brands=[ACME]) for text in TEXTS] * 4
    fresh = Scorer()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda text: fresh.judge(text, brands=[ACME]), TEXTS * 4)) == expected


@BOTH
def test_every_word_that_pushes_stands_in_the_text(language: str) -> None:
    told = posts(language)[::9]
    found = [(post, SCORER.judge(post.text, network=post.channel)[NO_BRAND]) for post in told]
    spans = [(post, reason) for post, verdict in found for reason in verdict.reasons]
    assert len(spans) > len(told) / 2
    for post, reason in spans:
        assert 0 <= reason.start < reason.end <= len(post.text)
        assert post.text[reason.start : reason.end] == reason.text
        assert reason.flag in FLAGS


@cache
def met_first() -> list[tuple[frozenset[str], dict[str, float]]]:
    """Return what a third of the held-out posts carry, and how probable each flag is held to be."""
    told = []
    for post in [post for post in posts("en") if post.held_out][::3]:
        brand = BrandTerms(id=1, name=post.brand, kind="own", terms=(post.brand,))
        found = SCORER.judge(post.text, network=post.channel, brands=[brand])[1]
        if found.scored:
            told.append((post.labels.heads, dict(found.probabilities)))
    return told


@pytest.mark.parametrize("flag", FLAGS)
def test_it_hears_every_flag_of_brands_it_never_met(flag: str) -> None:
    """A held-out post with the flag has, three times in four, a higher probability of it than one without."""
    true = [chances[flag] for heads, chances in met_first() if flag in heads]
    other = [chances[flag] for heads, chances in met_first() if flag not in heads]
    higher = sum(one > less for one in true for less in other)
    assert higher > 0.75 * len(true) * len(other) > 0


def test_a_network_has_a_curve_of_its_own() -> None:
    model = Model(shipped()["en"])
    ready = prepare("The export has been failing since the update")
    odds = weighed(model, ready, "en")
    review, github, unknown, none = model.chances(odds.repeat(4, axis=0), ["review", "github", "no such network", ""])
    assert review.tolist() != github.tolist()
    assert unknown.tolist() == none.tolist()


@pytest.mark.parametrize("sign", [1, -1])
def test_a_text_of_only_heavy_words_is_added_up_exactly(sign: int) -> None:
    """The words that weigh most for a head, thousands of them: no sum may run over."""
    made = shipped()["en"]
    for head in range(0, len(made.heads), 5):
        heaviest = sorted(range(len(made.words)), key=lambda row: -sign * int(made.word_weights[row, head]))[:4_000]
        ready = prepare(" ".join(made.words[row] for row in heaviest))
        assert log_odds(SLOW["en"], ready, "en") == pytest.approx(slowly(ready, "en"), abs=1e-6)


def test_it_takes_the_polarity_of_many_texts_as_of_one() -> None:
    scores = [VaderScores(0.1, 0.7, 0.2, compound) for compound in (-1.0, -0.4215, 0.0, 0.3182, 1.0)]
    expected = [(3 * one.neg, 3 * one.pos, one.compound, max(one.compound, 0), min(one.compound, 0)) for one in scores]
    assert features.polarities(np.array(scores)).tolist() == [list(row) for row in expected]
    assert [features.polarity(one) for one in scores] == expected
