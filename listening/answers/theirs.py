"""What a reply of anybody else does for the asker: a step, a fact, code, a link, his own topics. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from listening.answers.asking import ALWAYS_ASK, FORUMS, TRACKERS
from listening.answers.judging import COUNT, EXPLAINS, TELLING, YOU, Judged, stated
from listening.answers.kinds import first, is_pleased, kinds_of
from listening.answers.reading import Reading, Sentence, read_asking, read_reply
from listening.answers.wanting import Wanted
from listening.answers.weighing import features, signs_of, weigh

_HANDLES: Final = re.compile(r"\A\s*(?:@\S+\s*)*")
_SAYING: Final = ("polite", "approval", "me_too", "joke", "house_rule", "guess", "holding", "yes_no", "asks_back")
_HIS_WAY: Final = re.compile(
    r"\b(?:we|i)(?: just| always| usually| personally| simply)? (?!had?\b|have|am|was|were|are|think|guess|hope|wish|"
    r"want|would|love|like|hate|gave|don't|didn't|can't|never|know|see|get|got|will|need|feel|agree|left|quit|"
    r"stopped|too\b|also\b)[a-z]{2,}"
)
_SOLVED_IT: Final = re.compile(
    r"\b(?:fixed|solved|worked|works|helped|did the trick|sorted|came back)\b[^.!?\n]{0,30}\b(?:me|us|it|mine)\b"
)
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


def judge_theirs(
    text: str, asked: Wanted, *, direct: bool = True, votes: int | None = None, network: str = ""
) -> Judged:
    """Judge a reply by anybody else on a network. ``direct`` says that it replies to the question itself."""
    if network in ALWAYS_ASK and direct and _is_an_answer_at_length(text):
        return Judged("substantive", "their_answer_where_all_answer")
    reading = read_reply(text)
    kinds = kinds_of(reading)
    reasons = frozenset(_reasons(reading, kinds, asked, text, direct=direct, votes=votes))
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
    explains = network in _HELPFUL and _explains(reading, reasons)
    if direct and (explains or _is_a_step(reading, asked, reasons)):
        return Judged("substantive", "their_answer", reading.signs(*TELLING))
    verdict = weigh("peer", "answers", features(reading, asked, reasons))
    if verdict.holds:
        signs = reading.signs(*TELLING, "yes_no")
        return Judged("substantive", "their_answer", signs or signs_of(reading, verdict, "their_answer"))
    if reading.link and reading.words <= 4:
        return Judged("bare_link", "their_bare_link")
    for meaning in ("pitch", "house_rule", "me_too", "joke", "guess", "holding", "asks_back", "approval"):
        if found := reading.signs(meaning):
            return Judged(meaning, f"their_{meaning}", found)
    if reading.asks and "own_question" not in reasons:
        return Judged("asks_back", "their_asks_back")
    return Judged("nothing", "their_talk")


def _is_a_step(reading: Reading, asked: Wanted, reasons: frozenset[str]) -> bool:
    """Is a short reply nothing but what to do, to somebody who seeks a way: "update your devkit"?"""
    short = 1 < reading.words <= _A_STEP and not reasons & {"jokes", "asks", "asks_only", "guesses", "thanks"}
    return short and asked.way and reading.sentences[0].means("step") and not reading.signs("house_rule", "joke")


def _explains(reading: Reading, reasons: frozenset[str]) -> bool:
    """Does a long reply tell steps or facts about what was asked, and nothing that speaks against an answer?"""
    against = {"asks", "asks_only", "own_question", "jokes", "me_too", "thanks", "approves", "holds"}
    return (
        "great_length" in reasons
        and reasons >= {"topics", "to_the_asker"}
        and bool(reasons & {"steps", "facts", "code"} and not reasons & against)
    )


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
_LITTLE_ELSE: Final = 120  # characters


def reasons_of(
    text: str, asked: Wanted, *, direct: bool = True, votes: int | None = None
) -> tuple[Reading, frozenset[str]]:
    """Return a stranger's reply as it is read, and what speaks for and against it: names of ``weighing.REASONS``."""
    reading = read_reply(text)
    kinds = kinds_of(reading)
    return reading, frozenset(_reasons(reading, kinds, asked, text, direct=direct, votes=votes))


def _reasons(
    reading: Reading, kinds: list[tuple[str, Sentence]], asked: Wanted, text: str, *, direct: bool, votes: int | None
) -> Iterator[str]:
    """Yield what speaks for and against a reply answering: names of ``weighing.REASONS``."""
    lower, said = reading.prose.lower(), stated(kinds)
    yield from _content(reading, kinds, asked)
    shared = len(reading.topics & asked.topics)
    yield from ("topic", "topics")[: min(2, shared)]
    if asked.yes_no and direct and any(each.means("yes_no") and not each.asks for _, each in kinds):
        yield "half_sentence"
    if asked.number and COUNT.search(lower) and not reading.asks and reading.words <= 40:
        yield "gives_number"
    if asked.names and direct and not reading.asks and _names_something(reading, text):
        yield "gives_name"
    if reading.signs("uses") and (asked.names or shared):
        yield "uses"
    if (asked.names or asked.way) and direct and reading.words >= 6 and _HIS_WAY.search(lower) and not reading.asks:
        yield "tells_his_way"
    if asked.others and direct and not reading.asks and reading.words >= (8 if reading.signs("me_too") else 5):
        yield "confirms"
    if YOU.search(lower) and said >= 5:
        yield "to_the_asker"
    for least, reason in ((8, "sentence"), (15, "length"), (30, "great_length")):
        if said >= least:
            yield reason
    if votes is not None and votes >= 5 and direct:
        yield "votes"
    if not direct:
        yield "deeper"
    yield from _objections(reading, kinds, asked, text)


def _content(reading: Reading, kinds: list[tuple[str, Sentence]], asked: Wanted) -> Iterator[str]:
    signs = [sign for kind, each in kinds if kind not in ("asks_back", "joke") for sign in each.signs]
    steps = {sign.end for sign in signs if sign.meaning == "step"}
    facts = {sign.end for sign in signs if sign.meaning == "fact"}
    if first(kinds, "done"):
        yield "done"
    yield from ("step", "steps")[: min(2, len(steps))]
    yield from ("fact", "facts")[: min(2, len(facts))]
    if (steps and asked.way) or (facts and asked.reason):
        yield "fits"
    if reading.code and not (first(kinds, "asks_back") and stated(kinds) < 12):
        yield "code"
    if reading.link and reading.words >= 4:
        yield "link"
    if reading.digits:
        yield "digits"
    if _SOLVED_IT.search(reading.prose.lower()):
        yield "solved_it"


def _objections(reading: Reading, kinds: list[tuple[str, Sentence]], asked: Wanted, text: str) -> Iterator[str]:
    asking = [each for kind, each in kinds if kind == "asks_back"]
    if asking:
        yield "asks" if stated(kinds) else "asks_only"
    if _asks_himself(reading, text):
        yield "own_question"
    if reading.signs("guess"):
        if reading.words < 30:
            yield "guesses"
        if asked.only_vendor:
            yield "guesses_for_the_vendor"
    elif reading.signs("hedge"):
        yield "hedges"
        if asked.only_vendor:
            yield "guesses_for_the_vendor"
    if reading.signs("joke"):
        yield "jokes"
    if reading.signs("me_too") and not asked.others and reading.words < 30:
        yield "me_too"
    if reading.signs("approval") and reading.words < 25:
        yield "approves"
    if _THANKS.search(reading.prose.lower()):
        yield "thanks"
    if reading.signs("holding"):
        yield "holds"
    signs = {sign.end for _, each in kinds for sign in each.signs if sign.meaning in TELLING}
    given = asked.number or asked.names or reading.code or reading.digits or first(kinds, "done")
    if reading.words < 8 and len(signs) < 2 and not given and not any(each.means("yes_no") for _, each in kinds):
        yield "quips"


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
