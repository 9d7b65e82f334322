"""In what place of a thread its asker speaks again: to whom, to what, and whether for the first time. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from listening.answers.reading import read_asker, read_reply
from listening.answers.records import Spoken, account


def circumstances(post: Spoken, since: Sequence[Spoken], us: frozenset[str]) -> frozenset[str]:
    """Return in what place the asker speaks by ``post`` (``listening.answers.weighing.CIRCUMSTANCES``).

    ``since`` are the posts of the thread since he asked, earliest first, ``us`` our accounts as ``account`` returns
    them. He speaks to what he replies to, or to the last that somebody else said.
    """
    asker = account(post.author)
    before = [each for each in since if (each.at, each.id) < (post.at, post.id)]
    others = [each for each in before if account(each.author) != asker and not (each.bot or each.deleted)]
    first = not any(account(each.author) == asker for each in before)
    heard = next((each for each in others if each.id == post.parent), others[-1] if others else None)
    if heard is None:
        return said_to("", post.text, ours=None, first=first)
    return said_to(heard.text, post.text, ours=account(heard.author) in us, first=first)


def said_to(told: str, text: str, *, ours: bool | None, first: bool) -> frozenset[str]:
    """Return in what place an asker says ``text``: to what was ``told`` him by us, by another, or by nobody (None)."""
    found = {"first"} if first else set()
    if ours is None:
        return frozenset({"to nobody", *found})
    found.add("to ours" if ours else "to another")
    reading = read_reply(told)
    if reading.code or reading.signs("step", "fact", "done", "yes_no"):
        found.add("to what tells")
    found.update(place for place, meaning in _TO.items() if reading.signs(meaning))
    if reading.asks:
        found.add("to a question")
    if _ASKS_WHETHER_DONE.search(reading.prose):
        found.add("asked whether it is solved")
    common = len(reading.topics & read_asker(text).topics)
    found.update(("takes it up", "takes much up")[: min(2, common)])
    return frozenset(found)


_TO: Final = {
    "to a step": "step",
    "to what is done": "done",
    "to a yes or no": "yes_no",
    "to a holding line": "holding",
    "to a question": "asks_back",
}
"""What signs in a reply make of the place in which its reader speaks."""


def just_told(post: Spoken, question: Spoken, since: Sequence[Spoken], *, nested: bool) -> Spoken | None:
    """Return what the asker told just before ``post``, to which it replies, if it replies to him.

    Where threads are not ``nested`` a post replies to the last one of a person before it.
    """
    before = [each for each in since if (each.at, each.id) < (post.at, post.id) and not each.bot]
    if nested:
        told = next((each for each in before if each.id == post.parent), None)
    else:
        told = max(before, key=lambda each: (each.at, each.id), default=None)
    his = told is not None and told.id != question.id and account(told.author) == account(question.author) != ""
    return told if his else None


def without_what_it_repeats(text: str, question: str) -> str:
    """Return a reply with blanks where its first lines are lines of the question, quoted without a mark."""
    length = 0
    for line in text.splitlines(keepends=True):
        told = line.strip()
        if told and (len(told) < _A_QUOTE or told not in question):
            break
        length += len(line)
    return " " * length + text[length:] if 0 < length < len(text) else text


def greets(text: str, whom: str) -> bool:
    """Does a reply open with a first name as the account ``whom`` has it: "Hi James" to "drjames"?"""
    greeted = _GREETED.match(text)
    return greeted is not None and any(name.casefold() in whom for name in _NAME.findall(greeted[1]))


def calls_by_handle(text: str) -> bool:
    """Does a reply open with a handle, as bots and colleagues are called where work is done?"""
    return bool(_CALLS.match(text))


def proposes(text: str) -> bool:
    """Does a question back propose something to do? Whoever reports that it changed nothing says it did not help."""
    return bool(_REMEDY.search(read_reply(text).prose))


def says_that_he_sent(text: str) -> bool:
    """Does the asker say that he sent what was wanted, be it that we asked in so many words or by a link?"""
    return bool(_SENT.search(text))


def tells_at_length(text: str) -> bool:
    """Does a reply say so much that whoever thanks for it was told something, and does it ask nothing back?"""
    reading = read_reply(text)
    return reading.words >= _AT_LENGTH and not reading.asks and not reading.signs("me_too", "asks_back")


_AT_LENGTH: Final = 15  # words


def only_promises(text: str) -> bool:
    """Does the asker say nothing but that he will? He has supplied nothing yet."""
    return bool(_WILL.match(read_asker(text).prose))


def thanks_for_an_answer(text: str, told: str) -> bool:
    """Does the asker thank for an answer in so many words, or thank for something that was ``told`` at length?"""
    return bool(_FOR_AN_ANSWER.search(text)) or (bool(_THANKS.search(text)) and tells_at_length(told))


_ASKS_WHETHER_DONE: Final = re.compile(
    r"\bcan (?:we|i|this be) closed?\b|\b(?:is|was) (?:this|it|that|everything) (?:solved|resolved|fixed|working|ok)\b|"
    r"\b(?:did|does) (?:this|that|it) (?:help|work|solve|fix)\b|\bokay? to close\b|\ball good\b[^.!\n]{0,20}\?",
    re.IGNORECASE,
)
_REMEDY: Final = re.compile(
    r"\b(?:try|tried|trying out) (?!to (?:reproduce|get)\b)|"
    r"\b(?:updat|upgrad|reinstall|restart|reboot|re-?login|clear|disabl|enabl)(?:e|ed|ing)?\b|"
    r"\bcheck that\b|\bmake sure\b",
    re.IGNORECASE,
)
_SENT: Final = re.compile(
    r"\b(?:sent|dm[' ]?e?d|pm[' ]?e?d|messaged|e-?mailed|uploaded|filled (?:in|out))\b", re.IGNORECASE
)
_WILL: Final = re.compile(
    r"\W*(?:@\S+\s+)*(?:(?:ok|okay|sure|thanks|hi|yes)\b\W*)*"
    r"(?:i'll|i will|will|let me|gonna|i'm going to|i am going to)\b[^.!?\n]*[.!?]?[^.!?\n]{0,40}\Z",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(r"\b(?:thanks|thank you|thankyou|thx|ty|tysm|cheers|appreciate|grateful)\b", re.IGNORECASE)
_FOR_AN_ANSWER: Final = re.compile(
    r"\b(?:thanks|thank you|thx|cheers) (?:\w+ ){0,4}for (?:\w+ ){0,3}"
    r"(?:answers?|answering|advice|explanation|explaining|clarif\w+|solution|suggestions?|tips?|hints?|pointers?|"
    r"workaround)\b",
    re.IGNORECASE,
)
_A_QUOTE: Final = 12
"""Letters of a line that can be told to be a quote of the question by being in it."""
_GREETED: Final = re.compile(r"\s*(?:hi|hey|hello|dear|@)?[ ,]*((?:[A-Z@][\w.-]{2,30}(?:,| and| &|,? /)? ?){1,3})")
_NAME: Final = re.compile(r"[A-Za-z]{4,30}")
_CALLS: Final = re.compile(r"\s*@[a-z\d][\w-]+(?:\[bot\])?[ ,:]", re.IGNORECASE)
