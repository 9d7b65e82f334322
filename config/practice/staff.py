"""What the practice company's people would do with a case, so that the desk looks lived in. Pure and repeatable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from listening.answers.records import OPEN_STATES

HANDS = 2
"""How many people triage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case as a person at the desk sees it."""

    id: int
    lane: str
    flags: frozenset[str]
    answer: str
    seen_at: datetime
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """A verb, whose hand does it (0 or 1), and its parameter."""

    verb: str  # claim, done, answered_privately, not_relevant, note, snooze
    hand: int
    word: str = ""


PROMPT = frozenset({0, 1, 2, 4, 7, 8})
"""Of ten cases those that somebody answers within the morning or the afternoon; the others take a day, or longer."""

SOON, SOON_DONE = timedelta(minutes=30), timedelta(hours=2)
"""When a case is taken and when its answer is out: before the shortest usual target of four open hours."""

NOTES = (
    "Asked Priya in support, she is on it.",
    "Same cause as the delay on Thursday. Waiting for the post-mortem before we say more.",
    "He also wrote to sales last month. Keep it friendly and short.",
    "Docs page is out of date, ticket is open.",
)

MESSAGES = (
    "Wrote to her: the credit is booked, and what went wrong.",
    "Called him, support has the ticket now.",
    "Answered by direct message, with the steps to replay.",
)


def decide(case: Seen, *, now: datetime, until_quiet: timedelta) -> Act | None:
    """Return what is done with the case now, or None. It depends on the case and its age alone, never on chance.

    ``until_quiet`` is how long before the end of the replay this is: what is younger than a day then stays open,
    which is what a newcomer finds to triage.
    """
    age = now - case.seen_at
    mood = case.id % 10
    hand = case.id % HANDS
    if "spam" in case.flags and age > timedelta(hours=2):
        return Act(verb="not_relevant", hand=hand, word="other")
    if not case.taken:
        patience = timedelta(hours=30) if mood == 9 else SOON
        return Act(verb="claim", hand=hand) if age > patience else None
    if until_quiet < timedelta(days=1):
        return None
    if mood in PROMPT and age > SOON_DONE and (act := _answer(case, hand, mood)):
        return act
    if age < timedelta(hours=8 + 4 * mood):
        return None
    if case.answer in OPEN_STATES and mood == 3 and until_quiet < timedelta(days=12):
        return None  # the ones that were forgotten, and show as the longest wait
    if mood == 5 and age < timedelta(days=2):
        return Act(verb="note", hand=hand, word=NOTES[case.id % len(NOTES)])
    if mood == 6 and until_quiet < timedelta(days=4):
        return Act(verb="snooze", hand=hand)
    if mood == 9 and not case.answer:
        return Act(verb="not_relevant", hand=hand, word="wrong_sense")
    return Act(verb="done", hand=hand, word="acknowledged" if "complaint" in case.flags else "no_reply_needed")


def _answer(case: Seen, hand: int, mood: int) -> Act | None:
    """Return how somebody prompt answers. Where the thread shows that nobody replied, only a message can be meant."""
    if case.answer not in OPEN_STATES:
        return Act(verb="done", hand=hand, word="answered")
    return Act(verb="answered_privately", hand=hand, word=MESSAGES[case.id % len(MESSAGES)]) if mood < 3 else None
