"""The whole scorer beside vaderSentiment alone, on one core: posts a second, stages, single posts, memory."""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter, process_time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from listening.records import BrandTerms
from listening.scoring import corpus
from listening.scoring.scorer import Scorer
from tests.bench.scorer_stages import print_stages

POSTS, ROUNDS, AT_ONCE = 3_000, 7, 500
"""Posts are judged as the pipeline does, some hundred at once, and their answers let go."""
Row = tuple[str, str, Sequence[BrandTerms]]
ANOTHER = BrandTerms(id=2, name="Globex", kind="competitor", terms=("Globex",))
MOST_P99, MOST_MEGABYTES, MOST_START = 1.0, 80, 0.5  # milliseconds, MB, seconds
HOSTILE = {
    "2,000 emoji": ("😀" * 2_000, 10),
    "10,000 exclamation marks": ("!" * 10_000, 10),
    "1 MB of words": ("the export is broken and nobody helps " * 28_000, 100),
    "1 MB without a space": ("a" * 1_000_000, 100),
}
"""Texts, and the milliseconds that they may take."""

START = """
from time import perf_counter
begun = perf_counter()
from listening.scoring.scorer import Scorer
imported = perf_counter()
Scorer()
print(imported - begun, perf_counter() - imported)
"""
MEMORY = """
import sys
from listening.scoring.__main__ import main
if main([]):
    sys.exit("a line was not scored")
with open("/proc/self/status") as status:
    sys.stderr.write(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def sampled() -> list[corpus.CorpusPost]:
    """Return posts of the corpus in all its languages, of mixed lengths."""
    found = [post for language in corpus.languages() for post in corpus.posts(language)]
    random.Random(7).shuffle(found)
    return found[:POSTS]


def brand_of(post: corpus.CorpusPost) -> BrandTerms:
    return BrandTerms(id=1, name=post.brand, kind="own", terms=(post.brand,))


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time of one run."""
    begun = process_time()
    run()
    return process_time() - begun


def judged(scorer: Scorer, rows: Sequence[Row]) -> None:
    """Judge rows and let the answers go."""
    for first in range(0, len(rows), AT_ONCE):
        scorer.judge_many(rows[first : first + AT_ONCE])


def main() -> None:
    scorer, oracle, sample = Scorer(), SentimentIntensityAnalyzer(), sampled()
    own = [brand_of(post) for post in sample]
    none, one, two = (
        [(post.text, post.channel, brands) for post, brands in zip(sample, each, strict=True)]
        for each in ([()] * len(sample), [(brand,) for brand in own], [(brand, ANOTHER) for brand in own])
    )
    runs: dict[str, Callable[[], object]] = {
        "vaderSentiment alone": lambda: [oracle.polarity_scores(post.text) for post in sample],
        "no brand": lambda: judged(scorer, none),
        "one brand": lambda: judged(scorer, one),
        "two brands": lambda: judged(scorer, two),
    }
    for run in runs.values():  # rules are compiled and words met before anything is measured
        run()
    # The corpus is a hundred thousand objects that no scoring process has: the collector need not walk them.
    gc.collect()
    gc.freeze()
    rounds = [{name: seconds(run) for name, run in runs.items()} for _ in range(ROUNDS)]
    print_rates(rounds, len(sample), sum(len(post.text) for post in sample) / len(sample))
    print_stages({name: run for name, run in runs.items() if "brand" in name}, len(sample), ROUNDS)
    # the least of three: what else the machine does is not ours
    times = sorted(min(_milliseconds(scorer, post.text) for _ in range(3)) for post in sample)
    print(f"scorer: one post p50 {times[len(times) // 2]:.2f} ms, p99 {times[len(times) * 99 // 100]:.2f}", end="")
    print(f" ms (limit {MOST_P99})")
    for name, (text, most) in HOSTILE.items():
        print(f"scorer: {name} {median(_milliseconds(scorer, text) for _ in range(ROUNDS)):.1f} ms (limit {most})")
    print_process(sample)


def print_rates(rounds: list[dict[str, float]], posts: int, length: float) -> None:
    """Print posts a second, and how they compare within a round: another process disturbs all that run beside it."""
    alone = "vaderSentiment alone"
    for name in rounds[0]:
        rate, best = (posts / choose([each[name] for each in rounds]) for choose in (median, min))
        ratio = median(each[alone] / each[name] for each in rounds)
        print(f"scorer: {name} {rate:,.0f} posts/s of {length:.0f} characters, at best {best:,.0f}", end="")
        print("" if name == alone else f", {ratio:.2f}x vaderSentiment alone")


def print_process(sample: list[corpus.CorpusPost]) -> None:
    """Print what a fresh process takes to start, and its memory after 10,000 posts."""
    starts = [[*map(float, _fresh(START, "")[0].split())] for _ in range(3)]
    imported, made = (median(each) for each in zip(*starts, strict=True))
    print(f"scorer: import {imported:.2f} s, first Scorer() {made:.2f} s (limit {MOST_START} each)")
    lines = [
        json.dumps({"text": f"{post.text} {turn}", "brands": [{"id": 1, "terms": [post.brand]}]})
        for turn in range(4)
        for post in sample
    ]
    kilobytes = int(_fresh(MEMORY, "\n".join(lines[:10_000]) + "\n")[1])
    print(f"scorer: {kilobytes / 1000:.0f} MB at most after 10,000 posts (limit {MOST_MEGABYTES})")


def _fresh(code: str, given: str) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr


def _milliseconds(scorer: Scorer, text: str) -> float:
    begun = perf_counter()
    scorer.judge(text)
    return (perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
