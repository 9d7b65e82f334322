"""Real threads, as recorded by others, go through the engine; what they come to was looked at by eye."""

from __future__ import annotations

from collections import Counter

import pytest

from listening.answers.deciding import decide
from listening.answers.filtering import case_of
from listening.answers.records import STATES
from tests.listening.answers.looked_at import RECORDINGS, looked_at
from tests.listening.answers.recorded import Row, threads

FLOOR = 0.88
"""Of the 105 clear recorded threads that a person read, the share that must be right; 97 were when it was set."""


@pytest.fixture(scope="module")
def recorded() -> list[Row]:
    if not RECORDINGS.is_dir():
        pytest.skip("the shared recordings are not here")
    return list(threads(RECORDINGS))


def test_it_finds_many_threads(recorded: list[Row]) -> None:
    assert len(recorded) >= 100


PARTS = 6
"""All together take two minutes on a busy machine, as long as a test may."""


@pytest.mark.parametrize("part", range(PARTS))
def test_it_decides_every_recorded_thread(part: int, recorded: list[Row]) -> None:
    for row in recorded[part::PARTS]:
        decision = decide(case_of(row))
        assert decision.state in STATES
        assert decision.evidence in {"", *(post["id"] for post in row["posts"])}


def test_it_finds_threads_on_several_networks(recorded: list[Row]) -> None:
    networks = Counter(row["network"] for row in recorded)
    assert len(networks) >= 5, networks


def test_it_is_right_on_most_threads_that_were_read(recorded: list[Row]) -> None:
    read = list(looked_at())
    assert len(read) >= 90
    assert sum(each.comes_out() for each in read) >= FLOOR * len(read)
