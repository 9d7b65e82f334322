"""One reading of a text, for the model that trains and for the one that judges alike. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from listening.scoring import tokens, vader
from listening.scoring.prepared import Prepared
from listening.scoring.search import Found, matches_in

ENGLISH: Final = "en"
# Words that VADER holds to be positive and that pleas and tickets are full of.
PLEAS: Final = frozenset({"help", "support", "please", "share", "like", "fix", "helpdesk", "care", "resolve"})


class Reading(NamedTuple):
    """``chunks`` are what stands between single blanks; without English no lexicon and no rule speaks."""

    lower: str
    chunks: list[str]
    polarity: vader.VaderScores | None
    polar: list[vader.Word]
    rules: list[Found]

    @property
    def tokens(self) -> list[str]:
        """The tokens in order."""
        return tokens.tokens(self.lower)


def read(ready: Prepared, language: str, prose: str | None = None) -> Reading:
    """Read a prepared text. ``prose`` is what the lexicon reads, where names must not be taken for words."""
    return read_all([ready], language, [ready.prose if prose is None else prose])[0]


def read_all(texts: Sequence[Prepared], language: str, proses: Iterable[str]) -> list[Reading]:
    """Read texts one step at a time for all of them, which keeps what a step needs at hand."""
    lowers = [ready.lower for ready in texts]
    chunked = [lower.split(" ") for lower in lowers]
    if language != ENGLISH:
        return [Reading(lower, chunks, None, [], []) for lower, chunks in zip(lowers, chunked, strict=True)]
    words = list(map(tokens.words_in, chunked))
    moods = [vader.read(prose, PLEAS.intersection(mine)) for prose, mine in zip(proses, words, strict=True)]
    rules = matches_in(lowers, words)
    return [
        Reading(lower, chunks, scores, polar, found)
        for lower, chunks, (scores, polar), found in zip(lowers, chunked, moods, rules, strict=True)
    ]
