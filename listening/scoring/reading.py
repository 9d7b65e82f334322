"""One reading of a text, for the model that trains and for the one that judges alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from listening.scoring import vader
from listening.scoring.moods import Moods, read_moods
from listening.scoring.prepared import Prepared
from listening.scoring.search import Found, Hits, Laid, clues_and_starts, matches, matches_in, pleas, pleas_in
from listening.scoring.tokens import tokens

ENGLISH: Final = "en"


class Reading(NamedTuple):
    """What the lexicon and the rules say of a text; without English neither speaks."""

    lower: str
    polarity: vader.VaderScores | None
    polar: list[vader.Word]
    rules: list[Found]

    @property
    def tokens(self) -> list[str]:
        """The tokens in order."""
        return tokens(self.lower)


class Readings(NamedTuple):
    """``Reading`` of several texts, in columns."""

    moods: Moods | None
    hits: Hits


def read(ready: Prepared, language: str, prose: str | None = None) -> Reading:
    """Read a prepared text. ``prose`` is what the lexicon reads, where names must not be taken for words."""
    clues, starts = clues_and_starts(ready.lower)
    return read_one(ready.lower, language, ready.prose if prose is None else prose, clues, starts)


def read_one(lower: str, language: str, prose: str, clues: Sequence[int], starts: Sequence[int]) -> Reading:
    """Read one text. ``clues`` are what its tokens tell to the rules, ``starts`` where they begin."""
    if language != ENGLISH:
        return Reading(lower, None, [], [])
    return Reading(lower, *vader.read(prose, pleas(clues)), matches(lower, clues, starts))


def read_all(lowers: Sequence[str], language: str, proses: Sequence[str], laid: Laid) -> Readings:
    """Read texts, whose tokens are ``laid`` out, one step at a time for all, which keeps what a step needs at hand."""
    if language != ENGLISH:
        return Readings(None, Hits([], [], []))
    return Readings(read_moods(proses, pleas_in(laid, len(lowers))), matches_in(lowers, laid))
