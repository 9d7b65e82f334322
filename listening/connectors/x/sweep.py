"""Where a sweep over X stands, and what becomes of it with each page. Pure; the cursor is these records as JSON.

A sweep reads from the newest post back to ``since_id``. Its own ``newest`` is that of its first page and becomes the
mark, from which the next sweep starts, only when the last page is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from listening.connectors.x.facts import FACTS
from listening.connectors.x.ids import earlier, id_at, id_of, newest
from listening.connectors.x.parse import Meta

QUIET = timedelta(days=1)
"""How far behind X's own time the mark of a quiet search may stay: a mark older than seven days is refused."""

SEEN_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One run from the newest post back. ``since_id`` stays the same while ``token`` is followed."""

    query: str = ""
    terms: tuple[str, ...] = ()
    since_id: str = ""
    start: str = ""  # ISO instant, where there is no since_id
    token: str = ""
    newest: str = ""

    def saved(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "query": self.query,
            "terms": list(self.terms),
            "since_id": self.since_id,
            "start": self.start,
            "token": self.token,
            "newest": self.newest,
        }

    def after(self, meta: Meta) -> Sweep | None:
        """Return where to read on once a page is stored; ``None`` at the end."""
        if not meta.next_token:
            return None
        return replace(self, token=meta.next_token, newest=self.newest or meta.newest_id)

    def mark(self, meta: Meta, said_at: datetime | None) -> str:
        """Return the mark that this sweep leaves behind once its last page is stored."""
        floor = id_at(said_at - QUIET) if said_at else ""
        return newest(self.newest or meta.newest_id, self.since_id, floor)

    def from_the_top(self) -> Sweep:
        """Return the same sweep before its first page: X forgets its page tokens."""
        return replace(self, token="", newest="")

    def since(self, start: datetime) -> Sweep:
        """Return the sweep that starts at an instant, where X no longer accepts the mark."""
        return replace(self.from_the_top(), since_id="", start=start.isoformat())


def resumed(saved: Any) -> Sweep | None:
    """Return a sweep that was broken off, if the cursor holds one."""
    if not isinstance(saved, Mapping) or not saved.get("token"):
        return None
    return Sweep(**{**saved, "terms": tuple(saved.get("terms", ()))})


def begun(mark: str, start: datetime, *, query: str = "", terms: Sequence[str] = ()) -> Sweep:
    """Return a new sweep from ``mark``, a little earlier because the index lags; from ``start`` without a mark."""
    if not mark:
        return Sweep(query=query, terms=tuple(terms), start=start.isoformat())
    return Sweep(query=query, terms=tuple(terms), since_id=earlier(mark, FACTS.overlap))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid:
    """The newest posts that were paid for, on which UTC day: X bills a post that is read twice in a day once."""

    day: str = ""
    ids: frozenset[str] = frozenset()

    def new(self, ids: Iterable[str], day: str) -> int:
        """Return how many of ``ids`` are billed when they are read on ``day``."""
        return len(set(ids) - (self.ids if day == self.day else frozenset()))

    def with_page(self, ids: Sequence[str], day: str) -> Paid:
        """Return it with a page added: the posts that the overlap will read again, and no more."""
        known = set(ids) | (self.ids if day == self.day else frozenset())
        edge = int(earlier(newest(*known), FACTS.overlap) or 0)
        kept = sorted((id_ for id_ in known if int(id_) >= edge), key=int, reverse=True)
        return Paid(day=day, ids=frozenset(kept[:SEEN_MAX]))

    def saved(self) -> dict[str, Any]:
        return {"day": self.day, "ids": sorted(self.ids, key=int)}


def paid_of(saved: Any) -> Paid:
    """Return what the cursor says was paid for."""
    if not isinstance(saved, Mapping):
        return Paid()
    return Paid(
        day=str(saved.get("day", "")), ids=frozenset(id_ for one in saved.get("ids", ()) if (id_ := id_of(one)))
    )
