"""The verbs of the queue, called by pages and API alike. Each is one transaction with its step in the history."""

from engagement.actions.accounts import watch, works_at
from engagement.actions.answers import replied_on_network, say_of_reply, this_is_a_colleague
from engagement.actions.clocks import begin_clocks, tell_time
from engagement.actions.contacts import edit_contact, not_same_person, same_person
from engagement.actions.corrections import correct
from engagement.actions.hands_off import do_not_engage, end_over, may_engage_again
from engagement.actions.letters import send_letters, write_letters
from engagement.actions.many import assign_many, done_many, not_relevant_many, snooze_many
from engagement.actions.mutes import mute
from engagement.actions.sweeps import end_heard, wake
from engagement.actions.tagging import tag, tag_many, untag
from engagement.actions.talk_waits import wake_by_talk
from engagement.actions.tasks import task, task_done, task_remove
from engagement.actions.telling import notice, tell
from engagement.actions.undoing import undo, undo_last, undo_many
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
    "assign_many",
    "begin_clocks",
    "claim",
    "correct",
    "do_not_engage",
    "done",
    "done_many",
    "edit_contact",
    "end_heard",
    "end_over",
    "engage",
    "may_engage_again",
    "move",
    "mute",
    "not_relevant",
    "not_relevant_many",
    "not_same_person",
    "note",
    "notice",
    "reopen",
    "replied_on_network",
    "same_person",
    "say_of_reply",
    "send_letters",
    "snooze",
    "snooze_many",
    "tag",
    "tag_many",
    "task",
    "task_done",
    "task_remove",
    "tell",
    "tell_time",
    "this_is_a_colleague",
    "undo",
    "undo_last",
    "undo_many",
    "untag",
    "wait",
    "wake",
    "wake_by_talk",
    "watch",
    "works_at",
    "write_letters",
]
