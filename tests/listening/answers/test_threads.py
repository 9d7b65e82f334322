"""The hand-written threads: each clear one must come to the state and the evidence that its label says."""

from __future__ import annotations

import pytest

from listening.answers.deciding import decide
from listening.answers.filtering import case_of
from listening.answers.records import STATES
from tests.listening.answers.cases import Labelled, labelled

KNOWN_MISSES: dict[str, str] = {}
"""Threads that come out wrong, and why."""

THREADS = tuple(labelled())
SHARE = 0.95
"""Of the clear threads, the share that must be right (the issue's own figure)."""


def comes_out(thread: Labelled) -> tuple[str, str]:
    decision = decide(case_of(thread.row))
    return decision.state, decision.evidence


@pytest.mark.parametrize(
    "thread",
    [
        pytest.param(
            each,
            id=each.row["id"],
            marks=[pytest.mark.xfail(reason=KNOWN_MISSES[each.row["id"]], strict=True)]
            if each.row["id"] in KNOWN_MISSES
            else [],
        )
        for each in THREADS
        if each.clear
    ],
)
def test_it_comes_to_the_labelled_state_and_evidence(thread: Labelled) -> None:
    assert comes_out(thread) == (thread.state, thread.evidence), thread.note


def test_it_is_tried_on_every_state_and_enough_threads() -> None:
    assert len(THREADS) >= 120
    assert {thread.state for thread in THREADS} == set(STATES)
    assert {thread.state for thread in THREADS} <= set(STATES)


def test_it_is_right_on_nearly_all_clear_threads() -> None:
    clear = [thread for thread in THREADS if thread.clear]
    right = sum(comes_out(thread) == (thread.state, thread.evidence) for thread in clear)
    assert right >= SHARE * len(clear)
