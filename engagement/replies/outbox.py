"""What may become of a reply: one table of moves, who may make each, and what an error says of a request that left.

A reply reaches the network at most once. A program moves it from *approved* through *sending* to what the network said;
where the network said nothing it is *uncertain*, and only a post that was found, or a person, leads out of there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from listening.errors import AuthError, BudgetExhausted, Forbidden, ListeningError, Permanent, RateLimited

DRAFT, WAITING, APPROVED, SENDING = "draft", "waiting", "approved", "sending"
SENT, FAILED, UNCERTAIN, DISCARDED = "sent", "failed", "uncertain", "discarded"
STATES = (DRAFT, WAITING, APPROVED, SENDING, SENT, FAILED, UNCERTAIN, DISCARDED)
LIVE = (DRAFT, WAITING, APPROVED, SENDING, FAILED, UNCERTAIN)
"""States in which a reply still stands before somebody; a case has at most one such reply."""

UNDER_WAY = (APPROVED, SENDING, UNCERTAIN)
"""States in which it may stand before the asker any moment, or stands there already."""

WRITABLE = (DRAFT, FAILED)
"""States in which its text may be changed: nothing of it is, or may be, out in the world."""

BY_API, BY_HAND = "api", "by_hand"

ASK, CLEAR, APPROVE, TAKE_BACK, DISCARD = "ask", "clear", "approve", "take_back", "discard"
CLAIM, LAPSE, CONFIRM, REFUSE, LOSE, FIND, AGAIN = "claim", "lapse", "confirm", "refuse", "lose", "find", "again"

MOVES: Mapping[tuple[str, str], str] = {
    (DRAFT, ASK): WAITING,
    (DRAFT, CLEAR): APPROVED,
    (DRAFT, DISCARD): DISCARDED,
    (WAITING, APPROVE): APPROVED,
    (WAITING, TAKE_BACK): DRAFT,
    (WAITING, DISCARD): DISCARDED,
    (APPROVED, CLAIM): SENDING,
    (APPROVED, LAPSE): FAILED,
    (APPROVED, TAKE_BACK): DRAFT,
    (SENDING, CONFIRM): SENT,
    (SENDING, REFUSE): FAILED,
    (SENDING, LOSE): UNCERTAIN,
    (SENDING, FIND): SENT,
    (UNCERTAIN, FIND): SENT,
    (UNCERTAIN, CONFIRM): SENT,  # the network's word came after all
    (UNCERTAIN, REFUSE): FAILED,
    (UNCERTAIN, AGAIN): APPROVED,
    (UNCERTAIN, TAKE_BACK): DRAFT,
    (FAILED, AGAIN): APPROVED,
    (FAILED, TAKE_BACK): DRAFT,
    (FAILED, DISCARD): DISCARDED,
}
"""Every move there is. What is not here cannot happen: *sent* and *discarded* lead nowhere."""

BY_PEOPLE = frozenset({ASK, CLEAR, APPROVE, TAKE_BACK, DISCARD, AGAIN})
"""Moves that only a person makes, by a click. What a program may do it does by itself: it never says *again*."""

WITH_EVIDENCE = frozenset({CONFIRM, FIND})

CLICK_HOLDS = timedelta(minutes=10)
"""How long a click to send holds. Whatever kept the program back longer than this, the world has moved on meanwhile."""

LEASE = timedelta(minutes=3)
"""After this a reply that is still *sending* has lost its sender: the door ends a request within 30 s, and a look for
the post after it too."""

LEAVES_WITHIN = timedelta(minutes=1)
"""A claimed reply leaves within this or not at all. With the longest request it stays well below ``LEASE``: when others
look for it, or a person lets it out once more, nobody is left who may still send it."""

HAND_LOOKS = timedelta(minutes=15)
"""How long a reply that a person posts by hand is looked for: the thread is read after 1, 3 and 10 minutes."""

LOOK_AGAIN = (timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=10))
"""When an uncertain reply is looked for again: search indexes lag behind."""

_CERTAIN = frozenset({"forbidden", "http_400", "not_found", "refused", "gone", "no_idempotency_key", "woke_too_late"})
"""Codes of ``Permanent`` by which the network, or we before it, said that it did not take the reply."""


class WrongMove(ValueError):
    """This cannot become of the reply now; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a reply stands. ``authors`` are all who wrote at its text, ``evidence`` the post's id or address."""

    state: str = DRAFT
    authors: frozenset[int] = frozenset()
    second: bool = False  # a second person has to approve it
    approver: int | None = None
    attempts: int = 0
    evidence: str = ""


def move(standing: Standing, event: str, *, by: int | None = None, evidence: str = "") -> Standing:
    """Return the reply after ``event``. ``by`` is the person who clicked, None for the program.

    Raises ``WrongMove``: "not_now", "needs_a_person", "needs_evidence", "needs_a_second", "author_approves".
    """
    after = MOVES.get((standing.state, event))
    if after is None:
        raise WrongMove("not_now")
    if event in BY_PEOPLE and by is None:
        raise WrongMove("needs_a_person")
    if event in WITH_EVIDENCE and not evidence:
        raise WrongMove("needs_evidence")
    if event == CLEAR and standing.second:
        raise WrongMove("needs_a_second")
    if event == APPROVE and by in standing.authors:
        raise WrongMove("author_approves")
    if event == AGAIN and standing.second and standing.approver is None:
        raise WrongMove("needs_a_second")
    changed = replace(standing, state=after)
    if event == APPROVE:
        changed = replace(changed, approver=by)
    elif event == TAKE_BACK:
        changed = replace(changed, approver=None)
    elif event == CLAIM:
        changed = replace(changed, attempts=standing.attempts + 1)
    elif event in WITH_EVIDENCE:
        changed = replace(changed, evidence=evidence)
    return changed


def surely_not_taken(error: ListeningError, *, left: bool) -> bool:
    """Say whether ``error`` proves that the network did not take the reply.

    ``left`` is whether a request went out at all. A timeout, a reset, a 5xx or an answer that cannot be read proves
    nothing: the network may have kept the reply before it went wrong. "duplicate" says that it has one already.
    """
    if not left or isinstance(error, RateLimited | AuthError | BudgetExhausted | Forbidden):
        return True
    return isinstance(error, Permanent) and error.code in _CERTAIN


def still_holds(clicked_at: datetime, now: datetime) -> bool:
    """Say whether a click to send is recent enough to be acted upon."""
    return now - clicked_at <= CLICK_HOLDS


def look_at(attempted_at: datetime, looks: int) -> datetime | None:
    """Return when an uncertain reply is looked for after ``looks`` looks; None if only people can tell now."""
    return attempted_at + LOOK_AGAIN[looks] if looks < len(LOOK_AGAIN) else None
