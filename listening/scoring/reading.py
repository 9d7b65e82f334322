"""One reading of a text, for the model that trains and for the one that judges alike. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, NamedTuple

from listening.scoring import vader
from listening.scoring.patterns import Rule
from listening.scoring.prepared import Prepared
from listening.scoring.search import Span, matches
from listening.scoring.tokens import pieces

ENGLISH: Final = "en"
# Words that VADER holds to be positive and that pleas and tickets are full of.
PLEAS: Final = frozenset({"help", "support", "please", "share", "like", "fix", "helpdesk", "care", "resolve"})


class Reading(NamedTuple):
    """``cut`` are gaps and tokens by turns; without English no lexicon and no rule speaks."""

    cut: list[str]
    polarity: vader.VaderScores | None
    polar: list[vader.Word]
    rules: list[tuple[Rule, list[Span]]]


def read(ready: Prepared, language: str, masked: Collection[str] = ()) -> Reading:
    """Read a prepared text. ``masked`` are the names that the lexicon must not take for words."""
    cut = pieces(ready.lower)
    if language != ENGLISH:
        return Reading(cut, None, [], [])
    pleas = PLEAS.intersection(cut)
    hidden = pleas.union(masked) if masked else pleas
    scores, words = vader.read(vader.masked_text(ready.prose, hidden) if hidden else ready.prose)
    return Reading(cut, scores, words, matches(ready.lower, cut))
