"""What the asker says after his question: that it works now, that it did not help, that he asks again. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from listening.answers.encoder.reading import read, telling
from listening.answers.encoder.seen import NOTHING, Said, in_words
from listening.answers.following import asks_whether_done
from listening.answers.reading import Reading, read_abroad, read_asker
from listening.answers.records import Sign
from listening.answers.wanting import Wanted


class Heard(NamedTuple):
    """What the asker's later post says: of each kind the words that told it. ``last`` is what it comes to."""

    last: str
    signs: tuple[Sign, ...]
    asks: bool


def judge_asker(text: str, asked: Wanted, said: Said = NOTHING) -> Heard:
    """Judge what the asker said after his question: by the rules and by the network, which has the last word.

    ``said`` is where he said it, what was said to him before, and what next. ``last`` is one of
    ``works_now, did_not_help, thanks, asks_again, asks_anew, asks, supplies, talk``.
    """
    ruled = asker_by_rules(text)
    if not text.strip():
        return ruled
    if said.by and asks_whether_done(said.heard) and _YES.match(text):
        return Heard("works_now", ruled.signs, ruled.asks)
    if still_not := _says_abroad_that_it_is_as_before(text):
        return Heard("did_not_help", still_not, ruled.asks)
    seen = said.seen("asker", in_words(ruled.last), asked.text, text)
    does = read(seen)
    if ruled.last in _LASTS[does.what]:
        return ruled
    return Heard(_LASTS[does.what][0], telling(seen, does, f"asker_{does.what}"), ruled.asks)


def _says_abroad_that_it_is_as_before(text: str) -> tuple[Sign, ...]:
    """Return the words by which a short follow-up says so in another language than English.

    The network learnt little of those, and takes "hâlâ çalışmıyor" for success.
    """
    reading = read_abroad(text)
    return reading.signs("did_not_help") if reading.words <= _FEW else ()


_FEW: Final = 25
_YES: Final = re.compile(
    r"\W*(?:@\S+\s+)*(?:yes|yep|yeah|yup|sure|of course|please do|absolutely|it (?:is|does|did))\b(?!,? but)",
    re.IGNORECASE,
)
_LASTS: Final = {
    "solved": ("works_now",),
    "failed": ("did_not_help",),
    "asks": ("asks_again", "asks_anew", "asks"),
    "supplies": ("supplies",),
    "other": ("talk", "thanks"),
}
"""What it comes to, by what he does; the first where the rules say something else."""


def asker_by_rules(text: str) -> Heard:
    """Judge what the asker said after his question by the rules alone."""
    reading = read_asker(text).ends()
    solved, failed = _solved(reading), reading.signs("did_not_help")
    if any(_NEVER_MIND.search(reading.prose.lower(), each.start, each.end) for each in reading.sentences[:2]):
        return Heard("works_now", solved, reading.asks)
    if solved and _opens_with(solved[0], reading):
        return Heard("works_now", solved, reading.asks)
    if failed and not solved and _opens_and_ends_with_thanks(reading):
        return Heard("thanks", reading.signs("thanks"), reading.asks)
    if failed and (not solved or _end(failed) >= _end(solved)) and not (solved and _thanks_last(reading, failed)):
        return Heard("did_not_help", failed, reading.asks)
    if solved:
        return Heard("works_now", solved, reading.asks)
    thanks, again, anew = reading.signs("thanks"), reading.signs("asks_again"), reading.signs("asks_anew")
    if again and (not thanks or reading.asks or reading.signs("in_advance")):
        return Heard("asks_again", again, reading.asks)
    if thanks and not reading.signs("in_advance"):
        return Heard("thanks", thanks, reading.asks)
    if reading.asks:
        return Heard("asks_anew", anew, True) if anew else Heard("asks", (), True)
    supplied = reading.signs("supplies")
    return Heard("supplies" if supplied else "talk", supplied, False)


_NEVER_MIND: Final = re.compile(r"\bnever ?mind(?! (?:the|that|this|your|my|a)\b)|\bnvm\b")
"""Who takes his question back has his answer."""


def _thanks_last(reading: Reading, failed: tuple[Sign, ...]) -> bool:
    """Does he give thanks after what he says of a failure, and not in advance?"""
    thanks = reading.signs("thanks")
    return bool(thanks) and _end(thanks) > _end(failed) and not reading.signs("in_advance") and not reading.asks


def _opens_with(sign: Sign, reading: Reading) -> bool:
    """Is the first sentence a word of success and little else: "SOLVED! I used another PC"?"""
    first = reading.sentences[0]
    return first.words <= _A_WORD and first.start <= sign.start < first.end


_A_WORD: Final = 2


def _opens_and_ends_with_thanks(reading: Reading) -> bool:
    """Is what he regrets framed by thanks: "Thanks! That's what I feared. Appreciate your time."?"""
    told = [each.means("thanks") for each in reading.sentences]
    return len(told) > 2 and any(told[:2]) and told[-1] and not reading.asks and not reading.signs("in_advance")


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
