"""Replies written for this project: what a stranger, the vendor or the asker says below a question, and what it does.

``replies.tsv`` holds one a line: id, role (peer, ours, asker), label, question, text, with line breaks as ``\\n``.
``followups.tsv`` holds what an asker says with what was said to him before: id, label, network, question, who said it
(ours, peer, none), what ("-" for nothing), text.
``openings.tsv`` holds posts that ask or only look like it: id, network, whether it opens its thread, label, text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

LABELS: Final = {
    "peer": frozenset({"answers", "not"}),
    "ours": frozenset({"answers", "holds", "asks"}),
    "asker": frozenset({"solved", "failed", "asks", "supplies", "other"}),
}
WHO: Final = frozenset({"ours", "peer", "none"})
PLACES: Final = frozenset({"opens", "replies"})
SEEKING: Final = frozenset({"seeks", "not"})


class Written(NamedTuple):
    """A reply and what it does for the asker, one of ``LABELS`` of its role."""

    id: str
    role: str
    label: str
    question: str
    text: str


@cache
def replies() -> tuple[Written, ...]:
    """Return all replies. Raises ``ValueError`` naming a line that cannot be read."""
    rows = _rows("replies.tsv", len(Written._fields), lambda row: row[2] in LABELS.get(row[1], ()))
    return tuple(Written(*row) for row in rows)


class FollowUp(NamedTuple):
    """What an asker says, what it does (``LABELS`` of an asker), and what was said to him before by whom."""

    id: str
    label: str
    network: str
    question: str
    who: str
    said: str
    text: str


@cache
def follow_ups() -> tuple[FollowUp, ...]:
    """Return all that askers say to what was said. Raises ``ValueError`` naming a line that cannot be read."""
    rows = _rows("followups.tsv", len(FollowUp._fields), lambda row: row[1] in LABELS["asker"] and row[4] in WHO)
    return tuple(FollowUp(*row) for row in rows)


class Opening(NamedTuple):
    """A post, where it stands, and whether it seeks an answer. We are "acme" in it."""

    id: str
    network: str
    root: bool
    seeks: bool
    text: str


@cache
def openings() -> tuple[Opening, ...]:
    """Return all posts that were written to tell what asks. Raises ``ValueError`` naming a line that cannot be read."""
    rows = _rows("openings.tsv", len(Opening._fields), lambda row: row[2] in PLACES and row[3] in SEEKING)
    return tuple(Opening(row[0], row[1], row[2] == "opens", row[3] == "seeks", row[4]) for row in rows)


def _rows(name: str, width: int, is_known: Callable[[list[str]], bool]) -> Iterator[list[str]]:
    """Yield the fields of each line of a file beside this one, with their line breaks."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        row = line.split("\t")
        if len(row) != width or not is_known(row):
            raise ValueError(f"{name}, line {number}: {line[:60]}")
        yield [field.replace("\\n", "\n") for field in row]
