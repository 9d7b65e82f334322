"""Where everything of the week's drawings stands, in units of their view box. Templates draw, colours are CSS. Pure.

Drawn as inline SVG on the request. A Vega-Lite chart by vl-convert of the same 28 bars was measured: 0.4 s, 104 MB and
71 KB; it points every relative link at vega.github.io, has a link per segment instead of one per day, and describes
them in English only. This takes under a millisecond, and needs neither worker nor JavaScript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.records import Day
from dashboards.usual import Usual

STEPS = (1, 2, 5)
GRID = 4
"""At most so many lines above zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar: complaint, question or other, as a path."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day. ``x`` and ``width`` are the bar's, ``left`` and ``reach`` of the column that can be clicked."""

    day: Day
    x: float
    width: float
    left: float
    reach: float
    middle: float
    segments: tuple[Segment, ...]
    tick: float | None
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars of days over a grid. ``grid`` are (y, value) from zero up, ``panel`` is (x, width) behind the week."""

    width: float
    height: float
    top: float
    base: float
    left: float
    bars: tuple[Bar, ...]
    grid: tuple[tuple[float, int], ...]
    panel: tuple[float, float] | None
    starts: tuple[tuple[float, date], ...]


def chart(days: Sequence[Day], *, current: frozenset[date], width: float, height: float, weekdays: bool) -> Chart:
    """Return the chart of these days, Monday first. ``weekdays`` names every day below, else every Monday its week."""
    left, top, base, between = 28.0, 24.0, height - 22.0, 8.0
    weeks = max(1, len(days) // 7)
    reach = (width - left - between * (weeks - 1)) / max(1, len(days))
    bar = reach * (0.56 if weekdays else 0.7)
    step, highest = grid_of(max([each.mentions for each in days] + [each.usual or 0 for each in days], default=0))
    scale = (base - top) / highest
    bars = []
    for place, day in enumerate(days):
        at = left + place * reach + (place // 7) * between
        bars.append(
            Bar(
                day=day,
                x=_round(at + (reach - bar) / 2),
                width=_round(bar),
                left=_round(at),
                reach=_round(reach),
                middle=_round(at + reach / 2),
                segments=segments(day, x=at + (reach - bar) / 2, width=bar, base=base, scale=scale),
                tick=_round(base - day.usual * scale) if day.usual is not None else None,
                current=day.day in current,
            )
        )
    shown = [each for each in bars if each.current]
    return Chart(
        width=width,
        height=height,
        top=top,
        base=base,
        left=left,
        bars=tuple(bars),
        grid=tuple((_round(base - value * scale), value) for value in range(0, highest + 1, step)),
        panel=(shown[0].left, _round(shown[-1].left + reach - shown[0].left)) if shown and not weekdays else None,
        starts=tuple((each.middle if weekdays else each.left, each.day.day) for each in bars[:: 1 if weekdays else 7]),
    )


def grid_of(most: float) -> tuple[int, int]:
    """Return the step of the grid and its highest value: the smallest of 1, 2, 5, 10 … with at most four lines."""
    power = 1
    while True:
        for step in STEPS:
            lines = -(-most // (step * power))
            if lines <= GRID:
                return step * power, int(max(1, lines)) * step * power
        power *= 10


def segments(day: Day, *, x: float, width: float, base: float, scale: float) -> tuple[Segment, ...]:
    """Return the parts of a bar from the base up, a gap of one unit between them, the top corners rounded."""
    parts = [(kind, n) for kind, n in (("complaint", day.complaints), ("question", day.questions)) if n]
    parts += [("other", day.other)] if day.other > 0 else []
    found, at = [], base
    for place, (kind, n) in enumerate(parts):
        topmost = place == len(parts) - 1
        end = at - n * scale
        found.append(Segment(kind=kind, path=_path(x, at, width, end if topmost else min(at, end + 1), topmost)))
        at = end
    return tuple(found)


def _path(x: float, foot: float, width: float, head: float, rounded: bool) -> str:
    radius = min(2.0, foot - head) if rounded else 0.0
    x, foot, width, head, radius = (_round(each) for each in (x, foot, width, head, radius))
    if not radius:
        return f"M{x} {foot}V{head}h{width}V{foot}z"
    across = _round(width - 2 * radius)
    return (
        f"M{x} {foot}V{_round(head + radius)}q0 {-radius} {radius} {-radius}h{across}"
        f"q{radius} 0 {radius} {radius}V{foot}z"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A small line of weeks. ``lines`` are stretches without a gap as points of a polyline, ``band`` is (y, height) of
    the usual range, ``end`` the last point."""

    lines: tuple[str, ...]
    band: tuple[float, float] | None
    end: tuple[float, float] | None


def spark(
    series: Sequence[float | None], usual: Usual | None, *, slots: int, width: float = 200, height: float = 40
) -> Spark:
    """Return the line of a series, oldest first, its last value at the right edge of ``slots`` places."""
    known = [value for value in series if value is not None]
    if not known:
        return Spark(lines=(), band=None, end=None)
    edges = [*known, *([usual.low, usual.high] if usual else [])]
    low, high = min(edges), max(edges)
    scale = (height - 4) / (high - low) if high > low else 0.0

    def y(value: float) -> float:
        return _round(height - 2 - (value - low) * scale) if scale else _round(height / 2)

    step = width / max(1, slots - 1)
    start = slots - len(series)
    points = [
        None if value is None else (_round((start + place) * step), y(value)) for place, value in enumerate(series)
    ]
    band = (y(usual.high), _round(max(2.0, y(usual.low) - y(usual.high)))) if usual else None
    return Spark(lines=_stretches(points), band=band, end=points[-1])


def _stretches(points: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    found: list[list[str]] = [[]]
    for point in points:
        if point is None:
            found.append([])
        else:
            found[-1].append(f"{point[0]},{point[1]}")
    return tuple(" ".join(stretch) for stretch in found if len(stretch) > 1)


def _round(value: float) -> float:
    return round(value, 1)
