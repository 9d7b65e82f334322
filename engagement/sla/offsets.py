"""How far a zone's local clock is from UTC, and since when: instants in, stretches of one offset out.

``zoneinfo`` tells the offset at an instant and hides when it changes, so the changes are looked for once a zone and
``SPAN`` and kept. Microseconds since 1970 UTC throughout.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_SECOND = 1_000_000
_PROBE = 86_400 * _SECOND  # no zone of the IANA data changes twice within three days
SPAN = 400 * _PROBE


def stretches(zone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield ``(from, to, offset)`` that cover ``[start, end)`` in order; local time is UTC plus the offset."""
    while start < end:
        number = start // SPAN
        begins, offsets = _changes(zone, number)
        stop = min(end, (number + 1) * SPAN)
        index = bisect_right(begins, start) - 1
        while start < stop:
            until = min(stop, begins[index + 1]) if index + 1 < len(begins) else stop
            yield start, until, offsets[index]
            start, index = until, index + 1


@lru_cache(maxsize=4_096)
def _changes(zone: str, number: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return when each offset of a span begins, its start first, and the offsets."""
    place = ZoneInfo(zone)
    at, last = number * SPAN, (number + 1) * SPAN
    begins, offsets = [at], [_offset(place, at)]
    while at < last:
        probe = min(at + _PROBE, last - _SECOND)
        if _offset(place, probe) != offsets[-1]:
            probe = _change(place, at, probe)
            begins.append(probe)
            offsets.append(_offset(place, probe))
        elif probe == last - _SECOND:
            break
        at = probe
    return tuple(begins), tuple(offsets)


def _change(place: ZoneInfo, before: int, after: int) -> int:
    """Return the second at which the offset stops being what it is ``before``, by halving."""
    old = _offset(place, before)
    while after - before > _SECOND:
        middle = before + (after - before) // (2 * _SECOND) * _SECOND
        if _offset(place, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _offset(place: ZoneInfo, at: int) -> int:
    offset = (EPOCH + timedelta(microseconds=at)).astimezone(place).utcoffset() or timedelta()
    return offset // timedelta(microseconds=1)
