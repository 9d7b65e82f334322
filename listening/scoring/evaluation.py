"""How well the scorer does on labelled text: F1, AUC and calibration for each set and task."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from listening.records import FLAGS, Verdict
from listening.scoring.scorer import Scorer
from listening.scoring.thresholds import CUTS

TASKS: Final[Mapping[str, str]] = {flag: flag for flag in FLAGS} | {
    "intent": "buying_intent",
    "churn": "churn_risk",
    "bug": "complaint",  # a defect report is a complaint about a product
}
"""Which flag answers which label of a row."""

POLAR: Final = 0.2
"""A sentiment further from 0 than this counts as negative or positive."""

_BINS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One task on one set. ``ece`` is over ten bins of equal width; ``auc`` is None without both classes."""

    name: str
    task: str
    n: int
    positives: int
    f1: float
    precision: float
    recall: float
    auc: float | None
    ece: float | None


def read_rows(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of every ``*.jsonl.gz`` in ``folder``, in order of file name."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                row.setdefault("set", path.name.removesuffix(".jsonl.gz"))
                yield row


def evaluate(rows: Sequence[Mapping[str, Any]], scorer: Scorer) -> tuple[list[Measure], float]:
    """Return the measures of every set and task in ``rows``, and the texts judged a second."""
    start = perf_counter()
    verdicts = [scorer.judge(row["text"])[0] for row in rows]
    seconds = perf_counter() - start
    measures: list[Measure] = []
    for name in sorted({row["set"] for row in rows}):
        chosen = [place for place, row in enumerate(rows) if row["set"] == name]
        labels = [rows[place]["labels"] for place in chosen]
        measures += _measures(name, labels, [verdicts[place] for place in chosen])
    return measures, len(rows) / seconds if seconds else 0.0


def _measures(name: str, labels: list[Mapping[str, Any]], verdicts: list[Verdict]) -> Iterator[Measure]:
    for task, flag in TASKS.items():
        known = [
            (row[task] == 1, verdict) for row, verdict in zip(labels, verdicts, strict=True) if row.get(task) in (0, 1)
        ]
        if known:
            truth = [label for label, _ in known]
            chances = [verdict.probabilities.get(flag, 0.0) for _, verdict in known]
            yield measure(name, task, truth, chances, CUTS[flag].on)
    polar = [
        (row["sentiment"], verdict)
        for row, verdict in zip(labels, verdicts, strict=True)
        if row.get("sentiment") in (-1, 0, 1)
    ]
    if polar:
        yield _sentiment(name, [label for label, _ in polar], [verdict.sentiment or 0.0 for _, verdict in polar])


def measure(name: str, task: str, truth: Sequence[bool], chances: Sequence[float], threshold: float) -> Measure:
    """Return how well ``chances``, cut at ``threshold``, agree with ``truth``."""
    said = [chance >= threshold for chance in chances]
    f1, precision, recall = f1_of(truth, said)
    return Measure(
        name=name, task=task, n=len(truth), positives=sum(truth), f1=f1, precision=precision, recall=recall,
        auc=auc(truth, chances), ece=calibration_error(truth, chances),
    )  # fmt: skip


def _sentiment(name: str, truth: Sequence[int], values: Sequence[float]) -> Measure:
    """Macro averages over the classes of ``truth``; AUC is of negative against the rest."""
    said = [1 if value > POLAR else -1 if value < -POLAR else 0 for value in values]
    classes = sorted(set(truth))
    scores = [f1_of([label == one for label in truth], [label == one for label in said]) for one in classes]
    f1, precision, recall = (sum(score[part] for score in scores) / len(scores) for part in range(3))
    return Measure(
        name=name, task="sentiment", n=len(truth), positives=sum(label == 1 for label in truth), f1=f1,
        precision=precision, recall=recall, ece=None,
        auc=auc([label == -1 for label in truth], [-value for value in values]),
    )  # fmt: skip


def f1_of(truth: Sequence[bool], said: Sequence[bool]) -> tuple[float, float, float]:
    """Return F1, precision and recall; 0 where they are not defined."""
    both = sum(one and other for one, other in zip(truth, said, strict=True))
    precision = both / sum(said) if any(said) else 0.0
    recall = both / sum(truth) if any(truth) else 0.0
    return (2 * precision * recall / (precision + recall) if both else 0.0), precision, recall


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
    lines = [f"{'set':<26}{'task':<15}{'n':>7}{'pos':>7}{'F1':>8}{'prec':>8}{'rec':>8}{'AUC':>8}{'ECE':>8}"]
    for one in measures:
        rest = "".join(
            f"{value:>8.3f}" if value is not None else f"{'–':>8}"
            for value in (one.f1, one.precision, one.recall, one.auc, one.ece)
        )
        lines.append(f"{one.name:<26}{one.task:<15}{one.n:>7}{one.positives:>7}{rest}")
    return [*lines, f"{speed:,.0f} texts a second"]
