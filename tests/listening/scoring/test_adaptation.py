"""What corrections teach scoring: what an installation means by a flag, and nothing where it does no good."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from listening.records import BrandTerms
from listening.scoring.adaptation import (
    AT_LEAST,
    MOST_DELTAS,
    Adapted,
    Example,
    Heard,
    adapt,
    applied,
    heard,
    is_set_aside,
    version_of,
)
from listening.scoring.artefact import shipped
from listening.scoring.corpus import posts
from listening.scoring.scorer import Scorer

MADE = shipped()["en"]
RELAY = BrandTerms(id=1, name="Relay", kind="own", terms=("relay",))
RIVAL = BrandTerms(id=2, name="Hooky", kind="competitor", terms=("hooky",))
JUDGE = Scorer()


def read(text: str, *, network: str = "github", brands: Sequence[BrandTerms] = (RELAY,)) -> Heard:
    found = heard(text, network=network, brand=RELAY.id, brands=brands, scorer=JUDGE)
    assert found is not None
    return found


@cache
def examples(n: int = 120, *, planted: bool = True, head: str = "complaint") -> tuple[Example, ...]:
    """Posts of which half name a migration. Planted: here that is always a complaint, which scoring does not know."""
    draw = random.Random(3)
    found = []
    for place in range(n):
        about = "our migration to" if place % 2 else "the dashboard of"
        text = f"We looked at {about} Relay {draw.choice(['today', 'this week', 'in the team', 'at work', 'again'])}"
        post = read(f"{text}, {draw.choice(['for the report', 'with Ann', 'and wrote it down', 'for the plan'])}")
        chance = 1 / (1 + np.exp(-post.odds[head]))
        truth = place % 2 == 1 if planted else draw.random() < max(0.1, chance)
        found.append(Example(key=str(place), heard=post, network="github", head=head, truth=truth, drawn=True))
    return tuple(found)


def learnt(found: Adapted | None, flag: str = "complaint") -> dict:
    assert found is not None
    told: dict = found.learnt[flag]
    return told


def test_it_learns_what_an_installation_means_by_a_flag() -> None:
    found = adapt(MADE, examples())
    told = learnt(found)
    assert told["kept"]
    assert told["deltas"]["migration"] > 0 > told["deltas"]["dashboard"]
    assert told["after"]["right"] > told["before"]["right"]
    assert found is not None
    after = Scorer({"en": found.made}).judge("Planned our migration to Relay", brands=[RELAY])[1]
    before = JUDGE.judge("Planned our migration to Relay", brands=[RELAY])[1]
    assert after.probabilities["complaint"] > before.probabilities["complaint"] + 0.2


def test_it_learns_from_thirty_on() -> None:
    assert adapt(MADE, examples()[: AT_LEAST - 1]) is None
    assert adapt(MADE, examples()[:AT_LEAST]) is not None


def test_it_learns_nothing_from_one_kind_alone() -> None:
    assert adapt(MADE, [each for each in examples() if each.truth]) is None


def test_it_leaves_a_flag_as_shipped_where_it_gets_worse() -> None:
    against = [replace(each, truth=not each.truth) if is_set_aside(each.key) else each for each in examples()]
    found = adapt(MADE, against)
    assert not learnt(found)["kept"]
    assert found is not None
    assert found.made.version == MADE.version
    assert np.array_equal(found.made.word_weights, MADE.word_weights)


@pytest.mark.parametrize("seed", range(5))
def test_it_learns_nothing_from_chance(seed: int) -> None:
    draw = random.Random(seed)
    said = [replace(each, truth=draw.random() < 1 / (1 + np.exp(-each.heard.odds["complaint"]))) for each in written()]
    assert not learnt(adapt(MADE, said))["kept"]


@cache
def written() -> tuple[Example, ...]:
    """Posts of the corpus, so that scoring is as sure and unsure as it is."""
    made = [replace(RELAY, name=post.brand, terms=(post.brand,)) for post in posts()[:160]]
    both = zip(posts()[:160], made, strict=True)
    read_ = [
        (post, heard(post.text, network=post.channel, brand=1, brands=[brand], scorer=JUDGE)) for post, brand in both
    ]
    return tuple(
        Example(key=post.id, heard=found, network=post.channel, head="complaint", truth=True, drawn=True)
        for post, found in read_
        if found is not None
    )


def test_it_never_touches_another_flag() -> None:
    found = adapt(MADE, examples())
    assert found is not None
    others = [at for at, head in enumerate(MADE.heads) if head != "complaint"]
    assert np.array_equal(found.made.word_weights[:, others], MADE.word_weights[:, others])
    assert np.array_equal(found.made.pair_weights[:, others], MADE.pair_weights[:, others])
    assert np.array_equal(found.made.bias[others], MADE.bias[others])
    assert not np.array_equal(found.made.word_weights, MADE.word_weights)


def test_it_stays_small() -> None:
    said = [replace(each, truth=place % 3 == 0) for place, each in enumerate(written())]
    told = learnt(adapt(MADE, said))
    assert 0 < len(told["deltas"]) <= MOST_DELTAS
    assert abs(told["bias"]) <= 2 * 256


def test_what_people_found_by_themselves_moves_all_posts_little() -> None:
    said = [replace(each, drawn=False, truth=place % 3 != 0) for place, each in enumerate(written())]
    assert abs(learnt(adapt(MADE, said))["bias"]) <= 128
    assert abs(learnt(adapt(MADE, [replace(each, drawn=True) for each in said]))["bias"]) > 128


def test_it_makes_the_same_of_the_same() -> None:
    one, other = adapt(MADE, examples()), adapt(MADE, tuple(examples()))
    assert one is not None
    assert other is not None
    assert (one.learnt, one.made.version) == (other.learnt, other.made.version)
    assert one.made.word_weights.tobytes() == other.made.word_weights.tobytes()


def test_its_version_names_what_was_learnt() -> None:
    told = learnt(adapt(MADE, examples()))
    moved = {"complaint": told | {"bias": told["bias"] + 1}}
    assert version_of(MADE, {"complaint": told}).startswith(f"{MADE.version}+a")
    assert version_of(MADE, moved) != version_of(MADE, {"complaint": told})
    assert version_of(MADE, {"complaint": told | {"n": 999}}) == version_of(MADE, {"complaint": told})


@pytest.mark.parametrize(
    "text",
    [
        "Relay webhooks are late again, Hooky is worse. Why is nobody answering?",
        "@hooky how do I export this? Relay can do it",
        "Our migration to Relay took 3 weeks",
    ],
)
def test_it_reads_a_post_as_scoring_does(text: str) -> None:
    brands = (RELAY, RIVAL)
    post = read(text, brands=brands)
    deltas = dict.fromkeys(sorted(post.features & {*MADE.words, *map(" ".join, MADE.pairs)}), 300)
    told = {"complaint": {"kept": True, "bias": 128, "deltas": deltas}}
    after = Scorer({"en": applied(MADE, told)}).judge(text, network="github", brands=brands)[1]
    slope = MADE.curves["complaint"]["github"].slope
    odds = post.odds["complaint"] + slope * (0.5 + post.scale * sum(deltas.values()) / 256)
    assert deltas
    assert after.probabilities["complaint"] == pytest.approx(1 / (1 + np.exp(-odds)), abs=0.01)
