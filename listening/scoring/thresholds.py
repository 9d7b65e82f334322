"""The one table of thresholds: when a flag is on, when it is off, and when a person should look.

They are chosen in training for the best F1 with a floor on precision, and stand in the artefact of each language.
"""

from __future__ import annotations

from typing import NamedTuple

from listening.records import FLAGS
from listening.scoring.artefact import Artefact


class Cut(NamedTuple):
    """Two probabilities."""

    unsure: float
    on: float


def cuts_of(made: Artefact) -> dict[str, Cut]:
    """Return the thresholds of an artefact by flag."""
    return {flag: Cut(*made.cuts[flag]) for flag in FLAGS}
