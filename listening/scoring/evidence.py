"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, Reason
from listening.scoring.artefact import STEP
from listening.scoring.memory import Whole
from listening.scoring.model import Model, Weighed
from listening.scoring.prepared import Prepared
from listening.scoring.reading import Reading
from listening.scoring.rules import RULES

WORDING: Final = "wording"
"""The rule of a span that no rule of ours matched: the words themselves, as training weighed them."""
POLARITY: Final = "VADER word"

SMALLEST: Final = 0.12
"""Pushes below it are left out: they explain nothing to anybody."""
FOR, AGAINST, RULES_SHOWN, SPANS_OF_A_RULE = 4, 2, 4, 2
"""How many runs of words and how many rules a flag shows at most."""
_POLAR_FLAGS: Final = {FLAGS.index("complaint"): -1.0, FLAGS.index("praise"): 1.0}

Shown = tuple[int, int, str, str, float]
"""Start, end, flag, rule and weight of a reason, in the order in which reasons are shown."""


def reasons(
    model: Model, weighed: Weighed, readings: Sequence[Reading], texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]
) -> Iterator[list[Shown]]:
    """Yield for each text what pushed the flags that are ``shown`` (text, flag) up or down, in text order."""
    asked, flags = np.nonzero(shown)
    found: list[list[Shown]] = [[] for _ in texts]
    if len(asked):
        _wording(found, model, weighed, asked, flags)
    at, many = 0, np.bincount(asked, minlength=len(texts)).tolist()
    every = flags.tolist()
    for reading, ready, mine, count in zip(readings, texts, found, many, strict=True):
        if count and reading.polarity is not None:
            for flag in every[at : at + count]:
                if reading.rules:
                    _rules(mine, flag, model, reading, ready)
                if reading.polar and flag in _POLAR_FLAGS:
                    _polar(mine, flag, reading, ready)
        at += count
        mine.sort()
        yield mine


def told(shown: Sequence[Shown], text: str) -> tuple[Reason, ...]:
    """Return reasons with the words of ``text`` that they are about."""
    return tuple([Reason(flag, rule, start, end, push, text[start:end]) for start, end, flag, rule, push in shown])


def _wording(found: list[list[Shown]], model: Model, weighed: Weighed, asked: Whole, flags: Whole) -> None:
    """Join neighbours that push a flag the same way, and keep the strongest runs."""
    cut = weighed.cut
    many = np.bincount(cut.texts, minlength=len(weighed.scales))
    first = np.cumsum(many) - many
    lengths = many[asked]
    if not lengths.any():
        return
    ends = np.cumsum(lengths)
    turn = np.repeat(np.arange(len(asked)), lengths)  # of text and flag
    place = np.arange(len(turn)) + (first[asked] - ends + lengths)[turn]  # of the token
    pushes = _pushes(model, weighed, flags[turn], place, ends[lengths > 0]) * weighed.scales[asked][turn]
    loud = np.flatnonzero(np.abs(pushes) >= SMALLEST)
    if not len(loud):
        return
    push, turn, place = pushes[loud], turn[loud], place[loud]
    up = push > 0
    begins = np.ones(len(loud), dtype=bool)
    begins[1:] = (np.diff(loud) != 1) | (np.diff(turn) != 0) | (up[1:] != up[:-1])
    starts = np.flatnonzero(begins)
    total = np.add.reduceat(push, starts)
    last = np.append(starts[1:], len(loud)) - 1
    kind = 2 * turn[starts] + ~up[starts]
    order = np.lexsort((starts, -np.abs(total), kind))
    ranked = kind[order]
    rank = np.arange(len(order)) - np.searchsorted(ranked, ranked)
    kept = order[rank < np.where(ranked % 2, AGAINST, FOR)]
    rows = zip(
        asked[turn[starts[kept]]].tolist(),
        cut.starts[place[starts[kept]]].tolist(),
        cut.ends[place[last[kept]]].tolist(),
        flags[turn[starts[kept]]].tolist(),
        np.round(total[kept], 3).tolist(),
        strict=True,
    )
    for text, start, end, flag, weight in rows:
        found[text].append((start, end, FLAGS[flag], WORDING, weight))


def _pushes(model: Model, weighed: Weighed, flags: Whole, place: Whole, ends: Whole) -> npt.NDArray[np.float64]:
    """Return how far each token, with half of each pair it is in, pushed a flag, before the text's scale.

    ``ends`` are where each run of tokens of one text and one flag ends.
    """
    weights = weighed.cut.weights
    pushes = weights[weighed.cut.rows[place], flags] * STEP - model.means[flags]
    halves = weights[weighed.pairs[place], flags] * (STEP / 2)
    pushes += halves
    lent = np.empty_like(halves)  # the half of the token before
    lent[:-1] = halves[1:]
    starts = np.append(0, ends[:-1])
    lent[ends - 1] = 0.0
    pushes += lent
    pushes[starts] += halves[starts]  # before the first word there is none to take it
    return pushes


def _rules(found: list[Shown], flag: int, model: Model, reading: Reading, ready: Prepared) -> None:
    pushed = []
    for rule, spans in reading.rules:
        push = model.pushes_of_rules[rule][flag]
        if abs(push) >= SMALLEST:
            pushed.append((push, RULES[rule].name, spans))
    if len(pushed) > RULES_SHOWN:
        pushed = sorted(pushed, key=lambda one: (-abs(one[0]), one[1]))[:RULES_SHOWN]
    for push, name, spans in pushed:
        trimmed = sorted({_trimmed(*span, ready.text) for span in spans})
        for start, end in [span for span in trimmed if span[0] < span[1]][:SPANS_OF_A_RULE]:
            found.append((start, end, FLAGS[flag], name, push))


def _polar(found: list[Shown], flag: int, reading: Reading, ready: Prepared) -> None:
    """Add the two words that the lexicon weighed heaviest."""
    words = reading.polar
    if len(words) > 2:
        words = sorted(words, key=lambda word: (-abs(word.valence), word.place))[:2]
    for word in words:
        start = ready.prose.find(word.token)
        if start >= 0:  # an emoji is read as its description, which does not stand there
            push = round(_POLAR_FLAGS[flag] * word.valence / 4, 3)
            found.append((start, start + len(word.token), FLAGS[flag], POLARITY, push))


def _trimmed(start: int, end: int, text: str) -> tuple[int, int]:
    """Return the span without white space at either end."""
    quoted = text[start:end]
    return start + len(quoted) - len(quoted.lstrip()), start + len(quoted.rstrip())
