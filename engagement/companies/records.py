"""What travels between the reading of companies and their pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engagement.records import HistoryLine, Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is said of a company. Owners are ids of users."""

    name: str
    domain: str = ""
    is_key: bool = False
    marketing_owner_id: int | None = None
    sales_owner_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A company as it is stored."""

    id: int
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table that can be read. None, or "" for owners, is a cell that says nothing; owners are addresses."""

    line: int
    name: str
    domain: str = ""
    is_key: bool | None = None
    marketing_owner: str = ""
    sales_owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A line that cannot be taken, and why, as a code with its parameters."""

    line: int
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a file held, and the columns nobody knows."""

    lines: tuple[Line, ...]
    wrong: tuple[Wrong, ...]
    unknown_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do: companies to add, what would change of which, how many stay, and what is wrong."""

    new: tuple[Draft, ...]
    changed: Mapping[int, Draft]
    same: int
    wrong: tuple[Wrong, ...]

    @property
    def does_something(self) -> bool:
        """Whether there is anything to import."""
        return bool(self.new or self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """A company as its list shows it. ``people`` are accounts; ``heard_at`` is when one of them last spoke of us."""

    id: int
    name: str
    domain: str
    is_key: bool
    marketing_owner: Who | None
    sales_owner: Who | None
    people: int
    heard_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """An account as lists show it. ``case_id`` is the case of its last word, None if there is none."""

    id: int
    network: str
    author: str
    watched: str
    company: str
    company_id: int | None
    heard_at: datetime | None
    case_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyView:
    """All that the page of one company shows."""

    id: int
    draft: Draft
    people: tuple[PersonRow, ...]
    history: tuple[HistoryLine, ...]
