"""The corpus is whole, repeats nobody, gives nothing away by a word, and its held-out fifth shares no brand."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict

import pytest

from listening.scoring import corpus
from listening.scoring.corpus import CHANNELS, HEADS, REASONS, kappa, posts, read_labels

WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    found = words(text)
    return frozenset(tuple(found[at : at + 4]) for at in range(len(found) - 3))


BOTH = pytest.mark.parametrize("language", ["en", "de"])


def test_it_has_these_languages() -> None:
    assert corpus.languages() == ["de", "en"]


@pytest.mark.parametrize(("language", "fewest"), [("en", 10_000), ("de", 800)])
def test_it_holds_so_many_posts_of_every_channel(language: str, fewest: int) -> None:
    assert len(posts(language)) >= fewest
    assert len({post.id for post in posts(language)}) == len(posts(language))
    assert {post.channel for post in posts(language)} == set(CHANNELS)


def test_the_languages_share_no_post() -> None:
    assert not {post.text for post in posts("en")} & {post.text for post in posts("de")}


OWN_PAGES = {"review", "appstore", "forum", "github", "reddit", "youtube"}
"""Where an everyday post may leave the name out: it stands on a page of the brand's own."""


@BOTH
def test_it_names_its_brand_wherever_the_post_is_about_it(language: str) -> None:
    silent = [
        post.id
        for post in posts(language)
        if not post.names_brand
        and "offtopic" not in post.labels.heads
        and not (post.everyday and post.channel in OWN_PAGES)
    ]
    assert silent == []


@BOTH
def test_it_says_nothing_of_a_brand_that_is_not_meant(language: str) -> None:
    off = [post for post in posts(language) if "offtopic" in post.labels.heads]
    assert len(off) >= 50
    assert all(post.labels.heads <= {"offtopic", "spam"} for post in off)


@BOTH
def test_it_holds_out_a_fifth_by_brand(language: str) -> None:
    share = sum(post.held_out for post in posts(language)) / len(posts(language))
    assert 0.15 < share < 0.25
    sides = defaultdict(set)
    for post in posts(language):
        sides[post.brand.lower()].add(post.held_out)
    assert all(len(each) == 1 for each in sides.values())


@BOTH
def test_it_has_no_near_duplicates(language: str) -> None:
    seen: dict[tuple[str, ...], list[int]] = defaultdict(list)
    sets: list[frozenset[tuple[str, ...]]] = []
    found: list[tuple[str, str]] = []
    told = posts(language)
    for at, post in enumerate(told):
        mine = shingles(post.text)
        shared = Counter(other for each in mine for other in seen[each])
        found += [
            (told[other].id, post.id) for other, n in shared.items() if n > 0.5 * min(len(mine), len(sets[other]))
        ]
        sets.append(mine)
        for each in mine:
            seen[each].append(at)
    assert found == []


@pytest.mark.parametrize(("language", "most"), [("en", 6), ("de", 3)])
def test_it_has_no_slots(language: str, most: int) -> None:
    """A frame of six words in a row comes back in few posts: a sentence with one word exchanged would show here."""
    frames = Counter(
        " ".join(found[at : at + 6])
        for post in posts(language)
        for found in [words(post.text)]
        for at in range(len(found) - 5)
    )
    assert [frame for frame, n in frames.items() if n > most] == []


@BOTH
@pytest.mark.parametrize("head", HEADS)
def test_it_gives_no_label_away_by_a_word(head: str, language: str) -> None:
    """No common word decides: of the posts that hold it, neither nearly all nor nearly none carry the label."""
    labelled: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    for post in posts(language):
        found = {*words(post.text)} - {*words(post.brand)}
        holding.update(found)
        if head in post.labels.heads:
            labelled.update(found)
    rate = sum(head in post.labels.heads for post in posts(language)) / len(posts(language))
    telling = [word for word, n in holding.items() if n >= 40 and labelled[word] / n > max(0.9, 3 * rate)]
    assert telling == []


@BOTH
def test_it_has_some_of_every_kind(language: str) -> None:
    told = posts(language)
    assert min(sum(head in post.labels.heads for post in told) for head in HEADS) >= 30
    assert {post.labels.reason for post in told} - {""} == set(REASONS)
    assert {post.labels.sentiment for post in told} == {-1, 0, 1}


@BOTH
def test_it_is_labelled_twice_with_little_quarrel(language: str) -> None:
    found = corpus.agreement(language)
    assert min(found.values()) > 0.8, found
    assert min(found.values()) < 1.0  # nobody copied


@BOTH
def test_it_settles_where_two_agree_as_they_said(language: str) -> None:
    agreed = [post for post in posts(language) if post.first == post.second]
    assert len(agreed) < len(posts(language))
    assert [post.id for post in agreed if post.labels != post.first] == []


def test_it_counts_agreement_beyond_chance() -> None:
    assert kappa([(True, True), (False, False)]) == 1.0
    assert math.isclose(kappa([(True, True), (True, False), (False, True), (False, False)]), 0.0)


@pytest.mark.parametrize("text", ["complaint -", "complaint:weather -", "joy 0", "question", "question +-"])
def test_it_refuses_labels_that_it_does_not_know(text: str) -> None:
    with pytest.raises(ValueError, match=r"no (label|sentiment)"):
        read_labels(text)
