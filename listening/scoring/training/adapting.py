"""``python -m listening.scoring.training.adapting [DIR]``: what learning from n labels does to posts it did not see.

Half of each set (at most ``MOST`` posts) is only measured on; labels are drawn at random from the other half,
``DRAWS`` times, learnt from as an installation learns, and the moved scoring judges the first half. Sets are the
held-out fifth of the corpus by language, and the ``*.jsonl.gz`` of ``DIR``. Same sets, same version, same table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean
from typing import Final

import numpy as np

from listening.scoring.adaptation import Example, adapt, heard
from listening.scoring.artefact import shipped
from listening.scoring.evaluation import GROUPS, TASKS, Labelled, f1_of, held_out, judged, of_rows, read_rows
from listening.scoring.scorer import NO_BRAND, Scorer

LABELS: Final = (40, 100, 300)
DRAWS: Final = 12
MOST: Final = 1_000
FEWEST: Final = 20
"""Posts of either kind that both halves must have."""
TOLD: Final = ("complaint", "bug", "question", "suggestion", "praise")
"""The tasks that are common enough in most sets."""
_SEED: Final = 7


@dataclass(frozen=True, slots=True)
class Fit:
    """How well probabilities fit a set: log-loss in nats, F1 at the threshold."""

    loss: float
    f1: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What ``n`` labels of a task of a set did: the fit as shipped, and after each draw of which something was kept."""

    name: str
    task: str
    n: int
    before: Fit
    kept: Sequence[Fit]

    def line(self) -> str:
        """Return the row of the table: means over all draws, a draw of which nothing was kept as shipped."""
        after = [*self.kept, *[self.before] * (DRAWS - len(self.kept))]
        loss, f1, worst = mean(one.loss for one in after), mean(one.f1 for one in after), min(one.f1 for one in after)
        columns = f"{self.n:>7}{len(self.kept):>6}/{DRAWS}{self.before.loss:>8.2f}{loss:>7.2f}"
        return f"{self.name:<26}{self.task:<12}{columns}{self.before.f1:>8.2f}{f1:>7.2f}{worst:>7.2f}"


def heading() -> str:
    """Return the line above the table."""
    columns = f"{'labels':>7}{'kept':>9}{'loss':>8}{'after':>7}{'F1':>8}{'after':>7}{'worst':>7}"
    return f"{'set':<26}{'task':<12}{columns}"


def effects(name: str, rows: Sequence[Labelled], scorer: Scorer, labels: Sequence[int] = LABELS) -> Iterator[Effect]:
    """Yield what labels do to one set, of one language, by task and number of labels."""
    for task in TOLD:
        known = [row for row in rows if row.labels.get(task) in (0, 1)]
        Random(_SEED).shuffle(known)
        middle = len(known) // 2
        aside, pool = known[:middle][:MOST], known[middle:]
        if min(_rarer(aside, task), _rarer(pool, task)) < FEWEST:
            continue
        before = _fit(aside, task, scorer)
        for n in labels:
            if 2 * n <= len(pool):  # else each draw is much like the others
                yield Effect(name, task, n, before, list(_draws(aside, pool, task, n, scorer)))


def _rarer(rows: Sequence[Labelled], task: str) -> int:
    positives = sum(bool(row.labels[task]) for row in rows)
    return min(positives, len(rows) - positives)


def _draws(aside: Sequence[Labelled], pool: Sequence[Labelled], task: str, n: int, scorer: Scorer) -> Iterator[Fit]:
    for draw in range(DRAWS):
        drawn = Random(f"{_SEED}/{draw}").sample(range(len(pool)), n)
        examples = [one for at in drawn if (one := _example(pool[at], task, key=str(at), scorer=scorer)) is not None]
        found = adapt(shipped()[pool[0].language], examples)
        if found is not None and found.learnt[TASKS[task]]["kept"]:
            yield _fit(aside, task, Scorer({found.made.language: found.made}))


def _example(row: Labelled, task: str, *, key: str, scorer: Scorer) -> Example | None:
    brand = row.brands[0].id if row.brands else NO_BRAND
    read = heard(row.text, network=row.network, brand=brand, brands=row.brands, scorer=scorer)
    if read is None or read.language != row.language:
        return None
    truth = row.labels[task] == 1
    return Example(key=key, heard=read, network=row.network, head=TASKS[task], truth=truth, drawn=True)


def _fit(rows: Sequence[Labelled], task: str, scorer: Scorer) -> Fit:
    """Return how a scorer fits; of a text that it does not score it says that there is nothing."""
    flag = TASKS[task]
    verdicts, _ = judged(rows, scorer)
    truth = np.array([row.labels[task] == 1 for row in rows])
    chances = np.clip([one.probabilities.get(flag, 0.0) for one in verdicts], 0.00005, 0.99995)
    loss = -np.where(truth, np.log(chances), np.log1p(-chances)).mean()
    f1, _, _ = f1_of(truth.tolist(), [flag in one.on for one in verdicts])
    return Fit(float(loss), f1)


def _by_set(folder: Path | None) -> dict[str, list[Labelled]]:
    """Return the posts of each set: of the corpus those by language, hard and everyday apart, not by channel."""
    found: dict[str, list[Labelled]] = {}
    for row in [*held_out(), *(of_rows(list(read_rows(folder))) if folder is not None else [])]:
        for name in row.sets:
            if name.partition(", ")[2] not in GROUPS.values():
                found.setdefault(name, []).append(row)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(prog="python -m listening.scoring.training.adapting", description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, help="more labelled texts, *.jsonl.gz, in English")
    given = asked.parse_args(arguments)
    if given.folder is not None and not any(given.folder.glob("*.jsonl.gz")):
        asked.error(f"{given.folder} holds no *.jsonl.gz")
    scorer = Scorer()
    sys.stdout.write(f"{scorer.version}\n{heading()}\n")
    for name, rows in sorted(_by_set(given.folder).items()):
        for each in effects(name, rows, scorer):
            sys.stdout.write(f"{each.line()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
