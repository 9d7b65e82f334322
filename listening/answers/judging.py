"""What a reply does for the asker, and what the asker says of it. Pure: texts in, a meaning with its words out.

A sentence is judged by its signs, the text by its sentences. Of us we expect that what is no holding line answers; of
others we ask for a sign that they do: something done, a step, a fact, code, a link with words, the asker's own topics.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from listening.answers.reading import Reading, Sentence, read_asker, read_asking, read_reply
from listening.answers.records import Sign

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
_EXPLAINS: Final = re.compile(r"docs?\b|documentation|blog|article|guide|/kb|wiki|changelog|release|pricing|faq|how-to")
_NAMES: Final = re.compile(
    r"\b(?:what|which|whats|what's|any|best|good|alternatives?|recommend\w*|suggest\w*|favou?rite|looking for|"
    r"who (?:is|are|uses|has|here)|where (?:can|do|is)|anyone|anybody|experiences?)\b"
)
_NUMBER: Final = re.compile(
    r"\b(?:how (?:many|much|long|often|big|large|fast|old|soon)|when\b|"
    r"what (?:version|time|date|price|size|number|is the limit)|"
    r"limit|price|cost|number|eta)"
)
_YES_NO: Final = re.compile(
    r"\b(?:do|does|did|is|are|was|can|could|will|would|has|have|should|isn't|aren't|doesn't|don't|can't)\b[^.!?\n]{2,300}\?"
)
_ONLY_VENDOR: Final = re.compile(
    r"\b(?:when will|will (?:you|there|they|it)|roadmap|plans?\b|planned|eta\b|going to (?:support|add|fix)|"
    r"is .{2,40} down\b|"
    r"outage|status|why (?:did|do|does|was|were|is|are|has|have) (?:you|they|the|your)|"
    r"pric(?:e|ing)|polic(?:y|ies)|gdpr|"
    r"eu\b|dpa\b|soc ?2|subprocessor|compliance|certified|refund|invoice|guarantee|sla\b)"
)
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
    "approval",
    "polite",
)
"""What a sentence does that has signs of several things: the first of these."""
_OTHERS: Final = re.compile(r"\b(?:any(?:one|body) else|just me|only me|is it me|everyone else|others? (?:see|hav))")
_YOU: Final = re.compile(r"\b(?:you|your|yours|u|ur|you're|you've)\b")
_OWN_MATTER: Final = 5
"""Words from which on a question can bring up a matter; "Which OS?" asks back."""
_FIRST: Final = re.compile(r"\b(?:i|i'm|i've|i'd|my|we|our|me)\b")
_CAPITAL: Final = re.compile(r"\b[A-Z][\w.-]{1,}|\b[a-z]+[A-Z]\w+")


class Judged(NamedTuple):
    """What a text was taken for, by which rule, and the words that told."""

    meaning: str
    rule: str
    signs: tuple[Sign, ...] = ()


class Wanted(NamedTuple):
    """What a question asks for, as far as that tells which short replies answer it."""

    topics: frozenset[str]
    names: bool
    number: bool
    yes_no: bool
    only_vendor: bool
    others: bool


def wanted(text: str) -> Wanted:
    """Return what the question in ``text`` asks for."""
    reading = read_asking(text)
    lower = reading.prose.lower()
    return Wanted(
        topics=reading.topics,
        names=bool(_NAMES.search(lower)),
        number=bool(_NUMBER.search(lower)),
        yes_no=bool(_YES_NO.search(lower)),
        only_vendor=bool(_ONLY_VENDOR.search(lower)),
        others=bool(_OTHERS.search(lower)),
    )


def judge_ours(text: str, asked: Wanted) -> Judged:
    """Judge a reply by an account that speaks for us."""
    reading = read_reply(text)
    kinds = [(_kind(each), each) for each in reading.sentences]
    if found := _first(kinds, "done"):
        return _judged("substantive", "done", found)
    if reading.link and reading.words <= 3:
        return _bare_link(text)
    holds, asks = _first(kinds, "holding"), _first(kinds, "asks_back")
    if holds or asks:
        if found := _outweighs(kinds, reading):
            return _judged("substantive", "own_answer_beside_holding", found)
        kept = holds or asks
        assert kept is not None
        return _judged("holding" if holds else "asks_back", "own_holding_line" if holds else "own_ask_back", kept)
    for kind in ("step", "fact", "uses", "yes_no"):
        if found := _first(kinds, kind):
            return _judged("substantive", f"own_{kind}", found)
    if reading.code:
        return Judged("substantive", "own_code")
    for kind, each in kinds:
        if kind == "statement" or (kind == "polite" and _shares(text, each, asked) >= 2):
            return Judged("substantive", "own_statement", (Sign(each.start, each.end, "statement", "own_statement"),))
    for kind in ("pitch", "approval", "house_rule", "guess", "me_too", "joke", "polite"):
        if found := _first(kinds, kind):
            return _judged("approval" if kind in ("polite", "joke", "me_too") else kind, f"own_{kind}", found)
    return Judged("nothing", "own_empty")


def judge_theirs(text: str, asked: Wanted, *, direct: bool = True, votes: int | None = None) -> Judged:
    """Judge a reply by anybody else. ``direct`` says that it replies to the question itself."""
    reading = read_reply(text)
    kinds = [(_kind(each), each) for each in reading.sentences]
    firm = _first(kinds, "done") or _first(kinds, "step")
    if _asks_himself(reading, text):
        return Judged("nothing", "their_own_question")
    if vetoed := _vetoed(kinds, reading, firm, asked):
        return vetoed
    if firm:
        return _judged("substantive", "their_steps", firm)
    ask = _first(kinds, "asks_back")
    if reading.code and (ask is None or _says(kinds, 12)):
        return Judged("substantive", "their_code")
    hedges = reading.signs("guess")
    shared = len(reading.topics & asked.topics)
    if hedges and (asked.only_vendor or reading.words < 15):
        return Judged("guess", "their_guess", hedges)
    if reading.link:
        return Judged("substantive" if reading.words >= 4 else "bare_link", "their_link")
    if found := _first(kinds, "fact"):
        if shared or (direct and reading.words >= 6):
            return _judged("substantive", "their_fact", found)
    elif asked.yes_no and direct and (found := _first(kinds, "yes_no")):
        return _judged("substantive", "their_yes_or_no", found)
    if (found := _first(kinds, "uses")) and (asked.names or shared):
        return _judged("substantive", "their_experience", found)
    if ask and not _says(kinds, 12):
        return _judged("asks_back", "their_ask_back", ask)
    if direct and _says(kinds, 5) and (shared or reading.digits) and _YOU.search(reading.prose.lower()):
        return Judged("substantive", "their_advice")
    if asked.others and direct and reading.words >= 8 and not reading.asks:
        return Judged("substantive", "their_status")
    if direct and _fits(reading, asked, text):
        return Judged("substantive", "their_short_answer")
    if _says(kinds, 25) or (_says(kinds, 12) and shared >= (1 if direct else 2)) or (_says(kinds, 7) and shared >= 2):
        return Judged("substantive", "their_statement")
    if direct and votes is not None and votes >= 5 and _says(kinds, 8):
        return Judged("substantive", "their_votes")
    return Judged("nothing", "their_talk")


def _vetoed(kinds: list[tuple[str, Sentence]], reading: Reading, firm: Sentence | None, asked: Wanted) -> Judged | None:
    """Return what a text is instead of an answer, where a sign of that outweighs what it says beside."""
    plain = sum(kind in ("done", "step", "fact", "uses") and not each.means("pitch", "joke") for kind, each in kinds)
    if (found := reading.signs("pitch")) and plain < 2:
        return Judged("pitch", "their_pitch", found)
    if (found := reading.signs("house_rule")) and (not firm or firm.means("house_rule")):
        return Judged("house_rule", "their_house_rule", found)
    if (
        (found := reading.signs("me_too"))
        and not firm
        and not _says(kinds, 20)
        and not (asked.others and reading.words >= 8)
    ):
        return Judged("me_too", "their_me_too", found)
    if (found := reading.signs("joke")) and (reading.words < 15 or not plain) and not _first(kinds, "done"):
        return Judged("joke", "their_joke", found)
    if not firm and (held := _first(kinds, "holding")) and not plain:
        return _judged("holding", "their_holding_line", held)
    if not plain and reading.words < 25 and (found := reading.signs("approval", "polite")) and not reading.link:
        leftover = sum(each.words for kind, each in kinds if kind == "statement")
        if leftover < 6 and not reading.digits:
            return Judged("approval", "their_approval", found)
    return None


def _kind(each: Sentence) -> str:
    """Return what one sentence does."""
    if not each.words:
        return "nothing"
    if each.means("done") and not each.asks:
        return "done"
    if each.means("holding"):
        return "holding"
    if each.asks:
        return "asks_back"
    if each.means("asks_back") and not each.means("step", "fact"):
        return "asks_back"
    for meaning in _IN_ORDER:
        if each.means(meaning):
            return meaning
    return "statement"


def _first(kinds: list[tuple[str, Sentence]], wanted_kind: str) -> Sentence | None:
    return next((each for kind, each in kinds if kind == wanted_kind), None)


def _judged(meaning: str, rule: str, each: Sentence) -> Judged:
    return Judged(meaning, rule, each.signs)


def _outweighs(kinds: list[tuple[str, Sentence]], reading: Reading) -> Sentence | None:
    """Return what answers beside a holding line or a question: a step, a lot that is so, or a long explanation."""
    for wanted_kind in ("step", "yes_no"):
        found = _first(kinds, wanted_kind)
        if found and (wanted_kind == "step" or found.means("fact")):
            return found
    facts = [each for kind, each in kinds if kind == "fact"]
    if len(facts) >= 2 or (facts and (_says(kinds, 20) or facts[0].means("yes_no"))):
        return facts[0]
    return reading.sentences[0] if _says(kinds, 40) else None


def _says(kinds: list[tuple[str, Sentence]], least: int) -> bool:
    """Are there so many words in sentences that state something?"""
    stating = ("statement", "fact", "step", "done", "uses", "yes_no", "guess")
    return sum(each.words for kind, each in kinds if kind in stating) >= least


def _shares(text: str, each: Sentence, asked: Wanted) -> int:
    return len(read_reply(text[each.start : each.end]).topics & asked.topics)


def _fits(reading: Reading, asked: Wanted, text: str) -> bool:
    """Does a short reply give what was asked for: a number, or a name?"""
    if reading.asks or reading.words > 40:
        return False
    if asked.number and reading.digits:
        return True
    return asked.names and not asked.only_vendor and bool(_CAPITAL.search(text)) and reading.words <= 25


def _bare_link(text: str) -> Judged:
    lower = text.lower()
    if _EXPLAINS.search(lower) and not _SUPPORT.search(lower):
        return Judged("substantive", "own_link")
    return Judged("holding", "own_bare_link")


class Heard(NamedTuple):
    """What the asker's later post says: of each kind the words that told it. ``last`` is what it comes to."""

    last: str
    signs: tuple[Sign, ...]
    asks: bool


def judge_asker(text: str) -> Heard:
    """Judge what the asker said after his question.

    ``last`` is one of ``works_now, did_not_help, thanks, asks_again, asks_anew, asks, supplies, talk``.
    """
    reading = read_asker(text).ends()
    solved, failed = _solved(reading), reading.signs("did_not_help")
    if failed and (not solved or _end(failed) >= _end(solved)):
        return Heard("did_not_help", failed, reading.asks)
    if solved:
        return Heard("works_now", solved, reading.asks)
    thanks, again, anew = reading.signs("thanks"), reading.signs("asks_again"), reading.signs("asks_anew")
    if again and (not thanks or reading.asks):
        return Heard("asks_again", again, reading.asks)
    if thanks and not reading.signs("in_advance"):
        return Heard("thanks", thanks, reading.asks)
    if reading.asks:
        return Heard("asks_anew", anew, True) if anew else Heard("asks", (), True)
    supplied = reading.signs("supplies")
    return Heard("supplies" if supplied else "talk", supplied, False)


def _solved(reading: Reading) -> tuple[Sign, ...]:
    """Return the signs of success in sentences that do not ask, those left out of which a failure is said."""
    failed = reading.signs("did_not_help")
    return tuple(
        sign
        for each in reading.sentences
        if not each.asks
        for sign in each.signs
        if sign.meaning == "works_now" and not any(f.start <= sign.end and sign.start <= f.end for f in failed)
    )


def _end(signs: tuple[Sign, ...]) -> int:
    return max(sign.end for sign in signs)


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
