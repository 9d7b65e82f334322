"""What the names of a brand are: English words that mean something else as well, or words that mean nothing else. Pure.

``english.txt.gz`` holds 82,765 words, a line each, the most frequent first: the frequency dictionary of SymSpell (MIT),
which is Google's n-grams (CC BY 3.0) without what SCOWL does not know. Names of companies are not in it.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from listening.records import BrandTerms

_WORDS: Final = Path(__file__).with_name("english.txt.gz")
_FULL_OF: Final = 700
_EVERYDAY: Final = 10_000
_USUAL: Final = 30_000

Kind = Literal["everyday", "usual", "rare", "several", "partly", "none"]
"""A word by how frequent it is; several words; several of which one is none; no word at all."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What is to be known of a brand's names before any text is read.

    ``kinds`` tells of every spelling in lower case what it is; ``compact`` are the names without spaces, as they stand
    in handles and addresses; ``small`` are the spellings that the brand itself begins with a small letter; ``needles``
    are the spellings as a text in lower case has them, None where letters beyond ASCII ask for a pattern;
    ``has_coined`` says whether one of them is no word.
    """

    kinds: dict[str, Kind]
    compact: tuple[str, ...]
    small: frozenset[str]
    needles: tuple[str, ...] | None
    has_coined: bool


def sense_of(brand: BrandTerms) -> Sense:
    """Return what the names of a brand are."""
    return _sense((brand.name, *brand.terms))


@lru_cache(maxsize=4096)
def _sense(names: tuple[str, ...]) -> Sense:
    spellings = [term for term in names if term.strip()]
    plain = [term for term in spellings if "." not in term]
    kinds = {term.lower(): kind_of(term) for term in spellings}
    return Sense(
        kinds=kinds,
        compact=tuple(sorted({term.lower().lstrip("@#").replace(" ", "") for term in plain})),
        small=frozenset(term for term in spellings if term[:1].islower()),
        needles=tuple(sorted({term.lower() for term in spellings})) if all(map(str.isascii, names)) else None,
        has_coined="none" in kinds.values(),
    )


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind:
    """Return what a name is: ``kind_of("Slack")`` is *usual*, ``kind_of("HubSpot")`` *none*."""
    words = name.lower().split()
    if len(words) == 1:
        place = _place(words[0])
        return "none" if place is None else "everyday" if place < _EVERYDAY else "usual" if place < _USUAL else "rare"
    return "several" if all(_place(word) is not None for word in words) else "partly"


def is_uncommon(word: str) -> bool:
    """Say whether a company may call itself so: not one of the words that every text is full of."""
    place = _place(word.lower())
    return place is not None and place > _FULL_OF


def _place(word: str) -> int | None:
    """Return how many words are more frequent, None for what is no word."""
    listed = _listed()
    at = listed.find(f"\n{word}\n")
    return None if at < 0 or not word.isalpha() else listed.count("\n", 0, at)


@lru_cache(maxsize=1)
def _listed() -> str:
    return "\n" + gzip.decompress(_WORDS.read_bytes()).decode()
