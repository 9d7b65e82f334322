"""The hand-written threads: each clear one must come to the state and the evidence that its label says."""

from __future__ import annotations

import pytest

from listening.answers.filtering import decision_of
from listening.answers.records import STATES
from tests.listening.answers.cases import Labelled, labelled

KNOWN_MISSES: dict[str, str] = {
    "a-049": "resolved_by_asker: board archived without an answer",
    "c-015": "unanswered: asker finds own fault and says so",
    "c-059": "unanswered: headline question of a news item",
    "c-062": "answered_by_us: praise with a rhetorical question",
    "c-068": "answered_by_peer: answer tried, asker reports same number of queries",
    "c-071": "unanswered: question to somebody else that only mentions us",
    "c-078": "answered_by_us: we label and ask back, the asker has not come back",
    "c-079": "answered_by_peer: asker solved and closes; second person still has it",
    "c-084": "answered_by_peer: our holding line in between; asker back to life thanks to the peer",
    "d-020": "acknowledged: one line answer with link",
    "d-036": "answered_by_us: pull request, no question",
    "d-039": "unanswered: diagnose dialogue with a peer, asker confirms next day",
    "d-043": "unanswered: bystander thanks, the asker is silent",
    "d-047": "not_a_question: non-native asker, guess and boost only",
    "d-048": "answered_by_peer: terse answer by us with a number",
    "d-052": "answered_by_us: answer does not apply, asker comes back with an error",
    "d-053": "answered_by_us: rhetorical praise in question form",
    "d-076": "answered_by_us: praise with a rhetorical ending",
    "d-077": "answered_by_us: works for a bystander, not for the asker",
}
"""Threads that come out wrong: as what, and what they are."""

THREADS = tuple(labelled())
SHARE = 0.92
"""Of the clear threads, the share that must be right. They trained the weights: on unseen ones it is less."""


def comes_out(thread: Labelled) -> tuple[str, str]:
    decision = decision_of(thread.row)
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
