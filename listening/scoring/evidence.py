"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, Reason
from listening.scoring.artefact import STEP
from listening.scoring.memory import Whole
from listening.scoring.model import SMALLEST, Model, Weighed
from listening.scoring.prepared import Prepared
from listening.scoring.reading import Reading
from listening.scoring.rules import RULES
from listening.scoring.search import Span

WORDING: Final = "wording"
"""The rule of a span that no rule of ours matched: the words themselves, as training weighed them."""
POLARITY: Final = "VADER word"

FOR, AGAINST, RULES_SHOWN, SPANS_OF_A_RULE = 4, 2, 4, 2
"""How many runs of words and how many rules a flag shows at most."""
_POLAR_FLAGS: Final = {FLAGS.index("complaint"): -1.0, FLAGS.index("praise"): 1.0}

_in_text_order = itemgetter(2, 3, 0, 1, 4)


def reasons(
    model: Model, weighed: Weighed, readings: Sequence[Reading], texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]
) -> list[list[Reason]]:
    """Return for each text what pushed the flags that are ``shown`` (text, flag) up or down, in text order."""
    asked, flags = np.nonzero(shown)
    found: list[list[Reason]] = [[] for _ in texts]
    if len(asked):
        _wording(found, model, weighed, texts, asked, flags)
    at, every = 0, flags.tolist()
    for reading, ready, mine, count in zip(
        readings, texts, found, np.bincount(asked, minlength=len(texts)).tolist(), strict=True
    ):
        if count:
            if reading.rules:
                _rules(mine, every[at : at + count], model, reading, ready.text)
            if reading.polar:
                _polar(mine, every[at : at + count], reading, ready)
            mine.sort(key=_in_text_order)
            at += count
    return found


def _reason(flag: int, rule: str, start: int, end: int, push: float, text: str) -> Reason:
    """Make a reason without the class's own checks, which take as long again: a post has a dozen."""
    return tuple.__new__(Reason, (FLAGS[flag], rule, start, end, push, text[start:end]))


def _wording(
    found: list[list[Reason]], model: Model, weighed: Weighed, texts: Sequence[Prepared], asked: Whole, flags: Whole
) -> None:
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
        found[text].append(_reason(flag, WORDING, start, end, weight, texts[text].text))


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


def _rules(found: list[Reason], flags: Sequence[int], model: Model, reading: Reading, text: str) -> None:
    """Add the rules that pushed ``flags`` most, with the first places where they match."""
    for flag in flags:
        loud = model.loud_rules[flag]
        pushed = [(loud[rule], RULES[rule].name, spans) for rule, spans in reading.rules if rule in loud]
        if len(pushed) > RULES_SHOWN:
            pushed = sorted(pushed, key=lambda one: (-abs(one[0]), one[1]))[:RULES_SHOWN]
        for push, name, spans in pushed:
            for start, end in _trimmed(spans, text)[:SPANS_OF_A_RULE]:
                found.append(_reason(flag, name, start, end, push, text))


def _polar(found: list[Reason], flags: Sequence[int], reading: Reading, ready: Prepared) -> None:
    """Add the two words that the lexicon weighed heaviest."""
    words = reading.polar
    if len(words) > 2:
        words = sorted(words, key=lambda word: (-abs(word.valence), word.place))[:2]
    for flag, sign in _POLAR_FLAGS.items():
        if flag in flags:
            for word in words:
                start = ready.prose.find(word.token)
                if start >= 0:  # an emoji is read as its description, which does not stand there
                    push = round(sign * word.valence / 4, 3)
                    found.append(_reason(flag, POLARITY, start, start + len(word.token), push, ready.text))


def _trimmed(spans: list[Span], text: str) -> list[Span]:
    """Return the spans without white space at either end, in order, without those that are nothing else."""
    if len(spans) == 1:
        start, end = spans[0]
        if start < end and not text[start].isspace() and not text[end - 1].isspace():
            return [(start, end)]
    found = set()
    for start, end in spans:
        quoted = text[start:end].lstrip()
        if quoted:
            found.add((end - len(quoted), end - len(quoted) + len(quoted.rstrip())))
    return sorted(found)
