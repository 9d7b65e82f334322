"""What travels between the stages of a letter. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from engagement.notices.quiet import Quiet

HANDLED: Final = "handled"
GRAVEST_FIRST: Final = ("escalated", "breached", "warned", "returned", "mention", HANDLED)
"""The kinds of lines, in the order in which a letter shows them."""

CLOCKS: Final = frozenset({"warned", "breached", "escalated"})
CHOICES: Final = ("warned", "breached", "escalated", "returned", "mention")
"""What a person can choose to be told; that others handled something follows whatever was told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """One line that waits. ``gone`` is the code of why there is nothing to tell any more, or ""."""

    id: int
    case_id: int
    kind: str
    at: datetime
    critical: bool = False
    gone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How somebody wants to be told: not of ``muted`` kinds, and not in quiet hours, which are by ``zone``."""

    muted: frozenset[str] = frozenset()
    quiet: Quiet | None = None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What goes with a message now, what is dropped for ever (id -> code of why); the rest waits."""

    goes: tuple[Pending, ...]
    dropped: dict[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a letter as its words need it. ``by``, ``how`` and ``done_at`` tell who handled it."""

    case_id: int
    kind: str
    at: datetime
    by: str = ""
    how: str = ""
    network: str = ""
