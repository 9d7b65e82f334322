"""Whether a post is about the brand at all, or about something else of the same name: *Slack* and *slack*. Pure.

What speaks for the brand is how its name is written (a capital, a handle, an address), the words beside it, and what
the post is about; what speaks against it is a name used as a word: "slack off", "a crisp morning", "the loom of". The
weights stand in ``relevance.json``, made by ``python -m listening.scoring.relevance_training``. What people judged *us*
or *not us* may move them for one brand (``listening.records.BrandContext``, learnt in ``relevance_learning``).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from itertools import compress
from typing import Final, NamedTuple

from listening.records import BrandContext, BrandTerms
from listening.scoring.names import Kind, Sense, sense_of
from listening.scoring.prepared import Prepared
from listening.scoring.relevance_weights import (
    MOST_TRADE,
    TRADE_SIGNS,
    UNIT,
    WORD,
    Signs,
    bounded,
    chance_of,
    scales,
    shipped,
)
from listening.scoring.trade import TRADE

UNSURE: Final = 0.5
"""Below this a post is more likely about something else of the same name: it is kept, shown as such, and is no work."""

TOPIC: Final = 0.9
"""A topic is the buyers' own words for a problem: it has no name that could mean something else."""
UNNAMED: Final = 0.6
"""A post in which no spelling stands that scoring knows was matched by a query that a person wrote, who knew more."""

_AROUND: Final = 300
"""Characters read on either side of a name: a post's worth. A long article speaks of other things elsewhere."""
_LOOKED_AT: Final = 6  # places of a name among which the best is chosen
_REMEMBERED: Final = 1_024  # of the sets of signs

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


_NO_SIGNS: Final[Signs] = frozenset()


def counts(relevance: float) -> bool:
    """Say whether a post of this relevance counts as one about the brand."""
    return relevance >= UNSURE


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
    found, odds = first_look(ready, brand, named, beside=beside)
    return found if odds is None else chance_of(scales().with_words(odds, _words_around(ready, *named[0])))


def weighed(odds: int, marked: Prepared) -> float:
    """Return the probability that is told by ``odds`` of a ``first_look`` and a text in which the name is marked."""
    return chance_of(scales().with_words(odds, WORD.findall(marked.lower)))


def first_look(
    ready: Prepared,
    brand: BrandTerms,
    named: Sequence[tuple[int, int]],
    *,
    beside: bool = False,
) -> tuple[float, int | None]:
    """Return what ``chance`` does, or what it lacks only the words for: all those of the text beside its one name.

    Then the log-odds by the signs are told too, in thousandths, and words can be weighed for many posts at once.
    """
    learned = brand.learned
    if brand.kind == "topic":
        return _moved(TOPIC, ready, named, learned), None
    sense = sense_of(brand)
    if named:
        if is_plain(ready, sense, named):
            plain = shipped().plain
            return (plain if learned is None else _moved(plain, ready, named, learned)), None
        start, end = _best(ready, named)
        odds = scales().of_signs(_signs_named(ready, sense, named, start, end))
        is_all_around = start <= _AROUND and len(ready.lower) - end <= _AROUND
        if is_all_around and len(named) == 1 and learned is None and not beside:
            return 0.0, odds
        words = _words_around(ready, start, end)
    else:
        elsewhere = _elsewhere(ready, sense, is_named=False)
        if elsewhere.isdisjoint(NAMED_OTHERWISE):
            return _moved(UNNAMED, ready, named, learned), None
        odds, words = scales().of_signs((elsewhere, _UNNAMED)), _words_around(ready, 0, 0)
    odds = scales().with_words(odds, words, beside=beside)
    return (chance_of(odds) if learned is None else bounded(odds / UNIT + _taught(learned, set(words)))), None


def is_plain(ready: Prepared, sense: Sense, named: Sequence[tuple[int, int]]) -> bool:
    """Say whether a name that is no word stands there with a capital: then there is nothing to be found out."""
    if not sense.has_coined:
        return False
    prose, kinds = ready.prose, sense.kinds
    for start, end in named[:_LOOKED_AT]:
        if prose[start].isupper() and kinds.get(prose[start:end].lower()) == "none":
            return True
    return False


NAMED_OTHERWISE: Final = frozenset({"code", "handle", "address"})
_UNNAMED: Final = frozenset({"unnamed"})
_OTHER_SPELLING: Final = frozenset({"other spelling"})


def near(ready: Prepared, named: Sequence[tuple[int, int]]) -> set[str]:
    """Return the words around the first name, or of the post's beginning where it is not named."""
    return set(_words_around(ready, *(named[0] if named else (0, 0))))


def read(
    ready: Prepared, sense: Sense, named: Sequence[tuple[int, int]], *, beside: bool = False
) -> tuple[set[str], set[str]]:
    """Return the signs of a post, which ``Weights`` know by name, and the words around the name."""
    start, end = _best(ready, named) if named else (0, 0)
    signs = (
        _signs_named(ready, sense, named, start, end) if named else (_elsewhere(ready, sense, is_named=False), _UNNAMED)
    )
    words = set(_words_around(ready, start, end))
    return {TRADE_SIGNS[min(len(words & TRADE) + beside, MOST_TRADE)]}.union(*signs), words


def _signs_named(
    ready: Prepared, sense: Sense, named: Sequence[tuple[int, int]], start: int, end: int
) -> tuple[Signs, ...]:
    """Return the signs of a post that names the brand, best of all at ``start``; no sign twice."""
    found = (
        _elsewhere(ready, sense, is_named=True),
        _spelt(ready.prose, sense, start, end),
        _signs_beside(_side_before(ready, start), _side_after(ready, start, end), ready.prose[start].isupper()),
    )
    return (*found, _OTHER_SPELLING) if len(named) > 1 and _is_spelt_otherwise(ready, named) else found


def _words_around(ready: Prepared, start: int, end: int) -> list[str]:
    """Return the words before a name and those after it, in order."""
    return [
        *WORD.findall(ready.lower, max(0, start - _AROUND), start),
        *WORD.findall(ready.lower, end, end + _AROUND),
    ]


def _is_spelt_otherwise(ready: Prepared, named: Sequence[tuple[int, int]]) -> bool:
    return len({ready.lower[first:last] for first, last in named[:_LOOKED_AT]}) > 1


def _elsewhere(ready: Prepared, sense: Sense, *, is_named: bool) -> Signs:
    """Return signs of the names in handles, addresses and code, which no prose holds."""
    text = ready.text
    has_code = "`" in text
    if not ("@" in text or "://" in text or "www." in text or not is_named):
        return _HAS_CODE if has_code else _NO_SIGNS
    low = text[: len(ready.prose)].lower()
    is_handle = is_address = is_code = False
    for name in sense.compact:
        if name in low:
            is_handle |= f"@{name}" in low
            is_address |= f"/{name}." in low or f".{name}." in low or f"/{name}/" in low
            is_code |= not is_named and (f"`{name}" in low or f" {name}" in low)
    return _signs_elsewhere(is_handle, is_address, is_code, has_code)


@cache
def _signs_elsewhere(*found: bool) -> Signs:
    return frozenset(compress(("handle", "address", "code", "has code"), found))


_HAS_CODE: Final = _signs_elsewhere(False, False, False, True)


def _best(ready: Prepared, named: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return the place where the name is most likely a name: one with a capital inside a sentence, if there is one."""
    if len(named) == 1:
        return named[0]
    return max(named[:_LOOKED_AT], key=lambda place: (_capital(ready.prose, *place), -place[0]))


def _capital(prose: str, start: int, end: int) -> int:
    """Return 0 for a small letter, 1 for a capital that any first word has, 2 for one that only names have."""
    if not prose[start].isupper():
        return 0
    before = prose[max(0, start - 2) : start]
    if before[-1:] != " " or before[0] in _OPENERS:
        before = prose[max(0, start - 200) : start].rstrip(_OPENERS)
        return 1 if not before or before[-1] in _STARTS else 2
    return 1 if before[0] in _STARTS else 2


def _spelt(prose: str, sense: Sense, start: int, end: int) -> Signs:
    """Return how the name is written, and what it is when it is no name."""
    name = prose[start:end]
    kind = sense.kinds.get(name.lower(), "none")
    is_marked = start > 0 and prose[start - 1] in "#@"
    if name in sense.small:
        return _signs_spelt(kind, "small by itself", is_marked)
    if len(name) > 1 and name.isupper():
        return _signs_spelt(kind, "all capitals", is_marked)
    capital = _capital(prose, start, end)
    if not capital:
        return _signs_spelt(kind, "small, others too" if prose[:600].islower() else "small, others not", is_marked)
    has_capital_inside = not name[1:].islower() and " " not in name and any(map(str.isupper, name[1:]))
    is_half = (kind == "several" or kind == "partly") and not all(word[:1].isupper() for word in name.split())
    return _signs_spelt(kind, "capital" if capital == 2 else "capital first", is_marked, has_capital_inside, is_half)


@cache
def _signs_spelt(kind: Kind, how: str, *more: bool) -> Signs:
    return frozenset((f"is {kind}", how, *compress(("marked", "capital inside", "half capital"), more)))


class _Side(NamedTuple):
    """What stands on one side of a name: of what kind it is, a word of the trade, a word that the name may go on in."""

    kind: str
    is_trade: bool = False
    is_name: bool = False


_NOTHING, _BEGINS, _ENDS, _HYPHEN, _OWNS = map(_Side, ("", "begins", "ends", "hyphen", "owns"))


def _side_before(ready: Prepared, start: int) -> _Side:
    prose, begin = ready.prose, max(0, start - _AROUND)
    if start > 1 and prose[start - 1] == " " and prose[start - 2].isalpha():
        word = _last_word(ready.lower, begin, start - 1)
        return _word_before(word, prose[start - 1 - len(word)].isupper()) if word else _BEGINS
    if start == 0 or prose[start - 1] == "\n" or not WORD.search(ready.lower, begin, start):
        return _BEGINS
    return _NOTHING


def _last_word(lower: str, begin: int, end: int) -> str:
    """Return the last word between two places, "" where there is none; mostly it stands between blanks."""
    chunk = lower[max(begin, lower.rfind(" ", begin, end) + 1) : end]
    if chunk.isascii() and chunk.isalpha():
        return chunk
    words = WORD.findall(lower, begin, end)
    return words[-1] if words else ""


def _side_after(ready: Prepared, start: int, end: int) -> _Side:
    prose = ready.prose
    follower = prose[end : end + 1]
    if follower == "-" or (start and prose[start - 1] == "-"):
        return _HYPHEN
    if follower == "'" or follower == "’":
        return _OWNS
    if follower != " " or not prose[end + 1 : end + 2].isalpha():
        return _ENDS
    word = WORD.search(ready.lower, end, end + _AROUND)
    return _word_after(word[0], prose[end + 1].isupper()) if word else _ENDS


@lru_cache(maxsize=_REMEMBERED)
def _word_before(word: str, is_capital: bool) -> _Side:
    kind = "before our" if word.endswith("'s") else _PREVIOUS.get(word, "before other")
    return _Side(kind, word in TRADE, is_capital and word not in TRADE and word not in _PREVIOUS)


@lru_cache(maxsize=_REMEMBERED)
def _word_after(word: str, is_capital: bool) -> _Side:
    return _Side(_NEXT.get(word, "after other"), word in TRADE, is_capital and word not in TRADE and word not in _NEXT)


@lru_cache(maxsize=_REMEMBERED)
def _signs_beside(before: _Side, after: _Side, is_capital: bool) -> Signs:
    case = "Name" if is_capital else "name"
    signs = {"hyphen" if after is _HYPHEN else f"{after.kind} {case}"}
    if before.kind:
        signs.add(f"{before.kind} {case}")
    if before.is_trade:
        signs.add(f"trade before {case}")
    if after.is_trade:
        signs.add(f"trade after {case}")
    if after.is_name or (is_capital and before.is_name):
        signs.add("in a longer name")
    if not is_capital:
        following = "joined" if after in (_HYPHEN, _OWNS) else after.kind
        signs.add(f"{before.kind or 'begins'}, {following}")
    return frozenset(signs)


def _taught(learned: BrandContext, words: Collection[str]) -> float:
    return learned.start + math.fsum(learned.words[word] for word in words if word in learned.words)


def _moved(
    probability: float, ready: Prepared, named: Sequence[tuple[int, int]], learned: BrandContext | None
) -> float:
    """Return a fixed probability, moved by what judged posts taught."""
    if learned is None:
        return probability
    return bounded(math.log(probability / (1 - probability)) + _taught(learned, near(ready, named)))
