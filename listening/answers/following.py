"""Amid what a post stands in its thread, and what that makes of it: what was said before and next, to whom. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from listening.answers.asking import FORUMS, TRACKERS, is_gone
from listening.answers.encoder.seen import Said
from listening.answers.reading import read_asker, read_reply
from listening.answers.records import Spoken, account

GESTURES: Final = frozenset(
    {"like", "reaction", "favourite", "favorite", "repost", "boost", "quote", "retweet", "heart"}
)
"""Kinds of posts that acknowledge at most (NETWORKS: "a like or quote is acknowledged, not answered")."""
_QUOTES_ARE_GESTURES: Final = frozenset({"x", "twitter", "bluesky", "mastodon", "threads", "linkedin"})


class Exchange:
    """The posts of a thread ``since`` its question, in order: what was said before each of them, and what next.

    ``us`` are our accounts as ``account`` returns them.
    """

    def __init__(self, question: Spoken, since: Iterable[Spoken], us: Collection[str], network: str) -> None:
        self._question, self._asker = question, account(question.author)
        self._us, self._network = us, network
        told = (each for each in since if each.id != question.id and says_something(each, network))
        self.told = sorted(told, key=_when)
        self._order = [_when(post) for post in self.told]
        self._nested = is_nested(network, self.told)
        self._at_its_side = ("", question.id) if self._nested else ("", question.id, question.parent)
        self._below = defaultdict[str, list[Spoken]](list)
        for post in self.told:
            for above in {post.parent, post.quotes} - {""}:
                self._below[above].append(post)

    def around(self, post: Spoken) -> Said:
        """Return where a reply was said, what before it, and what next.

        Before it stands what it replies to, or the last that somebody else said; what the question itself says was not
        said since.
        """
        heard, writer = None, account(post.author)
        for each in reversed(self.told[: bisect_left(self._order, _when(post))]):
            if account(each.author) == writer:
                continue
            if heard is None or each.id == post.parent:
                heard = each
            if each.id == post.parent or not post.parent or post.parent == self._question.id:
                break
        return Said(self._network, *self._words_of(heard), *self._words_of(self._next(post)))

    def around_question(self, above: Spoken | None) -> Said:
        """Return where a post was said that may ask, to what, if it is a reply, and what was said to it first."""
        # the asker's own above is "other" too: so the network learnt it
        told = (above.text, "vendor" if account(above.author) in self._us else "other") if above else ("", "")
        return Said(self._network, *told, *self._words_of(self._next(self._question)))

    def _next(self, post: Spoken) -> Spoken | None:
        """Return what was said to a post next.

        To others by the asker, to the asker by us, if there is such: in reply to it, or soon after it. Else by whoever
        replied first, or where threads are flat spoke next.
        """
        writer = account(post.author)
        meant_for = self._us if writer == self._asker else {self._asker}
        below = [each for each in self._below.get(post.id, ()) if each.at >= post.at and self._is_another(each, post)]
        since = list(self._soon_after(post))
        for each in (*below, *since):
            if "" != account(each.author) in meant_for:
                return each
        return next(iter(below or ([] if self._nested else since)), None)

    def _soon_after(self, post: Spoken) -> Iterator[Spoken]:
        """Yield the next posts that stand beside the question and reply to nothing else, if this one stands there."""
        if post.id != self._question.id and post.parent not in self._at_its_side:
            return
        first = bisect_right(self._order, _when(post))
        for each in self.told[first : first + _LOOKS_ON]:
            beside = each.parent in self._at_its_side and each.quotes in ("", self._question.id)
            if beside and self._is_another(each, post):
                yield each

    def _is_another(self, each: Spoken, post: Spoken) -> bool:
        """Is a post of somebody else? Nobody equals nobody."""
        return each.id != post.id and not account(each.author) == account(post.author) != ""

    def _words_of(self, post: Spoken | None) -> tuple[str, str]:
        """Return what a post says, and by whom that is said."""
        if post is None:
            return "", ""
        key = account(post.author)
        return post.text, "vendor" if key in self._us else "asker" if key == self._asker != "" else "other"


_LOOKS_ON: Final = 8
"""Posts after one among which is looked for what was said to it, where no parent tells."""


def is_nested(network: str, posts: Iterable[Spoken]) -> bool:
    """Do parents tell the replies of a thread apart?"""
    return network not in TRACKERS | FORUMS and any(post.parent for post in posts)


def _when(post: Spoken) -> tuple[datetime, str]:
    return post.at, post.id


def says_something(post: Spoken, network: str) -> bool:
    """Is it a post of a person that is still there and has words?"""
    return not (post.bot or post.deleted or is_gesture(post, network) or is_gone(post.text)) and bool(post.text.strip())


def is_gesture(post: Spoken, network: str) -> bool:
    """Is it a like, or a quote where a quote is no more than that?"""
    if post.kind in GESTURES:
        return True
    return bool(post.quotes) and not post.parent and network in _QUOTES_ARE_GESTURES


def asks_whether_done(text: str) -> bool:
    """Does a post ask whether it is solved?"""
    return bool(_ASKS_WHETHER_DONE.search(read_reply(text).prose))


def said_above(question: Spoken, posts: Iterable[Spoken], network: str) -> Spoken | None:
    """Return what a question was said to, None if it opens its thread, or if that was not read.

    That is the post that it replies to; where threads are flat and it names none, what somebody else said last before
    it, or else the asker himself.
    """
    if question.parent or network not in TRACKERS | FORUMS:
        return next((each for each in posts if each.id == question.parent != ""), None)
    before = [each for each in posts if _when(each) < _when(question) and says_something(each, network)]
    others = [each for each in before if account(each.author) != account(question.author)]
    return max(others or before, key=_when, default=None)


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
