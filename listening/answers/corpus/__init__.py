"""Replies written for this project: what a stranger, the vendor or the asker says below a question, and what it does.

``replies.tsv`` holds one a line: id, role (peer, ours, asker), label, question, text, with line breaks as ``\\n``.
``followups.tsv`` holds what an asker says with what was said to him before: id, label, network, question, who said it
(ours, peer, none), what ("-" for nothing), text.
``openings.tsv`` holds posts that ask or only look like it: id, network, whether it opens its thread, label, text.
"""

from __future__ import annotations

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
    found = []
    lines = Path(__file__).with_name("replies.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if len(fields) != len(Written._fields) or fields[2] not in LABELS.get(fields[1], ()):
            raise ValueError(f"replies.tsv, line {number}: {line[:60]}")
        found.append(Written(*fields[:3], *(field.replace("\\n", "\n") for field in fields[3:])))
    return tuple(found)


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
    found = []
    lines = Path(__file__).with_name("followups.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if len(fields) != len(FollowUp._fields) or fields[1] not in LABELS["asker"] or fields[4] not in WHO:
            raise ValueError(f"followups.tsv, line {number}: {line[:60]}")
        found.append(FollowUp(*(field.replace("\\n", "\n") for field in fields)))
    return tuple(found)


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
    found = []
    lines = Path(__file__).with_name("openings.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        fields = line.split("\t")
        if len(fields) != len(Opening._fields) or fields[2] not in PLACES or fields[3] not in SEEKING:
            raise ValueError(f"openings.tsv, line {number}: {line[:60]}")
        id_, network, place, seeks, text = fields
        found.append(Opening(id_, network, place == "opens", seeks == "seeks", text.replace("\\n", "\n")))
    return tuple(found)
