"""The lexicon says of many texts what it says of each."""

from __future__ import annotations

import pytest

from listening.scoring import vader
from listening.scoring.clues import PLEAS
from listening.scoring.moods import read_moods
from tests.listening.scoring.texts import texts

ODD = [
    "", " ", "nothing here", "Please HELP us, the help is great", "GREAT but not good!!", "help\U0001f600 good",
    "good " * 60, "\U0001f600help me", "no good", "not good at all", "why??? good", "support's good \u2019 like it",
    "kind of good",
]  # fmt: skip


@pytest.mark.parametrize("hidden", [frozenset[str](), PLEAS, frozenset({"help"})], ids=["nothing", "pleas", "help"])
def test_they_are_those_of_each_text(hidden: frozenset[str]) -> None:
    given = [*ODD, *texts(2_000, seed=len(hidden)), *ODD]
    moods = read_moods(given, [hidden] * len(given))
    found = [(vader.VaderScores(*row), moods.words(at)) for at, row in enumerate(moods.scores.tolist())]
    assert found == [vader.read(text, hidden) for text in given]


def test_no_text_has_no_scores() -> None:
    assert read_moods([], []).scores.shape == (0, 4)
