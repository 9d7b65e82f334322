"""Evidence found in one reading of a text, and the logits it adds up to for each flag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp
from typing import Final

from listening.records import FLAGS, Reason
from listening.scoring.patterns import Rule
from listening.scoring.search import matches
from listening.scoring.thresholds import CUTS
from listening.scoring.vader import VaderScores

SHOWN: Final = 3  # spans of one rule that an explanation names
CAPS: Final = {"complaint": 5.0, "experience": 2.2, "negative": 2.0}
DOUBTED: Final = -0.7  # complaint logits for every sign that it is over or not meant so
HALF_A_COMPLAINT: Final = -0.35  # the most that dislike without experience, or experience without dislike, can give


@dataclass(slots=True)
class Evidence:
    """What rules and polarity say of one text: sums by kind in logits, the reasons, and the complaint's reason."""

    sums: dict[str, float] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    labels: dict[str, float] = field(default_factory=dict)

    def add(self, rule: Rule, start: int, end: int, text: str) -> None:
        self.sums[rule.flag] = self.sums.get(rule.flag, 0.0) + rule.weight
        if rule.label and rule.weight > 0:
            self.labels[rule.label] = self.labels.get(rule.label, 0.0) + rule.weight
        self.show(rule, start, end, text)

    def show(self, rule: Rule, start: int, end: int, text: str) -> None:
        self.reasons.append(
            Reason(
                flag=_SHOWN_AS.get(rule.flag, rule.flag),
                rule=rule.name,
                start=start,
                end=end,
                weight=_SIGN.get(rule.flag, 1.0) * rule.weight,
                text=text[start:end],
            )
        )

    def has(self, kind: str) -> bool:
        return self.sums.get(kind, 0.0) > 0


_SHOWN_AS: Final = {
    "experience": "complaint",
    "negative": "complaint",
    "resolved": "complaint",
    "sarcasm": "complaint",
    "rhetorical": "question",
}
_SIGN: Final = {"rhetorical": -1.0, "resolved": -1.0}


def gather(lower: str, text: str) -> Evidence:
    """Return the evidence of all rules in ``lower``; the reasons quote ``text``, which has the same offsets."""
    evidence = Evidence()
    for rule, found in matches(lower):
        spans = {_trimmed(*span, text) for span in found}
        for shown, (start, end) in enumerate(sorted(span for span in spans if span[0] < span[1])[:SHOWN]):
            if shown == 0:
                evidence.add(rule, start, end, text)
            else:
                evidence.show(rule, start, end, text)
    return evidence


def _trimmed(start: int, end: int, text: str) -> tuple[int, int]:
    """Return the span without white space at either end."""
    quoted = text[start:end]
    return start + len(quoted) - len(quoted.lstrip()), start + len(quoted.rstrip())


def logits(evidence: Evidence, polarity: VaderScores) -> dict[str, float]:
    """Return the logit of every flag. ``polarity`` is read without brand names and pleas."""
    sums, compound = evidence.sums, polarity.compound
    found = {flag: CUTS[flag].bias + sums.get(flag, 0.0) for flag in FLAGS}
    found["complaint"] = _complaint(sums, compound)
    found["question"] -= sums.get("rhetorical", 0.0)
    found["praise"] += 2.0 * compound if evidence.has("praise") or compound > 0 else 1.5 * compound
    if evidence.has("sarcasm"):
        found["praise"] -= 1.5
    found["spam"] -= 0.5 * sums.get("complaint", 0.0) if evidence.has("complaint") else 0.0
    return found


def _complaint(sums: dict[str, float], compound: float) -> float:
    """A complaint needs negative polarity and experience or demand: either alone stays below the threshold."""
    grievance = min(sums.get("complaint", 0.0), CAPS["complaint"])
    experience = min(sums.get("experience", 0.0), CAPS["experience"])
    negative = min(sums.get("negative", 0.0), CAPS["negative"])
    polarity = -2.0 * compound
    total = CUTS["complaint"].bias + grievance + experience + negative + polarity
    if sums.get("sarcasm", 0.0) > 0:
        total += 1.2 + max(0.0, -polarity)  # the sign of the polarity is not to be trusted
    total += DOUBTED * sums.get("resolved", 0.0)
    if grievance <= 0 and not (experience > 0 and (negative > 0 or compound < -0.05)):
        return min(total, HALF_A_COMPLAINT)
    return total


@lru_cache(maxsize=4096)  # most flags of most texts have no evidence but their bias
def probability(logit: float) -> float:
    """Return the logistic of ``logit``, rounded to four decimals."""
    return round(1.0 / (1.0 + exp(-max(-30.0, min(30.0, logit)))), 4)


def heaviest(reasons: Iterable[Reason], most: int) -> tuple[Reason, ...]:
    """Return up to ``most`` reasons, those of greatest weight, in the order of the text."""
    kept = sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.start, reason.flag, reason.rule))[:most]
    return tuple(sorted(kept, key=lambda reason: (reason.start, reason.end, reason.flag, reason.rule)))
