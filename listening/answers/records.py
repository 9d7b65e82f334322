"""The frozen records of the answer engine: what was said, the case of a question, what was decided of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, NamedTuple

STATES: Final = (
    "unverified",
    "unanswered",
    "acknowledged",
    "answered_by_us",
    "answered_by_peer",
    "answered_by_competitor",
    "resolved_by_asker",
    "reopened",
    "withdrawn",
    "expired",
    "not_a_question",
)
OPEN_STATES: Final = frozenset({"unanswered", "acknowledged", "answered_by_competitor", "reopened"})
"""Where somebody is still owed an answer by us (PRODUCT, the column *unanswered?*)."""

Wants = Literal["answer", "reply"]

NOBODY: Final = frozenset({"", "[deleted]", "[removed]", "deleted"})


class Side(StrEnum):
    """Whose voice a post is."""

    ASKER = "asker"
    OURS = "ours"
    COMPETITOR = "competitor"
    PEER = "peer"


class Sign(NamedTuple):
    """Words that told something: ``text[start:end]`` by the named rule, and what they mean."""

    start: int
    end: int
    meaning: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One post of a thread. ``author`` is the account that it was written by, "" for nobody known.

    ``parent`` is the id of the post it replies to, "" where the network does not say; it need not be in the thread.
    ``was`` is the text before the edit at ``edited_at``; ``kind`` other than "post" may be "like", "repost", "quote".
    ``mentions`` are accounts, ``quotes`` the id of a quoted post.
    """

    id: str
    parent: str = ""
    author: str = ""
    text: str = ""
    at: datetime
    accepted: bool = False
    deleted: bool = False
    edited_at: datetime | None = None
    was: str | None = None
    bot: bool = False
    mentions: tuple[str, ...] = ()
    quotes: str = ""
    kind: str = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question and the thread it stands in. ``us`` and ``competitors`` are accounts as ``Spoken.author`` has them.

    ``names`` are the names by which texts speak of us, beside the accounts. ``about_us`` says that the caller knows
    that the post speaks of us, so that a report of a defect seeks an answer. ``chance`` and ``complaint`` are the
    probabilities of a question and of a complaint that scoring gave, if it was asked. ``a_question`` is what a person
    decided of that, None if nobody has.

    ``wants`` is what the post is owed: an *answer*, if it asks at all, or a *reply*, because it complains about us:
    then nobody looks whether it asks. ``since`` is from when on a reply is owed, where an edit brought the complaint
    in. ``complains`` is False once an edit has taken it out.
    """

    network: str
    question: str
    posts: Sequence[Spoken]
    now: datetime
    us: frozenset[str] = frozenset()
    competitors: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    complete: bool = True
    locked: bool = False
    about_us: bool = True
    chance: float | None = None
    complaint: float | None = None
    a_question: bool | None = None
    wants: Wants = "answer"
    since: datetime | None = None
    complains: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A reply and what it was taken for: ``meaning`` as in ``listening.answers.judging``, and the words that told."""

    id: str
    author: str
    at: datetime
    side: Side
    meaning: str
    rule: str
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of a question. ``evidence`` is the id of the post that decided, "" where none can.

    ``answered_by`` and ``answered_at`` tell of the answer, also where the asker's own word or mark decided: the account
    of who gave it and when. ``replies`` are all posts of others that count as replies to the asker, earliest first.
    ``asked_at`` is when the question was asked: of a question that an edit brought in, the instant of the edit.
    ``asker_spoke_at`` is his last word. ``waits_for_asker``: we asked back and he has not supplied it yet.
    """

    state: str
    rule: str
    evidence: str = ""
    signs: tuple[Sign, ...] = ()
    answered_by: str = ""
    answered_at: datetime | None = None
    replies: tuple[Evidence, ...] = field(default=())
    asked_at: datetime
    asker_spoke_at: datetime
    waits_for_asker: bool = False

    @property
    def asks_nothing(self) -> bool:
        """Is it no question, and no post of ours? A complaint wants a reply all the same."""
        return self.state == "not_a_question" and self.rule != "our_own_post"


def account(name: str) -> str:
    """Return an account as it is compared: without case and leading "@"; "" for what is nobody's name."""
    key = name.strip().removeprefix("@").casefold()
    return "" if key in NOBODY else key


def accounts(names: Iterable[str]) -> frozenset[str]:
    """Return accounts as they are compared, without nobody."""
    return frozenset(map(account, names)) - {""}
