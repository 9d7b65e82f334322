"""Whether a post seeks an answer where its words alone do not say: by place, addressee and weights."""

from __future__ import annotations

import pytest

from listening.answers.asking import Seeking, seeks_answer
from listening.answers.corpus import openings
from listening.answers.filtering import chances
from listening.answers.reading import read_asking
from listening.answers.seeking import Standing, looked_at

IN_THE_IMAGE = """Wrong owner in the image

Thanks for this great project! `/data` ends up as root's, and the service, which runs as 1000, then has no way to write
there unless one helps by hand."""


def seeking(text: str, network: str, *, root: bool = True) -> Seeking:
    chance, complaint = chances(text, network)
    return seeks_answer(text, network=network, root=root, us=["acme"], chance=chance, complaint=complaint)


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("mastodon", "@acme the map on your contact page shows the old office"),
        ("discourse", "Time zone of guests\n\nThey all see Berlin."),
        ("discourse", "Larger fonts\n\nIt would be great to have them, the rest is lovely."),
        ("github", IN_THE_IMAGE),
    ],
)
def test_it_knows_what_seeks_by_where_it_is_put(network: str, text: str) -> None:
    assert seeking(text, network).seeks


@pytest.mark.parametrize(
    ("network", "text"),
    [
        ("discourse", "My kitchen dashboard\n\nI built it over Easter from an old tablet, pictures below."),
        ("bluesky", "Why are so many shops giving up on apps? https://news.example/shops-apps"),
        ("github", "Retry uploads\n\nAdds a second try with a pause, and a test for it."),
        ("mastodon", "@acme thank you, your docs are lovely to read"),
    ],
)
def test_it_knows_what_only_shows_or_hands_in(network: str, text: str) -> None:
    assert not seeking(text, network).seeks


def test_it_leaves_it_to_the_rules_where_scoring_gave_nothing() -> None:
    text = "This is our mayor? 😭 https://t.example/x"
    assert seeks_answer(text, network="x", root=True).seeks
    assert seeking(text, "x") == Seeking(False, "weighed")


def test_it_looks_at_where_the_question_marks_stand() -> None:
    standing = Standing("reddit", root=False, to_us=False)
    found = looked_at(read_asking("Who knew? I did."), standing, (False, "rhetorical"), 0.1, 0.1)
    assert "mark before the end" in found
    assert "mark at the end" not in found


def test_its_written_posts_are_told_apart_and_distinct() -> None:
    written = openings()
    assert len({each.text for each in written}) == len(written) >= 400
    assert 0.3 < sum(each.seeks for each in written) / len(written) < 0.7
