"""A post read for its signs: which words, by which rule, in which sentence. Pure, and linear in the text.

It knows nothing of threads or of who spoke.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from listening.answers.mailed import without_mailed
from listening.answers.records import Sign
from listening.answers.rules import abroad, asker, asking, reply
from listening.scoring.patterns import Phrase, Rule, words_of
from listening.scoring.prepared import prepare

LONGEST: Final = 6_000
"""Characters that are read. An answer of more than two pages has answered by then."""

LONG: Final = 80
"""Words from which on a follow-up of the asker is read at its two ends only."""

_END: Final = re.compile(r"[.!?…؟]+(?=[\s\"')\]]|\Z)|[。！？]+|\n+")
_WORD: Final = re.compile(r"[^\W_][\w'.-]*")
_QUESTION: Final = re.compile(r"[?？](?![\w=&/])|[؟՞]|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e]")
"""The mark of a question, the Arabic and Armenian ones too, and the semicolon that is one behind Greek letters."""
_LINK: Final = re.compile(
    r"https?://|\bwww\.|\b[\w-]{2,60}\.(?:com|io|org|net|dev|example|app|ai|co|de|eu|cloud|tech)/\w"
)
_CODE: Final = re.compile(
    r"```|`[^`\n]{2,}`|^(?: {4}|\t)\S|(?:^|\s)~?/[\w.-]{2,60}/[\w.-]|"
    r"\b[\w-]{2,40}\.(?:conf|ya?ml|toml|json|ini|env|sh|py|js)\b|"
    r"[\"'][\w.-]{2,60}[\"']: ?[\w\"'\[{]|\b[a-z]\w{1,30}\.[a-z]\w{1,30}\.[a-z]\w{1,30}\b(?!/)",
    re.MULTILINE,
)
_QUOTE: Final = re.compile(r"\[quote\b[^\]\n]{0,200}\](?:(?!\[/?quote)[^\[]|\[(?!/?quote))*+\[/quote\]", re.IGNORECASE)
_THERE: Final = re.compile(r"\S")
_LETTER: Final = re.compile(r"[^\W_]")

_SMALL_WORDS: Final = (
    "the and for you are but not can any how why was has had its our out all one two get got who did use way too "
    "now new may let say see yes off own end via she him her his lol btw imo let got put set run try ask old day "
    "per etc yet ago about after again also always another anyone around because been before being between both "
    "came come could does doing done each even ever every from give going gone have having hello here into just "
    "keep know like look made make many maybe more most much must need never only other over please really right "
    "same should since some still such sure take than thank thanks that their them then there these they thing "
    "things think this those through time today told want was well were what when where which while will with "
    "without would yeah your you're it's i'm i've don't doesn't can't didn't isn't help work works working question "
    "answer problem issue using used use anybody someone somebody people able good great best better guys team "
)
_STOP: Final = frozenset(_SMALL_WORDS.split())


class Sentence(NamedTuple):
    """A sentence: where it stands, what its words told, whether it ends as a question, its words and capitals."""

    start: int
    end: int
    signs: tuple[Sign, ...]
    asks: bool
    words: int

    def means(self, *meanings: str) -> bool:
        """Has it a sign of one of these meanings?"""
        return any(sign.meaning in meanings for sign in self.signs)


class Reading(NamedTuple):
    """What there is in a text. ``topics`` are its telling words, cut to their first letters, to compare by."""

    sentences: tuple[Sentence, ...]
    topics: frozenset[str]
    words: int
    code: bool
    link: bool
    digits: bool
    addressed: tuple[str, ...]
    prose: str

    def ends(self) -> Reading:
        """Return what a long text opens and closes with: what its writer says of the matter, around his details."""
        if self.words <= LONG or len(self.sentences) <= 4:
            return self
        return self._replace(sentences=(*self.sentences[:2], *self.sentences[-2:]))

    def signs(self, *meanings: str) -> tuple[Sign, ...]:
        """Return the signs of these meanings, in order."""
        return tuple(sign for each in self.sentences for sign in each.signs if sign.meaning in meanings)

    @property
    def asks(self) -> bool:
        """Does a sentence end in a question mark?"""
        return any(each.asks for each in self.sentences)


class Table:
    """Rules made ready to be looked for together: each phrase is tried where a word stands that it needs."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._phrases = [(each, phrase) for each in rules for phrase in each.phrases]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._other: list[int] = []
        for place, (_, phrase) in enumerate(self._phrases):
            if phrase.hints or not phrase.needs:
                self._other.append(place)
            else:
                for word in phrase.needs[0]:  # the rarest
                    self._by_word[word].append(place)

    def find(self, lower: str, words: frozenset[str]) -> Iterator[Sign]:
        """Yield every match of every phrase that ``lower``, which has these ``words``, can match."""
        places = {place for word in words & self._by_word.keys() for place in self._by_word[word]}
        for place in (*sorted(places), *self._other):
            each, phrase = self._phrases[place]
            if _may_match(phrase, lower, words):
                for there in phrase.pattern.finditer(lower):
                    yield Sign(there.start(), there.end(), each.flag, each.name)


def _may_match(phrase: Phrase, lower: str, words: frozenset[str]) -> bool:
    if phrase.hints:
        return any(hint in lower for hint in phrase.hints)
    return not any(needed.isdisjoint(words) for needed in phrase.needs)


REPLY: Final = Table(reply.RULES)
ASKER: Final = Table(asker.RULES)
ASKING: Final = Table(asking.RULES)
ABROAD: Final = Table([*asking.RULES, *abroad.RULES])
FOLLOW_UPS: Final = Table(abroad.FOLLOW_UPS)


def read_reply(text: str) -> Reading:
    """Read a text as a reply to somebody."""
    return _read(text[:LONGEST], "reply")


def read_asker(text: str) -> Reading:
    """Read a text as what an asker says after his question."""
    return _read(text[:LONGEST], "asker")


def read_asking(text: str, *, english: bool = True) -> Reading:
    """Read a text as what may be a question, by the rules for other languages too if it is not ``english``."""
    return _read(text[:LONGEST], "asking" if english else "abroad")


def read_abroad(text: str) -> Reading:
    """Read a follow-up for what is told in other languages than English."""
    return _read(text[:LONGEST], "follow_up")


def forget() -> None:
    """Drop the texts that were read, as a measurement wants it."""
    _read.cache_clear()


_TABLES: Final = {"reply": REPLY, "asker": ASKER, "asking": ASKING, "abroad": ABROAD, "follow_up": FOLLOW_UPS}


@lru_cache(maxsize=4096)
def _read(text: str, table: str) -> Reading:
    if "[quote" in text.lower():
        text = _QUOTE.sub(lambda found: "\n" * len(found[0]), text)
    text = without_mailed(text)
    ready = prepare(text)
    lower = ready.lower
    found = sorted(_TABLES[table].find(lower, words_of(lower)))
    bounds = list(_bounds(lower))
    sentences, at = [], 0
    for start, end in bounds:
        here = []
        while at < len(found) and found[at].start < end:
            here.append(found[at])
            at += 1
        sentences.append(_sentence(lower, start, end, tuple(here)))
    words = _WORD.findall(lower)
    return Reading(
        sentences=tuple(sentences),
        topics=frozenset(map(_topic, filter(_tells, words))),
        words=len(words),
        code=bool(_CODE.search(text)),
        link=bool(_LINK.search(text)),
        digits=any(letter.isdigit() for letter in ready.prose),
        addressed=ready.addressed,
        prose=ready.prose,
    )


def _bounds(lower: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _END.finditer(lower):
        if _LETTER.search(lower, start, stop.start()):
            yield _begin(lower, start), stop.end()
            start = stop.end()
    if start < len(lower) and (not start or _LETTER.search(lower, start)):
        yield _begin(lower, start), len(lower)


def _begin(lower: str, start: int) -> int:
    """Return where a sentence begins behind blanks, which also stand for the handles that open a text."""
    found = _THERE.search(lower, start)
    return found.start() if found else start


def _sentence(lower: str, start: int, end: int, signs: tuple[Sign, ...]) -> Sentence:
    asks = bool(_QUESTION.search(lower, start, end))
    return Sentence(start, end, signs, asks, len(_WORD.findall(lower, start, end)))


def _tells(word: str) -> bool:
    return (len(word) > 2 or word[0].isdigit()) and word not in _STOP and not word.startswith("ɦ")


def _topic(word: str) -> str:
    return word if word[0].isdigit() else word.strip("'.-")[:5]
