"""How much one automaton over all queries saves against one regular expression per query, at equal answers."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

from listening.query import CompiledQuery, Document, Matcher, parse

LIMITS = {1_000: 100, 10_000: 500}
"""Number of queries → how many times faster the matcher has to be."""

_SYLLABLES = re.findall("..", "acmebrizokaluventorquiphasoldexmonrafinexcorbeltyvograzenhulpix")
_FILLER = re.findall(r"\w+", "we moved our data last week and nobody answered the ticket so I wonder what others do")
_POSTS = 2_000
_NAIVE_BUDGET = 20_000  # query-post pairs that the naive side gets to do; it is linear, so a sample will do


def main() -> None:
    """Print a ratio line for each number of queries; raise ``SystemExit`` where a limit is missed."""
    missed = []
    for count, limit in LIMITS.items():
        ratio, rate = measure(count)
        print(f"matcher {count} queries: {ratio:.0f}x naive (limit {limit}x), {rate:,.0f} posts/s")
        if ratio < limit:
            missed.append(count)
    if missed:
        raise SystemExit(f"too slow at {missed}")


def measure(count: int) -> tuple[float, float]:
    """Return how many times faster the matcher is than ``count`` regular expressions a post, and its posts a second."""
    draw = random.Random(count)
    brands = _brands(draw, count)
    matcher = Matcher(
        CompiledQuery(query_id=index, brand_id=1, version=1, tree=parse(_expression(brand)))
        for index, brand in enumerate(brands)
    )
    patterns = [_naive(brand) for brand in brands]
    posts = [_post(draw, brands) for _ in range(_POSTS)]
    sample = posts[: max(4, _NAIVE_BUDGET // count)]
    answers = [[hit.query_id for hit in matcher.match(Document(text=post))] for post in sample]
    if answers != [_naive_hits(patterns, post) for post in sample]:
        raise SystemExit("the matcher and the regular expressions disagree")
    fast = _seconds(lambda: [matcher.match(Document(text=post)) for post in posts]) / len(posts)
    slow = _seconds(lambda: [_naive_hits(patterns, post) for post in sample]) / len(sample)
    return slow / fast, 1 / fast


def _brands(draw: random.Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        names["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4)))] = None
    return list(names)


def _expression(brand: str) -> str:
    return f'("{brand} cloud" OR @{brand} OR {brand}.com) NOT (jobs OR hiring)'


def _naive(brand: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    wanted = rf"(?<!\w)(?:{brand}\W+cloud|@{brand}|{brand}\.com)(?!\w)"
    return re.compile(wanted, re.IGNORECASE), re.compile(r"(?<!\w)(?:jobs|hiring)(?!\w)", re.IGNORECASE)


def _naive_hits(patterns: list[tuple[re.Pattern[str], re.Pattern[str]]], post: str) -> list[int]:
    return [
        index for index, (wanted, unwanted) in enumerate(patterns) if wanted.search(post) and not unwanted.search(post)
    ]


def _post(draw: random.Random, brands: list[str]) -> str:
    """Return about 280 characters with none to three brands in it."""
    words = draw.choices(_FILLER, k=45)
    for _ in range(draw.randint(0, 3)):
        brand = draw.choice(brands)
        words.insert(draw.randrange(len(words)), draw.choice((f"{brand.title()} Cloud", f"@{brand}", f"{brand}.com")))
    if draw.random() < 0.1:
        words.append("(hiring)")
    return " ".join(words)[:400]


def _seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the processor time of the quickest round: other processes of a shared machine do not count."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    main()
