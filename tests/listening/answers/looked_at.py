"""Recorded threads that were read by a person, who said before the engine did what became of their questions.

`recorded.tsv` holds no texts: network, thread ("" where the network names none), question, our accounts, state,
evidence, clear or not. Run as `python -m tests.listening.answers.looked_at` to see which come out otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from listening.answers.filtering import decision_of
from tests.listening.answers.recorded import ALL, Row, posts_of

RECORDINGS = Path(__file__).parents[4] / "shared/data/recordings"
LABELS = Path(__file__).with_name("recorded.tsv")
A_DAY = timedelta(days=1)


class Recorded(NamedTuple):
    """A line of the filter and what is expected of it, "" where no reply decided."""

    row: Row
    state: str
    evidence: str

    def comes_out(self) -> bool:
        """Does the engine say the same?"""
        decision = decision_of(self.row)
        return (decision.state, decision.evidence) == (self.state, self.evidence)


def looked_at() -> Iterator[Recorded]:
    """Yield the clear ones of the recorded threads that were read, each as of a day after its last post."""
    known: dict[str, dict[str, dict[str, Row]]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        network, thread, question, us, state, evidence, clear = line.split("\t")
        if network not in known:
            known[network] = posts_of(RECORDINGS, network)
        posts = list(known[network][thread].values()) if thread else _around(question, _all(known[network]))
        row = {
            "id": f"{network} {thread} {question}",
            "network": network,
            "us": us.split(",") if us else [],
            "now": (max(map(_at, posts)) + A_DAY).isoformat(),
            "posts": posts,
            "question": question,
        }
        if clear == "clear":
            yield Recorded(row, state, "" if evidence == "-" else evidence)


def _all(threads: dict[str, dict[str, Row]]) -> dict[str, Row]:
    found = {id_: post for posts in threads.values() for id_, post in posts.items()}
    return found | threads.get(ALL, {})


def _around(question: str, known: dict[str, Row]) -> list[Row]:
    """Return a question, what it replies to, and all below it."""
    found, waiting = {question: known[question]}, [question]
    while waiting:
        below = [post for post in known.values() if post["parent"] == waiting[-1] and post["id"] not in found]
        waiting.pop()
        found |= {post["id"]: post for post in below}
        waiting.extend(post["id"] for post in below)
    above = known.get(known[question]["parent"] or "")
    return [*([above] if above else []), *found.values()]


def _at(post: Row) -> datetime:
    at = datetime.fromisoformat(post["at"])
    return at if at.tzinfo else at.replace(tzinfo=UTC)


if __name__ == "__main__":
    every = list(looked_at())
    wrong = [each for each in every if not each.comes_out()]
    for each in wrong:
        print(f"{each.row['id']}: {each.state} {each.evidence}, comes out as {decision_of(each.row).state}")
    print(f"{len(every) - len(wrong)} of {len(every)} right")
