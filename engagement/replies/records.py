"""What composer and outbox show, as frozen records, and the two ways in which a reply is overtaken. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from engagement.errors import EngagementError
from engagement.records import Who
from engagement.replies.checklist import Check, Risk
from engagement.replies.snippets import Snippet
from listening.records import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyNow:
    """A reply as it stands. ``editor`` is who wrote last; people are None where they left or nobody did it."""

    id: int
    case_id: int
    network: str
    state: str
    way: str
    text: str
    version: int
    acknowledged: bool
    second: str
    authors: frozenset[int]
    expert: str  # who without an account wrote at it, "" for nobody
    editor: Who | None
    asked_by: Who | None
    approver: Who | None
    clicked_by: Who | None
    clicked_at: datetime | None
    reason: Say | None
    url: str
    sent_at: datetime | None
    cost_micros: int
    attempts: int
    look_at: datetime | None
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyNow:
    """The policy that holds, and when this person accepted it, None for not yet. ``at`` is None for the starter."""

    version: int
    text: str
    banned: tuple[str, ...]
    regulated: bool
    by: Who | None
    at: datetime | None
    accepted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisNow:
    """A time in which replies are frozen; ``until`` is None while it runs."""

    id: int
    reason: str
    spokesperson: Who | None
    since: datetime
    by: Who | None
    until: datetime | None
    ended_by: Who | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """That a colleague answered this person before: who, where, when."""

    who: Who | None
    network: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """All that the composer shows beside its case."""

    reply: ReplyNow | None
    past: tuple[ReplyNow, ...]
    policy: PolicyNow
    crisis: CrisisNow | None
    frozen: bool
    checks: tuple[Check, ...]
    risks: tuple[Risk, ...]
    second: str
    length: int
    limit: int | None
    price_micros: int | None  # of this text by program, None where that is not open
    spent_micros: int
    cap_micros: int | None
    rule: str
    snippets: tuple[Snippet, ...]  # their blanks filled for this case
    elsewhere: Elsewhere | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtook:
    """A post that came while somebody wrote. ``side`` is ours or asker."""

    external_id: str
    author: str
    side: str
    text: str
    at: datetime
    url: str


class DraftChanged(EngagementError):
    """Somebody changed the reply meanwhile: ``theirs`` is how it stands, ``mine`` the text that was not kept."""

    def __init__(self, theirs: ReplyNow, mine: str = "") -> None:
        super().__init__("reply_changed", {"state": theirs.state})
        self.theirs = theirs
        self.mine = mine


class Overtaken(EngagementError):
    """The thread went on since the composer was opened, or could not be read (``unread`` is why). Nothing was sent."""

    def __init__(self, posts: tuple[Overtook, ...], *, unread: str, text: str) -> None:
        super().__init__("reply_overtaken", {"n": len(posts)})
        self.posts = posts
        self.unread = unread
        self.text = text
