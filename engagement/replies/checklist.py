"""The checklist beside the composer: what a draft says and leaves out, found offline in linear time. Pure.

It knows words, not meaning. What it cannot prove it says softly: a warning asks a person to look, only what a network
or the house's own rules forbid stops a reply.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from engagement.replies import limits, snippets
from engagement.replies.checking_words import BLAME, CUES, PITCH, PROMISES, RISKY, SMALL

PASS, WARN, STOP = "pass", "warn", "stop"

AFFILIATION, ANSWERS, PITCHES, CLAIMS = "affiliation", "answers", "pitch", "claims"
LINKS, LENGTH, COMMUNITY, TONE, BLANKS = "links", "length", "community", "tone", "blanks"

READ: Final = 20_000
"""Characters of a question that are read. Drafts are shorter by their form."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_SENTENCE: Final = re.compile(r"[.!?…]\s|\n")
_SHOUTED: Final = re.compile(r"\b[^\W\d_]{4,}\b")
_MARKS: Final = re.compile(r"[!?]{2,}")
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_NUMBER: Final = re.compile(r"(?<![\w.])\+?\d(?:[ ()/-]?\d){8,16}(?![\w.])")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a draft answers and who speaks. ``names`` are those of our brands and company, ``rivals`` of competitors."""

    network: str
    question: str
    names: tuple[str, ...]
    rivals: tuple[str, ...] = ()
    complaint: bool = False
    banned: tuple[str, ...] = ()
    acknowledged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One line: its ``code``, how it ended, the words it rests on, and numbers to show."""

    code: str
    result: str
    words: tuple[str, ...] = ()
    n: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A risky word and what it touches: law, security, price, liability, competitors or personal_data."""

    kind: str
    word: str


def check(text: str, about: About) -> tuple[Check, ...]:
    """Return every line of the checklist, in the order in which it is shown. An empty draft has none."""
    if not text.strip():
        return ()
    lines = [_affiliation(text, about), _answers(text, about)]
    if about.complaint:
        pitches = _hits(text, PITCH)
        lines.append(Check(code=PITCHES, result=WARN if pitches else PASS, words=pitches))
    lines += [_claims(text, about), _links(text), _length(text, about)]
    if limits.rule_of(about.network):
        lines.append(Check(code=COMMUNITY, result=PASS if about.acknowledged else STOP))
    lines.append(_tone(text))
    if blanks := snippets.blanks(text):
        lines.append(Check(code=BLANKS, result=STOP, words=blanks))
    return tuple(lines)


def stops(checks: Iterable[Check]) -> tuple[str, ...]:
    """Return the codes of what forbids to send."""
    return tuple(each.code for each in checks if each.result == STOP)


def risks(text: str, *, rivals: Iterable[str] = ()) -> tuple[Risk, ...]:
    """Return the risky words of a draft, each once, by kind."""
    found = [Risk(kind=kind, word=word) for kind, words in RISKY.items() for word in _hits(text, words)]
    found += [Risk(kind="competitors", word=word) for word in _hits(text, tuple(rivals))]
    personal = [match[0] for pattern in (_ADDRESS, _NUMBER) for match in pattern.finditer(text)]
    found += [Risk(kind="personal_data", word=word) for word in personal]
    return tuple(dict.fromkeys(found))


def shared_terms(text: str, question: str, *, names: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the terms of ``text`` that the question holds too. Our own names and small words say nothing."""
    own = {_stem(word) for name in names for word in _words(name)}
    asked = {_stem(word) for word in _words(question[:READ])} - own
    spoken = {word: _stem(word) for word in _words(text)}
    return tuple(word for word, stem in spoken.items() if stem in asked and stem not in own)


def _affiliation(text: str, about: About) -> Check:
    for sentence in _SENTENCE.split(text):
        named = _hits(sentence, about.names)
        if named and _hits(sentence, CUES):
            return Check(code=AFFILIATION, result=PASS, words=named)
    return Check(code=AFFILIATION, result=WARN, words=about.names[:1])


def _answers(text: str, about: About) -> Check:
    shared = shared_terms(text, about.question, names=about.names)
    return Check(code=ANSWERS, result=PASS if shared else WARN, words=shared[:3])


def _claims(text: str, about: About) -> Check:
    if banned := _hits(text, about.banned):
        return Check(code=CLAIMS, result=STOP, words=banned)
    promises = _hits(text, PROMISES)
    return Check(code=CLAIMS, result=WARN if promises else PASS, words=promises)


def _links(text: str) -> Check:
    found = limits.links(text)
    result = PASS if len(found) <= limits.LINKS else WARN
    return Check(code=LINKS, result=result, words=found[: limits.LINKS + 1], n=len(found), of=limits.LINKS)


def _length(text: str, about: About) -> Check:
    most = limits.most(about.network)
    result = PASS if limits.fits(text, about.network) else STOP
    return Check(code=LENGTH, result=result, n=limits.length(text, about.network), of=most)


def _tone(text: str) -> Check:
    loud = [word for word in _SHOUTED.findall(text) if word.isupper() and word.casefold() not in SMALL]
    shouted = tuple(loud) if len(loud) > 2 else ()
    found = (*_hits(text, BLAME), *shouted[:3], *_MARKS.findall(text)[:1])
    return Check(code=TONE, result=WARN if found else PASS, words=found)


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(fold(text)) if len(word) > 2 and word not in SMALL]


def _stem(word: str) -> str:
    """Return a word without its common endings: enough to tell that two forms are one word, not what it is."""
    for ending in ("ing", "ies", "ied", "ungen", "ung", "ed", "es", "en", "er", "s", "n", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def fold(text: str) -> str:
    """Return ``text`` as words are compared: NFKC, without case, straight apostrophes."""
    return unicodedata.normalize("NFKC", text).casefold().replace("’", "'")


def _hits(text: str, entries: tuple[str, ...]) -> tuple[str, ...]:
    """Return the entries' words as the text writes them, each once."""
    if not entries:
        return ()
    folded = fold(text)
    shown = text if len(folded) == len(text) else folded  # where folding moved nothing, words stand as they were typed
    return tuple(dict.fromkeys(shown[match.start() : match.end()] for match in _pattern(entries).finditer(folded)))


@lru_cache(maxsize=64)
def _pattern(entries: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern for all entries: an alternation of literals, which no text can make slow."""
    parts = [re.escape(fold(each.removesuffix("*"))) + (r"\w*" if each.endswith("*") else "") for each in entries]
    longest_first = sorted((part for part in parts if part), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first) or '(?!)'})(?!\w)")
