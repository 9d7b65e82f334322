"""The ids of X: beyond what a JavaScript number holds, so always text, and since 2010 made of the time. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

NETWORK = "x"

EPOCH_MS = 1_288_834_974_657  # 2010-11-04T01:42:54.657Z, twitter-archive/snowflake
_FIRST = 1 << 35  # ids before snowflake were counted up, to 29.7 thousand million, and hold no time
_LAST = 1 << 63


def id_of(value: Any) -> str:
    """Return an id as text, or ``""``. Old endpoints give numbers."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    text = str(value) if isinstance(value, str) or 0 <= value < _LAST else ""
    return text if text.isascii() and text.isdigit() and len(text) <= 19 else ""


def moment_of(id_: str) -> datetime | None:
    """Return when the post of this id was written, to the millisecond; ``None`` for ids that hold no time."""
    number = int(id_ or 0)
    if not _FIRST < number < _LAST:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=(number >> 22) + EPOCH_MS)


def id_at(moment: datetime) -> str:
    """Return the lowest id that a post written at ``moment`` can have."""
    elapsed = moment - datetime.fromtimestamp(0, UTC)
    return str(max(0, elapsed // timedelta(milliseconds=1) - EPOCH_MS) << 22)


def earlier(id_: str, by: timedelta) -> str:
    """Return the lowest id written ``by`` before ``id_``; ids that hold no time stay as they are."""
    moment = moment_of(id_)
    return id_ if moment is None else id_at(moment - by)


def newest(*ids: str) -> str:
    """Return the highest id, by number and not by text; ``""`` if there is none."""
    return max((id_ for id_ in ids if id_), key=int, default="")
