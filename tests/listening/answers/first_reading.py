"""Threads that train nothing, some retold from real ones: their states were written before the engine saw them.

Of each file every second thread, from the second on, was looked at afterwards to mend causes; the others never were.
Run as `python -m tests.listening.answers.first_reading` to see how many of each come out right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from listening.answers.filtering import decision_of
from tests.listening.answers.cases import Labelled, labelled

FOLDER = Path(__file__).parent / "unseen"


class Unseen(NamedTuple):
    """A thread, the file it is from, and whether it was looked at."""

    file: str
    looked_at: bool
    thread: Labelled

    def comes_out(self) -> bool:
        """Does the engine say what the label says?"""
        decision = decision_of(self.thread.row)
        return (decision.state, decision.evidence) == (self.thread.state, self.thread.evidence)


def unseen() -> Iterator[Unseen]:
    """Yield every clear thread of the folder."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        for place, thread in enumerate(labelled(path)):
            if thread.clear:
                yield Unseen(path.stem, bool(place % 2), thread)


if __name__ == "__main__":
    counts: Counter[tuple[str, bool]] = Counter()
    right: Counter[tuple[str, bool]] = Counter()
    for each in unseen():
        counts[each.file, each.looked_at] += 1
        right[each.file, each.looked_at] += each.comes_out()
    for file, looked_at in sorted(counts):
        how = "looked at" if looked_at else "never looked at"
        print(f"{file}, {how}: {right[file, looked_at]} of {counts[file, looked_at]} right")
