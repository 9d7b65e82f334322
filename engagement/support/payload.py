"""What a support desk is told of a case: one JSON document, in words that hold for programs. Pure.

Content that a network's policy keeps inside is null, and ``withheld_by`` names the policy, as in the API.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from engagement.support import states

HANDED_OVER: Final = "case.handed_over"
TEST: Final = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A case as it is handed over. Texts are None where they are withheld, or gone at the source."""

    case_id: int
    network: str
    url: str
    handle: str | None
    name: str | None
    title: str | None
    text: str | None
    withheld_by: str
    language: str
    published_at: datetime
    due_at: datetime | None
    note: str
    by: str


def document(handed: Handed, *, base_url: str, status_url: str, at: datetime) -> dict[str, Any]:
    """Return what is posted. ``status_url`` is where the desk reports, signed with its secret."""
    author = None if handed.handle is None else {"handle": handed.handle, "name": handed.name}
    return {
        "type": HANDED_OVER,
        "timestamp": at.isoformat(),
        "data": {
            "case": {"id": handed.case_id, "url": f"{base_url}/cases/{handed.case_id}/"},
            "question": {
                "title": handed.title,
                "text": handed.text,
                "url": handed.url or None,
                "language": handed.language or None,
                "published_at": handed.published_at.isoformat(),
            },
            "author": author,
            "network": handed.network,
            "withheld_by": handed.withheld_by or None,
            "due_at": handed.due_at.isoformat() if handed.due_at else None,
            "note": handed.note or None,
            "handed_over_by": handed.by or None,
            "status_url": status_url,
            "states": list(states.REPORTED),
        },
    }


def trial(at: datetime) -> dict[str, Any]:
    """Return what is posted to try a desk. It opens nothing."""
    return {"type": TEST, "timestamp": at.isoformat(), "data": {}}
