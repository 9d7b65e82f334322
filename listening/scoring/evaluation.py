"""How well the scorer does on labelled text: F1, AUC and calibration for each set and task."""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import numpy as np

from listening.records import FLAGS, BrandTerms, Verdict
from listening.scoring import corpus
from listening.scoring.scorer import Scorer

TASKS: Final[Mapping[str, str]] = {flag: flag for flag in FLAGS} | {
    "intent": "buying_intent",
    "churn": "churn_risk",
    "bug": "complaint",  # a defect report is a complaint about a product
}
"""Which flag answers which label of a row."""

POLAR: Final = 0.2
"""A sentiment further from 0 than this counts as negative or positive."""

CORPUS: Final = "corpus"
"""Stands for the held-out fifth of the corpus where a folder is asked for."""
GROUPS: Final[Mapping[str, str]] = (
    dict.fromkeys(("x", "mastodon", "bluesky"), "short posts")
    | dict.fromkeys(("linkedin", "blog", "news"), "articles")
    | dict.fromkeys(("reddit", "hackernews", "forum", "youtube"), "communities")
    | {"github": "github", "review": "reviews", "appstore": "reviews"}
)
"""The channels of the corpus by what is written there."""

FEWEST: Final = 30
"""Posts of a group below which its figures say nothing."""

_BINS: Final = 10
_DRAWS: Final = 2_000
_SEED: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A text, what it is, and what scoring is told of it. ``sets`` are the tables in which it counts."""

    sets: tuple[str, ...]
    text: str
    labels: Mapping[str, Any]
    network: str = ""
    brands: tuple[BrandTerms, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One task on one set.

    ``interval`` holds F1 in 95 of 100 samples drawn anew (bootstrap); ``ece`` is over ten bins of equal width; ``auc``
    is None without both classes. Sentiment: macro averages, positives are positive posts, AUC of negative against the
    rest. Reason: of the complaints' reasons, precision is the share of right ones among those told, recall among all.
    """

    name: str
    task: str
    n: int
    positives: int
    f1: float
    precision: float
    recall: float
    interval: tuple[float, float]
    auc: float | None = None
    ece: float | None = None


class BadRow(ValueError):
    """A row that cannot be measured; says in which file and line, and what is wrong."""


def read_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of every ``*.jsonl.gz`` in ``folder``, in order of file name. Raises ``BadRow``."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        line = 1
        try:
            with gzip.open(path, "rt", encoding="utf-8") as rows:
                for row in rows:
                    yield {"set": path.name.removesuffix(".jsonl.gz"), **_row(json.loads(row))}
                    line += 1
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise BadRow(f"{path.name}, line {line}: {error}") from error


def _row(row: Any) -> dict[str, Any]:
    if not (isinstance(row, dict) and isinstance(row.get("text"), str) and isinstance(row.get("labels"), dict)):
        raise ValueError("a row is an object with text and labels")
    return row


def of_rows(rows: Sequence[Mapping[str, Any]]) -> list[Labelled]:
    """Return the rows of a folder: no brand is known of them, the network where they name it."""
    return [
        Labelled(sets=(row["set"],), text=row["text"], labels=row["labels"], network=row.get("network") or "")
        for row in rows
    ]


def held_out() -> list[Labelled]:
    """Return the fifth of the corpus that nothing was trained on, with brand and network as the product has them.

    The hard cases and the everyday posts of a language count apart, each as a whole and by group of channels, where a
    group has ``FEWEST`` posts.
    """
    found = [
        _of_post(post, language) for language in corpus.languages() for post in corpus.posts(language) if post.held_out
    ]
    seen = Counter(name for row in found for name in row.sets)
    return [replace(row, sets=tuple(name for name in row.sets if seen[name] >= FEWEST)) for row in found]


def _of_post(post: corpus.CorpusPost, language: str) -> Labelled:
    heads = post.labels.heads
    labels: dict[str, Any] = {flag: int(flag in heads) for flag in FLAGS}
    kind = f"{language} {'everyday' if post.everyday else 'hard'}"
    return Labelled(
        sets=(kind, f"{kind}, {GROUPS[post.channel]}"),
        text=post.text,
        labels=labels | {"sentiment": post.labels.sentiment, "reason": post.labels.reason or None},
        network=post.channel,
        brands=(BrandTerms(id=1, name=post.brand, kind="own", terms=(post.brand,)),),
        language=language,
    )


def judged(rows: Sequence[Labelled], scorer: Scorer) -> tuple[list[Verdict], float]:
    """Return a verdict for each of ``rows``, and the texts judged a second."""
    start = perf_counter()
    found = scorer.judge_many((row.text, row.network, row.brands) for row in rows)
    verdicts = [next(iter(each.values())) for each in found]
    seconds = perf_counter() - start
    return verdicts, len(rows) / seconds if seconds else 0.0


def evaluate(rows: Sequence[Labelled], scorer: Scorer) -> tuple[list[Measure], float]:
    """Return the measures of every set and task in ``rows``, and the texts judged a second.

    A text that is not scored counts as one without flags and mood. Whether a post is about the brand at all is
    measured elsewhere (``relevance_training --check``); here no flag is held back for it.
    """
    verdicts, speed = judged(rows, scorer)
    measures: list[Measure] = []
    for name in sorted({name for row in rows for name in row.sets}):
        measures += _measures(
            name, [(row.labels, verdict) for row, verdict in zip(rows, verdicts, strict=True) if name in row.sets]
        )
    return measures, speed


def _measures(name: str, pairs: list[tuple[Mapping[str, Any], Verdict]]) -> Iterator[Measure]:
    for task, flag in TASKS.items():
        known = [(labels[task] == 1, verdict) for labels, verdict in pairs if labels.get(task) in (0, 1)]
        if known:
            chances = [verdict.probabilities.get(flag, 0.0) for _, verdict in known]
            yield measure(name, task, [label for label, _ in known], chances, [flag in one.on for _, one in known])
    polar = [(labels["sentiment"], verdict) for labels, verdict in pairs if labels.get("sentiment") in (-1, 0, 1)]
    if polar:
        values = [verdict.sentiment or 0.0 for _, verdict in polar]
        yield measure_sentiment(name, [label for label, _ in polar], values, [side(value) for value in values])
    reasons = [
        (labels["reason"], one.complaint_reason) for labels, one in pairs if labels.get("reason") in corpus.REASONS
    ]
    if reasons:
        yield _measure_reasons(name, reasons)


def side(value: float, polar: float = POLAR) -> int:
    """Return the class of a sentiment: -1, 0 or 1."""
    return 1 if value > polar else -1 if value < -polar else 0


def measure(
    name: str, task: str, truth: Sequence[bool], chances: Sequence[float], said: Sequence[bool], *, sure: bool = True
) -> Measure:
    """Return how well ``said`` and ``chances`` agree with ``truth``. Not ``sure``: chances are only an order."""
    f1, precision, recall = f1_of(truth, said)
    return Measure(
        name=name, task=task, n=len(truth), positives=sum(truth), f1=f1, precision=precision, recall=recall,
        interval=f1_interval(truth, said, (True,)), auc=auc(truth, chances),
        ece=calibration_error(truth, chances) if sure else None,
    )  # fmt: skip


def measure_sentiment(name: str, truth: Sequence[int], values: Sequence[float], said: Sequence[int]) -> Measure:
    """Return macro averages over the classes of ``truth``; AUC is of negative against the rest, by ``values``."""
    classes = sorted(set(truth))
    scores = [f1_of([label == one for label in truth], [label == one for label in said]) for one in classes]
    f1, precision, recall = (sum(score[part] for score in scores) / len(scores) for part in range(3))
    return Measure(
        name=name, task="sentiment", n=len(truth), positives=sum(label == 1 for label in truth), f1=f1,
        precision=precision, recall=recall, interval=f1_interval(truth, said, classes),
        auc=auc([label == -1 for label in truth], [-value for value in values]),
    )  # fmt: skip


def _measure_reasons(name: str, pairs: Sequence[tuple[str, str]]) -> Measure:
    told = sum(bool(said) for _, said in pairs)
    right = sum(true == said for true, said in pairs)
    n = len(pairs)
    draws = np.random.default_rng(_SEED).multinomial(n, [right / n, (told - right) / n, 1 - told / n], _DRAWS)
    f1s = 2 * draws[:, 0] / (n + draws[:, 0] + draws[:, 1])
    low, high = np.quantile(f1s, (0.025, 0.975))
    return Measure(
        name=name, task="reason", n=n, positives=n, f1=2 * right / (n + told),
        precision=right / told if told else 0.0, recall=right / n, interval=(float(low), float(high)),
    )  # fmt: skip


def f1_of(truth: Sequence[bool], said: Sequence[bool]) -> tuple[float, float, float]:
    """Return F1, precision and recall; 0 where they are not defined."""
    both = sum(one and other for one, other in zip(truth, said, strict=True))
    precision = both / sum(said) if any(said) else 0.0
    recall = both / sum(truth) if any(truth) else 0.0
    return (2 * precision * recall / (precision + recall) if both else 0.0), precision, recall


def f1_interval(truth: Sequence[Any], said: Sequence[Any], classes: Sequence[Any]) -> tuple[float, float]:
    """Return the F1, averaged over ``classes``, that 95 of 100 samples drawn anew from these have; same in, same out.

    F1 depends on the counts of (true, said) alone, so those are drawn, not the texts.
    """
    counts = Counter(zip(truth, said, strict=True))
    cells = sorted(counts)
    drawn = np.random.default_rng(_SEED).multinomial(len(truth), [counts[cell] / len(truth) for cell in cells], _DRAWS)
    f1s = np.zeros(_DRAWS)
    for one in classes:
        true = drawn[:, [cell[0] == one for cell in cells]].sum(1)
        called = drawn[:, [cell[1] == one for cell in cells]].sum(1)
        both = drawn[:, [cell == (one, one) for cell in cells]].sum(1)
        f1s += 2 * both / np.maximum(true + called, 1) / len(classes)
    low, high = np.quantile(f1s, (0.025, 0.975))
    return float(low), float(high)


def auc(truth: Sequence[bool], chances: Sequence[float]) -> float | None:
    """Return the chance that a positive ranks above a negative, ties counting half; None without both."""
    positives, negatives = sum(truth), len(truth) - sum(truth)
    if not positives or not negatives:
        return None
    order = sorted(range(len(chances)), key=chances.__getitem__)
    ranks, place = 0.0, 0
    while place < len(order):
        end = place
        while end < len(order) and chances[order[end]] == chances[order[place]]:
            end += 1
        ranks += (place + end + 1) / 2 * sum(truth[index] for index in order[place:end])
        place = end
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def calibration_error(truth: Sequence[bool], chances: Sequence[float]) -> float:
    """Return the expected calibration error over ten bins of equal width."""
    bins: list[list[int]] = [[] for _ in range(_BINS)]
    for index, chance in enumerate(chances):
        bins[min(int(chance * _BINS), _BINS - 1)].append(index)
    gaps = (abs(sum(chances[i] for i in found) - sum(truth[i] for i in found)) for found in bins)
    return sum(gaps) / len(truth) if truth else 0.0


def table(measures: Sequence[Measure], speed: float) -> list[str]:
    """Return the measures as lines of a table, with the speed last."""
    lines = [
        f"{'set':<26}{'task':<15}{'n':>7}{'pos':>7}{'F1':>8}{'prec':>8}{'rec':>8}{'AUC':>8}{'ECE':>8}{'F1 95 %':>12}"
    ]
    for one in measures:
        rest = "".join(
            f"{value:>8.3f}" if value is not None else f"{'–':>8}"
            for value in (one.f1, one.precision, one.recall, one.auc, one.ece)
        )
        span = f"{one.interval[0]:.2f}–{one.interval[1]:.2f}"
        lines.append(f"{one.name:<26}{one.task:<15}{one.n:>7}{one.positives:>7}{rest}{span:>12}")
    return [*lines, f"{speed:,.0f} texts a second"]
