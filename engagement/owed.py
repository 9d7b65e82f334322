"""Whether a case is owed a response by a time, and of which class that is: facts in, one row of a table out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engagement.routing import Facts
from listening.answers.records import OPEN_STATES

URGENT_REASONS = frozenset({"security", "outage"})
"""Complaints about these are critical whoever makes them: others are hurt while we sleep."""

_WORK_FOR_KEY_ACCOUNTS = frozenset({"complaint", "churn_risk", "question"})
_GRIEVANCES = ("complaint", "churn_risk", "inaccuracy")
_SETTLED = frozenset({"answered_by_us", "resolved_by_asker", "withdrawn", "expired"})
"""What ends a grievance too. A peer's or a rival's answer does not: it is still ours to respond to."""

_OPEN = OPEN_STATES | {"unverified", ""}
"""Where a question may still be owed our answer; while replies cannot be seen we do not assume that we gave one."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A class of ``sla.CLASSES`` and the code of the reason."""

    kind: str
    reason: str


def owed(facts: Facts, *, work: bool) -> Owed | None:
    """Return what is owed, None where nothing is. ``work`` says that somebody owes a decision on the case.

    Only what is said of our own brand is owed anything by a time. Questions in our field are told here too: whether
    they have a clock is the policy's to say, and by default they have none.
    """
    if facts.brand_kind == "own" and work:
        for reason, (kind, holds) in _TABLE.items():
            if holds(facts):
                return Owed(kind, reason)
    if "question" in facts.on and facts.audience == "category" and facts.answer in _OPEN:
        return Owed("category", "category_question")
    return None


def _asks(facts: Facts) -> bool:
    """A question to or about us, not answered as far as can be seen; one without a stored audience names us."""
    return "question" in facts.on and facts.audience in ("direct", "about_us", "") and facts.answer in _OPEN


def _grieves(facts: Facts) -> bool:
    return any(flag in facts.on for flag in _GRIEVANCES) and facts.answer not in _SETTLED


def _is_urgent(facts: Facts) -> bool:
    return "complaint" in facts.on and facts.complaint_reason in URGENT_REASONS and facts.answer not in _SETTLED


def _is_key(facts: Facts) -> bool:
    owes = bool({"complaint", "churn_risk"} & facts.on) and facts.answer not in _SETTLED
    return facts.key_account and bool(_WORK_FOR_KEY_ACCOUNTS & facts.on) and (owes or _asks(facts))


def _wants_to_buy(facts: Facts) -> bool:
    return "buying_intent" in facts.on and facts.answer not in _SETTLED


_TABLE: Mapping[str, tuple[str, Callable[[Facts], bool]]] = {
    "urgent_complaint": ("critical", _is_urgent),
    "key_account": ("critical", _is_key),
    "grievance": ("complaint", _grieves),
    "direct_question": ("direct_question", lambda facts: _asks(facts) and facts.audience == "direct"),
    "question_about_us": ("about_us", _asks),
    "buying_intent": ("about_us", _wants_to_buy),
}
"""Reason → class and when it holds, the most urgent first; the first that holds decides."""
