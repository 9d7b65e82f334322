"""The VADER scores of many texts at once, number for number those of ``vader.read``. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from listening.scoring import vader

Whole = npt.NDArray[np.int64]
Real = npt.NDArray[np.float64]

_NEAR_A_HALF: Final = 1e-6


class Moods(NamedTuple):
    """What the lexicon says of several texts: their ``VaderScores``, a row each, and the words that made them."""

    scores: Real
    tokens: list[str]
    places: list[int]
    valences: list[float]
    bounds: list[int]
    """Where the words of each text begin among those of all, and where the last end."""
    closely: dict[int, list[vader.Word]]
    """The words of the texts that were looked at one by one."""

    def weighed(self, text: int) -> list[tuple[str, float]]:
        """Return those words of one text with their valences."""
        words = self.closely.get(text)
        if words is not None:
            return [(word.token, word.valence) for word in words]
        first, after = self.bounds[text], self.bounds[text + 1]
        return list(zip(self.tokens[first:after], self.valences[first:after], strict=True))

    def words(self, text: int) -> list[vader.Word]:
        """Return the words of one text that carry a valence."""
        words = self.closely.get(text)
        if words is not None:
            return words
        first, after = self.bounds[text], self.bounds[text + 1]
        return list(map(vader.Word, self.places[first:after], self.tokens[first:after], self.valences[first:after]))


def read_moods(texts: Sequence[str], hidden: Sequence[frozenset[str]]) -> Moods:
    """Return what ``read`` says of each text, with what is ``hidden`` in it.

    Most words carry nothing, and most that do have nothing about that alters it: those are added up for all texts at
    once. Where capitals or a "but" may count, a text is read by itself.
    """
    spelled = [
        text if text.isascii() else vader.spelled_out(text, each) for text, each in zip(texts, hidden, strict=True)
    ]
    cut = list(map(str.split, spelled))
    raw = list(chain.from_iterable(cut))
    kinds = np.frombuffer(bytearray(map(vader.kind_of, raw)), dtype=np.uint8)
    counts = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    firsts = counts.cumsum() - counts
    owners = np.arange(len(cut)).repeat(counts)
    masked = np.fromiter(map(bool, hidden), dtype=bool, count=len(cut))
    for place in (masked.take(owners) & (kinds != 0)).nonzero()[0].tolist():
        away = hidden[owners[place]]
        if spelled[owners[place]].isascii() and any(map(raw[place].lower().__contains__, away)):
            raw[place] = vader.mask_of(away).sub(vader.NEUTRAL, raw[place])
            kinds[place] = vader.kind_of(raw[place])
    is_close = np.zeros(len(cut), dtype=bool)
    is_close[owners[(kinds & (vader.BUT | vader.LOUD)) != 0]] = True
    carrying = (kinds & vader.CARRIES).nonzero()[0]
    text = owners.take(carrying)
    closely = {}
    for at in (is_close & (np.bincount(text, minlength=len(cut)) > 0)).nonzero()[0].tolist():
        away = hidden[at] if spelled[at].isascii() else frozenset()
        closely[at] = vader.valences_in(vader.hide(cut[at], spelled[at].lower().split(), away) if away else cut[at])
    alone = ~is_close.take(text)
    places, text = carrying[alone], text[alone]
    valences = _valences_at(raw, kinds, places, firsts.take(text), (firsts + counts).take(text))
    heard = valences != 0
    places, text, valences = places[heard], text[heard], valences[heard]
    scores = _totals_of_all(spelled, counts, text, valences)
    for at, words in closely.items():
        if words:
            scores[at] = vader.totals(words, len(cut[at]), vader.emphasis_of(spelled[at]))
    bounds = [0, *np.bincount(text, minlength=len(cut)).cumsum().tolist()]
    tokens = [vader.understand(raw[place]).written for place in places.tolist()]
    return Moods(scores, tokens, (places - firsts.take(text)).tolist(), valences.tolist(), bounds, closely)


def _valences_at(raw: list[str], kinds: npt.NDArray[np.uint8], places: Whole, firsts: Whole, afters: Whole) -> Real:
    """Return the valences of the words at ``places``, of texts that run from ``firsts`` to ``afters``."""
    altering = np.concatenate([[0], ((kinds & vader.ALTERS) != 0).cumsum(dtype=np.int64)])
    begins = np.maximum(places - 3, firsts)
    found = np.array([vader.understand(raw[place]).valence or 0.0 for place in places.tolist()], dtype=np.float64)
    for at in (altering.take(places + 1) > altering.take(begins)).nonzero()[0].tolist():
        begin, place = int(begins[at]), int(places[at])
        near = list(map(vader.understand, raw[begin : min(place + 3, int(afters[at]))]))
        found[at] = vader.valence_at(near, place - begin, mixed_case=False)
    return found


def _totals_of_all(texts: Sequence[str], counts: Whole, text: Whole, valences: Real) -> Real:
    """Return the scores of all ``texts`` of so many tokens, of which ``text`` has a word of each of ``valences``."""
    scores = np.zeros((len(texts), 4))
    scores[:, 1] = counts > 0
    words = np.bincount(text, minlength=len(texts))
    some = words.nonzero()[0]
    if not len(some):
        return scores
    emphasis = np.array([vader.emphasis_of(texts[at]) for at in some.tolist()])
    # the added one makes up for neutral words, which count one each
    total, positive, negative = (
        np.bincount(text, each, len(texts)).take(some)
        for each in (valences, np.where(valences > 0, valences + 1, 0.0), np.where(valences > 0, 0.0, valences - 1))
    )
    total = np.where(total > 0, total + emphasis, np.where(total < 0, total - emphasis, total))
    compound = np.maximum(-1.0, np.minimum(1.0, total / np.sqrt(total * total + 15)))
    negative = np.abs(negative)
    more, less = positive > negative, positive < negative
    positive, negative = np.where(more, positive + emphasis, positive), np.where(less, negative + emphasis, negative)
    neutral = counts.take(some) - words.take(some)
    whole = positive + negative + neutral
    shares = np.stack([negative / whole, neutral / whole, positive / whole], axis=1)
    scores[some, :3] = _rounded(shares, 3)
    scores[some, 3] = _rounded(compound, 4)
    return scores


def _rounded(values: Real, places: int) -> Real:
    """Round as ``round`` does: numpy's own multiplies first, which goes wrong where a value lies between two."""
    scaled = values * 10.0**places
    found: Real = np.rint(scaled) / 10.0**places
    for at in zip(*(np.abs(scaled - np.floor(scaled) - 0.5) < _NEAR_A_HALF).nonzero(), strict=True):
        found[at] = round(float(values[at]), places)
    return found
