"""Whether a stranger's reply answers, as a sum that can be shown: what speaks for it less what speaks against. Pure.

Of us it is enough that a reply is no holding line. A stranger may joke, guess, complain or sell, so his reply has to
show that it answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

ENOUGH: Final = 2.0
"""The sum from which on a reply answers."""

WEIGHTS: Final[dict[str, float]] = {
    "done": 2.0,  # something was fixed, or a path through menus
    "step": 1.0,  # something to do
    "steps": 1.0,  # a second one
    "solved_it": 1.0,  # "that fixed it for me"
    "fact": 1.0,
    "facts": 0.5,
    "fits": 1.0,  # a step where a way is sought, a fact where a reason is
    "code": 1.5,
    "link": 2.0,  # with words around it
    "topic": 0.75,  # a telling word shared with the question
    "topics": 0.75,
    "half_sentence": 2.0,  # yes, no, "it does" to a question that wants one
    "gives_number": 2.0,  # to a question that wants one
    "gives_name": 2.0,
    "uses": 1.5,  # his own use, to a question that wants experience
    "tells_his_way": 1.5,  # what he or his do, where a way or a name is sought
    "confirms": 2.0,  # "down here as well", to "is it down for anyone else?"
    "digits": 0.5,
    "to_the_asker": 0.5,  # speaks of what is his
    "sentence": 0.5,  # at least 8 words that state something
    "length": 1.5,  # at least 15
    "great_length": 1.0,  # at least 30
    "votes": 1.0,
    "deeper": -0.5,  # does not reply to the question itself
    "asks": -1.0,
    "asks_only": -2.0,
    "own_question": -3.0,
    "guesses": -2.0,
    "guesses_for_the_vendor": -2.0,  # hedges what only the vendor can know
    "hedges": -0.5,
    "jokes": -2.0,
    "approves": -1.5,
    "thanks": -3.0,
    "me_too": -3.0,
    "holds": -2.0,
    "quips": -1.0,  # short, and one sign at most
}
"""What each reason adds. Chosen by hand on threads written for it; a stranger may read and move them."""


class Weighed(NamedTuple):
    """The sum and the reasons that made it, in the order of ``WEIGHTS``."""

    sum: float
    reasons: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Does it answer?"""
        return self.sum >= ENOUGH


def weigh(reasons: Iterator[str]) -> Weighed:
    """Add up the reasons. Raises ``KeyError`` for one that has no weight."""
    found = frozenset(reasons)
    if unknown := found - WEIGHTS.keys():
        raise KeyError(*sorted(unknown))
    named = tuple(reason for reason in WEIGHTS if reason in found)
    return Weighed(sum(WEIGHTS[reason] for reason in named), named)
