"""What a reply does for the asker, and what the asker says of it. Pure: texts in, a meaning with its words out.

A sentence is judged by its signs, the text by its sentences. Of us we expect that what is no holding line answers; of
others we ask for a sign that they do: something done, a step, a fact, code, a link with words, the asker's own topics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from listening.answers.kinds import first, is_pleased, kinds_of
from listening.answers.reading import Reading, Sentence, read_asking, read_reply
from listening.answers.records import Sign
from listening.answers.wanting import Wanted
from listening.answers.weighing import features, signs_of, weigh

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

_SUPPORT: Final = re.compile(r"support|help(?!er)|contact|ticket|status|helpdesk|forms?\b")
_EXPLAINS: Final = re.compile(
    r"docs?\b|/issues/|documentation|blog|article|guide|/kb|wiki|changelog|release|pricing|faq|how-to"
)
_TELLS: Final = re.compile(r"docs?\b|documentation|guide|/kb|wiki|changelog|releases?\b|pricing|faq|how-to")
"""What an address that answers leads to; a report of the defect does not."""
_TELLING: Final = ("done", "step", "fact", "uses")
_STATING: Final = ("statement", *_TELLING, "yes_no", "guess")
_COUNT: Final = re.compile(
    r"(?<![\w.])\d[\d.,:]*(?:k|m|gb|mb|h|min|s|%|st|nd|rd|th)?(?!\w)|"
    r"\b(?:one|two|three|four|five|ten|twelve|today|tomorrow|next (?:week|month|year)|unlimited)\b"
)
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
_YOU: Final = re.compile(r"\b(?:you|your|yours|u|ur|you're|you've)\b")
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
_SURE: Final = 0.5
"""Log-odds that it takes to go against the rules."""
PLEASED: Final = frozenset({"own_pleased", "their_pleasure"})
"""Rules of replies that are glad of what the asker has just told."""
_SURELY: Final = 1.0
"""Log-odds that it takes to hold a statement of ours for a courtesy: what does not clearly hold answers."""
_ONLY_A_NAME: Final = 4
_LITTLE_MORE: Final = 12
"""Words of a reply that is a name where one is wanted, and of one that is a link to what explains it."""
_COURTESY: Final = 4
"""Words that it takes at least to be polite at length: "Wednesday." is an answer."""


class Judged(NamedTuple):
    """What a text was taken for, by which rule, and the words that told."""

    meaning: str
    rule: str
    signs: tuple[Sign, ...] = ()


def judge_ours(text: str, asked: Wanted) -> Judged:
    """Judge a reply by an account that speaks for us: first by the rules, which are then weighed with its words."""
    ruled = ours_by_rules(text, asked)
    if ruled.meaning == "nothing" or ruled.rule == "own_pleased":
        return ruled
    reading = read_reply(text)
    verdict = weigh("ours", "answers", features(reading, asked, taken_for=(ruled.meaning, ruled.rule)))
    if verdict.holds == (ruled.meaning == "substantive") or abs(verdict.sum) < _SURE:
        return ruled
    if not verdict.holds and not _may_be_courtesy(ruled, reading, verdict.sum):
        return ruled
    if verdict.holds:
        return Judged("substantive", "own_words", signs_of(reading, verdict, "own_words"))
    return Judged("asks_back" if reading.signs("asks_back") or reading.asks else "holding", "own_courtesy")


def _may_be_courtesy(ruled: Judged, reading: Reading, odds: float) -> bool:
    """May the weights hold what the rules take for an answer of ours to be none?"""
    told = ruled.rule == "own_statement" and reading.words >= _COURTESY
    beside = ruled.rule == "own_answer_beside_holding" and not reading.signs("step", "done")
    return odds <= -_SURELY and (told or beside)


def ours_by_rules(text: str, asked: Wanted) -> Judged:
    """Judge a reply by an account that speaks for us by the rules alone."""
    reading = read_reply(text)
    kinds = kinds_of(reading)
    if is_pleased(text) and not reading.signs("step"):
        return Judged("approval", "own_pleased")
    if found := first(kinds, "done"):
        return _judged("substantive", "done", found)
    if reading.link and reading.words <= 3:
        return _bare_link(text)
    holds, asks = first(kinds, "holding"), first(kinds, "asks_back")
    if holds and asked.number and holds.means("fact") and _COUNT.search(reading.prose.lower(), holds.start, holds.end):
        return _judged("substantive", "own_date", holds)
    if holds or asks:
        if found := _outweighs(kinds, reading):
            return _judged("substantive", "own_answer_beside_holding", found)
        if reading.link and not asks and _TELLS.search(text.lower()) and not _SUPPORT.search(text.lower()):
            return Judged("substantive", "own_link")
        if holds is None or (asks is not None and _wants_to_know(asks, reading)):
            assert asks is not None
            return _judged("asks_back", "own_ask_back", asks)
        return _judged("holding", "own_holding_line", holds)
    if (found := first(kinds, "house_rule")) and not _stated(kinds):
        return _judged("house_rule", "own_house_rule", found)
    for kind in ("step", "fact", "uses", "yes_no"):
        if found := first(kinds, kind):
            return _judged("substantive", f"own_{kind}", found)
    if reading.code:
        return Judged("substantive", "own_code")
    for kind, each in kinds:
        if kind == "statement" or (kind == "polite" and _shares(text, each, asked) >= 2):
            return Judged("substantive", "own_statement", (Sign(each.start, each.end, "statement", "own_statement"),))
    for kind in ("pitch", "approval", "house_rule", "guess", "me_too", "joke", "polite"):
        if found := first(kinds, kind):
            return _judged("approval" if kind in ("polite", "joke", "me_too") else kind, f"own_{kind}", found)
    return Judged("nothing", "own_empty")


def judge_theirs(text: str, asked: Wanted, *, direct: bool = True, votes: int | None = None) -> Judged:
    """Judge a reply by anybody else. ``direct`` says that it replies to the question itself."""
    reading = read_reply(text)
    kinds = kinds_of(reading)
    reasons = frozenset(_reasons(reading, kinds, asked, text, direct=direct, votes=votes))
    if is_pleased(text) and not reading.signs("step"):
        return Judged("approval", "their_pleasure")
    if direct and "gives_name" in reasons and reading.words <= _ONLY_A_NAME:
        return Judged("substantive", "their_name")
    if direct and reading.link and reading.words <= _LITTLE_MORE and _EXPLAINS.search(text.lower()):
        return Judged("substantive", "their_link")
    if asked.others and direct and not reading.asks and not reading.signs("joke") and _OWN_STATE.search(reading.prose):
        return Judged("substantive", "their_own_state")
    verdict = weigh("peer", "answers", features(reading, asked, reasons))
    if verdict.holds:
        signs = reading.signs(*_TELLING, "yes_no")
        return Judged("substantive", "their_answer", signs or signs_of(reading, verdict, "their_answer"))
    if reading.link and reading.words <= 4:
        return Judged("bare_link", "their_bare_link")
    for meaning in ("pitch", "house_rule", "me_too", "joke", "guess", "holding", "asks_back", "approval"):
        if found := reading.signs(meaning):
            return Judged(meaning, f"their_{meaning}", found)
    if reading.asks and "own_question" not in reasons:
        return Judged("asks_back", "their_asks_back")
    return Judged("nothing", "their_talk")


_TO_LOOK: Final = re.compile(
    r"\b(?:look(?:ing)?|investigat\w+|dig(?:ging)?|check(?:ing)?|get back|report back|a fix)\b"
)
_MANY: Final = 3
"""Facts that outweigh a promise with which a reply ends."""
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
    lower, stated = reading.prose.lower(), _stated(kinds)
    yield from _content(reading, kinds, asked)
    shared = len(reading.topics & asked.topics)
    yield from ("topic", "topics")[: min(2, shared)]
    if asked.yes_no and direct and any(each.means("yes_no") and not each.asks for _, each in kinds):
        yield "half_sentence"
    if asked.number and _COUNT.search(lower) and not reading.asks and reading.words <= 40:
        yield "gives_number"
    if asked.names and direct and not reading.asks and _names_something(reading, text):
        yield "gives_name"
    if reading.signs("uses") and (asked.names or shared):
        yield "uses"
    if (asked.names or asked.way) and direct and reading.words >= 6 and _HIS_WAY.search(lower) and not reading.asks:
        yield "tells_his_way"
    if asked.others and direct and not reading.asks and reading.words >= (8 if reading.signs("me_too") else 5):
        yield "confirms"
    if _YOU.search(lower) and stated >= 5:
        yield "to_the_asker"
    for least, reason in ((8, "sentence"), (15, "length"), (30, "great_length")):
        if stated >= least:
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
    if reading.code and not (first(kinds, "asks_back") and _stated(kinds) < 12):
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
        yield "asks" if _stated(kinds) else "asks_only"
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
    signs = {sign.end for _, each in kinds for sign in each.signs if sign.meaning in _TELLING}
    given = asked.number or asked.names or reading.code or reading.digits or first(kinds, "done")
    if reading.words < 8 and len(signs) < 2 and not given and not any(each.means("yes_no") for _, each in kinds):
        yield "quips"


def _judged(meaning: str, rule: str, each: Sentence) -> Judged:
    return Judged(meaning, rule, each.signs)


def _outweighs(kinds: list[tuple[str, Sentence]], reading: Reading) -> Sentence | None:
    """Return what answers beside a holding line or a question: a step, a lot that is so, or a long explanation."""
    for wanted_kind in ("step", "yes_no"):
        found = first(kinds, wanted_kind)
        if found and (wanted_kind == "step" or found.means("fact")):
            return found
    facts = [each for kind, each in kinds if kind == "fact"]
    last, closing = kinds[-1]
    if last == "holding" and len(facts) < _MANY and _TO_LOOK.search(reading.prose.lower(), closing.start, closing.end):
        return None
    if len(facts) >= 2 or (facts and (_says(kinds, 20) or facts[0].means("yes_no"))):
        return facts[0]
    return reading.sentences[0] if _says(kinds, 40) or (reading.code and _says(kinds, 10)) else None


def _stated(kinds: list[tuple[str, Sentence]]) -> int:
    """Return how many words there are in sentences that state something."""
    return sum(each.words for kind, each in kinds if kind in _STATING)


def _wants_to_know(asks: Sentence, reading: Reading) -> bool:
    """Does a question beside a holding line ask the asker for something, and is no courtesy?"""
    return asks.means("asks_back", "inquires") or bool(_YOU.search(reading.prose.lower(), asks.start, asks.end))


def _says(kinds: list[tuple[str, Sentence]], least: int) -> bool:
    return _stated(kinds) >= least


def _shares(text: str, each: Sentence, asked: Wanted) -> int:
    return len(read_reply(text[each.start : each.end]).topics & asked.topics)


def _names_something(reading: Reading, text: str) -> bool:
    """Does a short reply name a thing? A capital that only opens the text does so if nothing else is said."""
    if reading.words > 30 or not reading.words:
        return False
    body = _HANDLES.sub("", text)
    if any(found.start() > 0 for found in _CAPITAL.finditer(body)):
        return True
    return reading.words <= 2 and bool(_CAPITAL.match(body)) and not reading.link and not reading.signs(*_SAYING)


def _bare_link(text: str) -> Judged:
    lower = text.lower()
    if _EXPLAINS.search(lower) and not _SUPPORT.search(lower):
        return Judged("substantive", "own_link")
    return Judged("holding", "own_bare_link")


def asks_for_himself(text: str, *, flat: bool = False) -> bool:
    """Does somebody else ask a question of his own here, rather than ask the asker back?

    In a ``flat`` thread whoever asks in words, or tells a defect at length, has come with a matter of his own.
    """
    reading, asking = read_reply(text), read_asking(text)
    if reading.signs("me_too"):
        return False
    for each in reading.sentences:
        if each.asks and each.words >= _OWN_MATTER and not _YOU.search(reading.prose[each.start : each.end].lower()):
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
