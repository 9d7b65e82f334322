"""The draw is seeded, spread, and fit to be counted: random kinds stay random, chosen ones are kept apart."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from listening.records import FLAGS
from listening.scoring.sampling import QUOTAS, SIZE, Candidate, Drawn, Pool, contrary, draw, week_name

CUT = 0.5


def one(number: int, flag: str = "complaint", **more: Any) -> Candidate:
    """Return one flag of post ``number``: on, in English, on Hacker News, unless said otherwise."""
    values: dict[str, Any] = {"network": "hackernews", "language": "en", "on": True, "chance": 0.9, "cut": CUT}
    return Candidate(mention_id=number, brand_id=1, flag=flag, **values | more)


def world(posts: int = 400, *, seed: int = 7) -> Pool:
    """Return a pool in which every post has every flag, on with its probability."""
    random = Random(seed)
    found = []
    for number in range(posts):
        network = random.choice(("hackernews", "feeds", "feeds", "feeds", "stackexchange"))
        for flag in FLAGS:
            chance = random.random()
            compound = random.uniform(-1, 1)
            on = chance >= CUT
            found.append(one(number, flag, network=network, chance=chance, on=on, compound=compound))
    return Pool(flagged=found, all=found)


def drawn(pool: Pool, **more: Any) -> list[Drawn]:
    return draw(pool, **{"seed": "2026-W47", "labelled": {}, **more})


def test_it_draws_the_same_for_the_same_week_whatever_the_order() -> None:
    pool = world()
    turned = Pool(flagged=pool.flagged[::-1], all=pool.all[::-1])
    assert drawn(pool) == drawn(turned)
    assert drawn(pool) != drawn(pool, seed="2026-W48")


def test_it_asks_no_post_twice() -> None:
    posts = [each.candidate.mention_id for each in drawn(world(posts=30))]
    assert len(posts) == len(set(posts)) == SIZE


def test_it_draws_each_kind_to_its_quota() -> None:
    assert Counter(each.chosen for each in drawn(world())) == QUOTAS
    assert sum(QUOTAS.values()) == SIZE


def test_it_draws_flagged_posts_and_others_as_they_are() -> None:
    for each in drawn(world()):
        if each.chosen.startswith("random"):
            assert each.candidate.on is (each.chosen == "random_on")


def test_it_draws_posts_without_a_flag_from_all_posts_only() -> None:
    flagged = [one(number, on=False, chance=0.1) for number in range(50)]
    assert not [each for each in drawn(Pool(flagged=flagged, all=[])) if each.chosen == "random_off"]


def test_it_draws_the_nearest_to_the_threshold_as_uncertain() -> None:
    pool = Pool(flagged=[one(number, chance=0.5 + number / 100) for number in range(40)], all=[])
    found = sorted(each.candidate.mention_id for each in drawn(pool, size=25) if each.chosen == "uncertain")
    drawn_before = {each.candidate.mention_id for each in drawn(pool) if each.chosen == "random_on"}
    assert found == [number for number in range(40) if number not in drawn_before][: len(found)]


def test_it_measures_doubt_from_the_threshold_of_the_post() -> None:
    german = [one(number, on=False, chance=number / 100, cut=0.7, language="de") for number in range(100)]
    english = [one(100 + number, on=False, chance=number / 100, cut=0.3) for number in range(100)]
    found = [each.candidate for each in drawn(Pool(flagged=german + english, all=[]))]
    assert {each.language for each in found} == {"de", "en"}
    assert all(abs(each.chance - each.cut) < 0.1 for each in found)


@pytest.mark.parametrize(
    ("flag", "on", "compound", "is_contrary"),
    [
        ("complaint", True, 0.7, True),
        ("complaint", True, -0.7, False),
        ("complaint", False, -0.7, True),
        ("complaint", False, 0.0, False),
        ("praise", True, -0.5, True),
        ("praise", False, 0.6, True),
        ("churn_risk", True, 0.5, True),
        ("churn_risk", False, -0.9, False),
        ("question", True, 0.9, False),
        ("complaint", True, None, False),
    ],
)
def test_it_knows_when_vader_says_the_opposite(flag: str, on: bool, compound: float | None, is_contrary: bool) -> None:
    assert contrary(one(1, flag, on=on, compound=compound)) is is_contrary


def test_it_spreads_over_flags_where_few_labels_exist() -> None:
    pool = Pool(flagged=[one(10 * i + j, flag) for i in range(40) for j, flag in enumerate(FLAGS)], all=[])
    labelled = {("random_on", ("complaint", "hackernews", "en")): 20, ("random_on", ("praise", "feeds", "en")): 20}
    found = Counter(each.candidate.flag for each in drawn(pool, labelled=labelled) if each.chosen == "random_on")
    assert set(found) == set(FLAGS) - {"complaint", "praise"}


def test_it_gives_a_small_network_more_than_its_share_and_less_than_the_rest() -> None:
    posts = [one(number, network="feeds" if number % 16 else "stackexchange") for number in range(1_600)]
    found = Counter(each.candidate.network for each in drawn(Pool(flagged=posts, all=[]), size=100))
    assert 100 / 16 < found["stackexchange"] < 30


def test_it_leaves_the_places_of_a_kind_without_posts_to_the_others() -> None:
    pool = Pool(flagged=[], all=[one(number, on=False, chance=0.1) for number in range(60)])
    assert Counter(each.chosen for each in drawn(pool)) == {"random_off": SIZE}


def test_it_counts_answers_that_are_known_without_asking() -> None:
    known = [one(number, said=False) for number in range(30)]
    fresh = [one(number) for number in range(30, 60)]
    found = drawn(Pool(flagged=known + fresh, all=[]))
    assert sum(each.candidate.said is None for each in found) == SIZE
    assert {each.chosen for each in found if each.candidate.said is not None} == {"random_on"}
    assert any(each.candidate.said is False for each in found)


def test_it_draws_nothing_from_nothing() -> None:
    assert drawn(Pool(flagged=[], all=[])) == []


@pytest.mark.parametrize(
    ("day", "week"),
    [(date(2026, 11, 22), "2026-W47"), (date(2026, 11, 23), "2026-W48"), (date(2027, 1, 1), "2026-W53")],
)
def test_it_names_the_week_of_a_day(day: date, week: str) -> None:
    assert week_name(day) == week
