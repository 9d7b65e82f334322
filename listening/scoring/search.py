"""Which rules match a text, and where. A phrase is tried only if the text holds a word of each of its items.

Which phrases these are is told by a few operations on whole numbers that have one bit for each need of each phrase.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from listening.scoring.patterns import Pair, Phrase, Rule, words_and_places
from listening.scoring.rules import RULES

_PHRASES: Final = tuple((index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases if phrase.needs)
_HINTS: Final = tuple(
    (hint, index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases for hint in phrase.hints
)
_WIDTH: Final = len(_PHRASES)
_ALL: Final = (1 << _WIDTH) - 1
_ROWS: Final = max(len(phrase.clues) for _, phrase in _PHRASES)


def _bits() -> tuple[int, dict[str | Pair, int]]:
    """Return the needs met in any text, and for each word those that it meets: bit ``row * _WIDTH + phrase``."""
    free, met = 0, dict[str | Pair, int]()
    for place, (_, phrase) in enumerate(_PHRASES):
        for row in range(_ROWS):
            bit = 1 << (row * _WIDTH + place)
            if row >= len(phrase.clues):
                free |= bit
                continue
            for clue in phrase.clues[row]:
                met[clue] = met.get(clue, 0) | bit
    return free, met


_FREE, _MET = _bits()


def candidates(clues: Collection[str | Pair], lower: str) -> list[tuple[int, Phrase]]:
    """Return the phrases that may match ``lower``, which has these ``clues``, each with the place of its rule."""
    met = _FREE
    for clue in _MET.keys() & clues:
        met |= _MET[clue]
    whole = met & _ALL
    for row in range(_WIDTH, _ROWS * _WIDTH, _WIDTH):
        whole &= met >> row
    found = []
    while whole:
        last = whole.bit_length() - 1
        whole ^= 1 << last
        found.append(_PHRASES[last])
    shapes = {phrase: index for hint, index, phrase in _HINTS if hint in lower}
    return found + [(index, phrase) for phrase, index in shapes.items()]


def matches(lower: str) -> list[tuple[Rule, list[tuple[int, int]]]]:
    """Return the rules that match ``lower`` in table order, each with the first match of each of its phrases."""
    found: dict[int, list[tuple[int, int]]] = {}
    clues, places = words_and_places(lower)
    for index, phrase in candidates(clues, lower):
        if there := phrase.first(lower, places):
            found.setdefault(index, []).append(there.span())
    return [(RULES[index], found[index]) for index in sorted(found)]
