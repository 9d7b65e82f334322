"""The one table of biases and thresholds: when a flag is on, when it is off, and when a person should look."""

from __future__ import annotations

from typing import Final, NamedTuple


class Cut(NamedTuple):
    """``bias`` in logits is what a text without any evidence gets; the other two are probabilities."""

    bias: float
    unsure: float
    on: float


CUTS: Final[dict[str, Cut]] = {
    "complaint": Cut(bias=-1.25, unsure=0.35, on=0.45),
    "question": Cut(bias=-1.5, unsure=0.3, on=0.4),
    "suggestion": Cut(bias=-1.9, unsure=0.35, on=0.5),
    "praise": Cut(bias=-2.0, unsure=0.4, on=0.55),
    "buying_intent": Cut(bias=-2.0, unsure=0.35, on=0.5),
    "churn_risk": Cut(bias=-2.2, unsure=0.35, on=0.5),
    "inaccuracy": Cut(bias=-1.9, unsure=0.3, on=0.5),
    "spam": Cut(bias=-2.0, unsure=0.35, on=0.55),
}


def state(flag: str, probability: float) -> str:
    """Return "on", "unsure" or "off"."""
    cut = CUTS[flag]
    if probability >= cut.on:
        return "on"
    return "unsure" if probability >= cut.unsure else "off"
