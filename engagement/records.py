"""What the queue shows, as frozen records. Pages and API are handed these and never touch a table themselves. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from engagement.outside import Outside
from engagement.quotes import Quote
from listening.connectors.contract import ReplyWay
from listening.records import Say

LANES = ("monitor", "engage", "manage")
STATUSES = ("open", "snoozed", "waiting", "done")
DISPOSITIONS = (
    "answered",
    "acknowledged",
    "no_reply_needed",
    "duplicate",
    "spam",
    "not_relevant",
    "routed",
    "answered_privately",
    "heard",
    "muted",
)
PRIVATE = "answered_privately"
"""The outcome of an answer that onlookers cannot see: it counts for the team and not in public numbers."""

RELEVANT = "relevant"
"""Beside the flags: what a person may say of a case is also whether it is about its brand at all."""

NOT_RELEVANT_REASONS = ("wrong_sense", "job_post", "not_about_us", "too_old", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """A colleague as rows show him: initials in a disc, the name in words."""

    id: int
    name: str
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text to show: plain, or marked because a query matched it, or underlined as a numbered reason."""

    text: str
    mark: bool = False
    flag: str = ""
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the list. ``sentence`` is the state sentence as codes: the first is the state, the rest follow."""

    id: int
    version: int
    network: str
    place: str
    author: str
    snippet: tuple[Piece, ...]
    language: str
    sentence: tuple[Say, ...]
    flags: tuple[str, ...]
    unsure: tuple[str, ...]
    priority: int
    assignee: Who | None
    status: str
    lane: str
    work: bool
    published_at: datetime
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """A team clock as it stands, as ``sla.Reading`` has it. ``response`` is first or next; ``say`` is its part of a
    row's sentence; ``paused``, ``exempt`` and ``ended`` say why, "" where it is not."""

    response: str
    state: str
    target: timedelta
    elapsed: timedelta
    remaining: timedelta | None
    share: float | None
    due_at: datetime | None
    breached_at: datetime | None
    say: Say
    paused: str = ""
    exempt: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the list. ``next_cursor`` is empty on the last page; ``total`` is exact up to ``capped``."""

    rows: tuple[Row, ...]
    next_cursor: str
    newest: int  # highest case id of the whole installation when the page was made: what polling compares


@dataclass(frozen=True, slots=True, kw_only=True)
class SurgeLine:
    """A surge that runs, as the list says it; ``case_id`` is None until its case is open."""

    case_id: int | None
    say: Say


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPost:
    """One post of the thread around a mention, with a code that says why it does or does not count as an answer."""

    id: int
    author: str
    at: datetime
    text: tuple[Piece, ...]
    language: str
    url: str
    role: str  # mention, own, competitor, context
    is_lead: bool
    counts: Say | None
    deleted: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """A reply that counts, or of which people spoke. ``side`` is ours, peer, competitor or asker; ``taken`` and
    ``rule`` say what it was taken for and why, ``text`` has the telling words marked. ``decides`` if the state rests on
    it, ``answers`` if it was taken for an answer. ``said`` is what people say of it, None for nothing; ``who`` is None
    for a colleague who is no longer here. ``stranger`` if its author may be named a colleague."""

    id: int
    author: str
    side: str
    taken: Say
    rule: Say
    text: tuple[Piece, ...]
    language: str
    at: datetime
    url: str
    decides: bool
    answers: bool
    stranger: bool
    said: bool | None = None
    who: Who | None = None
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What became of the question of a case: the state as a code, the replies it rests on, and how fresh it is.

    ``stale`` if the last reading is too old to be counted. ``readable`` if the thread is read again on demand.
    """

    state: str
    asks: bool  # whether it is a question: a complaint that asks nothing wants a reply
    say: Say
    url: str
    checked_at: datetime | None
    stale: bool
    readable: bool
    replies: tuple[ReplyView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagView:
    """A flag of the shown mention: whether it is on or unsure, and the probability, None where a person decided."""

    flag: str
    probability: float | None
    state: str  # on, unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that a person may say of a case: a flag, or that it is about its brand (``RELEVANT``).

    ``state`` is how it stands now. ``said`` is what a person decided, None where scoring does; ``who`` is None for a
    colleague who is no longer here. ``older`` where the post was edited since. ``undo`` is the step of the viewer that
    said so, None where somebody else did or it is too late.
    """

    head: str
    state: str  # on, unsure, off
    said: bool | None = None
    who: Who | None = None
    at: datetime | None = None
    older: bool = False
    undo: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyWords:
    """Words of a post, and the name of the rule by which they tell something."""

    text: str
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyLine:
    """One line of "Why am I seeing this": a number that is shown in the text too, what it is, and how sure."""

    number: int | None
    kind: str  # match, or a flag
    say: Say
    words: tuple[WhyWords, ...]
    against: tuple[WhyWords, ...] = ()
    probability: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One event of a case as the history shows it. ``undoable`` if its actor may still undo it."""

    id: int
    at: datetime
    actor: Who | None
    say: Say
    note: str = ""
    undoable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is known of the author of a case. ``company`` is "" for none; ``suggestions`` are names to choose from."""

    company_id: int | None = None
    company: str = ""
    domain: str = ""
    is_key: bool = False
    watched: str = ""
    watched_at: datetime | None = None
    suggestions: tuple[str, ...] = ()
    contact: ContactView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """Another account of a contact, and the case of its last word."""

    id: int
    network: str
    author: str
    case_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """The person behind an account, as colleagues know him; ``accounts`` are his others."""

    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    accounts: tuple[AccountRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """A task of a case. ``due_on`` is a day; ``done_at`` is None while it is open."""

    id: int
    title: str
    due_on: date | None
    assignee: Who | None
    done_at: datetime | None
    done_by: Who | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOff:
    """One entry of the list of whom nobody is to engage. ``network`` is "" for a handle on all, ``url`` a thread's."""

    id: int
    subject: str  # account, handle, thread
    network: str
    name: str
    url: str
    reason: str
    since: datetime
    until: datetime | None
    by: Who | None  # None for a colleague who is no longer here
    ended_at: datetime | None
    ended_by: Who | None  # None if its time was over


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """An earlier post of the author, the case it is in, how that stands, and who ended it."""

    case_id: int
    at: datetime
    text: str
    language: str
    status: str
    disposition: str
    by: Who | None  # None where it stands open, or the product ended it


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """All that the pane beside the list shows of one case."""

    row: Row
    brand: str
    brand_names: tuple[str, ...]
    author_url: str
    author_line: tuple[Say, ...]  # earlier posts about us, followers
    url: str
    title: str
    title_pieces: tuple[Piece, ...]
    published_at: datetime
    seen_at: datetime
    edited_at: datetime | None
    deleted: bool
    flags: tuple[FlagView, ...]
    choices: tuple[Choice, ...]
    sentiment: float | None
    scored: bool
    language: str
    thread: tuple[ThreadPost, ...]
    thread_more: int
    answer: AnswerView | None  # None where nothing is asked
    privately: HistoryLine | None  # who answered privately, and the reason
    public_wait_until: datetime | None  # answered at, or None while it still runs
    due_at: datetime | None
    breached_at: datetime | None
    clock: Owing | None  # the one that runs, else the last
    why: tuple[WhyLine, ...]
    reply: ReplyWay
    priority_parts: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # part -> (points, of)
    history: tuple[HistoryLine, ...] = ()
    mentions: tuple[Mapping[str, Any], ...] = ()  # further items of the case: id, network, author, url
    disposition: str = ""
    disposition_reason: str = ""
    snoozed_until: datetime | None = None
    held: tuple[HeldOff, ...] = ()  # under which it falls while they hold
    routing: Say | None = None  # why the rules gave it to whom it belongs, or to nobody yet
    account: Account | None = None  # None where the network does not say who wrote it
    earlier: tuple[Earlier, ...] = ()  # by the same author, the newest first
    mutable: Mapping[str, str] = field(default_factory=dict)  # author, source -> what would be muted
    tasks: tuple[TaskView, ...] = ()  # the open ones by day, then what was done last
    quote: Quote | None = None  # None where nothing stands any more
    outside: Outside = field(default_factory=Outside)  # experts asked, support desks that have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a verb did, and how to undo it. ``undo`` is the id of the event, or None if it cannot be undone."""

    case_id: int
    verb: str
    undo: int | None
    say: Say
