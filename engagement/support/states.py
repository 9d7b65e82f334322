"""What may become of a case in the hands of support: one table of moves, and which states a desk may report. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WAITING, FAILED, SENT, TAKEN_BACK = "waiting", "failed", "sent", "taken_back"
ACCEPTED, IN_PROGRESS, SOLVED, RETURNED = "accepted", "in_progress", "solved", "returned"
STATES: Final = (WAITING, FAILED, SENT, ACCEPTED, IN_PROGRESS, SOLVED, RETURNED, TAKEN_BACK)

OPEN: Final = (WAITING, SENT, ACCEPTED, IN_PROGRESS)
"""States in which support has the case, or shall have it: a case has one such hand-over at most."""

REPORTED: Final = (ACCEPTED, IN_PROGRESS, SOLVED, RETURNED)
"""What a desk may say."""

_WORKING: Final = frozenset({WAITING, SENT, ACCEPTED, IN_PROGRESS})

MOVES: Final[Mapping[str, frozenset[str]]] = {
    ACCEPTED: frozenset({WAITING, SENT}),
    IN_PROGRESS: frozenset({WAITING, SENT, ACCEPTED}),
    SOLVED: _WORKING,
    RETURNED: _WORKING | {SOLVED},  # a ticket that is opened again after it was solved
}
"""State reported -> the states from which it leads there. A desk may be quicker than our own note that it was sent.

Nothing leads out of *returned* and *taken back*: from then on the case is ours.
"""


def leads(state: str, reported: str) -> bool:
    """Say whether a report changes something; what stands already does not."""
    return state in MOVES.get(reported, frozenset())
