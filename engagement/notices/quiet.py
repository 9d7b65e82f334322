"""Quiet hours: when somebody is not told. Pure.

Kept as ``{"from": "20:00", "to": "08:00", "days": [0, …, 6], "critical": false}``; days count from Monday and are those
on which the quiet time begins, by the clock on the reader's wall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

ALL_DAYS = tuple(range(7))


class BadQuiet(ValueError):
    """These quiet hours cannot be. ``field`` is the one at fault, ``code`` says why."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(code)
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From ``start`` until ``end`` o'clock, over midnight if ``end`` is not later; alike they are a whole day.

    ``critical`` lets through what is critical.
    """

    start: time
    end: time
    days: frozenset[int]
    critical: bool

    def holds(self, now: datetime, zone: ZoneInfo) -> bool:
        """Say whether it is quiet at ``now`` where the reader is."""
        local = now.astimezone(zone)
        at, day = local.time(), local.weekday()
        if self.start < self.end:
            return day in self.days and self.start <= at < self.end
        return (day in self.days and at >= self.start) or ((day - 1) % 7 in self.days and at < self.end)


def planned(start: time | None, end: time | None, days: Sequence[int], *, critical: bool) -> Quiet | None:
    """Return quiet hours as a person gives them; None if both times are empty. Raises ``BadQuiet``."""
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise BadQuiet("quiet_from" if start is None else "quiet_to", "quiet_half")
    if not days:
        raise BadQuiet("quiet_days", "quiet_no_day")
    if start == end and set(days) == set(ALL_DAYS):
        raise BadQuiet("quiet_days", "quiet_always")
    return Quiet(start=start, end=end, days=frozenset(days), critical=critical)


def dump(quiet: Quiet | None) -> dict[str, Any] | None:
    """Return quiet hours as they are kept."""
    if quiet is None:
        return None
    at = {"from": quiet.start.strftime("%H:%M"), "to": quiet.end.strftime("%H:%M")}
    return {**at, "days": sorted(quiet.days), "critical": quiet.critical}


def load(kept: Mapping[str, Any] | None) -> Quiet | None:
    """Return quiet hours from what is kept."""
    if not kept:
        return None
    return Quiet(
        start=time.fromisoformat(kept["from"]),
        end=time.fromisoformat(kept["to"]),
        days=frozenset(kept["days"]),
        critical=bool(kept["critical"]),
    )
