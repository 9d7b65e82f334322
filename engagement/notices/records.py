"""What travels between the stages of an alert. Pure."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from engagement.notices.quiet import Quiet
from listening.records import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line below the headline. ``text`` may come from a network and is not to be trusted; ``url`` is ours."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What is told, before it takes a receiver's shape. ``url`` and ``action`` lead to the page to act on.

    ``key`` names a mail, so that a mailbox can tell a second copy from another message; "" leaves that to the server.
    ``text`` is the whole of a mail that is more than lines, "" for none; its lines are made as they are to be read.
    """

    headline: str
    lines: tuple[Line, ...] = ()
    url: str
    action: str
    key: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other side said when it took a message: its status, and its own word if it is one we know."""

    host: str
    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What may be said of a case: its first words, or none where its network's policy keeps them inside."""

    case_id: int | None  # None for a post that intake has not taken in yet
    network: str
    words: str = ""
    mention_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A notice that this sender, and no other, may send until its lease ends."""

    notice_id: int
    receiver_id: int
    kind: str  # of the receiver
    credential: uuid.UUID
    say: Say
    attempts: int  # before this one
    created_at: datetime
    token: uuid.UUID
    rest: tuple[Claim, ...] = ()  # what goes with it in one message, each to be settled for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a notice whose attempt failed: waiting until ``due_at``, or given up."""

    state: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverView:
    """A receiver as its page shows it. ``given_up`` and ``waiting`` count notices; ``next_try`` is None for none."""

    id: int
    name: str
    kind: str
    hint: str
    wants: tuple[str, ...]
    active: bool
    quiet: Quiet | None
    last_ok_at: datetime | None
    trouble: Say | None
    waiting: int
    next_try: datetime | None
    given_up: int
