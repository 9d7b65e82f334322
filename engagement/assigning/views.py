"""What the pages of routing show. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A case that a rule would have caught, its words in short; ``name`` would have got it, "" if none was in hours."""

    case_id: int
    network: str
    author: str
    text: str
    came_at: datetime
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a rule would have done in the days ``since``: of ``of`` cases it catches ``caught``; ``before`` more it
    would have caught, had not a rule before it.

    ``names`` are who would have got how many, the most first, by turns among those in hours; ``closed`` came when none
    was. ``capped`` says that only the newest ``of`` were looked at; ``newest`` are the last that it catches.
    """

    since: datetime
    of: int
    capped: bool
    caught: int
    before: int
    names: Sequence[tuple[str, int]]
    closed: int
    newest: Sequence[Taken]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many cases of the last days were offered to the rules, and how many of those no rule caught."""

    offered: int
    unrouted: int

    @property
    def percent(self) -> int:
        """The share of those that no rule caught, rounded; never 0 or 100 where that is not so."""
        if not self.offered or self.unrouted in (0, self.offered):
            return 100 if self.offered and self.unrouted else 0
        return min(99, max(1, round(100 * self.unrouted / self.offered)))
