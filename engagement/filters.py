"""What the queue's address may say: one parser for pages, saved views, drill-downs and the API. Pure.

An unknown parameter or value is refused by name, never ignored: a list that silently shows something else lies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from engagement.errors import BadFilter
from engagement.records import DISPOSITIONS, LANES, STATUSES
from listening.answers.records import STATES
from listening.records import FLAGS

ALL = "all"
FLAG_CHOICES = (*FLAGS, "unanswered_question")
ANSWERS = STATES
ABOUT = ("unsure",)
SORTS = ("priority", "highest", "newest")
DUE = ("late", "today")
IDS_LIMIT = 1_000
TEXT_LIMIT = 200  # characters of a search
NOT_FILTERS = frozenset({"cursor", "limit"})
"""Parameters of the same address that choose a page of the list; their own readers check them."""

SEARCHES = frozenset({"ids", "q", "author", "day", "since", "until", "disposition", "answer"})
"""With one of these the list looks everywhere unless lane and status are said: it answers "where is it"."""

_INT64 = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilters:
    """A state of the list. Empty means *any*. Values of one parameter are alternatives, parameters add up.

    ``about`` is "unsure" for what is probably about something else of the same name. ``ids`` are mention ids.
    ``since`` and ``until`` bound the publishing time, ``until`` excluded; ``day`` is the day (company zone) a mention
    was counted under, so a drill-down opens exactly what was counted.
    ``due`` keeps what is late, or what runs out before the company's day ends (what is late included), as of the moment
    of reading: an address that may be kept. ``due_by`` keeps what runs out by then, what is late included;
    ``due_after`` what runs out later.
    ``assignee`` is "", "me", "none" or a user id. ``sort`` orders what is open: *priority* by what is due first, then
    by priority; *highest* by priority alone.
    """

    lane: str = "engage"
    status: str = "open"
    flag: tuple[str, ...] = ()
    flag_state: str = "on"
    about: str = ""
    brand: tuple[int, ...] = ()
    network: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    assignee: str = ""
    author: str = ""
    q: str = ""
    since: datetime | None = None
    until: datetime | None = None
    day: date | None = None
    tag: tuple[str, ...] = ()
    due: str = ""
    due_by: datetime | None = None
    due_after: datetime | None = None
    ids: tuple[int, ...] = ()
    disposition: tuple[str, ...] = ()
    sort: str = "priority"

    def query(self) -> str:
        """Return the address's query string for this state; ``parse`` reads it back. The default view is empty."""
        pairs: list[tuple[str, str]] = []
        for each in fields(self):
            value = getattr(self, each.name)
            if value != each.default:
                pairs += [(each.name, _text(one)) for one in (value if isinstance(value, tuple) else (value,))]
        named = {name for name, _ in pairs}
        if named & (SEARCHES | {"assignee", "about", "status"}):
            pairs = [pair for pair in pairs if pair[0] not in ("lane", "status")]
            pairs = [("lane", self.lane or ALL), ("status", self.status or ALL), *pairs]
        else:
            pairs = [(name, value or ALL) for name, value in pairs]
        return urlencode(pairs)


def parse(params: Mapping[str, Sequence[str]], *, zone: ZoneInfo) -> QueueFilters:
    """Return the filters that an address names. ``params`` are lists of values by name; ``zone`` is the company's.

    Without parameters it is Engage, open. ``lane=all`` and ``status=all`` lift those; a search (``SEARCHES``) lifts
    both unless they are said, ``assignee``, ``about`` and a status other than *open* lift the lane. Raises
    ``BadFilter``.
    """
    given = {name: [value.strip() for value in values if value.strip()] for name, values in params.items()}
    given = {name: values for name, values in given.items() if values and name not in NOT_FILTERS}
    for name in given:
        if name not in _READERS:
            raise BadFilter(name, "unknown_parameter")
    read: dict[str, Any] = {name: _READERS[name](name, values) for name, values in given.items() if name in _READERS}
    for name in ("since", "until", "due_by", "due_after"):
        if isinstance(read.get(name), date) and not isinstance(read[name], datetime):
            read[name] = datetime.combine(read[name], time(), zone).astimezone(UTC)
    if "since" in read and "until" in read and read["since"] >= read["until"]:
        raise BadFilter("until", "ends_before_it_starts", given["until"][0])
    everywhere = bool(SEARCHES & read.keys())
    lifted = everywhere or "assignee" in read or "about" in read
    if "lane" not in read and (lifted or read.get("status", "open") != "open"):
        read["lane"] = ""
    if "status" not in read and everywhere:
        read["status"] = ""
    return QueueFilters(**read)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _only(name: str, values: list[str]) -> str:
    if len(values) > 1:
        raise BadFilter(name, "said_twice", values[1])
    return values[0]


def _one_of(choices: Sequence[str], *, all_allowed: bool = False) -> Callable[[str, list[str]], str]:
    def read(name: str, values: list[str]) -> str:
        value = _only(name, values)
        if all_allowed and value == ALL:
            return ""
        if value not in choices:
            raise BadFilter(name, "unknown_value", value)
        return value

    return read


def _any_of(choices: Sequence[str]) -> Callable[[str, list[str]], tuple[str, ...]]:
    def read(name: str, values: list[str]) -> tuple[str, ...]:
        for value in values:
            if value not in choices:
                raise BadFilter(name, "unknown_value", value)
        return tuple(dict.fromkeys(values))

    return read


def _words(name: str, values: list[str]) -> tuple[str, ...]:
    for value in values:
        if not re.fullmatch(r"[A-Za-z0-9_.-]{1,40}", value):
            raise BadFilter(name, "unknown_value", value)
    return tuple(dict.fromkeys(values))


def _tags(name: str, values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_free(name, [value.lower().lstrip("#")]) for value in values))


def _numbers(name: str, values: list[str]) -> tuple[int, ...]:
    numbers = []
    for value in (each for joined in values for each in joined.split(",")):
        if not re.fullmatch(r"[0-9]{1,19}", value) or int(value) > _INT64:
            raise BadFilter(name, "not_a_number", value)
        numbers.append(int(value))
    if len(numbers) > IDS_LIMIT:
        raise BadFilter(name, "too_many", str(len(numbers)))
    return tuple(dict.fromkeys(numbers))


def _assignee(name: str, values: list[str]) -> str:
    value = _only(name, values)
    if value not in ("me", "none"):
        _numbers(name, [value])
        if int(value) >= 2**31:
            raise BadFilter(name, "not_a_number", value)
    return value


def _free(name: str, values: list[str]) -> str:
    value = _only(name, values)
    if len(value) > TEXT_LIMIT:
        raise BadFilter(name, "too_long", value)
    if "\x00" in value:
        raise BadFilter(name, "unknown_value", "")
    return value


def _author(name: str, values: list[str]) -> str:
    return _free(name, values).lstrip("@")


def _day(name: str, values: list[str]) -> date:
    value = _only(name, values)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise BadFilter(name, "not_a_date", value) from None


def _instant(name: str, values: list[str]) -> date:
    """Read a day, or an instant with its offset (a space stands for the ``+`` that addresses swallow)."""
    value = _only(name, values)
    try:
        if len(value) <= len("2026-11-21"):
            return date.fromisoformat(value)
        instant = datetime.fromisoformat(value.replace(" ", "+"))
        if instant.tzinfo is None:
            raise BadFilter(name, "without_a_zone", value)
        return instant.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadFilter(name, "not_a_date", value) from None


_READERS: Mapping[str, Callable[[str, list[str]], object]] = {
    "lane": _one_of(LANES, all_allowed=True),
    "status": _one_of(STATUSES, all_allowed=True),
    "flag": _any_of(FLAG_CHOICES),
    "flag_state": _one_of(("on", "unsure")),
    "about": _one_of(ABOUT),
    "brand": _numbers,
    "network": _words,
    "answer": _any_of(ANSWERS),
    "lang": _words,
    "assignee": _assignee,
    "author": _author,
    "q": _free,
    "since": _instant,
    "until": _instant,
    "tag": _tags,
    "due": _one_of(DUE),
    "due_by": _instant,
    "due_after": _instant,
    "day": _day,
    "ids": _numbers,
    "disposition": _any_of(DISPOSITIONS),
    "sort": _one_of(SORTS),
}
