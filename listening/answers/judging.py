"""What a text can be taken for, and what both judgements of replies look at. Pure.

A sentence is judged by its signs, the text by its sentences. Of us we expect that what is no holding line answers
(``ours``); of others we ask for a sign that they do (``theirs``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from listening.answers.reading import Sentence
from listening.answers.records import Evidence, Sign
from listening.answers.rules.holding import IN_PRIVATE

MEANINGS: Final = (
    "substantive",
    "holding",
    "asks_back",
    "pitch",
    "approval",
    "me_too",
    "joke",
    "guess",
    "house_rule",
    "thanks",
    "bare_link",
    "nothing",
)
"""What a reply can be taken for. Only the first answers."""
EXPLAINS: Final = re.compile(
    r"docs?\b|/issues/|documentation|blog|article|guide|/kb|wiki|changelog|release|pricing|faq|how-to"
)
TELLING: Final = ("done", "step", "fact", "uses")
STATING: Final = ("statement", *TELLING, "yes_no", "guess")
COUNT: Final = re.compile(
    r"(?<![\w.])\d[\d.,:]*(?:k|m|gb|mb|h|min|s|%|st|nd|rd|th)?(?!\w)|"
    r"\b(?:one|two|three|four|five|ten|twelve|today|tomorrow|next (?:week|month|year)|unlimited)\b"
)
YOU: Final = re.compile(r"\b(?:you|your|yours|u|ur|you're|you've)\b")
PLEASED: Final = frozenset({"own_pleased", "their_pleasure"})
"""Rules of replies that are glad of what the asker has just told."""


class Judged(NamedTuple):
    """What a text was taken for, by which rule, and the words that told."""

    meaning: str
    rule: str
    signs: tuple[Sign, ...] = ()


def stated(kinds: list[tuple[str, Sentence]]) -> int:
    """Return how many words there are in sentences that state something."""
    return sum(each.words for kind, each in kinds if kind in STATING)


def in_private(signs: Iterable[Sign]) -> bool:
    """Does one of these signs ask into a private channel?"""
    return any(sign.rule == IN_PRIVATE for sign in signs)


def wants_something(reply: Evidence) -> bool:
    """Does a reply of ours that does not answer ask for something: to know it, or to be told it in private?"""
    return reply.meaning == "asks_back" or in_private(reply.signs)
