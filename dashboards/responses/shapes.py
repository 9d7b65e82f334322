"""The figures of a report as plain values: the API's objects and the CSV's columns. Pure."""

from __future__ import annotations

from typing import Any, Final

from dashboards.responses.records import APART, CLOCK_FATES, FATES, REACH, UNKNOWN_REACH, Figures, Spread

SPREADS: Final = ("first", "next", "public", "public_next")


def as_object(figures: Figures) -> dict[str, Any]:
    """Return the figures as the API gives them. Times are seconds, null below ten cases; exposure is hours."""
    return {
        "asked": figures.asked,
        "answered": {fate: figures.fates.get(fate, 0) for fate in FATES},
        "apart": {fate: figures.fates.get(fate, 0) for fate in APART},
        "verifiable": figures.verifiable,
        "met": figures.met,
        "clocks": {"all": figures.clocks} | {fate: figures.clock_fates.get(fate, 0) for fate in CLOCK_FATES},
        "first_response": _spread(figures.first),
        "next_response": _spread(figures.next),
        "public_wait": _spread(figures.public),
        "public_wait_next": _spread(figures.public_next),
        "exposure": [
            {"reach": each.bucket, "questions": each.n, "hours": round(each.hours, 2), "points": _round(each.points)}
            for each in figures.exposure
        ],
    }


COLUMNS: Final = (
    "asked",
    *(f"answered_{fate}" for fate in FATES),
    *APART,
    "verifiable",
    "met",
    *(f"clocks_{fate}" for fate in CLOCK_FATES),
    *(f"{name}_{part}" for name in SPREADS for part in ("n", "median_s", "p90_s")),
    *(f"{part}_reach_{each}" for each in (*REACH, UNKNOWN_REACH) for part in ("questions", "hours")),
)
"""The columns of the table as CSV, behind those that name the group."""


def as_row(figures: Figures) -> list[object]:
    """Return the figures in the order of ``COLUMNS``; what is unknown is None."""
    exposure = {each.bucket: each for each in figures.exposure}
    row: list[object] = [figures.asked]
    row += [figures.fates.get(fate, 0) for fate in (*FATES, *APART)]
    row += [figures.verifiable, figures.met]
    row += [figures.clock_fates.get(fate, 0) for fate in CLOCK_FATES]
    for name in SPREADS:
        spread: Spread = getattr(figures, name)
        row += [spread.n, spread.half, spread.most]
    for bucket in (*REACH, UNKNOWN_REACH):
        row += [exposure[bucket].n, round(exposure[bucket].hours, 2)] if bucket in exposure else [0, 0]
    return row


def _spread(spread: Spread) -> dict[str, Any]:
    return {"n": spread.n, "median_s": spread.half, "p90_s": spread.most}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
