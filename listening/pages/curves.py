"""Where everything of a reliability curve stands, in units of its view box. Templates draw, colours are CSS. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from listening.scoring.accuracy import Step

SIDE, LEFT, TOP, FOOT = 200.0, 40.0, 8.0, 40.0
TICKS = (0.0, 0.5, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One stretch: a dot at what was said and what was true, a bar from the interval's ``low`` to its ``high``."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A square with a diagonal on which a scoring stands that means what it says."""

    width: float
    height: float
    left: float
    right: float
    top: float
    base: float
    dots: tuple[Dot, ...]
    line: str
    across: tuple[tuple[float, int], ...]  # (x, per cent)
    up: tuple[tuple[float, int], ...]  # (y, per cent)


def curve_of(steps: Sequence[Step]) -> Curve:
    """Return the drawing of a curve."""
    dots = tuple(
        Dot(x=_x(each.said), y=_y(each.true.share), low=_y(each.true.low), high=_y(each.true.high)) for each in steps
    )
    return Curve(
        width=LEFT + SIDE + 16,
        height=TOP + SIDE + FOOT,
        left=LEFT,
        right=LEFT + SIDE,
        top=TOP,
        base=TOP + SIDE,
        dots=dots,
        line=" ".join(f"{dot.x},{dot.y}" for dot in dots),
        across=tuple((_x(share), round(share * 100)) for share in TICKS),
        up=tuple((_y(share), round(share * 100)) for share in TICKS),
    )


def _x(share: float) -> float:
    return round(LEFT + share * SIDE, 1)


def _y(share: float) -> float:
    return round(TOP + (1 - share) * SIDE, 1)
