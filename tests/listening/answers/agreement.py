"""How far two labellings of the hand-written threads agree: the labels of the files, and a second, blind one.

Run as `python -m tests.listening.answers.agreement`. The second labels (`*.second.tsv`) were given by the written rules
alone, before the first were looked at, and are not changed since: where the two differ, both stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from listening.scoring.corpus import kappa

FOLDER = Path(__file__).parent / "threads"
NOTHING = "-"
"""What a labels file writes where no reply decided."""


class Label(NamedTuple):
    """What one labelling says of a thread."""

    state: str
    evidence: str


class Pair(NamedTuple):
    """A thread with its two labels, and the note of the first."""

    id: str
    file: str
    first: Label
    second: Label
    clear: bool
    note: str

    @property
    def same(self) -> bool:
        """Whether state and evidence are the same."""
        return self.first == self.second


class Figures(NamedTuple):
    """How far the two labellings agree over some threads."""

    n: int
    raw: float
    kappa: float
    same_state: int
    same_evidence: int

    @property
    def evidence(self) -> float:
        """The share of threads with the same evidence, of those with the same state."""
        return self.same_evidence / self.same_state if self.same_state else 0.0


def names() -> list[str]:
    """Return the names of the files of threads that were labelled twice, without what follows the dot."""
    return sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.second.tsv"))


def ids(name: str) -> list[str]:
    """Return the ids of a file's threads, in order."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]


def rows(name: str, kind: str) -> list[list[str]]:
    """Return the lines of a file's labels (`labels` or `second`), each split at its tabs."""
    lines = (FOLDER / f"{name}.{kind}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


def pairs() -> Iterator[Pair]:
    """Yield every thread that is in both labellings."""
    for name in names():
        second = {id_: Label(state, evidence) for id_, state, evidence in rows(name, "second")}
        for id_, state, evidence, clear, note in rows(name, "labels"):
            if id_ in second:
                yield Pair(id_, name, Label(state, evidence), second[id_], clear == "clear", note)


def figures(found: Sequence[Pair]) -> Figures:
    """Return how far the two agree over these threads, of which there is at least one."""
    agreed = [pair for pair in found if pair.first.state == pair.second.state]
    return Figures(
        n=len(found),
        raw=len(agreed) / len(found),
        kappa=kappa((pair.first.state, pair.second.state) for pair in found),
        same_state=len(agreed),
        same_evidence=sum(pair.same for pair in agreed),
    )


def report(found: Sequence[Pair]) -> Iterator[str]:
    """Yield the lines of the report: figures per file and together, of all and of the clear; then the differences."""
    yield f"{'threads':<14}{'n':>5}{'raw':>8}{'kappa':>8}{'evidence':>10}"
    groups = [(name, [pair for pair in found if pair.file == name]) for name in names()]
    for name, members in [*groups, ("together", list(found))]:
        for words, told in ((name, members), (f"{name}, clear", [pair for pair in members if pair.clear])):
            if told:
                of = figures(told)
                yield f"{words:<14}{of.n:>5}{of.raw:>8.3f}{of.kappa:>8.3f}{of.evidence:>10.3f}"
    differing = [pair for pair in found if not pair.same]
    yield ""
    yield f"{len(differing)} differ:"
    for pair in differing:
        yield (
            f"{pair.id}  {pair.first.state} {pair.first.evidence} | {pair.second.state} {pair.second.evidence}"
            f"  ({'clear' if pair.clear else 'arguable'}: {pair.note})"
        )


if __name__ == "__main__":
    print("\n".join(report(tuple(pairs()))))
