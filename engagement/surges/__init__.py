"""When far more people speak than usual: what is usual, what is a surge, and how a surge goes on. Pure; ``now`` is
passed. Rows are read and written by ``engagement.actions.surges``."""

from engagement.surges.records import FEWEST_VOICES, LONGEST, WINDOW, Burst, Heard, Hour, Look, Running, Usual
from engagement.surges.telling import began, chosen, followed, reason
from engagement.surges.usual import WEEKS, usual

__all__ = [
    "FEWEST_VOICES",
    "LONGEST",
    "WEEKS",
    "WINDOW",
    "Burst",
    "Heard",
    "Hour",
    "Look",
    "Running",
    "Usual",
    "began",
    "chosen",
    "followed",
    "reason",
    "usual",
]
