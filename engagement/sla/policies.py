"""Within what time somebody is owed a response: targets by class and network, versioned and editable. Pure.

The default figures are the table of PRODUCT, Clocks. A policy is never changed: an edit is a policy of a later version,
and a clock keeps the version that it was opened under.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Literal

from engagement.errors import BadField
from engagement.sla.calendars import Calendar, always, dump_calendar, parse_calendar, short, weekdays

Response = Literal["first", "next"]

CLASSES = ("critical", "complaint", "direct_question", "about_us", "category")
"""What can have a clock, the most urgent first. Any other name is an opportunity or nothing owed: no target."""

ROUND_THE_CLOCK = "critical"
"""The class whose clock never closes."""

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "microblogs": ("x", "bluesky", "mastodon"),
        "forums": ("hackernews", "reddit", "github", "discourse", "stackexchange"),
        "platforms": ("linkedin", "facebook", "instagram", "youtube"),
        "publications": ("feeds", "reviews", "wikipedia"),
    }
)
"""The networks of each column. One that stands nowhere (a pasted post, say) has the longest target of its row."""

LONGEST_MINUTES = 43_200
"""Thirty days: the watch over a question ends then."""

_ROWS: Mapping[str, tuple[int, int, int, int]] = {
    "critical": (1, 1, 2, 4),
    "complaint": (2, 4, 6, 12),
    "direct_question": (2, 4, 6, 12),
    "about_us": (4, 4, 8, 24),
    "category": (12, 12, 24, 36),
}
_DEFAULTS: Mapping[str, Mapping[str, timedelta | None]] = {
    klass: {group: timedelta(hours=n) for group, n in zip(GROUPS, hours, strict=True)} for klass, hours in _ROWS.items()
}
_GROUP_OF = {network: group for group, networks in GROUPS.items() for network in networks}
_MINUTE = timedelta(minutes=1)
_FIELDS = ("calendar", "targets", "off", "next_percent", "key_account_percent", "key_account_least")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The targets in force. ``version`` rises with every edit.

    ``targets`` has for every class and group a length of open time, or None for no clock; ``off`` are classes whose
    targets are kept but do not count. The next response has ``next_percent`` of the first one's time, a key account
    ``key_account_percent`` but not less than ``key_account_least`` and never more than anybody else.
    """

    version: int
    calendar: Calendar
    targets: Mapping[str, Mapping[str, timedelta | None]]
    off: frozenset[str]
    next_percent: int
    key_account_percent: int
    key_account_least: timedelta


def default_policy(zone: str, *, version: int = 1) -> Policy:
    """Return PRODUCT's targets with the default calendar in ``zone``. Raises ``BadField`` for an unknown zone."""
    return Policy(
        version=version,
        calendar=weekdays(zone),
        targets=_DEFAULTS,
        off=frozenset({"category"}),
        next_percent=50,
        key_account_percent=50,
        key_account_least=timedelta(hours=1),
    )


def target(policy: Policy, klass: str, network: str, *, key_account: bool, response: Response) -> timedelta | None:
    """Return how much open time (see ``calendar_of``) a response may take; None where nobody is owed one by a time."""
    row = policy.targets.get(klass)
    if row is None or klass in policy.off:
        return None
    group = _GROUP_OF.get(network)
    allowed = row[group] if group else max((each for each in row.values() if each), default=None)
    if allowed is None:
        return None
    if response == "next":
        allowed = allowed * policy.next_percent / 100
    if key_account:
        allowed = min(allowed, max(allowed * policy.key_account_percent / 100, policy.key_account_least))
    return allowed


def calendar_of(policy: Policy, klass: str) -> Calendar:
    """Return the hours in which a clock of ``klass`` runs."""
    return always(policy.calendar.zone) if klass == ROUND_THE_CLOCK else policy.calendar


def parse_policy(data: object, *, version: int) -> Policy:
    """Read what ``dump_policy`` writes; targets and the least are whole minutes, null a cell without a clock.

    Every field has to be there. Raises ``BadField``; its field is a path such as ``targets.complaint.forums`` or
    ``calendar.days.monday.2``.
    """
    fields = _mapping(data, "policy", _FIELDS)
    off = fields["off"]
    if not isinstance(off, list | tuple):
        raise BadField("off", "field_malformed", {"name": "off"})
    for klass in off:
        if klass not in CLASSES:
            raise BadField("off", "class_unknown", {"value": short(klass)})
    return Policy(
        version=version,
        calendar=_calendar(fields["calendar"]),
        targets=_targets(fields["targets"]),
        off=frozenset(off),
        next_percent=_whole(fields["next_percent"], "next_percent", 100),
        key_account_percent=_whole(fields["key_account_percent"], "key_account_percent", 100),
        key_account_least=_whole(fields["key_account_least"], "key_account_least", LONGEST_MINUTES) * _MINUTE,
    )


def dump_policy(policy: Policy) -> dict[str, Any]:
    """Return the policy as plain values, its version left out: that is the row's, not the editor's, to say."""
    return {
        "calendar": dump_calendar(policy.calendar),
        "targets": {
            klass: {
                group: None if allowed is None else allowed // _MINUTE
                for group, allowed in ((group, policy.targets[klass][group]) for group in GROUPS)
            }
            for klass in CLASSES
        },
        "off": [klass for klass in CLASSES if klass in policy.off],
        "next_percent": policy.next_percent,
        "key_account_percent": policy.key_account_percent,
        "key_account_least": policy.key_account_least // _MINUTE,
    }


def _calendar(data: object) -> Calendar:
    try:
        return parse_calendar(data)
    except BadField as wrong:
        path = wrong.field if wrong.field == "calendar" else f"calendar.{wrong.field}"
        raise BadField(path, wrong.code, wrong.params) from None


def _targets(data: object) -> Mapping[str, Mapping[str, timedelta | None]]:
    rows = _mapping(data, "targets", CLASSES)
    return {klass: _row(rows[klass], f"targets.{klass}") for klass in CLASSES}


def _row(data: object, path: str) -> Mapping[str, timedelta | None]:
    cells = _mapping(data, path, tuple(GROUPS))
    return {
        group: None if cells[group] is None else _whole(cells[group], f"{path}.{group}", LONGEST_MINUTES) * _MINUTE
        for group in GROUPS
    }


def _mapping(data: object, path: str, names: tuple[str, ...]) -> Mapping[str, Any]:
    """Return ``data`` if it has exactly these names."""
    if not isinstance(data, Mapping):
        raise BadField(path, "field_malformed", {"name": path})
    for name in data:
        if name not in names:
            raise BadField(_joined(path, short(name)), "field_unknown", {"name": short(name)})
    for name in names:
        if name not in data:
            raise BadField(_joined(path, name), "field_missing", {"name": name})
    return data


def _joined(path: str, name: str) -> str:
    return name if path == "policy" else f"{path}.{name}"


def _whole(value: object, path: str, most: int) -> int:
    """Return a whole number from 1 to ``most``; true and false are none."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise BadField(path, "not_a_whole_number", {"value": short(value), "limit": most})
    return value
