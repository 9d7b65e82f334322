"""What travels between the stages of a letter. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from engagement.notices.quiet import Quiet
from listening.records import Say

HANDLED: Final = "handled"
GRAVEST_FIRST: Final = ("escalated", "breached", "warned", "returned", "mention", "expert", HANDLED)
"""The kinds of lines, in the order in which a letter shows them."""

EXPERTS: Final = ("expert_answered", "expert_declined", "expert_expired", "expert_not_reached")
"""Steps of a question to an expert that whoever asked is told of, named in them as ``to``."""

CLOCKS: Final = ("warned", "breached", "escalated")
"""Kinds that clocks tell; their names are those of the steps in the history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who is told by mail. ``names`` are what a note may call him by, in lower case;
    ``language`` is the code of the one he reads, "" for the installation's."""

    id: int
    address: str
    lead: bool
    manager: bool
    names: frozenset[str]
    wishes: Wishes
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How somebody wants to be told: not of ``muted`` kinds, and not in quiet hours, which are by ``zone``."""

    muted: frozenset[str] = frozenset()
    quiet: Quiet | None = None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """A step of the history that somebody may have to be told. ``holder`` has the case, if anybody has."""

    id: int
    case_id: int
    holder: int | None
    verb: str
    at: datetime
    actor: int | None
    kept: Mapping[str, Any]  # the step's Say, and its note

    @property
    def params(self) -> Mapping[str, Any]:
        """The parameters of its words."""
        return self.kept.get("params") or {}


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
class Decision:
    """What goes with a message now, what is dropped for ever (id -> code of why); the rest waits."""

    goes: tuple[Pending, ...]
    dropped: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One line of a message as its words need it.

    ``due_at`` is when an answer is owed. ``by`` is who wrote the note or handled it, ``say`` what was done.
    """

    case_id: int
    kind: str
    at: datetime
    network: str = ""
    due_at: datetime | None = None
    by: str = ""
    say: Say | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterClaim:
    """A letter that this sender, and no other, may send until its lease ends."""

    id: int
    key: uuid.UUID
    person: int
    attempts: int  # before this one
    created_at: datetime
    token: uuid.UUID
