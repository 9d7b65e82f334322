"""Real threads, as recorded by others, go through the engine; what they come to was looked at by eye."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from listening.answers.deciding import decide
from listening.answers.filtering import case_of
from listening.answers.records import STATES
from tests.listening.answers.recorded import Row, threads

RECORDINGS = Path(__file__).parents[4] / "shared/data/recordings"


@pytest.fixture(scope="module")
def recorded() -> list[Row]:
    if not RECORDINGS.is_dir():
        pytest.skip("the shared recordings are not here")
    return list(threads(RECORDINGS))


def test_it_decides_every_recorded_thread(recorded: list[Row]) -> None:
    assert len(recorded) >= 100
    for row in recorded:
        decision = decide(case_of(row))
        assert decision.state in STATES
        assert decision.evidence in {"", *(post["id"] for post in row["posts"])}


def test_it_finds_threads_on_several_networks(recorded: list[Row]) -> None:
    networks = Counter(row["network"] for row in recorded)
    assert len(networks) >= 5, networks
