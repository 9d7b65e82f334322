"""The five numbers at the top of a week, each against last week and against what is usual. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboards.records import Numbers, Report
from dashboards.usual import Usual, about_the_same, usual

TILES: tuple[tuple[str, str, str, int], ...] = (
    ("mentions", "mentions", "mentions", 0),
    ("no-reply", "no_reply", "watched", -1),
    ("first-response", "first_response_s", "responses", -1),
    ("complaints", "complaints", "mentions", -1),
    ("share-of-voice", "share_of_voice", "voices_n", 1),
)
"""Number, its field, the field that holds its n, and whether more is good (1), bad (-1) or neither (0)."""

SNAPSHOTS = frozenset({"no-reply"})
"""Numbers of a moment. They may be compared in a running week; a count of three days may not stand against seven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One number. ``trend`` is up, down, same, or why there is none: start, running, unknown. ``place`` is where it
    lies in its usual range (below, normal, above), empty without one. ``series`` ends in this week.
    ``revised`` is how far today's count differs from the frozen one.
    """

    number: str
    value: float | None
    before: float | None
    usual: Usual | None
    n: int
    trend: str
    place: str
    tone: str
    series: tuple[float | None, ...]
    revised: float = 0

    @property
    def moved(self) -> bool:
        """Say whether the number left its usual range by more than chance and rounding."""
        if self.usual is None or self.value is None or self.trend in ("start", "running"):
            return False
        return self.place != "normal" and not about_the_same(self.value, self.usual.middle, n=self.n)


def tiles(report: Report) -> Mapping[str, Tile]:
    """Return the tiles of a week by number, in the order in which they are shown."""
    return {number: _tile(report, number, name, of, sign) for number, name, of, sign in TILES}


def _tile(report: Report, number: str, name: str, of: str, sign: int) -> Tile:
    value: float | None = getattr(report.numbers, name)
    live: float | None = getattr(report.live, name)
    n: int = getattr(report.numbers, of) or 0
    past = [getattr(each, name) for _week, each in report.earlier]
    before = _last_week(report, name)
    band = usual([each for each in past if each is not None])
    trend = _trend(report, number, value, before, n)
    up = {"up": 1, "down": -1}.get(trend, 0) * sign
    return Tile(
        number=number,
        value=value,
        before=before,
        usual=band,
        n=n,
        trend=trend,
        place=band.place_of(value) if band and value is not None else "",
        tone={1: "good", -1: "bad"}.get(up, ""),
        series=(*past, value),
        revised=(live or 0) - (value or 0),
    )


def _last_week(report: Report, name: str) -> float | None:
    last: Numbers | None = dict(report.earlier).get(report.week.back(1))
    return getattr(last, name) if last else None


def _trend(report: Report, number: str, value: float | None, before: float | None, n: int) -> str:
    if not report.earlier:
        return "start"
    if report.running and number not in SNAPSHOTS:
        return "running"
    if value is None or before is None:
        return "unknown"
    if about_the_same(value, before, n=n):
        return "same"
    return "up" if value > before else "down"
