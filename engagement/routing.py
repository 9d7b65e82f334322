"""Where a mention belongs and how urgent it is. Pure: facts in, a lane, a visible sum and the reason out.

The weights are PRODUCT's and BEHAVIOUR 2's: 35 severity + 20 unanswered + 20 account + 15 exposure + 10 intent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import log10

from listening.answers.records import OPEN_STATES
from listening.records import Say
from listening.scoring.relevance import UNSURE

POINT_MINUTES = 60
"""One point of priority is worth this many minutes of age: 24 points put yesterday's post beside today's."""

_NEVER, _DUE_STEP = 2**34, 128
"""What is due has a key over 10**12 (until the year 2266), what is not due one under 10**10. Priority fits a step."""

LOW_RELEVANCE = UNSURE
"""Below this a text is more likely about something else of the same name, and is never work."""

MAYBE_NOT_ABOUT_US = "maybe_not_about_us"
"""Why such a case stays in Monitor: what its row says and what the list of the unsure ones is chosen by."""

WATCHED = "watched"
"""Why such a case is in Monitor: the first word of somebody who is watched."""

OUT_OF: Mapping[str, int] = {"severity": 35, "unanswered": 20, "account": 20, "exposure": 15, "intent": 10}

SEVERITY: Mapping[str, int] = {
    "churn_risk": 28,
    "complaint": 24,
    "inaccuracy": 18,
    "question": 12,
    "buying_intent": 10,
    "suggestion": 6,
    "praise": 2,
}
GRAVE_REASONS: Mapping[str, int] = {"security": 35, "outage": 35, "contract": 28, "billing": 28, "account": 28}
"""Complaints about these weigh more than their kind: they cost the customer money or access."""

SECOND_GRIEVANCE = 4  # a complaint that also threatens to leave is worse than either
UNKNOWN_AUDIENCE = 100  # followers or views where the network does not say: a typical account's, never zero
OWED = ("churn_risk", "complaint", "inaccuracy", "question", "buying_intent")
CARED_FOR = ("suggestion", "praise")
TO_US = frozenset({"direct", "about_us"})
TAKEN_BY_A_RIVAL = 4  # a competitor who answers in our place is worse than silence
THANK_OR_CONFIRM = 4  # what a question put to us still weighs when somebody else has answered it
_ASKS_NOTHING = frozenset({"withdrawn", "not_a_question"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What routing needs to know of a case. Flags are about ``brand_kind``'s brand, merged over the case's mentions.

    ``denied`` are flags that a person took away; where nothing is scored, those that are on come from a person too.
    ``audience`` is the question's, or "" if no question is stored; ``answer`` its state. ``seen_by`` is the largest of
    followers, views and points, None where unknown. ``published_at`` is the newest mention's. ``watched`` says as what
    the author is watched, where this is his first word for a while.
    """

    brand_kind: str
    published_at: datetime
    scored: bool = True
    relevance: float = 1.0
    on: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    probabilities: Mapping[str, float] = field(default_factory=dict)
    complaint_reason: str = ""
    audience: str = ""
    answer: str = ""
    key_account: bool = False
    known_company: bool = False
    watched: str = ""
    seen_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """Lane, whether somebody owes a decision, the priority (0–100) with its parts, the order, and why.

    ``parts`` maps each part to ``[points, of]``; ``sort_key`` is higher for what stands nearer the top.
    """

    lane: str
    work: bool
    priority: int
    parts: Mapping[str, list[int]]
    sort_key: int
    say: Say


def route(facts: Facts) -> Routed:
    """Return where the case belongs, how urgent it is, and why."""
    lane, work, say = _place(facts)
    points = {
        "severity": _severity(facts),
        "unanswered": _unanswered(facts),
        "account": 20 if facts.key_account else 8 if facts.known_company or heard_from(facts) else 0,
        "exposure": _exposure(facts),
        "intent": _intent(facts),
    }
    priority = sum(points.values())
    return Routed(
        lane=lane,
        work=work,
        priority=priority,
        parts={part: [points[part], of] for part, of in OUT_OF.items()},
        sort_key=sort_key(priority, facts.published_at),
        say=say,
    )


def heard_from(facts: Facts) -> str:
    """Return as what the author is watched, if this is his first word about us; "" if it is not, or not about us."""
    about_us = facts.brand_kind == "own" and facts.relevance >= LOW_RELEVANCE and "spam" not in facts.on
    return facts.watched if about_us else ""


def shown_masks(on: int, unsure: int, *, decided: int, relevance: float) -> tuple[int, int]:
    """Return the masks (on, unsure) as people and clients see them: no flag is sure where the post may be about
    something else.

    What a person decided stays, and so does what was on when somebody said that a post is not about the brand (0).
    """
    if not 0 < relevance < LOW_RELEVANCE:
        return on, unsure
    sure = on & decided
    return sure, (unsure | on) & ~sure


def sort_key(priority: int, published_at: datetime, due_at: datetime | None = None) -> int:
    """Return the stored order: what is due stands before all else, the soonest first, at the same second by priority;
    the rest by seconds since 1970 plus ``POINT_MINUTES`` a point. Ages without a clock."""
    if due_at is not None:
        return (_NEVER - int(due_at.timestamp())) * _DUE_STEP + priority
    return int(published_at.timestamp()) + priority * POINT_MINUTES * 60


def _place(facts: Facts) -> tuple[str, bool, Say]:
    if "spam" in facts.on:
        return "monitor", False, Say(code="looks_like_spam")
    if facts.relevance < LOW_RELEVANCE:
        return "monitor", False, Say(code=MAYBE_NOT_ABOUT_US)
    if not facts.scored and not facts.on and not heard_from(facts):
        return "monitor", False, Say(code="not_scored")
    if facts.brand_kind == "competitor":
        return "monitor", False, Say(code="about_a_competitor")
    if facts.brand_kind == "own":
        return _place_own(facts)
    if "buying_intent" in facts.on:
        return "monitor", True, Say(code="opportunity", params={"flag": "buying_intent"})
    if "question" in facts.on:
        return "monitor", False, Say(code="opportunity", params={"flag": "question"})
    return "monitor", False, Say(code="only_heard")


def _place_own(facts: Facts) -> tuple[str, bool, Say]:
    owed = [flag for flag in OWED if flag in facts.on and (flag != "question" or _asks_us(facts))]
    if owed == ["question"] and facts.answer == "answered_by_peer":
        return "engage", True, Say(code="thank_or_confirm")
    if owed:
        params = {"flag": owed[0], "audience": facts.audience}
        return "engage", True, Say(code="owed_an_answer", params=params | ({"key": True} if facts.key_account else {}))
    if heard_from(facts):
        return "monitor", True, Say(code=WATCHED, params={"watched": facts.watched})
    cared_for = [flag for flag in CARED_FOR if flag in facts.on]
    if cared_for:
        return "manage", False, Say(code="worth_caring_for", params={"flag": cared_for[0]})
    if "question" in facts.on:
        asks = facts.answer not in _ASKS_NOTHING
        return (
            "monitor",
            False,
            Say(code="opportunity", params={"flag": "question"}) if asks else Say(code="only_heard"),
        )
    unsure = [flag for flag in OWED if flag in facts.unsure]
    if unsure:
        return "monitor", False, Say(code="not_sure", params={"flag": unsure[0]})
    denied = [flag for flag in OWED if flag in facts.denied]
    if denied:
        return "monitor", False, Say(code="denied", params={"flag": denied[0]})
    return "monitor", False, Say(code="only_heard")


def _asks_us(facts: Facts) -> bool:
    """A question about our own brand without a stored audience names us, so it is about us."""
    return facts.answer not in _ASKS_NOTHING and (not facts.audience or facts.audience in TO_US)


def _severity(facts: Facts) -> int:
    weights = {flag: SEVERITY[flag] for flag in facts.on if flag in SEVERITY}
    if "question" in weights and facts.answer == "answered_by_peer":
        weights["question"] = THANK_OR_CONFIRM
    found = sorted(weights.values(), reverse=True)
    if "complaint" in facts.on and facts.complaint_reason in GRAVE_REASONS:
        found.insert(0, GRAVE_REASONS[facts.complaint_reason])
    if not found:
        return max((SEVERITY[flag] // 3 for flag in facts.unsure if flag in SEVERITY), default=0)
    grievances = {"complaint", "churn_risk", "inaccuracy"} & facts.on
    more = SECOND_GRIEVANCE * (len(grievances) > 1) + TAKEN_BY_A_RIVAL * (facts.answer == "answered_by_competitor")
    return min(OUT_OF["severity"], max(found) + more)


def _unanswered(facts: Facts) -> int:
    if "question" not in facts.on and not facts.answer:
        return 0
    if facts.answer in OPEN_STATES:
        points = {"direct": 20, "about_us": 16}.get(facts.audience, 6)
        return points // 2 if facts.answer == "acknowledged" else points
    return 6 if facts.answer in ("", "unverified") else 0  # replies cannot be seen: perhaps answered


def _exposure(facts: Facts) -> int:
    seen_by = UNKNOWN_AUDIENCE if facts.seen_by is None else facts.seen_by
    return min(OUT_OF["exposure"], round(3 * log10(1 + max(0, seen_by))))


def _intent(facts: Facts) -> int:
    if "buying_intent" in facts.on:
        return min(10, round(10 * facts.probabilities.get("buying_intent", 1.0)))
    return 3 if "buying_intent" in facts.unsure else 0
