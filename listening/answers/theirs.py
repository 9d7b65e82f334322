"""What a reply of anybody else does for the asker: a step, a fact, code, a link, his own topics. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from listening.answers.asking import ALWAYS_ASK, FORUMS, TRACKERS
from listening.answers.encoder.reading import read, telling
from listening.answers.encoder.seen import NOTHING, Said, in_words
from listening.answers.judging import EXPLAINS, TELLING, YOU, Judged, stated
from listening.answers.kinds import first, is_pleased, kinds_of
from listening.answers.reading import Reading, Sentence, read_asking, read_reply
from listening.answers.wanting import Wanted

_HANDLES: Final = re.compile(r"\A\s*(?:@\S+\s*)*")
_SAYING: Final = ("polite", "approval", "me_too", "joke", "house_rule", "guess", "holding", "yes_no", "asks_back")
_THANKS: Final = re.compile(
    r"\A\W*(?:ah |oh |ok |great |perfect |useful |very )?,?\s*(?:many )?(?:thanks|thank you|thx|cheers|ty)\b"
)
_OWN_MATTER: Final = 5
"""Words from which on a question can bring up a matter; "Which OS?" asks back."""
_FIRST: Final = re.compile(r"\b(?:i|i'm|i've|i'd|my|we|our|me)\b")
_CAPITAL: Final = re.compile(r"\b[A-Z][\w.-]{1,}|\b[a-z]+[A-Z]\w+")
_OWN_STATE: Final = re.compile(
    r"\b(?:(?:same|down|out|fine|ok|up|works|working|slow|dead|nothing|happening|broken) "
    r"(?:\w+ ){0,2}(?:here|for (?:me|us)|in [A-Z]\w+|on (?:my|our|mine)|too|as well)|not just you|works (?:here|fine)|"
    r"(?:it's )?(?:just|only) you)\b",
    re.IGNORECASE,
)
"""How it is with somebody else, told to who asks whether others have it too."""
_ONLY_A_NAME: Final = 4
_LITTLE_MORE: Final = 12
"""Words of a reply that is a name where one is wanted, and of one that is a link to what explains it."""
_AN_OPINION: Final = 12
"""Words of a reply that tells an opinion where one is wanted."""


def judge_theirs(text: str, asked: Wanted, said: Said = NOTHING, *, direct: bool = True) -> Judged:
    """Judge a reply by anybody else: by the rules and by the network, which has the last word.

    ``direct`` says that it replies to the question itself, ``said`` where it was said, what
    before it, and what next.
    """
    ruled = theirs_by_rules(text, asked, direct=direct, network=said.network)
    if not text.strip() or ruled.rule in _CERTAIN or (ruled.meaning == "pitch" and _OFFERS_A_TALK.search(text)):
        return ruled
    seen = said.seen("peer", in_words(ruled.meaning, ruled.rule), asked.text, text)
    does = read(seen)
    if (does.what == "answers") == (ruled.meaning == "substantive"):
        return ruled
    if does.what == "answers":
        return Judged("substantive", "their_answer", telling(seen, does, "their_answer"))
    return Judged("nothing", "their_talk")


_CERTAIN: Final = frozenset({"their_yes_no", "their_pleasure", "their_answer_where_all_answer", "their_name"})
"""Rules by which the walk goes, or that say more than the words do: where a post stands, that it is but a name, that it
says yes or no where that was asked. The network takes a "yep" for company in misery, as most are."""


def theirs_by_rules(text: str, asked: Wanted, *, direct: bool = True, network: str = "") -> Judged:
    """Judge a reply by anybody else by the rules alone."""
    if network in ALWAYS_ASK and direct and _is_an_answer_at_length(text):
        return Judged("substantive", "their_answer_where_all_answer")
    reading = read_reply(text)
    kinds = kinds_of(reading)
    reasons = frozenset(_reasons(reading, kinds, asked, text, direct=direct))
    if is_pleased(text) and not reading.signs("step"):
        return Judged("approval", "their_pleasure")
    if direct and "gives_name" in reasons and reading.words <= _ONLY_A_NAME:
        return Judged("substantive", "their_name")
    if direct and reading.link and reading.words <= _LITTLE_MORE and EXPLAINS.search(text.lower()):
        return Judged("substantive", "their_link")
    if asked.others and direct and not reading.asks and not reading.signs("joke") and _OWN_STATE.search(reading.prose):
        return Judged("substantive", "their_own_state")
    if asked.opinion and direct and reading.words >= _AN_OPINION and not reading.asks and not reading.signs("joke"):
        return Judged("substantive", "their_opinion")
    if (found := reading.signs("pitch")) and _OFFERS_A_TALK.search(reading.prose):
        return Judged("pitch", "their_pitch", found)
    if direct and asked.yes_no and not asked.others and _YES_OR_NO.match(text) and not reasons & _NO_WORD_OF_IT:
        return Judged("substantive", "their_yes_no")
    explains = network in _HELPFUL and _explains(reasons)
    if direct and (explains or _is_a_step(reading, asked, reasons)):
        return Judged("substantive", "their_answer", reading.signs(*TELLING))
    if reading.link and reading.words <= 4:
        return Judged("bare_link", "their_bare_link")
    for meaning in ("pitch", "house_rule", "me_too", "joke", "guess", "holding", "asks_back", "approval"):
        if found := reading.signs(meaning):
            return Judged(meaning, f"their_{meaning}", found)
    if reading.asks and "own_question" not in reasons:
        return Judged("asks_back", "their_asks_back")
    return Judged("nothing", "their_talk")


_YES_OR_NO: Final = re.compile(
    r"(?:[@>]\S+\s+)*\W*(?:(?:yes|yep|yup|no|nope)(?:[,.;:!]|\W*\Z)|"
    r"(?:it (?:does|is|can|will|doesn't|isn't|can't)|you can(?:'t|not)?)\b)"
    r"(?!\W*(?:please|thanks|thank|same|too|here|me|but|lol|trouble|problems?|us|we)\b|\?)",
    re.IGNORECASE,
)
"""A yes or no to what was asked; not "no idea", "yes, please", "yep, same here" and "yep woke up three times"."""
_NO_WORD_OF_IT: Final = frozenset({"asks", "own_question", "jokes", "guesses", "me_too", "thanks"})


def _is_a_step(reading: Reading, asked: Wanted, reasons: frozenset[str]) -> bool:
    """Is a short reply nothing but what to do, to somebody who seeks a way: "update your devkit"?"""
    short = 1 < reading.words <= _A_STEP and not reasons & {"jokes", "asks", "guesses", "thanks"}
    return short and asked.way and reading.sentences[0].means("step") and not reading.signs("house_rule", "joke")


def _explains(reasons: frozenset[str]) -> bool:
    """Does a long reply tell steps or facts about what was asked, and nothing that speaks against an answer?"""
    against = {"asks", "own_question", "jokes", "me_too", "thanks", "approves", "holds"}
    return reasons >= {"great_length", "topics", "to_the_asker", "tells"} and not reasons & against


_OFFERS_A_TALK: Final = re.compile(
    r"\b(?:dm|message|mail|contact|ping|write|talk to) (?:me|us)\b|"
    r"\b(?:book|get|free|personal) (?:\w+ )?(?:demo|trial|call)\b|"
    r"\bfor a (?:demo|trial|call)\b",
    re.IGNORECASE,
)
"""Who praises what is his and asks into a talk sells, whatever fact he names."""
_A_STEP: Final = 12  # words
_HELPFUL: Final = TRACKERS | FORUMS | ALWAYS_ASK
"""Where people help one another; elsewhere they mostly talk."""


def _is_an_answer_at_length(text: str) -> bool:
    """Is a reply long enough to be an answer where replies are answers by rule, and asks nothing itself?"""
    reading = read_reply(text)
    return reading.words >= _AT_LENGTH and not reading.asks and not reading.signs("me_too")


_AT_LENGTH: Final = 30
"""Words. What is shorter on Stack Exchange is mostly a comment, which is judged as anywhere."""


def _reasons(
    reading: Reading, kinds: list[tuple[str, Sentence]], asked: Wanted, text: str, *, direct: bool
) -> Iterator[str]:
    """Yield what speaks for and against a reply answering."""
    signs = [sign for kind, each in kinds if kind not in ("asks_back", "joke") for sign in each.signs]
    said = stated(kinds)
    if any(len({sign.end for sign in signs if sign.meaning == told}) > 1 for told in ("step", "fact")):
        yield "tells"
    if reading.code and not (first(kinds, "asks_back") and said < _LITTLE_MORE):
        yield "tells"
    if len(reading.topics & asked.topics) > 1:
        yield "topics"
    if asked.names and direct and not reading.asks and _names_something(reading, text):
        yield "gives_name"
    if YOU.search(reading.prose.lower()) and said >= _A_SENTENCE:
        yield "to_the_asker"
    if said >= _AT_LENGTH:
        yield "great_length"
    yield from _objections(reading, kinds, asked, text)


def _objections(reading: Reading, kinds: list[tuple[str, Sentence]], asked: Wanted, text: str) -> Iterator[str]:
    if first(kinds, "asks_back"):
        yield "asks"
    if _asks_himself(reading, text):
        yield "own_question"
    if reading.signs("guess") and reading.words < _AT_LENGTH:
        yield "guesses"
    if reading.signs("joke"):
        yield "jokes"
    if reading.signs("me_too") and not asked.others and reading.words < _AT_LENGTH:
        yield "me_too"
    if reading.signs("approval") and reading.words < _APPROVES:
        yield "approves"
    if _THANKS.search(reading.prose.lower()):
        yield "thanks"
    if reading.signs("holding"):
        yield "holds"


_A_SENTENCE: Final = 5
_APPROVES: Final = 25
"""Words that state something, and words up to which a reply that approves does nothing else."""


def _names_something(reading: Reading, text: str) -> bool:
    """Does a short reply name a thing? A capital that only opens the text does so if nothing else is said."""
    if reading.words > 30 or not reading.words:
        return False
    body = _HANDLES.sub("", text)
    if any(found.start() > 0 for found in _CAPITAL.finditer(body)):
        return True
    return reading.words <= 2 and bool(_CAPITAL.match(body)) and not reading.link and not reading.signs(*_SAYING)


def asks_for_himself(text: str, *, flat: bool = False) -> bool:
    """Does somebody else ask a question of his own here, rather than ask the asker back?

    In a ``flat`` thread whoever asks in words, or tells a defect at length, has come with a matter of his own.
    """
    reading, asking = read_reply(text), read_asking(text)
    if reading.signs("me_too"):
        return False
    for each in reading.sentences:
        if each.asks and each.words >= _OWN_MATTER and not YOU.search(reading.prose[each.start : each.end].lower()):
            return True
    firm = reading.signs("done", "step", "yes_no")
    told = asking.signs("asks") or (asking.signs("defect") and not firm)
    return flat and bool(told) and reading.words >= 20 and bool(_FIRST.search(reading.prose.lower()))


def _asks_himself(reading: Reading, text: str) -> bool:
    """Is the main thing of a reply a question of its own?"""
    if not asks_for_himself(text) or reading.signs("done", "step", "yes_no") or reading.code:
        return False
    asking = sum(each.words for each in reading.sentences if each.asks)
    return 3 * asking >= reading.words
