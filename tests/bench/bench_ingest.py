"""Ingest end to end against the naive way: 50 % new posts, 50 % seen before, 1,000 queries, real Postgres.

The naive way is what a first version does: one compiled regular expression a query and post, vaderSentiment, and
``update_or_create`` a row in autocommit. Both store the same mentions.
"""

from __future__ import annotations

import random
import re
import time
from datetime import UTC, datetime, timedelta

from tests.bench.database import database

LIMIT = 50
QUERIES = 1_000
BATCH = 2_000
ROUNDS = 4
NAIVE_POSTS = 150
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
_SPEECH = (
    "we moved our data last week and nobody answered the ticket so i wonder what others do about retries when the queue "
    "is slow again really great support team helped us fix the broken export but the price went up why"
)
WORDS = re.findall("[a-z]+", _SPEECH)


def main() -> None:
    """Print posts a second of both ways and their ratio; raise ``SystemExit`` below the limit."""
    with database():
        fast, slow = measure()
    print(
        f"ingest at {QUERIES} queries: {fast / slow:.0f}x naive (limit {LIMIT}x), {fast:,.0f} against {slow:,.0f} posts/s"
    )
    if fast / slow < LIMIT:
        raise SystemExit("ingest is too slow")


def measure() -> tuple[float, float]:
    """Return (posts a second of the product, of the naive way)."""
    from tests.bench import ingest_ways as ways  # noqa: PLC0415 - Django must be set up before models are imported

    names = _names()
    ways.listen_for(names, now=NOW)
    batches = _batches(names)
    ways.designed(batches[0], now=NOW)  # warm: the automaton is built once an edit, not once a poll
    started = time.perf_counter()
    for batch in batches[1:]:
        ways.designed(batch, now=NOW)
    fast = sum(map(len, batches[1:])) / (time.perf_counter() - started)
    patterns = [re.compile(rf"\b{name}\b", re.IGNORECASE) for name in names]
    sample = [text for _id, text in batches[1]][:NAIVE_POSTS]
    started = time.perf_counter()
    ways.naive(sample + sample, patterns, now=NOW)
    return fast, 2 * len(sample) / (time.perf_counter() - started)


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
    posts = [(str(n), _text(draw, names)) for n in range(BATCH // 2 * (ROUNDS + 2))]
    return [posts[start : start + BATCH] for start in range(0, len(posts) - BATCH + 1, BATCH // 2)]


def _text(draw: random.Random, names: list[str]) -> str:
    words = draw.choices(WORDS, k=45)
    words[draw.randrange(45)] = draw.choice(names)
    return " ".join(words)


def created(number: int) -> datetime:
    """Return when the n-th post was published: spread over a week."""
    return NOW - timedelta(minutes=number % 10_000)


if __name__ == "__main__":
    main()
