"""Whether a post is about the brand at all, or about something else of the same name: *Slack* and *slack*. Pure.

What speaks for the brand is how its name is written (a capital, a handle, an address), the words beside it, and what
the post is about; what speaks against it is a name used as a word: "slack off", "a crisp morning", "the loom of". The
weights stand in ``relevance.json``, made by ``python -m listening.scoring.relevance_training``. What people judged *us*
or *not us* may move them for one brand (``listening.records.BrandContext``, learnt in ``relevance_learning``).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from listening.records import BrandContext, BrandTerms
from listening.scoring.names import Sense, sense_of
from listening.scoring.prepared import Prepared
from listening.scoring.trade import TRADE

UNSURE: Final = 0.5
"""Below this a post is more likely about something else of the same name: it is kept, shown as such, and is no work."""

FLOOR, CEILING = 0.01, 0.99
"""Exactly 0 and 1 are decisions of people and queries, which scoring never makes."""

TOPIC: Final = 0.9
"""A topic is the buyers' own words for a problem: it has no name that could mean something else."""
UNNAMED: Final = 0.6
"""A post in which no spelling stands that scoring knows was matched by a query that a person wrote, who knew more."""

_AROUND: Final = 300
"""Characters read on either side of a name: a post's worth. A long article speaks of other things elsewhere."""
_LOOKED_AT: Final = 6  # places of a name among which the best is chosen

_WORD: Final = re.compile(r"[a-z][a-z'-]*+")
_STARTS: Final = frozenset(".!?:;\n•*|–—>")
_OPENERS: Final = " \t\"'“”‘’([{_~-"
_BESIDE: Final[Mapping[str, tuple[str, ...]]] = {
    "an": ("a", "an"),
    "the": ("the", "this", "that", "these", "those"),
    "our": ("my", "our", "your", "their", "his", "her"),
    "some": ("some", "any", "no", "much", "more", "less", "enough", "every", "each", "one", "two", "another"),
    "degree": ("very", "so", "too", "really", "quite", "pretty", "super", "nice", "bit"),
    "is": ("is", "are", "was", "were", "be", "been", "isn't", "looks", "look", "feels", "not", "sounds", "stays"),
    "will": (
        *("will", "would", "should", "could", "can", "can't", "don't", "doesn't", "must", "might", "may", "gonna"),
        *("i", "we", "you", "they", "he", "she", "it", "please", "never", "always", "did", "didn't", "won't"),
    ),
    "to": ("to",),
    "place": ("on", "in", "at", "near", "behind", "under", "over", "along", "into", "off", "outside", "across", "up"),
    "with": ("with", "via", "from", "using", "use", "used", "uses", "vs", "versus", "by", "hey", "hi", "dear"),
    "and": ("and", "or", "than", "like", "for"),
}
_AFTER: Final[Mapping[str, tuple[str, ...]]] = {
    "of": ("of",),
    "particle": ("off", "up", "down", "out", "away", "over", "through", "around", "into", "at", "on", "in", "with"),
    "does": (
        *("is", "was", "has", "had", "does", "doesn't", "did", "didn't", "isn't", "wasn't", "will", "won't", "can"),
        *("can't", "just", "still", "keeps", "could", "would", "should", "now", "support", "charges", "makes", "lets"),
        *("needs", "wants", "seems", "looks", "feels", "also", "never", "always", "hasn't", "are", "says", "gives"),
    ),
}
_PREVIOUS: Final = {word: f"before {kind}" for kind, words in _BESIDE.items() for word in words}
_NEXT: Final = {word: f"after {kind}" for kind, words in _AFTER.items() for word in words}


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted model: the weight of each sign, of each word near the name, and the start. All are log-odds."""

    start: float
    signs: Mapping[str, float]
    words: Mapping[str, float]
    plain: float  # the probability of a name that is no English word, spelt as a name

    def of(self, signs: Collection[str], words: Collection[str]) -> float:
        """Return the log-odds of a post with these signs and words."""
        # fsum rounds once, so that the order of a set does not show.
        return self.start + math.fsum(
            [self.signs[sign] for sign in signs if sign in self.signs]
            + [self.words[word] for word in words if word in self.words]
        )


def counts(relevance: float) -> bool:
    """Say whether a post of this relevance counts as one about the brand."""
    return relevance >= UNSURE


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Return the weights of the installation's version."""
    told = json.loads(Path(__file__).with_name("relevance.json").read_text(encoding="utf-8"))
    return Weights(start=told["start"], signs=told["signs"], words=told["words"], plain=told["plain"])


def chance(
    ready: Prepared,
    brand: BrandTerms,
    named: Sequence[tuple[int, int]],
    *,
    beside: bool = False,
) -> float:
    """Return the probability, 0.01 to 0.99, that a post is about the brand.

    ``named`` are the places of its names in the prose, ``beside`` says whether another brand we listen for is named
    too. What judged posts taught comes with the brand.
    """
    learned = brand.learned
    if brand.kind == "topic":
        return _moved(TOPIC, ready, named, learned)
    sense = sense_of(brand)
    if is_plain(ready, sense, named):
        return _moved(shipped().plain, ready, named, learned)
    if not named and not _elsewhere(ready, sense, is_named=False) & NAMED_OTHERWISE:
        return _moved(UNNAMED, ready, named, learned)
    signs, words = read(ready, sense, named, beside=beside)
    told = shipped().of(signs, words)
    if learned is not None:
        told += _taught(learned, words)
    return bounded(told)


def is_plain(ready: Prepared, sense: Sense, named: Sequence[tuple[int, int]]) -> bool:
    """Say whether a name that is no word stands there with a capital: then there is nothing to be found out."""
    for start, end in named[:_LOOKED_AT]:
        if ready.prose[start].isupper() and sense.kinds.get(ready.prose[start:end].lower()) in _UNMISTAKABLE:
            return True
    return False


_UNMISTAKABLE: Final = frozenset({"none"})
NAMED_OTHERWISE: Final = frozenset({"code", "handle", "address"})


def near(ready: Prepared, named: Sequence[tuple[int, int]]) -> set[str]:
    """Return the words around the first name, or of the post's beginning where it is not named."""
    start, end = named[0] if named else (0, 0)
    return {
        *_WORD.findall(ready.lower, max(0, start - _AROUND), start),
        *_WORD.findall(ready.lower, end, end + _AROUND),
    }


def read(
    ready: Prepared, sense: Sense, named: Sequence[tuple[int, int]], *, beside: bool = False
) -> tuple[set[str], set[str]]:
    """Return the signs of a post, which ``Weights`` know by name, and the words around the name."""
    signs = _elsewhere(ready, sense, is_named=bool(named))
    if named:
        start, end = _best(ready, named)
        before = _WORD.findall(ready.lower, max(0, start - _AROUND), start)
        after = _WORD.findall(ready.lower, end, end + _AROUND)
        signs |= _spelt(ready, sense, start, end)
        signs |= _grammar(ready, start, end, before, after)
        if len({ready.lower[first:last] for first, last in named[:_LOOKED_AT]}) > 1:
            signs.add("other spelling")
        words = {*before, *after}
    else:
        signs.add("unnamed")
        words = near(ready, named)
    trade = len(words & TRADE) + beside
    signs.add(f"trade {min(trade, 4)}")
    return signs, words


def _elsewhere(ready: Prepared, sense: Sense, *, is_named: bool) -> set[str]:
    """Return signs of the names in handles, addresses and code, which no prose holds."""
    signs: set[str] = set()
    text = ready.text
    if "@" in text or "://" in text or "www." in text or not is_named:
        low = text[: len(ready.prose)].lower()
        for name in sense.compact:
            if name not in low:
                continue
            if f"@{name}" in low:
                signs.add("handle")
            if f"/{name}." in low or f".{name}." in low or f"/{name}/" in low:
                signs.add("address")
            if not is_named and (f"`{name}" in low or f" {name}" in low):
                signs.add("code")
    if "`" in text:
        signs.add("has code")
    return signs


def _best(ready: Prepared, named: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the place where the name is most likely a name: one with a capital inside a sentence, if there is one."""
    if len(named) == 1:
        return named[0]
    return max(named[:_LOOKED_AT], key=lambda place: (_capital(ready.prose, *place), -place[0]))


def _capital(prose: str, start: int, end: int) -> int:
    """Return 0 for a small letter, 1 for a capital that any first word has, 2 for one that only names have."""
    if not prose[start].isupper():
        return 0
    before = prose[:start].rstrip(_OPENERS) if start < 200 else prose[start - 200 : start].rstrip(_OPENERS)
    return 1 if not before or before[-1] in _STARTS else 2


def _spelt(ready: Prepared, sense: Sense, start: int, end: int) -> set[str]:
    """Return how the name is written, and what it is when it is no name."""
    name = ready.prose[start:end]
    kind = sense.kinds.get(name.lower(), "none")
    signs = {f"is {kind}"}
    if name in sense.small:
        signs.add("small by itself")
    elif len(name) > 1 and name.isupper():
        signs.add("all capitals")
    elif name[0].isupper():
        if " " not in name and any(map(str.isupper, name[1:])):
            signs.add("capital inside")
        signs.add("capital" if _capital(ready.prose, start, end) == 2 else "capital first")
        if kind in ("several", "partly") and not all(word[:1].isupper() for word in name.split()):
            signs.add("half capital")
    else:
        signs.add("small, others too" if ready.prose[:600].islower() else "small, others not")
    if start and ready.prose[start - 1] in "#@":
        signs.add("marked")
    return signs


def _grammar(ready: Prepared, start: int, end: int, before: Sequence[str], after: Sequence[str]) -> set[str]:
    """Return what the words beside the name make of it: a subject, a place, a verb, an adjective."""
    prose, signs = ready.prose, set[str]()
    previous = following = ""
    case = "Name" if prose[start].isupper() else "name"
    if before and prose[start - 1] == " " and prose[start - 2].isalpha():
        word = before[-1]
        previous = "before our" if word.endswith("'s") else _PREVIOUS.get(word, "before other")
        signs.add(f"{previous} {case}")
        if word in TRADE:
            signs.add(f"trade before {case}")
        elif word not in _PREVIOUS and prose[start - 1 - len(word)].isupper() and case == "Name":
            signs.add("in a longer name")
    elif not before or prose[start - 1] == "\n":
        signs.add(f"begins {case}")
    follower = prose[end : end + 1]
    if follower == "-" or (start and prose[start - 1] == "-"):
        signs.add("hyphen")
    elif follower == "'" or follower == "’":
        signs.add(f"owns {case}")
    elif follower == " " and after and prose[end + 1 : end + 2].isalpha():
        word = after[0]
        following = _NEXT.get(word, "after other")
        signs.add(f"{following} {case}")
        if word in TRADE:
            signs.add(f"trade after {case}")
        elif word not in _NEXT and prose[end + 1].isupper():
            signs.add("in a longer name")
    else:
        following = "ends"
        signs.add(f"ends {case}")
    if case == "name":
        signs.add(f"{previous or 'begins'}, {following or 'joined'}")
    return signs


def _taught(learned: BrandContext, words: Collection[str]) -> float:
    return learned.start + math.fsum(learned.words[word] for word in words if word in learned.words)


def _moved(
    probability: float, ready: Prepared, named: Sequence[tuple[int, int]], learned: BrandContext | None
) -> float:
    """Return a fixed probability, moved by what judged posts taught."""
    if learned is None:
        return probability
    return bounded(math.log(probability / (1 - probability)) + _taught(learned, near(ready, named)))


def bounded(told: float) -> float:
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, told))))
    return round(max(FLOOR, min(CEILING, probability)), 4)
