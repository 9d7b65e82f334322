"""Lists and counts the queue. Everything here only reads, and returns the frozen records of ``engagement.records``."""

from engagement.queue.badges import counts
from engagement.queue.boards import Board, board, choices, tags, view_counts
from engagement.queue.details import detail
from engagement.queue.hands_off import hands_off
from engagement.queue.listings import listing, neighbours, newer_than
from engagement.queue.morning import morning
from engagement.queue.mutes import may_mute, muted_lately, mutes, preview_mute
from engagement.queue.surges import surges

__all__ = [
    "Board",
    "board",
    "choices",
    "counts",
    "detail",
    "hands_off",
    "listing",
    "may_mute",
    "morning",
    "muted_lately",
    "mutes",
    "neighbours",
    "newer_than",
    "preview_mute",
    "surges",
    "tags",
    "view_counts",
]
