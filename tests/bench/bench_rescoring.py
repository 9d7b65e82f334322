"""Reading stored posts again, on real Postgres: posts a second with the scoring that runs, and of writing alone.

Every judgement is given other flags, so that all of it is written: judgement, counters, questions, changes. Each round
reads the same posts by another version.
"""

from __future__ import annotations

import time
from copy import copy
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.bench.database import database

if TYPE_CHECKING:
    from listening.scoring.scorer import Scorer

POSTS = 5_000
ROUNDS = 4
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
LEAST = 500
"""Posts a second on one core below which 81,000 of them take more than three minutes of work."""


def main() -> None:
    """Print posts a second and the share that scoring takes; raise ``SystemExit`` below the limit."""
    with database():
        scored, written = measure()
    rate, writing = median(scored), median(written)
    print(f"read again: {rate:,.0f} posts/s with the scoring that runs, {writing:,.0f} posts/s without scoring")
    print(
        f"read again: {1 - rate / writing:.0%} of the time is scoring; 81,000 posts take {81_000 / rate / 60:.1f} min"
    )
    if rate < LEAST:
        raise SystemExit("reading again is too slow")


def measure() -> tuple[list[float], list[float]]:
    """Return posts a second of each round: with the real scoring, and with verdicts that cost nothing."""
    from listening.storage import context  # noqa: PLC0415 - Django must be set up before models are imported
    from tests.bench import ingest_ways as ways  # noqa: PLC0415
    from tests.listening.storage.flipped import Told  # noqa: PLC0415

    ways.listen_for(["northwind"], now=NOW)
    ways.designed(ways.page_of(_posts(), now=NOW), now=NOW)
    real = context.scorer()
    scored, written = [], []
    for number in range(ROUNDS):
        written.append(_rate(Told(f"told-{number}", turned=bool(number % 2))))
        renamed = copy(real)
        renamed.version = f"{real.version}+{number}"
        scored.append(_rate(renamed))
    return scored, written


def _rate(scorer: Scorer) -> float:
    from listening.models import Change, Rescoring  # noqa: PLC0415
    from listening.storage import rescoring  # noqa: PLC0415
    from tests.listening.storage.flipped import judge_by  # noqa: PLC0415

    Change.objects.all().delete()
    with pytest.MonkeyPatch.context() as patch:
        judge_by(scorer, patch)
        patch.setattr(rescoring, "MOST_UNTOLD", POSTS * 10)
        began = time.perf_counter()
        while not Rescoring.objects.filter(version=scorer.version, finished_at__isnull=False).exists():
            rescoring.work(lambda: NOW)
        took = time.perf_counter() - began
    done = Rescoring.objects.get(version=scorer.version).done
    if done != POSTS:
        raise SystemExit(f"{done} of {POSTS} posts were read")
    return POSTS / took


def _posts() -> list[tuple[str, str]]:
    from listening.simulator.world import demo_world  # noqa: PLC0415

    sayings = sorted({item.text for item in demo_world(NOW).items})
    return [(str(n), f"northwind {sayings[n % len(sayings)]} {n}") for n in range(POSTS)]


if __name__ == "__main__":
    main()
