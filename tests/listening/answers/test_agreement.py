"""The second, blind labelling of the hand-written threads: it is complete, and the two agree."""

from __future__ import annotations

import pytest

from listening.answers.records import STATES
from tests.listening.answers.agreement import NOTHING, Label, Pair, figures, ids, names, pairs, report, rows

LEAST = 0.8
"""The kappa that two careful labellings should reach if the rules are clear."""


def pair(first: str, second: str, *, evidence: tuple[str, str] = ("r", "r"), clear: bool = True) -> Pair:
    return Pair("a-1", "a", Label(first, evidence[0]), Label(second, evidence[1]), clear, "")


def test_it_finds_the_files() -> None:
    assert names() == ["a", "b"]


@pytest.mark.parametrize("kind", ["labels", "second"])
@pytest.mark.parametrize("name", names())
def test_it_has_every_thread_labelled_in_order(name: str, kind: str) -> None:
    told = rows(name, kind)
    assert [row[0] for row in told] == ids(name)
    assert {row[1] for row in told} <= set(STATES)
    assert all(row[2] for row in told)


def test_it_agrees_beyond_chance() -> None:
    assert figures(tuple(pairs())).kappa >= LEAST


def test_it_counts_states_and_evidence_apart() -> None:
    found = figures(
        [
            pair("reopened", "reopened"),
            pair("unanswered", "unanswered", evidence=(NOTHING, NOTHING)),
            pair("reopened", "reopened", evidence=("r", "s")),
            pair("reopened", "unanswered", evidence=("r", NOTHING)),
        ]
    )
    assert (found.n, found.raw) == (4, 0.75)
    assert (found.same_state, found.same_evidence) == (3, 2)
    assert found.evidence == pytest.approx(2 / 3)
    assert found.kappa == pytest.approx(0.5)


def test_it_lists_what_differs_and_only_that() -> None:
    lines = list(report([pair("reopened", "reopened"), pair("expired", "reopened", evidence=(NOTHING, "r"))]))
    assert lines[-2:] == ["1 differ:", "a-1  expired - | reopened r  (clear: )"]
