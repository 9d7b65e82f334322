"""``python -m listening.scoring.training.comparing [DIR] [--ship FOLDER]``: our scorer beside plain ones, same texts.

The plain ones: VADER (a complaint from a compound of -0.05 down, sentiment at 0.05), "?" for questions, and a logistic
regression of TF-IDF words and letters that learns from the rows that train the artefact (``--ship`` is the folder that
``make train`` was given). Each is measured on the held-out fifth of the corpus and on ``DIR``, with the F1 of 95 in 100
samples drawn anew. Sets that trained are of no use in ``DIR``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from listening.records import FLAGS
from listening.scoring import corpus, vader
from listening.scoring.evaluation import (
    TASKS,
    Labelled,
    Measure,
    held_out,
    judged,
    measure,
    measure_sentiment,
    of_rows,
    read_rows,
    side,
)
from listening.scoring.prepared import OURS, Prepared, filled, occurrences, prepare
from listening.scoring.reading import ENGLISH
from listening.scoring.scorer import Scorer
from listening.scoring.training import calibrating
from listening.scoring.training.rows import FOLDS, Row, all_rows
from listening.scoring.training.tfidf import Matrix, Tfidf, best_cut

NEUTRAL: Final = 0.05
"""VADER's own threshold of sentiment."""
SIDES: Final = ("negative", "positive")
HEADS: Final = (*FLAGS, *SIDES)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one contender says of texts: by flag a score and a yes or no for each text; ``mood`` is score and class."""

    flags: Mapping[str, tuple[Sequence[float], Sequence[bool]]]
    mood: tuple[Sequence[float], Sequence[int]] | None = None


def ours(rows: Sequence[Labelled], scorer: Scorer) -> Opinion:
    """Return what the scorer says."""
    verdicts, _ = judged(rows, scorer)
    flags = {
        flag: ([one.probabilities.get(flag, 0.0) for one in verdicts], [flag in one.on for one in verdicts])
        for flag in FLAGS
    }
    values = [one.sentiment or 0.0 for one in verdicts]
    return Opinion(flags, (values, [side(value) for value in values]))


def lexicon(rows: Sequence[Labelled]) -> Opinion:
    """Return what VADER says of the plain texts, and "?" of questions."""
    compounds = [vader.scores(row.text).compound for row in rows]
    asks = ["?" in row.text for row in rows]
    return Opinion(
        {
            "complaint": ([-one for one in compounds], [one <= -NEUTRAL for one in compounds]),
            "question": ([float(one) for one in asks], asks),
        },
        (compounds, [int(one >= NEUTRAL) - int(one <= -NEUTRAL) for one in compounds]),
    )


def questions_only(rows: Sequence[Labelled]) -> Opinion:
    """Return what "?" says, where no lexicon speaks the language."""
    return Opinion({"question": lexicon(rows).flags["question"]})


class Learner:
    """The TF-IDF regression of one language, with thresholds from the fold that it was not fitted on."""

    def __init__(self, rows: Sequence[Row]) -> None:
        there = [row for row in rows if not row.held_out]
        texts = [row.reading.lower for row in there]
        y, weights = _numbers(there)
        folds = np.array([row.fold for row in there])
        rest, aside = np.flatnonzero(folds != FOLDS - 1), np.flatnonzero(folds == FOLDS - 1)
        first = Tfidf([texts[at] for at in rest], y[rest], weights[rest])
        unseen = first.chances([texts[at] for at in aside])
        self._cuts = [_cut(unseen[:, at], y[aside, at], weights[aside, at]) for at in range(len(HEADS))]
        moody = weights[aside][:, HEADS.index("negative")] > 0
        low, high = (unseen[moody, HEADS.index(head)] for head in SIDES)
        mood = y[aside][moody, HEADS.index("positive")] - y[aside][moody, HEADS.index("negative")]
        self._factors = calibrating.sentiment(low, high, mood, 1.0)
        self._made = Tfidf(texts, y, weights)

    def __call__(self, rows: Sequence[Labelled]) -> Opinion:
        """Return what it says of texts."""
        found = self._made.chances([as_read(row) for row in rows])
        flags = {
            flag: (found[:, at].tolist(), (found[:, at] >= self._cuts[at]).tolist()) for at, flag in enumerate(FLAGS)
        }
        difference = found[:, HEADS.index("positive")] - found[:, HEADS.index("negative")]
        scaled = np.where(difference > 0, difference * self._factors[1], difference * self._factors[0]).tolist()
        return Opinion(flags, (scaled, [side(value, 1.0) for value in scaled]))


def _numbers(rows: Sequence[Row]) -> tuple[Matrix, Matrix]:
    y, weights = np.zeros((len(rows), len(HEADS))), np.zeros((len(rows), len(HEADS)))
    for at, row in enumerate(rows):
        for place, head in enumerate(HEADS):
            if head in row.labels:
                y[at, place], weights[at, place] = row.labels[head], row.weight
    return y, weights


def _cut(chance: Matrix, truth: Matrix, weights: Matrix) -> float:
    known = weights > 0
    return best_cut(chance[known], truth[known])


def as_read(row: Labelled) -> str:
    """Return the text as training reads it: no code, no addresses, its brand masked."""
    ready: Prepared = prepare(row.text)
    lower = ready.lower
    for brand in row.brands:
        lower = filled(lower, occurrences(ready.prose, brand), OURS)
    return lower


def measures(rows: Sequence[Labelled], said: Opinion) -> Iterator[tuple[tuple[str, str], Measure]]:
    """Yield by (set, task) how well an opinion fits the labels."""
    for name in sorted({name for row in rows for name in row.sets}):
        places = [at for at, row in enumerate(rows) if name in row.sets]
        for task, flag in TASKS.items():
            known = [at for at in places if rows[at].labels.get(task) in (0, 1)]
            if known and flag in said.flags:
                scores, calls = said.flags[flag]
                truth = [rows[at].labels[task] == 1 for at in known]
                chosen = [scores[at] for at in known], [calls[at] for at in known]
                yield (name, task), measure(name, task, truth, *chosen, sure=False)
        polar = [at for at in places if rows[at].labels.get("sentiment") in (-1, 0, 1)]
        if polar and said.mood:
            values, classes = ([part[at] for at in polar] for part in said.mood)
            moods = [rows[at].labels["sentiment"] for at in polar]
            yield (name, "sentiment"), measure_sentiment(name, moods, values, [int(one) for one in classes])


def compared(rows: Sequence[Labelled], learner: Learner, language: str) -> list[str]:
    """Return a line a set and task, with F1, its interval and AUC of each contender."""
    plain = lexicon(rows) if language == ENGLISH else questions_only(rows)
    columns = [dict(measures(rows, said)) for said in (ours(rows, Scorer()), plain, learner(rows))]
    lines = []
    for (name, task), one in columns[0].items():
        shown = "".join(_cell(column.get((name, task))) for column in columns)
        lines.append(f"{name:<26}{task:<15}{one.n:>7}{one.positives:>7}{shown}")
    return lines


def _cell(one: Measure | None) -> str:
    if one is None:
        return f"{'–':>24}"
    order = "–" if one.auc is None else f"{one.auc:.3f}"
    return f"{one.f1:>8.3f} {one.interval[0]:.2f}–{one.interval[1]:.2f}{order:>6}"


def heading() -> list[str]:
    """Return the two lines above the table."""
    cells = "".join(f"{name:>24}" for name in ("ours", "VADER or “?”", "TF-IDF"))
    return [f"{'':<55}{cells}", f"{'set':<26}{'task':<15}{'n':>7}{'pos':>7}" + f"{'F1':>8} {'95 %':>9}{'AUC':>6}" * 3]


def _tell(lines: Sequence[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> None:
    """Train the plain ones and print the table."""
    asked = argparse.ArgumentParser(prog="python -m listening.scoring.training.comparing", description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, help="more labelled texts, *.jsonl.gz, in English")
    asked.add_argument("--ship", type=Path, help="the folder that training was given")
    given = asked.parse_args(arguments)
    for folder in (given.folder, given.ship):
        if folder is not None and not any(folder.glob("*.jsonl.gz")):
            asked.error(f"{folder} holds no *.jsonl.gz")
    _tell(heading())
    for language in corpus.languages():
        learner = Learner(all_rows(language, given.ship))
        rows = [row for row in held_out() if row.language == language]
        if language == ENGLISH and given.folder is not None:
            more: list[dict[str, Any]] = list(read_rows(given.folder))
            rows += of_rows(more)
        _tell(compared(rows, learner, language))


if __name__ == "__main__":
    main()
