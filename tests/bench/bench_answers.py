"""What it saves to walk a thread once for all places, and not to read a post again when its thread is decided again."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from listening.answers import reading
from listening.answers.deciding import decide
from listening.answers.encoder import reading as encoder
from listening.answers.filtering import case_of
from listening.answers.places import Place, places
from listening.answers.records import Spoken
from tests.listening.answers.cases import labelled

LIMIT = 50
"""How many times faster the one walk has to be in a thread of 3,000 posts, each below the one before."""
SOME = 6
"""Every sixth of the labelled threads is decided: a post takes tens of milliseconds to read."""
AGAIN = 10
"""How many times faster threads have to be decided whose posts were read before."""

_NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
_DEPTH = 3_000


def main() -> None:
    """Print a ratio line and the rate over the labelled threads; raise ``SystemExit`` where the limit is missed."""
    posts = [_post(index) for index in range(_DEPTH)]
    question, by_id = posts[0], {post.id: post for post in posts}
    quick = places(question, posts, "reddit")
    if {id_ for id_, place in quick.items() if place == Place.BELOW} != _climbed(question, by_id):
        raise SystemExit("the walk and the climb disagree")
    ratio = _seconds(lambda: _climbed(question, by_id)) / _seconds(lambda: places(question, posts, "reddit"))
    print(f"answers, places in a thread of {_DEPTH:,}: {ratio:.0f}x a climb from each post (limit {LIMIT}x)")
    cases = [case_of(thread.row) for thread in labelled()][::SOME]
    fresh = _seconds(lambda: [decide(case) for case in cases], fresh=True)
    again = _seconds(lambda: [decide(case) for case in cases])
    count = sum(len(case.posts) for case in cases)
    print(f"answers, the labelled threads: {len(cases) / fresh:,.0f} threads/s, {fresh / count * 1e3:.1f} ms a post")
    print(f"answers, the same decided again: {fresh / again:.0f}x as fast (limit {AGAIN}x)")
    if ratio < LIMIT or fresh / again < AGAIN:
        raise SystemExit(f"too slow: {ratio:.0f}x, {fresh / again:.0f}x")


def _post(index: int) -> Spoken:
    return Spoken(id=str(index), parent=str(index - 1) if index else "", at=_NOON + timedelta(minutes=index))


def _climbed(question: Spoken, by_id: dict[str, Spoken]) -> set[str]:
    """Return the ids below the question, each found by climbing from it to the top."""
    found = set()
    for post in by_id.values():
        at, seen = post.parent, {post.id}
        while at in by_id and at not in seen and at != question.id:
            seen.add(at)
            at = by_id[at].parent
        if at == question.id:
            found.add(post.id)
    return found


def _seconds(work: Callable[[], object], *, fresh: bool = False) -> float:
    """Return the processor time of the quickest of three rounds, ``fresh`` without texts that were read before."""
    best = float("inf")
    for _ in range(3):
        if fresh:
            reading.forget()
            encoder.forget()
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    main()
