"""Threads that train nothing, some retold from real ones: their states were written before the engine saw them.

What came out wrong was looked at afterwards to mend causes. Clear is a thread of which both who labelled it said so and
said the same. From ``j`` on one or two others (``*.third.tsv``, ``*.fourth.tsv``) read each of them too, blind as well,
and called clear only what anybody would read so: those are surely clear. Run as
``python -m tests.listening.answers.first_reading`` to see how many of each file come out right.
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
OTHERS = ("third", "fourth")


class Unseen(NamedTuple):
    """A thread and the file it is from; ``sure``, if it is clear to the third and fourth reader too, and the same."""

    file: str
    thread: Labelled
    sure: bool

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
        others = [_said_by(file) for name in OTHERS for file in FOLDER.glob(f"{path.stem}.{name}.tsv")]
        for thread in labelled(path):
            says = (thread.state, "clear")
            if thread.clear:
                yield Unseen(path.stem, thread, bool(others) and all(each[thread.row["id"]] == says for each in others))


def _said_by(file: Path) -> dict[str, tuple[str, str]]:
    """Return by thread the state that a reader gave, and whether it was clear to him."""
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines())
    return {id_: (state, clear) for id_, state, _, clear in rows}


if __name__ == "__main__":
    counts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    states: Counter[str] = Counter()
    known = learnt()
    for each in unseen():
        state, evidence = each.parts()
        of = "apart" if known.nearest(each.thread.row) < NEAR else "near"
        for what in (each.file, f"{each.file} {of}", *((f"{each.file} sure", "sure") if each.sure else ())):
            counts[what] += 1
            states[what] += state
            right[what] += state and evidence
    for file in sorted({name.split()[0] for name in counts} - {"sure"}):
        apart, sure = f"{file} apart", f"{file} sure"
        print(
            f"{file}: {right[file]} of {counts[file]} right, {states[file]} by state;"
            f" {states[apart]} of the {counts[apart]} that come near no thread learnt from,"
            f" {states[sure]} of the {counts[sure]} that are surely clear"
        )
    print(f"surely clear: {states['sure']} of {counts['sure']} by state, {right['sure']} with the evidence")
