"""Threads that train nothing, some retold from real ones: their states were written before the engine saw them.

What came out wrong was looked at afterwards to mend causes. Run as ``python -m tests.listening.answers.first_reading``
to see how many of each file come out right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from listening.answers.filtering import decision_of
from tests.listening.answers.apart import NEAR, learnt
from tests.listening.answers.cases import Labelled, labelled

FOLDER = Path(__file__).parent / "unseen"


class Unseen(NamedTuple):
    """A thread and the file it is from."""

    file: str
    thread: Labelled

    def comes_out(self) -> bool:
        """Does the engine say what the label says?"""
        return self.parts() == (True, True)

    def parts(self) -> tuple[bool, bool]:
        """Say whether the state comes out, and whether the evidence does."""
        decision = decision_of(self.thread.row)
        return decision.state == self.thread.state, decision.evidence == self.thread.evidence


def unseen() -> Iterator[Unseen]:
    """Yield every clear thread of the folder."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        yield from (Unseen(path.stem, thread) for thread in labelled(path) if thread.clear)


if __name__ == "__main__":
    counts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    states: Counter[str] = Counter()
    known = learnt()
    for each in unseen():
        state, evidence = each.parts()
        of = "apart" if known.nearest(each.thread.row) < NEAR else "near"
        for what in (each.file, f"{each.file} {of}"):
            counts[what] += 1
            states[what] += state
            right[what] += state and evidence
    for file in sorted({name.split()[0] for name in counts}):
        apart = f"{file} apart"
        print(
            f"{file}: {right[file]} of {counts[file]} right, {states[file]} by state;"
            f" {states[apart]} of the {counts[apart]} that come near no thread learnt from"
        )
