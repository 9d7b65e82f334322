"""Decides what one reader is told now: everything that is due in one message, seldom, and not in quiet hours. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from engagement.letters.records import GRAVEST_FIRST, Decision, Pending, Told, Wishes

EVERY: Final = timedelta(minutes=15)
"""At most one message a person in this time (BEHAVIOUR 4). What comes in between goes with the next."""


_SPEAK: Final = ("mention", "expert")


def decide(
    pending: Sequence[Pending], *, told_at: datetime | None, busy: bool, wishes: Wishes, now: datetime
) -> Decision:
    """Return what goes now. ``told_at`` is when the reader's last message went, ``busy`` that one still waits to go.

    What was handled or is not wanted is dropped, whether or not the reader may be told now: it must not be told later.
    """
    dropped = {each.id: each.gone or "muted" for each in pending if each.gone or each.kind in wishes.muted}
    stands = tuple(each for each in pending if each.id not in dropped)
    if busy or (told_at is not None and now - told_at < EVERY):
        return Decision(goes=(), dropped=dropped)
    quiet = wishes.quiet
    if quiet is not None and quiet.holds(now, wishes.zone):
        stands = tuple(each for each in stands if each.critical and quiet.critical)
    return Decision(goes=stands, dropped=dropped)


def in_order(lines: Iterable[Told]) -> list[Told]:
    """Return one line a case, the gravest that is told of it, and the gravest lines first, the longest due on top."""
    best: dict[tuple[int, str], Told] = {}
    for each in sorted(lines, key=_place):
        # What a colleague or an expert says is no milestone of the same thing: it keeps a line of its own.
        best.setdefault((each.case_id, each.kind if each.kind in _SPEAK else ""), each)
    return sorted(best.values(), key=_place)


def _place(line: Told) -> tuple[int, datetime, int]:
    return GRAVEST_FIRST.index(line.kind), line.at, line.case_id
