"""What a reply of ours does for the asker: it answers, holds, asks back, or says nothing. Pure."""

from __future__ import annotations

import re
from typing import Final

from listening.answers.encoder.reading import read, telling
from listening.answers.encoder.seen import NOTHING, Said, in_words
from listening.answers.judging import COUNT, EXPLAINS, YOU, Judged, in_private, stated
from listening.answers.kinds import first, is_pleased, kinds_of
from listening.answers.reading import Reading, Sentence, read_abroad, read_reply
from listening.answers.records import Sign
from listening.answers.wanting import Wanted

_SUPPORT: Final = re.compile(r"support|help(?!er)|contact|ticket|status|helpdesk|forms?\b")
_TELLS: Final = re.compile(r"docs?\b|documentation|guide|/kb|wiki|changelog|releases?\b|pricing|faq|how-to")
"""What an address that answers leads to; a report of the defect does not."""


def judge_ours(text: str, asked: Wanted, said: Said = NOTHING) -> Judged:
    """Judge a reply by an account that speaks for us: by the rules and by the network, which has the last word.

    ``said`` is where it was said, what before it, and what next.
    """
    ruled = ours_by_rules(text, asked)
    if ruled.meaning == "nothing" or ruled.rule in ("own_pleased", "own_unheard", "own_done_abroad"):
        return ruled
    seen = said.seen("ours", in_words(ruled.meaning, ruled.rule), asked.text, text)
    does = read(seen)
    if does.what == _DOES.get(ruled.meaning, "other"):
        return ruled
    if does.what == "answers":
        return Judged("substantive", "own_words", telling(seen, does, "own_words"))
    private = _in_private(kinds_of(read_reply(text)))
    signs = private.signs if private else telling(seen, does, "own_words")
    return Judged(_MEANS[does.what], "own_courtesy" if does.what == "other" else "own_put_off", signs)


_DOES: Final = {"substantive": "answers", "holding": "holds", "asks_back": "asks"}
_MEANS: Final = {"holds": "holding", "asks": "asks_back", "other": "approval"}


def ours_by_rules(text: str, asked: Wanted) -> Judged:
    """Judge a reply by an account that speaks for us by the rules alone."""
    reading = read_reply(text)
    kinds = kinds_of(reading)
    if is_pleased(text) and not reading.signs("step"):
        return Judged("approval", "own_pleased")
    if found := _closes_unheard(reading):
        return _judged("approval", "own_unheard", found)
    if (found := _is_done_abroad(text)) is not None:
        return _judged("substantive", "own_done_abroad", found)
    if found := first(kinds, "done"):
        return _judged("substantive", "done", found)
    if reading.link and reading.words <= 3:
        return _bare_link(text)
    holds, asks = first(kinds, "holding"), first(kinds, "asks_back")
    if holds and asked.number and holds.means("fact") and COUNT.search(reading.prose.lower(), holds.start, holds.end):
        return _judged("substantive", "own_date", holds)
    if asked.when and (found := _gives_a_date(kinds, reading)):
        return _judged("substantive", "own_date", found)
    if asked.contact and holds and _in_private(kinds) and (reading.digits or reading.link or _MAIL.search(text)):
        return _judged("substantive", "own_contact", _in_private(kinds) or holds)
    if holds or asks:
        if holds is None and asked.yes_no and kinds[0][0] == "yes_no":
            return _judged("substantive", "own_yes_no", kinds[0][1])
        if asked.yes_no and kinds[0][1].means("yes_no") and _DENIES.match(reading.prose.lower(), kinds[0][1].start):
            return _judged("substantive", "own_yes_no", kinds[0][1])
        if found := _outweighs(kinds, reading):
            return _judged("substantive", "own_answer_beside_holding", found)
        if reading.link and not asks and _TELLS.search(text.lower()) and not _SUPPORT.search(text.lower()):
            return Judged("substantive", "own_link")
        if holds is None or (asks is not None and _wants_to_know(asks, reading)):
            assert asks is not None
            return _judged("asks_back", "own_ask_back", asks)
        return _judged("holding", "own_holding_line", _in_private(kinds) or holds)
    if (found := first(kinds, "house_rule")) and not stated(kinds):
        return _judged("house_rule", "own_house_rule", found)
    for kind in ("step", "fact", "uses", "yes_no"):
        found = first(kinds, kind)
        if found and not (kind == "yes_no" and _only_confirms(found, reading, asked)):
            return _judged("substantive", f"own_{kind}", found)
    if reading.code:
        return Judged("substantive", "own_code")
    for kind, each in kinds:
        if kind == "statement" or (kind == "polite" and _tells_more(text, each, asked)):
            return Judged("substantive", "own_statement", (Sign(each.start, each.end, "statement", "own_statement"),))
    for kind in ("pitch", "approval", "house_rule", "guess", "me_too", "joke", "polite"):
        if found := first(kinds, kind):
            return _judged("approval" if kind in ("polite", "joke", "me_too") else kind, f"own_{kind}", found)
    return Judged("nothing", "own_empty")


def _closes_unheard(reading: Reading) -> Sentence | None:
    """Return the sentence with which a thread is closed for want of a word, where little else is said.

    That answers nothing: of three who read such a thread blind none took it for an answer.
    """
    lower = reading.prose.lower()
    if reading.words > _LITTLE or reading.asks or not _UNHEARD.search(lower):
        return None
    return next((each for each in reading.sentences if _CLOSES.search(lower, each.start, each.end)), None)


def _is_done_abroad(text: str) -> Sentence | None:
    """Return the sentence that says in another language than English, in a few words, that it is done."""
    reading = read_abroad(text)
    if reading.words > _FEW or reading.asks:
        return None
    return next((each for each in reading.sentences if each.means("done") and not each.means("did_not_help")), None)


_FEW: Final = 25
"""Words of a reply that says that it is done. The network learnt little of other languages, and takes it for thanks."""
_LITTLE: Final = 45
"""Words of such a notice, with what to do if the matter comes back."""
_CLOSES: Final = re.compile(
    r"\bclosing\b|\bclosed(?: \w+)? (?:as|for|due|because|since|with)\b|\bclosed\b(?=\W*(?:no\b|\Z))|"
    r"\b(?:i|we|i'll|we'll|i'm going to|we're going to|let's|will|can|gets|going to be) (?:now |be )?closed?\b"
)
_UNHEARD: Final = re.compile(
    r"\b(?:no|without|lack of|(?:did|have|has)(?:n't| not))\b[^.!?\n]{0,40}"
    r"\b(?:repl(?:y|ies)|response|respond(?:ed)?|answers?|feedback|hear|heard|activity)\b|"
    r"\binactivity\b|\b(?:as|gone|is|went) stale\b|\b(?:nothing heard|heard nothing)\b"
)


def _in_private(kinds: list[tuple[str, Sentence]]) -> Sentence | None:
    """Return the sentence that asks into a private channel: who follows it has done what he was asked."""
    return next((each for kind, each in kinds if kind == "holding" and in_private(each.signs)), None)


def _gives_a_date(kinds: list[tuple[str, Sentence]], reading: Reading) -> Sentence | None:
    """Return the sentence that says when, be it a hope or a guess; "we will look at it tomorrow" says nothing."""
    lower = reading.prose.lower()
    for kind, each in kinds:
        if kind in ("holding", "guess", "hedge") and _DATE.search(lower, each.start, each.end):
            return None if _TO_LOOK.search(lower, each.start, each.end) else each
    return None


def _only_confirms(found: Sentence, reading: Reading, asked: Wanted) -> bool:
    """Does a yes only confirm a defect that was told, to somebody who asked no yes or no?"""
    return not asked.yes_no and bool(_CONFIRMS.match(reading.prose.lower(), found.start))


_DATE: Final = re.compile(
    r"\b(?:today|tonight|tomorrow|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\b|\bq[1-4]\b|"
    r"\b(?:next|this|end of(?: the)?|later this|early|late|mid) "
    r"(?:week|month|year|quarter|spring|summer|autumn|fall|winter)|"
    r"\b(?:in|within|by|about|around) (?:a|an|one|two|three|\d+|a few|the next|the end of)[ -](?:\w+ )?"
    r"(?:hour|day|week|month|year|january|february|march|april|may|june|july|august|september|october|november|december)|"
    r"\b(?:in|by|for|until|on|mid|late|early) (?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december|20\d\d|\d)"
)
_MAIL: Final = re.compile(r"[\w.-]@[\w-]+\.\w")
_DENIES: Final = re.compile(r"\W*(?:@\S+\s+)*(?:no|nope|not that (?:i|we)|not at|not yet|none|never)\b")
_CONFIRMS: Final = re.compile(r"\W*(?:@\S+\s+)*(?:yes|yep|yup|yeah|yea|indeed|confirmed|correct)\b")
_TO_LOOK: Final = re.compile(
    r"\b(?:look(?:ing)?|investigat\w+|dig(?:ging)?|check(?:ing)?|get back|report back|a fix)\b"
)
_REFUSES: Final = re.compile(
    r"\b(?:no way to|not possible|isn't possible|no longer|not available|isn't available|not supported|isn't supported|"
    r"don't support|doesn't support|don't offer|no plans|no option|can't be (?:done|changed|removed|merged)|"
    r"(?:there is|there's|there are|we have) (?:currently )?no (?:way|option|setting|plan|plans|support|feature|api))\b"
)
"""What says that something cannot be had: an answer, though the wish is passed on."""
_MANY: Final = 3
"""Facts that outweigh a promise with which a reply ends."""


def _judged(meaning: str, rule: str, each: Sentence) -> Judged:
    return Judged(meaning, rule, each.signs)


def _outweighs(kinds: list[tuple[str, Sentence]], reading: Reading) -> Sentence | None:
    """Return what answers beside a holding line or a question: a step, a lot that is so, or a long explanation."""
    for wanted_kind in ("step", "yes_no"):
        found = first(kinds, wanted_kind)
        if found and (wanted_kind == "step" or found.means("fact")):
            return found
    if found := _refuses(kinds, reading):
        return found
    facts = [each for kind, each in kinds if kind == "fact"]
    last, closing = kinds[-1]
    if last == "holding" and len(facts) < _MANY and _TO_LOOK.search(reading.prose.lower(), closing.start, closing.end):
        return None
    if len(facts) >= 2 or (facts and (_says(kinds, 20) or facts[0].means("yes_no"))):
        return facts[0]
    return reading.sentences[0] if _says(kinds, 40) or (reading.code and _says(kinds, 10)) else None


def _refuses(kinds: list[tuple[str, Sentence]], reading: Reading) -> Sentence | None:
    """Return the sentence that says that something cannot be had."""
    lower = reading.prose.lower()
    return next((each for _, each in kinds if not each.asks and _REFUSES.search(lower, each.start, each.end)), None)


def _wants_to_know(asks: Sentence, reading: Reading) -> bool:
    """Does a question beside a holding line ask the asker for something, and is no courtesy?"""
    return asks.means("asks_back", "inquires") or bool(YOU.search(reading.prose.lower(), asks.start, asks.end))


def _says(kinds: list[tuple[str, Sentence]], least: int) -> bool:
    return stated(kinds) >= least


def _tells_more(text: str, each: Sentence, asked: Wanted) -> bool:
    """Does a courtesy go on to what was asked: "Thanks for your interest, the weights are now under ./weights"?"""
    shared = _shares(text, each, asked)
    return shared >= 2 or (shared == 1 and bool(_IS_SO.search(text.lower(), each.start, each.end)))


_IS_SO: Final = re.compile(
    r"\b(?:is|are|was|were|has been|have been|can) (?!so\b|very\b|really\b|glad|happy|sorry|pleased)"
)


def _shares(text: str, each: Sentence, asked: Wanted) -> int:
    return len(read_reply(text[each.start : each.end]).topics & asked.topics)


def _bare_link(text: str) -> Judged:
    lower = text.lower()
    if EXPLAINS.search(lower) and not _SUPPORT.search(lower):
        return Judged("substantive", "own_link")
    return Judged("holding", "own_bare_link")
