"""How many posts of a thread the network is given to read, and which."""

from __future__ import annotations

import pytest

from listening.answers import hearing, ours, theirs
from listening.answers.encoder.reading import DOES, Does
from listening.answers.encoder.seen import Seen
from listening.answers.judges import READ
from tests.listening.answers.cases import found, said


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Seen]:
    """Return a list that gets what the network is shown; of every voice it says the last that there is to say."""
    seen: list[Seen] = []

    def read(each: Seen) -> Does:
        seen.append(each)
        return Does(DOES[each.voice][-1], 0)

    for judge in (hearing, ours, theirs):
        monkeypatch.setattr(judge, "read", read)
    return seen


@pytest.mark.parametrize("author", ["alice", "bob", "charlie"])
def test_it_reads_the_first_and_the_last_posts_of_a_side(shown: list[Seen], author: str) -> None:
    posts = [said(f"p{number:04}", author, f"Post number {number}.", minutes=1 + number) for number in range(2_000)]
    found(*posts)
    first, last = READ
    numbers = [*range(first), *range(2_000 - last, 2_000)]
    assert [each.text for each in shown] == [f"Post number {number}." for number in numbers]


def test_it_reads_every_side_apart(shown: list[Seen]) -> None:
    crowd = [said(f"p{number:04}", "charlie", f"Me too, {number}.", minutes=1 + number) for number in range(500)]
    found(*crowd, said("r", "bob", "Here we are.", minutes=250.5), said("t", "alice", "Ah.", minutes=260.5))
    assert {"Here we are.", "Ah."} <= {each.text for each in shown}
    assert len(shown) == sum(READ) + 2
