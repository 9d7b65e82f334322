"""What judged posts teach of one brand, and when they teach nothing."""

from __future__ import annotations

import random
from dataclasses import replace

from listening.records import BrandTerms
from listening.scoring.relevance_learning import FEWEST, MOST_WORDS, Said, is_kept_aside, learn

RELAY = BrandTerms(id=1, name="Relay", kind="own", terms=("relay",))
US = ("Relay webhooks arrive late again", "the relay dashboard shows every webhook", "Relay pricing for webhooks")
NOT = ("Relay runners took gold for the club", "the Relay final was won by the club", "Relay team of the club, gold")


def told(n: int) -> list[Said]:
    draw = random.Random(1)
    posts = [(draw.choice(US), True) if place % 2 else (draw.choice(NOT), False) for place in range(n)]
    return [Said(key=str(place), text=f"{text} {place}", us=us) for place, (text, us) in enumerate(posts)]


def test_it_learns_the_words_that_tell_them_apart() -> None:
    found = learn(told(80), RELAY)
    assert found is not None
    assert found.words["club"] < 0 < found.words["webhooks"]
    assert len(found.words) <= MOST_WORDS


def test_it_learns_nothing_from_few() -> None:
    assert learn(told(FEWEST - 1), RELAY) is None


def test_it_learns_nothing_that_makes_it_worse_on_what_is_kept_aside() -> None:
    against = [replace(each, us=not each.us) if is_kept_aside(each.key) else each for each in told(80)]
    assert learn(against, RELAY) is None


def test_it_learns_nothing_from_one_kind_alone() -> None:
    assert learn([each for each in told(80) if not each.us], RELAY) is None


def test_no_share_of_what_was_judged_moves_all_posts_far() -> None:
    found = learn([each for place, each in enumerate(told(200)) if not each.us or place < 20], RELAY)
    assert found is not None
    assert abs(found.start) <= 1.0


def test_it_learns_the_same_again() -> None:
    assert learn(told(60), RELAY) == learn(told(60), RELAY)
