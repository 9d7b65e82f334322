"""What a week is told by, as frozen records. Pages, the narrative and the chart are handed these. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.weeks import Week
from engagement.records import Piece
from listening.records import Say

NUMBERS = ("mentions", "complaints", "questions", "no-reply", "first-response", "share-of-voice", "asked")
"""Every number of a week that opens its list. ``asked`` are the questions put to us in the week, whatever became of
them; ``questions`` are all posts judged to be one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of one week. ``None`` means that there was nothing to measure, never zero.

    ``watched`` are the questions of the last 30 days whose answer state is known: what ``no_reply`` is a part of.
    ``left_out`` counts the questions whose thread was not read again in time, so that nothing is claimed of them.
    ``voices`` are (brand, kind, mentions) of our brands and our rivals', the loudest first.
    ``rules`` are the queries that were changed in the week, as (name, ISO day): a change of ours, not of the market.
    """

    mentions: int
    complaints: int
    questions: int
    no_reply: int
    watched: int
    longest_wait_s: int | None
    first_response_s: float | None
    responses: int
    share_of_voice: float | None
    voices_n: int
    left_out: int = 0
    voices: tuple[tuple[str, str, int], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return what is frozen."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return kept | {name: [list(each) for each in kept[name]] for name in ("voices", "rules")}

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Numbers:
        """Return frozen numbers. What did not exist yet when the week was frozen is unknown or empty."""
        known = {name: content.get(name) for name in cls.__slots__}
        known |= {name: content.get(name) or 0 for name in ("left_out", "watched")}
        for name in ("voices", "rules"):
            known[name] = tuple(tuple(each) for each in content.get(name) or ())
        return cls(**known)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of what was polled could be read: successful polls of all, the terms of the equation, and the sources
    that were not read at all (``blind``) or in less than nine polls of ten (``patchy``)."""

    planned: int
    succeeded: int
    terms: Mapping[str, int]
    blind: tuple[str, ...] = ()
    patchy: tuple[str, ...] = ()
    sources: int = 0

    @property
    def share(self) -> float | None:
        return self.succeeded / self.planned if self.planned else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The mentions of our own brands on one day. A post that is complaint and question counts as complaint, so that
    the parts add up to ``mentions``. ``usual`` is the median of the same weekday in the eight weeks before."""

    day: date
    mentions: int = 0
    complaints: int = 0
    questions: int = 0
    usual: float | None = None

    @property
    def other(self) -> int:
        return self.mentions - self.complaints - self.questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One week as it is shown: its own numbers, what changed since it was frozen, and the weeks before it."""

    week: Week
    zone: ZoneInfo
    numbers: Numbers
    live: Numbers
    frozen_at: datetime | None
    running: bool
    earlier: tuple[tuple[Week, Numbers], ...]  # oldest first
    coverage: Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """A post behind a number: one row of an evidence list. ``state`` says what became of it; ``late`` that it was
    found after the week was frozen. ``case`` is 0 where the queue has none."""

    mention: int
    case: int
    network: str
    place: str
    author: str
    snippet: tuple[Piece, ...]
    language: str
    url: str
    brand: str
    at: datetime
    state: Say
    late: bool = False
