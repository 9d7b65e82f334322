"""Which part of a text speaks of which brand.

A text is cut into clauses; a clause belongs to the brands that it names, one that names none to those of the clause
before it (the first ones to the first brand named). That is a first reading: it knows nothing of pronouns.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from listening.records import BrandTerms
from listening.scoring.prepared import OURS, THEIRS, Prepared, filled, findable, occurrences
from listening.scoring.vader import NEUTRAL

_TURNS = "but|so|however|although|though|while|whereas|unlike|yet|until|because|and (?:we|i|it|then|now|moved|switched)"
_BREAK: Final = re.compile(rf"[.!?;\n]+(?=\s|\Z)|\n+|,? (?=(?:{_TURNS})\b)", re.IGNORECASE)


def mentions(prose: str, brands: Sequence[BrandTerms]) -> dict[int, list[tuple[int, int]]]:
    """Return where each of ``brands`` is named, by its id; brands that are not named have an empty list."""
    lower = findable(prose)
    return {brand.id: occurrences(prose, brand, lower) for brand in brands}


def clauses(prose: str) -> list[tuple[int, int]]:
    """Return the clauses of ``prose`` as (start, end), in order, covering all of it."""
    ends = [found.end() for found in _BREAK.finditer(prose)]
    starts = [0, *ends]
    return [(start, end) for start, end in zip(starts, [*ends, len(prose)], strict=True) if end > start]


class About(NamedTuple):
    """What a text says of one brand: ``ready`` for rules and model, names marked and other brands' clauses left out,
    and ``nameless`` for the lexicon. ``beside``: another brand is named too; ``is_silent``: only others are.

    A clause that names two brands, as moves and comparisons do, belongs to both.
    """

    ready: Prepared
    nameless: str
    beside: bool
    is_silent: bool = False


_about: Final = partial(tuple.__new__, About)
"""Makes one of all its fields in their order, in half the time."""
_SILENT: Final = About(Prepared("", " ", ".", ()), "", beside=True, is_silent=True)
"""What a text says of a brand of which no clause of it speaks: nothing, whatever the text."""


def about(ready: Prepared, named: Mapping[int, list[tuple[int, int]]], brand: int) -> About:
    """Return what ``ready`` says of one brand, or all that it says where no brand is known."""
    return about_each(ready, named)[brand] if named else About(ready, ready.prose, beside=False)


def about_each(ready: Prepared, named: Mapping[int, list[tuple[int, int]]]) -> dict[int, About]:
    """Return what ``ready`` says of each brand, where ``named`` tells the places of their names."""
    spoken_of = [brand for brand, spans in named.items() if spans]
    if not spoken_of:
        return dict.fromkeys(named, about_the_only(ready, []))
    # where others are named, all clauses are theirs
    found = dict.fromkeys(named, _SILENT) if len(named) > len(spoken_of) else {}
    if len(spoken_of) == 1:
        found[spoken_of[0]] = about_the_only(ready, named[spoken_of[0]])
        return found
    parts = clauses(ready.prose)
    owners = _owners(parts, named)
    for brand in spoken_of:
        silent = [part for part, owner in zip(parts, owners, strict=True) if owner and brand not in owner]
        found[brand] = _about_one(ready, named, brand, silent)
    return found


def about_the_only(ready: Prepared, spans: list[tuple[int, int]]) -> About:
    """Return what ``ready`` says of the one brand that it names, at ``spans``, if it names any."""
    text, prose, lower, addressed = ready
    if not spans:
        return _about((ready, prose, False, False))
    return _about((Prepared(text, prose, filled(lower, spans, OURS), addressed), _nameless(prose, spans), False, False))


def _about_one(
    ready: Prepared, named: Mapping[int, list[tuple[int, int]]], brand: int, silent: list[tuple[int, int]]
) -> About:
    """Return what ``ready`` says of one of several brands that it names, when ``silent`` clauses speak of others."""
    lower, prose = ready.lower, ready.prose
    for other, spans in named.items():
        lower = filled(lower, spans, OURS if other == brand else THEIRS)
    spoken = [span for spans in named.values() for span in spans]
    if silent:
        lower = filled(lower, silent, ".")  # a "." ends a clause, as the text did
        prose = filled(prose, silent, " ")
        spoken = [span for span in spoken if not any(start <= span[0] < end for start, end in silent)]
    return About(Prepared(ready.text, prose, lower, ready.addressed), _nameless(prose, spoken), beside=True)


def _nameless(prose: str, names: list[tuple[int, int]]) -> str:
    """Return ``prose`` with a neutral token for each name: Uber, Loom and Ghost are words of the lexicon."""
    if not names:
        return prose
    if len(names) == 1:
        start, end = names[0]
        return f"{prose[:start]}{NEUTRAL}{prose[end:]}"
    pieces: list[str] = []
    done = 0
    for start, end in sorted(names):
        if start >= done:
            pieces += (prose[done:start], NEUTRAL)
        done = max(done, end)
    return "".join([*pieces, prose[done:]])


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
