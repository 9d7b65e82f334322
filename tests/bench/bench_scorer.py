"""The whole scorer beside vaderSentiment alone, on one core."""

from __future__ import annotations

from time import process_time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from listening.records import BrandTerms
from listening.scoring.scorer import Scorer
from tests.bench.bench_vader import POSTS, posts, real_texts, seconds

BRANDS = (
    BrandTerms(id=1, name="Acme", kind="own", terms=("Acme", "acmehq")),
    BrandTerms(id=2, name="Globex", kind="competitor", terms=("Globex",)),
)


def main() -> None:
    scorer, oracle = Scorer(), SentimentIntensityAnalyzer()
    sample = real_texts(POSTS) or posts(POSTS)
    length = sum(map(len, sample)) / len(sample)
    plain = len(sample) / seconds(oracle.polarity_scores, sample)
    whole = len(sample) / seconds(scorer.judge, sample)
    branded = len(sample) / seconds(lambda text: scorer.judge(text, brands=BRANDS), sample)
    print(
        f"scorer: {whole / plain:.2f}x vaderSentiment alone ({whole:,.0f} and {plain:,.0f} texts/s, {length:.0f} chars)"
    )
    print(f"scorer: with two brands {branded:,.0f} texts/s")
    times = sorted(_milliseconds(scorer, text) for text in sample)
    print(f"scorer: one text p50 {times[len(times) // 2]:.2f} ms, p99 {times[len(times) * 99 // 100]:.2f} ms")


def _milliseconds(scorer: Scorer, text: str) -> float:
    start = process_time()
    scorer.judge(text)
    return (process_time() - start) * 1000


if __name__ == "__main__":
    main()
