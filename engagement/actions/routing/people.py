"""Who has time: how many open cases a colleague takes, his hours, and when he is back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

from engagement.errors import BadField, Unknown
from engagement.models import Availability, Member

MOST = 500
"""More open cases at once than anybody can see through."""

_DAYS = range(7)


def save_time(
    member_id: int,
    *,
    most_open: int,
    starts: time | None = None,
    ends: time | None = None,
    days: Collection[int] = (),
    back_on: date | None = None,
) -> Member:
    """Save when a colleague takes cases, and how many. No times: the hours of the clocks. An end of 00:00 is midnight.

    Raises ``Unknown``, and ``BadField`` with the field at fault. What he has stays his, however much it is.
    """
    member = Member.objects.select_related("user").filter(pk=member_id).first()
    if member is None:
        raise Unknown("member", member_id)
    if not 0 <= most_open <= MOST:
        raise BadField("most_open", "most_open_wrong", {"limit": MOST})
    values = {"most_open": most_open, "back_on": back_on, **_hours(starts, ends, days)}
    Availability.objects.update_or_create(member=member, defaults=values)
    return member


def _hours(starts: time | None, ends: time | None, days: Collection[int]) -> dict[str, object]:
    if starts is None and ends is None:
        return {"starts": None, "ends": None, "days": []}
    if starts is None or ends is None:
        raise BadField("starts" if starts is None else "ends", "hours_half")
    chosen = sorted({day for day in days if day in _DAYS})
    if not chosen:
        raise BadField("days", "hours_no_day")
    first, last = _minutes(starts), _minutes(ends) or 24 * 60
    if last <= first:
        raise BadField("ends", "hours_backwards")
    return {"starts": first, "ends": last, "days": chosen}


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
