"""What a case does when its question is answered, settled, or open again. Pure: states in, a turn of the case out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engagement.routing import TO_US
from listening.answers.records import OPEN_STATES
from listening.records import Say

if TYPE_CHECKING:
    from listening.models import Question

ENDS: Final[Mapping[str, str]] = {
    "resolved_by_asker": "resolved_by_asker",
    "answered_by_peer": "peer_answered",
    "withdrawn": "question_withdrawn",
    "expired": "watch_ended",
}
"""State of the question -> why the case that waited for an answer ends. Our own answer ends it with its time."""

WORST_FIRST: Final = (
    "reopened",
    "unanswered",
    "answered_by_competitor",
    "acknowledged",
    "unverified",
    "answered_by_peer",
    "answered_by_us",
    "resolved_by_asker",
    "expired",
    "withdrawn",
    "not_a_question",
)
"""Which state a case has whose questions have several."""

_SETTLED: Final = frozenset({"answered_by_us", *ENDS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What becomes of a case: it ends or comes back, and the code that says why."""

    ends: bool
    code: str


def turn(was: str, now_is: str, *, audience: str, status: str, owed_otherwise: bool) -> Turn | None:
    """Return what a case does when the state of its question goes from ``was`` to ``now_is``; None for nothing.

    ``was`` is "" for a new case. ``owed_otherwise`` says that it is about more than what is watched: a threat to
    leave, say, of which nobody but us can dispose, or a complaint that somebody else replied to. What others answered
    of a question that was put to us in person stays with the team, to thank and to confirm. Questions to others than us
    are nobody's work, so nothing ends or returns by them.
    """
    if audience not in TO_US or was == now_is:
        return None
    if now_is in ENDS:
        return _end(now_is, audience=audience, owed_otherwise=owed_otherwise) if status != "done" else None
    if now_is not in OPEN_STATES:
        return None
    if now_is == "reopened" and was and status != "open":
        return Turn(ends=False, code="asker_reopened")
    if was in _SETTLED and status == "done":
        return Turn(ends=False, code="no_answer_any_more")
    if (was, now_is, status) == ("acknowledged", "unanswered", "waiting"):
        return Turn(ends=False, code="asker_supplied")
    return None


def _end(now_is: str, *, audience: str, owed_otherwise: bool) -> Turn | None:
    if now_is == "resolved_by_asker":
        return Turn(ends=True, code=ENDS[now_is])
    if owed_otherwise or (now_is == "answered_by_peer" and audience == "direct"):
        return None
    return Turn(ends=True, code=ENDS[now_is])


def told(question: Question, code: str) -> Say:
    """Return a code with the evidence of the question: when, by whom, where and by which rule."""
    evidence = question.evidence
    return Say(
        code=code,
        params={
            "at": question.answered_at or (evidence.published_at if evidence else None),
            "url": evidence.url if evidence else "",
            "handle": evidence.author_handle if evidence else "",
            "rule": question.rule,
            **({"wants": "reply"} if question.wants == "reply" else {}),
        },
        citations=(evidence.id,) if evidence else (),
    )
