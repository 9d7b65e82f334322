"""Ingest end to end against the naive way: 50 % new posts, 50 % seen before, 1,000 queries, real Postgres.

The naive way is what a first version does: one compiled regular expression a query and post, vaderSentiment, and
``update_or_create`` a row in autocommit. Both ways store the same rows: mention, raw payload, match, judgement,
question, counters and change. A second, narrower naive way stores the mention alone; it is printed too, so that
nobody has to guess.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from statistics import median
from typing import NamedTuple

from listening.simulator.world import demo_world
from tests.bench.database import database

LIMIT = 50
QUERIES = 1_000
BATCH = 2_000
ROUNDS = 4
NAIVE_POSTS = 50
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def main() -> None:
    """Print posts a second of each way and the ratios; raise ``SystemExit`` below the limit."""
    with database():
        rounds = measure()
    same, alone = (
        median(way.wall / fast.wall for fast, way in ((each[0], each[n]) for each in rounds)) for n in (1, 2)
    )
    rates = [f"{median(1 / spent.wall for spent in way):,.0f}" for way in zip(*rounds, strict=True)]
    print(f"ingest at {QUERIES} queries: {same:.0f}x naive (limit {LIMIT}x), {rates[0]} against {rates[1]} posts/s")
    print(f"ingest at {QUERIES} queries: {alone:.0f}x a naive way that stores the mention alone, {rates[2]} posts/s")
    if same < LIMIT:
        raise SystemExit("ingest is too slow")


class Spent(NamedTuple):
    """Seconds a post: by the clock, and of this process's processor (Postgres has its own)."""

    wall: float
    busy: float


def measure() -> list[tuple[Spent, Spent, Spent]]:
    """Return what a post cost the product and the naive ways, in rounds by turns: a busy machine slows all."""
    from tests.bench import ingest_ways as ways  # noqa: PLC0415 - Django must be set up before models are imported

    names = _names()
    ways.listen_for(names, now=NOW)
    batches = _batches(names)
    patterns = [re.compile(rf"\b{name}\b", re.IGNORECASE) for name in names]
    ways.designed(ways.page_of(batches[0], now=NOW), now=NOW)
    rounds = []
    for number, batch in enumerate(batches[1:]):
        fast = _spent(partial(ways.designed, ways.page_of(batch, now=NOW), now=NOW), len(batch))
        sample = [text for _, text in batch[number * NAIVE_POSTS : (number + 1) * NAIVE_POSTS]]
        naive = partial(ways.naive, sample + sample, patterns, now=NOW)
        slow, narrow = (_spent(partial(naive, mention_only=only), 2 * len(sample)) for only in (False, True))
        rounds.append((fast, slow, narrow))
    return rounds


def _spent(work: Callable[[], object], posts: int) -> Spent:
    wall, busy = time.perf_counter(), time.process_time()
    work()
    return Spent((time.perf_counter() - wall) / posts, (time.process_time() - busy) / posts)


def _names() -> list[str]:
    draw = random.Random(1)
    syllables = re.findall("..", "acmebrizokaluventorquiphasoldexmonrafinexcorbeltyvograzenhulpix")
    names: dict[str, None] = {}
    while len(names) < QUERIES:
        names["".join(draw.choices(syllables, k=3))] = None
    return list(names)


def _batches(names: list[str]) -> list[list[tuple[str, str]]]:
    """Return polls of ``BATCH`` posts each, half of them the second half of the poll before."""
    draw = random.Random(2)
    sayings = sorted({item.text for item in demo_world(NOW).items})
    posts = [(str(n), _text(draw, names, sayings)) for n in range(BATCH // 2 * (ROUNDS + 2))]
    return [posts[start : start + BATCH] for start in range(0, len(posts) - BATCH + 1, BATCH // 2)]


def _text(draw: random.Random, names: list[str], sayings: list[str]) -> str:
    """Return about 280 characters of what the practice world says, with one of the names in it."""
    words: list[str] = []
    while len(words) < 45:
        words += draw.choice(sayings).split()
    words[draw.randrange(45)] = draw.choice(names)
    return " ".join(words[:45])


if __name__ == "__main__":
    main()
