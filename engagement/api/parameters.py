"""The parameters of the mention list: read strictly. An unknown one is 400, never silently ignored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from engagement.queue import pull
from engagement.records import LANES, STATUSES
from listening import metrics
from listening.answers.records import STATES
from listening.api.problems import BadParameter
from listening.records import FLAGS

LIMIT, LONGEST = 50, 1000
ANSWERS = STATES
_STATES = ("on", "unsure")

PULL_PARAMETERS: list[dict[str, Any]] = [
    {"name": "flag", "type": str, "many": True, "enum": FLAGS, "description": "Any of these flags. May be repeated."},
    {"name": "flag_state", "type": str, "enum": _STATES, "description": "`on` (default) or `unsure`."},
    {"name": "answer", "type": str, "many": True, "enum": ANSWERS, "description": "What became of what it is owed."},
    {"name": "status", "type": str, "many": True, "enum": STATUSES, "description": "Status of the case."},
    {"name": "lane", "type": str, "many": True, "enum": LANES, "description": "Lane of the case."},
    {"name": "brand", "type": str, "many": True, "description": "Brand by name or id."},
    {"name": "network", "type": str, "many": True, "description": "Network, for example `hackernews`."},
    {"name": "updated_since", "type": str, "description": "ISO 8601 with a zone: only what changed then or later."},
    {"name": "cursor", "type": str, "description": "`next_cursor` of an earlier answer."},
    {"name": "limit", "type": int, "description": f"Items a page, 1 to {LONGEST}; {LIMIT} if not given."},
]
_KNOWN = {each["name"] for each in PULL_PARAMETERS}
_ONCE = {each["name"] for each in PULL_PARAMETERS if not each.get("many")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A list request, understood."""

    filters: pull.PullFilters
    position: pull.Position
    limit: int


def read_pull(params: QueryDict, *, now: datetime) -> Asked:
    """Return what was asked for. Raises ``BadParameter`` naming the parameter at fault."""
    for name in params:
        if name not in _KNOWN:
            raise BadParameter(name, f"unknown parameter; known are {', '.join(sorted(_KNOWN))}")
        if name in _ONCE and len(params.getlist(name)) > 1:
            raise BadParameter(name, "give it once")
    filters = pull.PullFilters(
        flags=_many(params, "flag", FLAGS),
        flag_state=_one(params, "flag_state", _STATES),
        answers=_many(params, "answer", ANSWERS),
        statuses=_many(params, "status", STATUSES),
        lanes=_many(params, "lane", LANES),
        brand_ids=_brands(params.getlist("brand")),
        networks=_many(params, "network", sorted(pull.known_networks()) if "network" in params else ()),
    )
    return Asked(filters=filters, position=_position(params, now), limit=_limit(params.get("limit")))


def _many(params: QueryDict, name: str, known: Sequence[str]) -> tuple[str, ...]:
    values = tuple(part for value in params.getlist(name) for part in value.split(","))
    for value in values:
        if value not in known:
            raise BadParameter(name, f"“{value}” is none of {', '.join(known)}")
    return values


def _one(params: QueryDict, name: str, known: Sequence[str]) -> str:
    value = params.get(name, known[0])
    if value not in known:
        raise BadParameter(name, f"“{value}” is none of {', '.join(known)}")
    return value


def _brands(values: list[str]) -> tuple[int, ...]:
    if not values:
        return ()
    choices = metrics.brand_choices()
    known = {name.lower(): id_ for id_, name in choices} | {str(id_): id_ for id_, _name in choices}
    for value in values:
        if value.lower() not in known:
            raise BadParameter("brand", f"there is no brand “{value}”")
    return tuple(known[value.lower()] for value in values)


def _position(params: QueryDict, now: datetime) -> pull.Position:
    cursor, since = params.get("cursor"), params.get("updated_since")
    if cursor is not None and since is not None:
        raise BadParameter("cursor", "a cursor already knows where it stands; leave updated_since out")
    if cursor is not None:
        try:
            return pull.decode(cursor)
        except pull.BadCursor as error:
            raise BadParameter("cursor", str(error)) from None
    return pull.start(_instant(since) if since is not None else None, now=now)


def _instant(value: str) -> datetime:
    try:
        # A plus sign in an address is a space: "…T10:00:00 02:00" is the commonest mistake here.
        instant = parse_datetime(value.replace(" ", "+") if "T" in value else value)
        if instant is not None and instant.tzinfo is not None:
            return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # said below
    raise BadParameter("updated_since", "give an ISO 8601 instant with a zone, such as 2026-11-16T09:00:00Z")


def _limit(value: str | None) -> int:
    if value is None:
        return LIMIT
    if not (value.isascii() and value.isdigit() and len(value) <= 6 and 1 <= int(value) <= LONGEST):
        raise BadParameter("limit", f"a whole number from 1 to {LONGEST}")
    return int(value)
