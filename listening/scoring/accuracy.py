"""How often flags are right and how much is missed, from posts that people judged, with intervals. Pure.

Only posts that were drawn at random speak here. They are drawn by cell (network and language) and by whether the flag
was on, more than their share from small cells; so each label counts for as many posts as it stands for: the posts of
its cell divided by the labels of its cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

ENOUGH: Final = 30
"""Labels from which a figure is told."""

Z: Final = 1.959964
"""Two-sided 95 %."""

STEPS: Final = 5
"""Stretches of probability in a reliability curve: with ten, a hundred labels would leave most of them empty."""

Place = tuple[str, str]
"""Network and language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A post drawn at random and judged: was the flag on, with which probability, and does it hold."""

    flag: str
    place: Place
    was: bool
    chance: float | None
    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many posts there are: all that were scored by place, and those that carry a flag by flag and place."""

    scored: Mapping[Place, int]
    on: Mapping[tuple[str, Place], int]

    def of(self, flag: str, place: Place, *, on: bool) -> int:
        """Return the posts of a place that carry the flag, or that do not."""
        flagged = self.on.get((flag, place), 0)
        return flagged if on else self.scored.get(place, 0) - flagged


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share with its interval, all 0..1. ``n`` labels were counted, of ``yes`` it was true."""

    n: int
    yes: int
    share: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How much of what there is carries the flag. ``n`` posts without the flag were checked, ``missed`` should carry
    it; ``checked`` are those with the flag. Rough: the interval takes both samples at their worst together."""

    n: int
    missed: int
    checked: int
    share: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        return self.n >= ENOUGH and self.checked >= ENOUGH


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stretch of probability: what scoring said on average, how often it was true."""

    low: float
    high: float
    said: float
    true: Share


def wilson(share: float, n: float, *, z: float = Z) -> tuple[float, float]:
    """Return the score interval of a share of ``n`` trials (Wilson 1927); ``n`` may be an effective size. 0 and 1 for
    none."""
    if n <= 0:
        return 0.0, 1.0
    square = z * z
    middle = share + square / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + square / (4 * n * n))
    scale = 1 + square / n
    # Rounding must not put the share itself outside.
    return max(0.0, min(share, (middle - spread) / scale)), min(1.0, max(share, (middle + spread) / scale))


def share_of(weighted: Iterable[tuple[bool, float]]) -> Share | None:
    """Return the share of the true ones, each with its weight; None where nothing has any.

    The interval is Wilson's with Kish's effective size (Σw)²/Σw², as surveys with unequal weights use it.
    """
    rows = list(weighted)
    total = sum(weight for _, weight in rows)
    if not total:
        return None
    share = min(1.0, sum(weight for true, weight in rows if true) / total)
    low, high = wilson(share, total * total / sum(weight * weight for _, weight in rows))
    return Share(n=len(rows), yes=sum(true for true, _ in rows), share=share, low=low, high=high)


def weights(rows: Sequence[Checked], sizes: Sizes) -> list[float]:
    """Return for each label how many posts it stands for. A cell is at least as large as its labels."""
    labels = Counter((row.flag, row.place, row.was) for row in rows)
    return [max(1.0, sizes.of(row.flag, row.place, on=row.was) / labels[row.flag, row.place, row.was]) for row in rows]


def precision(rows: Sequence[Checked], sizes: Sizes) -> Share | None:
    """Return how many of the posts that carry the flag should. ``rows`` are of one flag."""
    on = [row for row in rows if row.was]
    return share_of((row.value, weight) for row, weight in zip(on, weights(on, sizes), strict=True))


def recall(rows: Sequence[Checked], sizes: Sizes) -> Found | None:
    """Return how many of the posts that should carry the flag do. ``rows`` are of one flag; None without both kinds.

    With p the share of true ones among N posts with the flag, and q among M without: pN / (pN + qM). Places of which
    only one kind was checked are taken to be like the others. The interval puts p at its lowest and q at its highest,
    and the other way round: wider than 95 %, never narrower.
    """
    on, off = [row for row in rows if row.was], [row for row in rows if not row.was]
    right = precision(on, sizes)
    missed = share_of((row.value, weight) for row, weight in zip(off, weights(off, sizes), strict=True))
    if not rows or right is None or missed is None:
        return None
    flag, places = rows[0].flag, {row.place for row in rows}
    flagged = max(len(on), sum(sizes.of(flag, place, on=True) for place in places))
    others = max(len(off), sum(sizes.of(flag, place, on=False) for place in places))

    def found(with_flag: float, without: float) -> float:
        there = with_flag * flagged + without * others
        return with_flag * flagged / there if there else 0.0

    return Found(
        n=missed.n,
        missed=missed.yes,
        checked=right.n,
        share=found(right.share, missed.share),
        low=found(right.low, missed.high),
        high=found(right.high, missed.low),
    )


def step_of(chance: float) -> int:
    """Return the number, from 0, of the stretch that holds a probability."""
    return min(STEPS - 1, max(0, int(chance * STEPS)))


def curve(rows: Sequence[Checked], sizes: Sizes) -> tuple[Step, ...]:
    """Return for each stretch that holds a label what scoring said and what came true. ``rows`` are of one flag."""
    known = [
        (row, weight, row.chance)
        for row, weight in zip(rows, weights(rows, sizes), strict=True)
        if row.chance is not None
    ]
    found = []
    for number in range(STEPS):
        inside = [(row, weight, chance) for row, weight, chance in known if step_of(chance) == number]
        true = share_of((row.value, weight) for row, weight, _ in inside)
        if true is not None:
            said = sum(chance * weight for _, weight, chance in inside) / sum(weight for _, weight, _ in inside)
            found.append(Step(low=number / STEPS, high=(number + 1) / STEPS, said=said, true=true))
    return tuple(found)
