"""The corpus is whole, repeats nobody, gives nothing away by a word, and its held-out fifth shares no brand."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict

import pytest

from listening.scoring import corpus
from listening.scoring.corpus import CHANNELS, HEADS, kappa, posts, read_labels

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(tuple(found[at : at + 4]) for at in range(len(found) - 3))


def test_it_holds_at_least_six_thousand_posts() -> None:
    assert len(posts()) >= 6_000
    assert len({post.id for post in posts()}) == len(posts())
    assert {post.channel for post in posts()} == set(CHANNELS)


def test_it_names_its_brand_wherever_the_post_is_about_it() -> None:
    def bare(text: str) -> str:
        return text.lower().replace(" ", "")

    silent = [
        post.id for post in posts() if "offtopic" not in post.labels.heads and bare(post.brand) not in bare(post.text)
    ]
    assert silent == []


def test_it_says_nothing_of_a_brand_that_is_not_meant() -> None:
    assert all(post.labels.heads <= {"offtopic", "spam"} for post in posts() if "offtopic" in post.labels.heads)


def test_it_holds_out_a_fifth_by_brand() -> None:
    share = sum(post.held_out for post in posts()) / len(posts())
    assert 0.15 < share < 0.25
    sides = defaultdict(set)
    for post in posts():
        sides[post.brand.lower()].add(post.held_out)
    assert all(len(each) == 1 for each in sides.values())


def test_it_has_no_near_duplicates() -> None:
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sets: list[frozenset[tuple[str, ...]]] = []
    found: list[tuple[str, str]] = []
    for at, post in enumerate(posts()):
        mine = shingles(post.text)
        shared = Counter(other for each in mine for other in seen[each])
        found += [
            (posts()[other].id, post.id) for other, n in shared.items() if n > 0.5 * min(len(mine), len(sets[other]))
        ]
        sets.append(mine)
        for each in mine:
            seen[each].append(at)
    assert found == []


def test_it_has_no_slots() -> None:
    """A frame of six words in a row comes back in few posts: a sentence with one word exchanged would show here."""
    frames = Counter(
        " ".join(found[at : at + 6]) for post in posts() for found in [words(post.text)] for at in range(len(found) - 5)
    )
    assert [frame for frame, n in frames.items() if n > 6] == []


@pytest.mark.parametrize("head", HEADS)
def test_it_gives_no_label_away_by_a_word(head: str) -> None:
    """No common word decides: of the posts that hold it, neither nearly all nor nearly none carry the label."""
    labelled: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for post in posts():
        found = {*words(post.text)} - {*words(post.brand)}
        holding.update(found)
        if head in post.labels.heads:
            labelled.update(found)
    rate = sum(head in post.labels.heads for post in posts()) / len(posts())
    telling = [word for word, n in holding.items() if n >= 40 and labelled[word] / n > max(0.9, 3 * rate)]
    assert telling == []


def test_it_is_labelled_twice_with_little_quarrel() -> None:
    found = corpus.agreement()
    assert min(found.values()) > 0.8, found


def test_it_settles_where_two_agree_as_they_said() -> None:
    agreed = [post for post in posts() if post.first == post.second]
    other = [post.id for post in agreed if post.labels != post.first and "inaccuracy" not in post.first.heads]
    assert len(other) < len(posts()) / 100, other


def test_it_counts_agreement_beyond_chance() -> None:
    assert kappa([(True, True), (False, False)]) == 1.0
    assert math.isclose(kappa([(True, True), (True, False), (False, True), (False, False)]), 0.0)


@pytest.mark.parametrize("text", ["complaint -", "complaint:weather -", "joy 0", "question", "question +-"])
def test_it_refuses_labels_that_it_does_not_know(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (label|sentiment)"):
        read_labels(text)
