"""Whose a case is: the first rule that catches it, and of its team the one who has time. Pure; ``now`` is passed."""

from engagement.assigning.people import MOST_OPEN, Colleague, given, has_room, is_away, is_in_hours
from engagement.assigning.rules import ACCOUNTS, Facts, Rule, caught
from engagement.assigning.turns import Choice, choose, kept
from engagement.assigning.views import Share, Taken, Trial

__all__ = [
    "ACCOUNTS",
    "MOST_OPEN",
    "Choice",
    "Colleague",
    "Facts",
    "Rule",
    "Share",
    "Taken",
    "Trial",
    "caught",
    "choose",
    "given",
    "has_room",
    "is_away",
    "is_in_hours",
    "kept",
]
