"""VADER's equivalent against vaderSentiment: speed on posts of 280 characters, and equality on 100,000 texts."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from time import process_time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from listening.scoring import vader
from tests.listening.scoring.texts import texts

LABELLED = Path(__file__).parents[3] / "shared/data/scoring"
TEXTS = 100_000
POSTS = 3_000
PLAIN = (
    "we moved the whole sales team over in spring and the import of contacts took about an hour but since the last "
    "release the weekly report is great or slow or broken and nobody on support will say why it is not fixed very good"
)


def posts(count: int) -> list[str]:
    """Return posts of about 280 characters in which one word in seven or so carries a valence, as in real ones."""
    dice, words = random.Random(7), PLAIN.split()
    return [" ".join(dice.choice(words) for _ in range(56)) + dice.choice([".", "!", "?"]) for _ in range(count)]


def real_texts(most: int) -> list[str]:
    """Return up to ``most`` labelled texts, if they lie beside the checkout."""
    found = []
    for path in sorted(LABELLED.glob("*/*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for line in lines]
    random.Random(7).shuffle(found)
    return found[:most]


def seconds(score: Callable[[str], object], sample: list[str]) -> float:
    """Return the least processor time of three runs over ``sample``."""

    def once() -> float:
        start = process_time()
        for text in sample:
            score(text)
        return process_time() - start

    return min(once() for _ in range(3))


def main() -> None:
    oracle = SentimentIntensityAnalyzer()
    sample = posts(POSTS)
    ratio = seconds(oracle.polarity_scores, sample) / seconds(vader.scores, sample)
    real = real_texts(TEXTS // 2)
    compared = [*real, *texts(TEXTS - len(real), seed=11)]
    differences = sum(vader.scores(text)._asdict() != oracle.polarity_scores(text) for text in compared)
    print(f"vader: {ratio:.1f}x vaderSentiment, {differences} differences on {len(compared):,} texts")
    emoji = "😀" * 2_000
    print(f"vader: 2,000 emoji in one text {seconds(vader.scores, [emoji]) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
