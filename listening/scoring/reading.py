"""One reading of a text, for the model that trains and for the one that judges alike. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from listening.scoring import tokens, vader
from listening.scoring.patterns import Rule
from listening.scoring.prepared import Prepared
from listening.scoring.search import Span, matches

ENGLISH: Final = "en"
# Words that VADER holds to be positive and that pleas and tickets are full of.
PLEAS: Final = frozenset({"help", "support", "please", "share", "like", "fix", "helpdesk", "care", "resolve"})


class Reading(NamedTuple):
    """``tokens`` with their places; without English no lexicon and no rule speaks."""

    lower: str
    tokens: tokens.Cut
    polarity: vader.VaderScores | None
    polar: list[vader.Word]
    rules: list[tuple[Rule, list[Span]]]

    @property
    def cut(self) -> list[str]:
        """The text as gaps and tokens by turns."""
        return tokens.pieces(self.lower)


def read(ready: Prepared, language: str, masked: Collection[str] = ()) -> Reading:
    """Read a prepared text. ``masked`` are the names that the lexicon must not take for words."""
    lower = ready.lower
    cut = tokens.cut(lower)
    if language != ENGLISH:
        return Reading(lower, cut, None, [], [])
    pleas = PLEAS.intersection(cut.words)
    prose = vader.masked_text(ready.prose, masked) if masked else ready.prose
    scores, words = vader.read(prose, pleas)
    return Reading(lower, cut, scores, words, matches(lower, cut))
