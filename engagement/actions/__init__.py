"""The verbs of the queue, called by pages and API alike. Each is one transaction with its step in the history."""

from engagement.actions.accounts import watch, works_at
from engagement.actions.clocks import tell_time
from engagement.actions.corrections import correct
from engagement.actions.many import done_many
from engagement.actions.sweeps import end_heard, wake
from engagement.actions.telling import notice, tell
from engagement.actions.undoing import undo
from engagement.actions.verbs import (
    assign,
    claim,
    done,
    engage,
    move,
    not_relevant,
    note,
    reopen,
    snooze,
    wait,
)

__all__ = [
    "assign",
    "claim",
    "correct",
    "done",
    "done_many",
    "end_heard",
    "engage",
    "move",
    "not_relevant",
    "note",
    "notice",
    "reopen",
    "snooze",
    "tell",
    "tell_time",
    "undo",
    "wait",
    "wake",
    "watch",
    "works_at",
]
