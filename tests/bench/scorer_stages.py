"""Where the scorer's processor time goes: microseconds a post by stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import process_time
from typing import Any, Final
from unittest.mock import patch

from listening.scoring import evidence, reading, relevance, scorer
from listening.scoring.model import Model

REST: Final = "rest"
STAGES: Final[dict[str, tuple[Any, str]]] = {
    "prepare": (scorer, "prepare"),
    "language": (scorer, "identify_all"),
    "brands": (scorer, "_asked"),
    "relevance": (relevance, "first_look"),
    "tokens": (Model, "cut"),
    "lexicon": (reading, "read_moods"),
    "rules": (reading, "matches_in"),
    "sums": (Model, "weigh"),
    "curves": (Model, "chances"),
    "reasons": (evidence, "reasons"),
}
"""Every stage with the function that is it; what one calls of another counts for the other."""


@contextmanager
def timed() -> Iterator[dict[str, float]]:
    """Count the seconds of each stage while this is open."""
    spent = dict.fromkeys(STAGES, 0.0)
    inner = [0.0]  # seconds of the stages within each that is open
    with ExitStack() as stack:
        for stage, (owner, name) in STAGES.items():
            stack.enter_context(patch.object(owner, name, _counted(stage, getattr(owner, name), spent, inner)))
        yield spent


def _counted(stage: str, run: Callable[..., Any], spent: dict[str, float], inner: list[float]) -> Callable[..., Any]:
    def counted(*given: Any, **named: Any) -> Any:
        inner.append(0.0)
        begun = process_time()
        found = run(*given, **named)
        took = process_time() - begun
        spent[stage] += took - inner.pop()
        inner[-1] += took
        return found

    return counted


def print_stages(runs: dict[str, Callable[[], object]], posts: int, rounds: int) -> None:
    """Print a line a stage with a column a run, each the least of some rounds."""
    columns = {name: _least(run, rounds) for name, run in runs.items()}
    print("scorer: microseconds a post by stage: " + ", ".join(columns))
    for stage in [*STAGES, REST]:
        told = "  ".join(f"{least[stage] / posts * 1e6:6.1f}" for least in columns.values())
        print(f"scorer:   {stage:<10}{told}")


def _least(run: Callable[[], object], rounds: int) -> dict[str, float]:
    found = []
    for _ in range(rounds):
        with timed() as spent:
            begun = process_time()
            run()
            whole = process_time() - begun
        found.append(spent | {REST: whole - sum(spent.values())})
    return {stage: min(each[stage] for each in found) for stage in [*STAGES, REST]}
