"""The four VADER scores, number for number those of vaderSentiment, in time linear in the text.

The rules and constants are those of Hutto & Gilbert, "VADER: A Parsimonious Rule-based Model for Sentiment Analysis
of Social Media Text" (ICWSM 2014), as the vaderSentiment package applies them, oddities included; its two lexicon
files are read at import and the package itself is the oracle of the tests. What differs is the way there: every
distinct token is understood once and remembered, and only the words that carry a valence are looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from heapq import heapify, heappop, heappush
from importlib.util import find_spec
from math import sqrt
from pathlib import Path
from string import punctuation
from typing import Final, NamedTuple

from listening.scoring.tokens import LONGEST_REMEMBERED, REMEMBERED


class VaderScores(NamedTuple):
    """Shares of negative, neutral and positive words (0..1, three decimals) and the compound score (-1..1, four)."""

    neg: float
    neu: float
    pos: float
    compound: float


class Word(NamedTuple):
    """A word that carries a valence: its place among the tokens, the token as written, and its adjusted valence."""

    place: int
    token: str
    valence: float


NEGATION: Final = -0.74
BOOST: Final = 0.293
CAPS: Final = 0.733
NEVER_SO: Final = 1.25
DAMPING: Final = (1.0, 0.95, 0.9)  # of a booster one, two and three words before
NEUTRAL: Final = "zq"  # stands where a masked term stood; in neither lexicon

_NT = "ai are ca could dare did does do had has have is might must need ought sha should was were wo would"
_NOT = "cannot neither never none nope nor not nothing nowhere uhuh uh-uh without rarely seldom despite"
_NEGATIONS = {*_NOT.split(), *(stem + ending for stem in _NT.split() for ending in ("nt", "n't"))}
_UP = (
    "absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously "
    "entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking "
    "fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible "
    "incredibly intensely major majorly more most particularly purely quite really remarkably so substantially "
    "thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very"
)
_DOWN = (
    "almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce "
    "scarcely slight slightly somewhat sorta sortof sort-of"
)
_BOOSTERS = dict.fromkeys(_UP.split(), BOOST) | dict.fromkeys(_DOWN.split(), -BOOST)
_DAMPENING_PAIRS = frozenset({("just", "enough"), ("kind", "of"), ("sort", "of")})
_IDIOMS: dict[tuple[str, ...], float] = {
    ("the", "shit"): 3,
    ("the", "bomb"): 3,
    ("bad", "ass"): 1.5,
    ("bus", "stop"): 0.0,
    ("yeah", "right"): -2,
    ("kiss", "of", "death"): -1.5,
    ("to", "die", "for"): 3,
    ("beating", "heart"): 3.5,
}
# No idiom is complete without its second word, but a word of the lexicon may have that after it.
_IN_IDIOMS = frozenset(words[1] for words in (*_IDIOMS, *_DAMPENING_PAIRS))
_OPEN_IDIOMS = frozenset(words[0] for words in _IDIOMS) | {"kind"}


def _table(name: str) -> list[tuple[str, str]]:
    package = find_spec("vaderSentiment")  # found and not imported: only its tables are wanted
    if package is None or package.origin is None:
        raise ModuleNotFoundError("vaderSentiment")
    text = Path(package.origin).with_name(name).read_text(encoding="utf-8")
    rows = [line.split("\t", 2) for line in text.split("\n") if line]
    return [(row[0].lstrip(), row[1].rstrip()) for row in rows]


LEXICON: Final = {word: float(valence) for word, valence in _table("vader_lexicon.txt")}
# vaderSentiment looks one code point at a time, so the sequences of its emoji file never match. A space in front of
# every description changes nothing, since the text is split on white space afterwards.
_EMOJI = {emoji: " " + words for emoji, words in _table("emoji_utf8_lexicon.txt") if len(emoji) == 1}
_NO_EMOJI_IN = frozenset(_EMOJI).isdisjoint  # many times faster than a character class past the basic plane
_MAY_BE_EMOJI: Final = re.compile("[©®\u203c-\U0010ffff]")  # beyond accents, dashes and quotation marks
_EMOJI_BY_CODE = str.maketrans(_EMOJI)


# What a token is to the scores, one bit each: it carries a valence, it may alter the valence of a word within three
# places of it, it is "but", and its capitals count where others are small.
CARRIES, ALTERS, BUT, LOUD = 1, 2, 4, 8
_CARRYING: Final = bytes(kind & CARRIES for kind in range(256))
_ALTERING: Final = bytes(kind >> 1 & 1 for kind in range(256))
_TURNING: Final = bytes(kind >> 2 & 1 for kind in range(256))


class _Token:
    """All that scoring needs to know of a token, found out once."""

    __slots__ = ("booster", "idiomatic", "is_upper", "kind", "lower", "negates", "special", "valence", "written")

    def __init__(self, raw: str) -> None:
        stripped = raw.strip(punctuation)
        self.written = raw if len(stripped) <= 2 else stripped  # two or fewer left: it was an emoticon
        self.lower = lower = self.written.lower()
        self.is_upper = self.written.isupper()
        self.valence = None if lower in _BOOSTERS else LEXICON.get(lower)
        self.booster = _BOOSTERS.get(lower, 0.0)
        self.negates = lower in _NEGATIONS or "n't" in lower
        self.idiomatic = lower in _IN_IDIOMS or (self.valence is not None and lower in _OPEN_IDIOMS)
        self.special = self.idiomatic or bool(self.booster) or self.negates or lower in ("no", "least", "this", "or")
        self.kind = (
            CARRIES * (self.valence is not None)
            | ALTERS * self.special
            | BUT * (lower == "but")
            | LOUD * (self.is_upper and (self.valence is not None or self.booster != 0))
        )


class _Tokens(dict[str, _Token]):
    """Tokens by their raw form. Emptied when full, so that hostile text cannot fill the memory."""

    def __missing__(self, raw: str) -> _Token:
        token = _Token(raw)
        if len(raw) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[raw] = token
        return token


class _Kinds(dict[str, int]):
    """The kinds of tokens by their raw form; most have none, and need no closer look. Emptied likewise."""

    def __missing__(self, raw: str) -> int:
        kind = _Token(raw).kind
        if len(raw) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[raw] = kind
        return kind


understand = _Tokens().__getitem__
kind_of = _Kinds().__getitem__


@lru_cache(maxsize=1024)
def mask_of(terms: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)", re.IGNORECASE)


def masked_text(text: str, masked: Collection[str]) -> str:
    """Return ``text`` with every whole-word occurrence of a masked term, in any case, made a neutral token."""
    terms = frozenset(term for term in masked if term)
    if text.isascii():
        lower = text.lower()
        terms = frozenset([term for term in terms if not term.isascii() or term.lower() in lower])
    return mask_of(terms).sub(NEUTRAL, text) if terms else text


def scores(text: str, masked: Collection[str] = ()) -> VaderScores:
    """Return what vaderSentiment says of ``text`` once the ``masked`` terms (brand names) are made neutral."""
    return read(masked_text(text, masked) if masked else text)[0]


def read(text: str, hidden: frozenset[str] = frozenset()) -> tuple[VaderScores, list[Word]]:
    """Return the scores of ``text`` and, in order, the words that made them (valence not zero).

    ``hidden`` are words of ASCII letters only that are made neutral as ``masked_text`` does.
    """
    if not text.isascii():
        text, hidden = spelled_out(text, hidden), frozenset()
    raw = text.split()
    if hidden:
        raw = hide(raw, text.lower().split(), hidden)
    if not raw:
        return VaderScores(0.0, 0.0, 0.0, 0.0), []
    words = valences_in(raw)
    if not words:
        return VaderScores(0.0, 1.0, 0.0, 0.0), []
    return totals(words, len(raw), emphasis_of(text)), words


def spelled_out(text: str, hidden: frozenset[str]) -> str:
    """Return a text beyond ASCII with the ``hidden`` words masked and emoji described."""
    if hidden:
        text = masked_text(text, hidden)
    if not _MAY_BE_EMOJI.search(text) or _NO_EMOJI_IN(text):
        return text
    return text.translate(_EMOJI_BY_CODE)


def hide(raw: list[str], lower: list[str], hidden: frozenset[str]) -> list[str]:
    """Do what ``masked_text`` does, where a word might be hidden."""
    for word in hidden:
        for place, token in enumerate(lower):
            if word in token:
                raw[place] = mask_of(hidden).sub(NEUTRAL, raw[place])
    return raw


def valences_in(raw: list[str]) -> list[Word]:
    kinds = bytes(map(kind_of, raw))
    carrying = kinds.translate(_CARRYING)
    place = carrying.find(1)
    if place < 0:
        return []
    altering = kinds.translate(_ALTERING)
    mixed_case = max(kinds) >= LOUD and len({understand(token).is_upper for token in raw}) == 2
    words = []
    while place >= 0:
        token = understand(raw[place])
        if altering.find(1, max(place - 3, 0), place + 1) < 0:
            valence = token.valence or 0.0
            if mixed_case and token.is_upper:
                valence = valence + CAPS if valence > 0 else valence - CAPS
        else:
            first = max(place - 3, 0)
            valence = valence_at(list(map(understand, raw[first : place + 3])), place - first, mixed_case)
        if valence:
            words.append(Word(place, token.written, valence))
        place = carrying.find(1, place + 1)
    but = kinds.translate(_TURNING).find(1)
    return words if but < 0 or not words else _weigh_but(words, but)


def valence_at(tokens: list[_Token], index: int, mixed_case: bool) -> float:
    """Return the valence of a lexicon word in the light of the three words before it and the two after."""
    token = tokens[index]
    lower = token.lower
    if lower == "kind" and index + 1 < len(tokens) and tokens[index + 1].lower == "of":
        return 0.0
    before = tokens[:index]
    before.reverse()
    base = token.valence or 0.0
    valence = base
    if lower == "no" and index + 1 < len(tokens) and tokens[index + 1].lower in LEXICON:
        valence = 0.0
    if _follows_no(before):
        valence = base * NEGATION
    if token.is_upper and mixed_case:
        valence = valence + CAPS if valence > 0 else valence - CAPS
    for distance, other in enumerate(before):
        if other.valence is not None or other.lower in LEXICON:
            continue
        if other.booster:
            valence += _push(other, valence, mixed_case) * DAMPING[distance]
        if other.special or (distance == 2 and before[0].special):
            valence = _negate(before, distance, valence)
        if distance == 2 and True in [near.idiomatic for near in tokens[: index + 1]]:
            valence = _idioms(tokens, index, valence)
    return _least(before, valence)


def _follows_no(before: list[_Token]) -> bool:
    words = [other.lower for other in before]
    return "no" in words[:2] or (len(words) == 3 and words[2] == "no" and words[0] in ("or", "nor"))


def _push(booster: _Token, valence: float, mixed_case: bool) -> float:
    push = -booster.booster if valence < 0 else booster.booster
    if booster.is_upper and mixed_case:
        push = push + CAPS if valence > 0 else push - CAPS
    return push


def _negate(before: list[_Token], distance: int, valence: float) -> float:
    """Apply a negation ``distance`` + 1 words back. "Never so" and "never this" intensify; "without doubt" is none."""
    nearest = before[0].lower
    if distance == 1:
        if before[1].lower == "never" and nearest in ("so", "this"):
            return valence * NEVER_SO
        if before[1].lower == "without" and nearest == "doubt":
            return valence
    elif distance == 2:
        second, third = before[1].lower, before[2].lower
        # vaderSentiment binds "and" before "or" here, so a bare "so" or "this" intensifies too
        if (third == "never" and second in ("so", "this")) or nearest in ("so", "this"):
            return valence * NEVER_SO
        if third == "without" and "doubt" in (second, nearest):
            return valence
    return valence * NEGATION if before[distance].negates else valence


def _idioms(tokens: list[_Token], index: int, valence: float) -> float:
    three, two, one, zero = (token.lower for token in tokens[index - 3 : index + 1])
    for phrase in ((one, zero), (two, one, zero), (two, one), (three, two, one), (three, two)):
        if phrase in _IDIOMS:
            valence = _IDIOMS[phrase]
            break
    after = tuple(token.lower for token in tokens[index + 1 : index + 3])
    for length in range(1, len(after) + 1):
        valence = _IDIOMS.get((zero, *after[:length]), valence)
    for pair in ((three, two), (two, one)):
        if pair in _DAMPENING_PAIRS:
            valence -= BOOST
    return valence


def _least(before: list[_Token], valence: float) -> float:
    if before and before[0].lower == "least" and "least" not in LEXICON:
        exempt = len(before) > 1 and before[1].lower in ("at", "very")
        return valence if exempt else valence * NEGATION
    return valence


def _weigh_but(words: list[Word], but: int) -> list[Word]:
    """Halve what stands before the first "but" and add half to what stands after it.

    vaderSentiment looks every valence up by value and so changes the first place that holds an equal one, which may
    be another word. A heap of places a value gives the same answer without its quadratic search.
    """
    valences = [word.valence for word in words]
    places: dict[float, list[int]] = {}
    for place, valence in enumerate(valences):
        places.setdefault(valence, []).append(place)
    for heap in places.values():
        heapify(heap)
    for turn in range(len(valences)):
        valence = valences[turn]
        if not valence:
            continue
        place = places[valence][0]
        if words[place].place == but:
            continue
        heappop(places[valence])
        valences[place] = changed = valence * (0.5 if words[place].place < but else 1.5)
        heappush(places.setdefault(changed, []), place)
    return [Word(word.place, word.token, valence) for word, valence in zip(words, valences, strict=True) if valence]


def emphasis_of(text: str) -> float:
    exclamations, questions = text.count("!"), text.count("?")
    emphasis: float = min(exclamations, 4) * 0.292 if exclamations else 0.0
    if questions < 2:
        return emphasis
    return emphasis + (questions * 0.18 if questions <= 3 else 0.96)


def totals(words: list[Word], tokens: int, emphasis: float) -> VaderScores:
    total = sum([word.valence for word in words])
    if emphasis:
        total += emphasis if total > 0 else -emphasis if total < 0 else 0.0
    compound = max(-1.0, min(1.0, total / sqrt(total * total + 15)))
    positive = negative = 0.0
    for word in words:  # the added one makes up for neutral words, which count one each
        if word.valence > 0:
            positive += word.valence + 1
        else:
            negative += word.valence - 1
    negative = abs(negative)
    if positive > negative:
        positive += emphasis
    elif positive < negative:
        negative += emphasis
    whole = positive + negative + (tokens - len(words))
    return VaderScores(
        round(negative / whole, 3) if negative else 0.0,
        round((tokens - len(words)) / whole, 3),
        round(positive / whole, 3) if positive else 0.0,
        round(compound, 4),
    )
