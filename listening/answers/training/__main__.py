"""``python -m listening.answers.training [FILE.jsonl …]``: learn what each reason and word of a post adds.

Learns from ``listening.answers.corpus`` and from labelled threads (the filter's format, with ``FILE.labels.tsv`` beside
it: id, state, evidence, clear or not), and writes ``weights.json``. The same input gives the same bytes. Before that it
prints how it does on folds it did not see. The threshold is the one that is right most often.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from listening.answers.training.asked import seekers, seekers_in_threads
from listening.answers.training.learning import (
    FOR_THE_THRESHOLD,
    IN_A_THREAD,
    Example,
    askers_in_threads,
    columns,
    fit,
    in_threads,
    threshold,
    unseen,
    written,
)
from listening.answers.weighing import FILE, VOICE_OF_QUESTIONS, VOICES


def main() -> None:
    """Learn, print how well, and write the weights."""
    asked = argparse.ArgumentParser(prog="python -m listening.answers.training", description=__doc__)
    asked.add_argument("threads", nargs="*", type=Path, help="labelled threads, FILE.jsonl with FILE.labels.tsv")
    asked.add_argument("--into", type=Path, default=FILE, help="where the weights go")
    given = asked.parse_args()
    told = {}
    for voice, all_of_it in VOICES.items():
        for does in all_of_it:
            whole = [each for path in given.threads for each in told_in(path, voice, does)]
            told[f"{voice} {does}"] = learn(f"{voice} {does}", [*written(voice, does), *whole])
    asking = [*seekers(), *(each for path in given.threads for each in seekers_in_threads(path))]
    told[" ".join(VOICE_OF_QUESTIONS)] = learn(" ".join(VOICE_OF_QUESTIONS), asking)
    given.into.write_text(json.dumps(told, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{given.into.name}: {given.into.stat().st_size:,} bytes")


def told_in(path: Path, voice: str, does: str) -> Iterator[Example]:
    """Yield what a file of labelled threads tells of one voice: nothing of ours, which are too few to learn from."""
    if voice == "peer":
        yield from in_threads(path)
    elif voice == "asker":
        yield from askers_in_threads(path, does)


def learn(name: str, examples: Sequence[Example]) -> dict[str, Any]:
    """Return what was learnt, and print how it does on folds it did not see."""
    odds, does = unseen(examples), np.array([each.does for each in examples])
    whole = np.array([each.weight == IN_A_THREAD for each in examples])
    enough = threshold(odds, does, np.where(whole, FOR_THE_THRESHOLD[name.split()[0]], 1.0))
    for where, some in (("by itself", ~whole), ("in a thread", whole)):
        if some.any():
            said, true = odds[some] >= enough, does[some]
            print(f"{name}, {where}: n {len(true)}, true {true.sum()}, right {np.mean(said == true):.3f},"
                  f" wrongly said {(said & ~true).sum()}, missed {(~said & true).sum()}")  # fmt: skip
    known = columns(examples)
    weights = fit(examples, known)
    learnt = {name: round(float(weights[at]), 3) for name, at in known.items()}
    kept = {name: weight for name, weight in learnt.items() if weight}
    return {"start": round(float(weights[-1]), 3), "enough": enough, "weights": kept}


if __name__ == "__main__":
    main()
