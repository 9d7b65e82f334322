"""What rules ask of the words of a text: a number for each word that tells anything, and tables of what it tells.

A row of bits has one for each need of each phrase. Many texts are looked at with numpy's arrays, one by itself with
whole numbers of Python, for which numpy's calls would cost more than they do; both are tables of the same bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.scoring.patterns import MARKS
from listening.scoring.rules import RULES

Bits = npt.NDArray[np.uint64]

# Words that VADER holds to be positive and that pleas and tickets are full of.
PLEAS: Final = frozenset({"help", "support", "please", "share", "like", "fix", "helpdesk", "care", "resolve"})

PHRASES: Final = tuple((index, phrase) for index, rule in enumerate(RULES) for phrase in rule.phrases if phrase.needs)
"""Every phrase with the place of its rule."""
SHAPES: Final = {phrase: index for index, rule in enumerate(RULES) for phrase in rule.phrases if phrase.hints}
ROWS: Final = max(len(phrase.clues) for _, phrase in PHRASES)
PLACES: Final = -(-len(PHRASES) // 64) * 64  # of a row, in whole numbers of 64 bits
SHIFT: Final = 20
"""Bits of a number in the key of a pair."""


def _numbered() -> dict[str, int]:
    """Return a number from 1 for every word that tells anything."""
    words = set(PLEAS)
    for _, phrase in PHRASES:
        words |= phrase.opens
        for clue in (clue for row in phrase.clues for clue in row):
            words.update((clue,) if isinstance(clue, str) else clue)
    return {word: number for number, word in enumerate(sorted(words), start=1)}


NUMBERS: Final = _numbered()
PARTED: Final = len(NUMBERS) + 1
"""Stands for a token such as "y'all": a phrase may begin inside it."""
MARKED: Final = len(NUMBERS) + 2
"""Stands for a token that holds both marks."""
PLEA_OF: Final = {number: word for word, number in NUMBERS.items() if word in PLEAS}


def _tables() -> tuple[int, list[int], list[int], dict[int, int]]:
    """Return the needs met in any text, by each word, the phrases that a word may begin, and what pairs meet."""
    free = 0
    alone, opens = [0] * (MARKED + 1), [0] * (MARKED + 1)
    followed: dict[int, int] = {}
    for place, (_, phrase) in enumerate(PHRASES):
        for word in phrase.opens:
            opens[NUMBERS[word]] |= 1 << place
        for row in range(len(phrase.clues), ROWS):
            free |= 1 << row * PLACES + place
        for row, clues in enumerate(phrase.clues):
            bit = 1 << row * PLACES + place
            for clue in clues:
                if isinstance(clue, str):
                    alone[NUMBERS[clue]] |= bit
                else:
                    key = NUMBERS[clue[0]] << SHIFT | NUMBERS[clue[1]]
                    followed[key] = followed.get(key, 0) | bit
    for mark in MARKS:
        if mark in NUMBERS:
            alone[MARKED] |= alone[NUMBERS[mark]]
            opens[MARKED] |= opens[NUMBERS[mark]]
    return free, alone, opens, followed


FREE, ALONE, OPENS, FOLLOWED = _tables()


def bits_of(numbers: Sequence[int], places: int) -> Bits:
    """Return whole numbers as rows of bits, the lowest first."""
    whole = b"".join([number.to_bytes(places // 8, "little") for number in numbers])
    return np.frombuffer(whole, dtype="<u8").reshape(len(numbers), -1)


def places_of(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def clue_of(token: str) -> int:
    """Return the number by which rules know a token, 0 if it tells nothing."""
    number = NUMBERS.get(token, 0)
    if number or (token.isascii() and "'" not in token):
        return number
    marks = [mark for mark in MARKS if mark in token]
    if marks:
        return MARKED if len(marks) > 1 else NUMBERS.get(marks[0], 0)
    return PARTED if any(part in NUMBERS for part in token.split("'")[1:]) else 0
