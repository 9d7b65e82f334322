"""What each sentence of a reply does: tells, holds, asks back, jokes. Pure."""

from __future__ import annotations

import re
from typing import Final

from listening.answers.reading import Reading, Sentence

_IN_ORDER: Final = (
    "step",
    "fact",
    "uses",
    "yes_no",
    "pitch",
    "house_rule",
    "me_too",
    "joke",
    "guess",
    "hedge",
    "approval",
    "polite",
)
"""What a sentence does that has signs of several things: the first of these."""
_INQUIRY: Final = 7
"""Words up to which what opens as a question is one without its mark; "What you see there is a number" goes on."""
_GREETING: Final = 3
"""A sentence of so few words that greets does nothing else."""
_CHECK_YOURSELF: Final = re.compile(
    r"\W*(?:@\S+\s+)*(?:(?:hi|hey|hello|dear)\b[^,!.]{0,30}[,!.] ?)?"
    r"(?:please |can you |could you |you can |just )?(?:double.|also )?check (?:that|if|whether|your|you|the)\b"
)
_FORM: Final = re.compile(r"\bfill(?:ing)? (?:out |in )?(?:the|this|our|in the) (?:\w+ )?(?:form|template)\b")
_YOU_LOOK: Final = re.compile(r"\byou (?:can|could|should|may|might|need to|have to)(?: also)? (?:look|check|dig)\b")
"""Where the reader is to look himself, nobody promises to."""
_OFFERS: Final = re.compile(
    r"\b(?:if (?:you|u)(?:'d| would|'ve| should)? (?:need|have|want|require|run into|like)\b[^.!?\n]{0,20}"
    r"\b(?:more|further|other|else|additional|anything|any (?:questions?|problems?|issues?|trouble|concerns?))\b|"
    r"should you (?:need|have)\b|for (?:any )?(?:more|further|other) (?:help|questions|assistance))"
)
"""What is offered beyond the answer: "if you need more help, write us" neither holds nor asks."""
_SURE_WILL: Final = re.compile(
    r"\W*(?:@\S+\s+)*(?:sure|ok|okay|of course|yes|yep|yeah)\b[^.!?\n]{0,20}"
    r"\b(?:(?:i|we)(?:'ll| will)|will|going to) (?:\w+ ){0,1}"
    r"(?:run|do|take|make|tag|add|fix|look|check|release|update|try|push|merge|see|test|prepare|write|send)\b"
)
"""Who says yes to a wish, and that he will, has promised it."""
_PLEASED: Final = re.compile(
    r"\b(?:glad|happy|great|good|nice|awesome|cool|pleased)(?! to help)(?: to (?:hear|see|know))?,? "
    r"(?:that |it |it's |you |you've |"
    r"you're |this |they |everything |things |we |is |are |was |all |now |could |were |able |to |got )*"
    r"(?:help|work|fix|solv|figur|sort|resolv|found|back|up and running|running|(?:up|down)?loading|good now|fine now)",
    re.IGNORECASE,
)
"""What is said to somebody who has just told that it is solved."""
_LITTLE_ELSE: Final = 120
"""Characters beside the pleasure with which a text says little else."""


def kinds_of(reading: Reading) -> list[tuple[str, Sentence]]:
    """Return the sentences of a reply, each with what it does."""
    lower = reading.prose.lower()
    return [(_kind(each, lower), each) for each in reading.sentences]


def _kind(each: Sentence, prose: str) -> str:
    """Return what one sentence does."""
    if not each.words:
        return "nothing"
    if each.means("done") and not each.asks:
        return "done"
    if _FORM.search(prose, each.start, each.end):
        return "asks_back"
    if _YOU_LOOK.search(prose, each.start, each.end):
        return "step"
    if each.means("step") and _CHECK_YOURSELF.match(prose, each.start, each.end):
        return "step"
    if _OFFERS.search(prose, each.start, each.end) and not each.means("step"):
        return "polite"
    if each.means("holding"):
        return "holding"
    if each.means("promise") and not each.means("step", "fact"):
        return "holding"
    if each.means("yes_no") and _SURE_WILL.match(prose, each.start):
        return "holding"
    if each.asks:
        return "asks_back"
    if each.means("asks_back") and not each.means("step", "fact"):
        return "asks_back"
    if each.means("inquires") and each.words <= _INQUIRY and not each.means("step", "fact", "yes_no"):
        return "asks_back"
    for meaning in _IN_ORDER:
        if each.means(meaning):
            return meaning
    if each.means("greeting") and each.words <= _GREETING:
        return "polite"
    return "statement"


def first(kinds: list[tuple[str, Sentence]], wanted_kind: str) -> Sentence | None:
    """Return the first sentence that does something."""
    return next((each for kind, each in kinds if kind == wanted_kind), None)


def is_pleased(text: str) -> bool:
    """Is somebody glad that it is solved, in a text that says little else?"""
    found = _PLEASED.search(text[:200])
    return found is not None and len(text) - found.end() < _LITTLE_ELSE and "?" not in text
