"""Small threads for tests. Alice asks, Bob speaks for us, Charlie is a stranger, Rita works for a competitor."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from listening.answers.deciding import decide
from listening.answers.records import Case, Decision, Spoken

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
FOLDER = Path(__file__).parent / "threads"
QUESTION = "Does Acme keep backups for longer than 30 days?"
ANSWER = "Yes, up to a year on Business. You can set it under Settings > Backups."


def said(id_: str, author: str, text: str, *, parent: str = "q", minutes: float = 10, **more: Any) -> Spoken:
    return Spoken(id=id_, author=author, text=text, parent=parent, at=NOON + timedelta(minutes=minutes), **more)


def asked(text: str = QUESTION, **more: Any) -> Spoken:
    return said("q", "alice", text, parent=more.pop("parent", ""), minutes=0, **more)


def case(*posts: Spoken, network: str = "reddit", days: float = 2, **more: Any) -> Case:
    known = posts if any(post.id == "q" for post in posts) else (asked(), *posts)
    return Case(
        network=network,
        question="q",
        posts=known,
        now=NOON + timedelta(days=days),
        us=frozenset({"bob", "AcmeHQ"}),
        competitors=frozenset({"rita"}),
        **more,
    )


def found(*posts: Spoken, **more: Any) -> Decision:
    return decide(case(*posts, **more))


def outcome(*posts: Spoken, **more: Any) -> tuple[str, str]:
    decision = found(*posts, **more)
    return decision.state, decision.evidence


class Labelled(NamedTuple):
    """A thread of the files and what is expected of it."""

    row: dict[str, Any]
    state: str
    evidence: str
    clear: bool
    note: str


def labelled(*paths: Path) -> Iterator[Labelled]:
    """Yield every thread of the files that has a label; of those that trained the weights where none is named."""
    for path in paths or sorted(FOLDER.glob("*.jsonl")):
        labels = dict(_labels(path.with_suffix(".labels.tsv").read_text(encoding="utf-8").splitlines()))
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["id"] in labels:
                state, evidence, clear, note = labels[row["id"]]
                yield Labelled(row, state, "" if evidence == "-" else evidence, clear == "clear", note)


def _labels(lines: Iterable[str]) -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    for line in lines:
        id_, state, evidence, clear, note = (*line.split("\t"), "", "", "", "")[:5]
        if state:
            yield id_, (state, evidence, clear, note)
