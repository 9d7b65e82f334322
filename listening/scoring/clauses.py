"""Which part of a text speaks of which brand.

A text is cut into clauses; a clause belongs to the brands that it names, one that names none to those of the clause
before it (the first ones to the first brand named). That is a first reading: it knows nothing of pronouns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from listening.records import BrandTerms
from listening.scoring.prepared import OURS, THEIRS, Prepared, filled, occurrences
from listening.scoring.vader import NEUTRAL

_TURNS = "but|so|however|although|though|while|whereas|unlike|yet|until|because|and (?:we|i|it|then|now|moved|switched)"
_BREAK: Final = re.compile(rf"[.!?;\n]+(?=\s|\Z)|\n+|,? (?=(?:{_TURNS})\b)", re.IGNORECASE)


def mentions(prose: str, brands: Sequence[BrandTerms]) -> dict[int, list[tuple[int, int]]]:
    """Return where each of ``brands`` is named, by its id; brands that are not named have an empty list."""
    return {brand.id: occurrences(prose, brand) for brand in brands}


def clauses(prose: str) -> list[tuple[int, int]]:
    """Return the clauses of ``prose`` as (start, end), in order, covering all of it."""
    ends = [found.end() for found in _BREAK.finditer(prose)]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, len(prose)], strict=True) if end > start]


class About(NamedTuple):
    """What a text says of one brand: ``ready`` for rules and model, names marked and other brands' clauses left out,
    and ``nameless`` for the lexicon. ``beside``: another brand is named too.
    """

    ready: Prepared
    nameless: str
    beside: bool


def about(ready: Prepared, named: Mapping[int, list[tuple[int, int]]], brand_id: int) -> About:
    """Return what ``ready`` says of a brand, where ``named`` tells the places of all brands' names."""
    if not any(named.values()):
        return About(ready, ready.prose, beside=False)
    lower = ready.lower
    if len(named) == 1:
        mine = named[brand_id]
        lower = filled(lower, mine, OURS)
        return About(Prepared(ready.text, ready.prose, lower, ready.addressed), _nameless(ready.prose, mine), False)
    for other, spans in named.items():
        lower = filled(lower, spans, OURS if other == brand_id else THEIRS)
    spoken, prose = [span for spans in named.values() for span in spans], ready.prose
    beside = any(spans for other, spans in named.items() if other != brand_id)
    if beside and (silent := elsewhere(prose, named, brand_id)):
        lower = filled(lower, silent, ".")  # a "." ends a clause, as the text did
        prose = filled(prose, silent, " ")
        spoken = [span for span in spoken if not any(start <= span[0] < end for start, end in silent)]
    narrowed = Prepared(ready.text, prose, lower, ready.addressed)
    return About(narrowed, _nameless(prose, spoken), beside)


def _nameless(prose: str, names: list[tuple[int, int]]) -> str:
    """Return ``prose`` with a neutral token for each name: Uber, Loom and Ghost are words of the lexicon."""
    if not names:
        return prose
    if len(names) > 1:
        names = sorted(names)
    pieces: list[str] = []
    done = 0
    for start, end in names:
        if start >= done:
            pieces += (prose[done:start], NEUTRAL)
        done = max(done, end)
    return "".join([*pieces, prose[done:]])


def elsewhere(prose: str, named: Mapping[int, list[tuple[int, int]]], brand_id: int) -> list[tuple[int, int]]:
    """Return the clauses that speak of other brands and not of ``brand_id``.

    A clause that names two brands, as moves and comparisons do, belongs to both.
    """
    if not any(spans for other, spans in named.items() if other != brand_id):
        return []
    parts = clauses(prose)
    owners = _owners(parts, named)
    return [part for part, owner in zip(parts, owners, strict=True) if owner and brand_id not in owner]


def _owners(parts: list[tuple[int, int]], named: Mapping[int, list[tuple[int, int]]]) -> list[frozenset[int]]:
    starts = sorted((start, brand) for brand, spans in named.items() for start, _ in spans)
    owners: list[frozenset[int]] = []
    place = 0
    for _, end in parts:
        first = place
        while place < len(starts) and starts[place][0] < end:
            place += 1
        own = frozenset(brand for _, brand in starts[first:place])
        owners.append(own or (owners[-1] if owners else frozenset()))
    first_named = next((owner for owner in owners if owner), frozenset[int]())
    return [owner or first_named for owner in owners]
