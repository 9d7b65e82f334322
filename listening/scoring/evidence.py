"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, Reason
from listening.scoring.artefact import STEP
from listening.scoring.memory import Whole
from listening.scoring.model import SMALLEST, Model, Weighed, WeighedOne
from listening.scoring.prepared import Prepared
from listening.scoring.reading import Reading
from listening.scoring.rules import RULES
from listening.scoring.search import Span

WORDING: Final = "wording"
"""The rule of a span that no rule of ours matched: the words themselves, as training weighed them."""
POLARITY: Final = "VADER word"

FOR, AGAINST, RULES_SHOWN, SPANS_OF_A_RULE = 4, 2, 4, 2
"""How many runs of words and how many rules a flag shows at most."""
_MOST: Final = np.array([FOR, AGAINST])
_POLAR_FLAGS: Final = {FLAGS.index("complaint"): -1.0, FLAGS.index("praise"): 1.0}
_NAMES: Final = np.array(FLAGS, dtype=object)

Told = tuple[int, int, str, str, float]
"""A reason to be: start, end, flag, rule, push. In order they are in text order."""


def reasons(
    model: Model, weighed: Weighed, readings: Sequence[Reading], texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]
) -> list[list[Told]]:
    """Return for each text what pushed the flags that are ``shown`` (text, flag) up or down, in text order."""
    asked, flags = shown.nonzero()
    found = _wording(model, weighed, asked, flags) if len(asked) else [[] for _ in texts]
    at, every = 0, flags.tolist()
    counts: list[int] = np.bincount(asked, minlength=len(texts)).tolist()
    for reading, ready, mine, count in zip(readings, texts, found, counts, strict=True):
        if count:
            if reading.rules:
                _rules(mine, every[at : at + count], model, reading, ready.text)
            if reading.polar:
                _polar(mine, every[at : at + count], reading, ready.prose)
            mine.sort()
            at += count
    return found


def reasons_of_one(
    model: Model, weighed: WeighedOne, reading: Reading, ready: Prepared, shown: Sequence[int]
) -> list[Told]:
    """Return what ``reasons`` does of one text of which the flags ``shown`` are shown."""
    if not shown:
        return []
    found = _wording_of_one(model, weighed, shown) if weighed.words.rows else []
    if reading.rules:
        _rules(found, shown, model, reading, ready.text)
    if reading.polar:
        _polar(found, shown, reading, ready.prose)
    found.sort()
    return found


def quoted(told: Iterable[Told], text: str) -> tuple[Reason, ...]:
    """Make reasons without the class's own checks, which take as long again: a post has a dozen."""
    make = tuple.__new__
    return tuple(
        [make(Reason, (flag, rule, start, end, push, text[start:end])) for start, end, flag, rule, push in told]
    )


def _wording(model: Model, weighed: Weighed, asked: Whole, flags: Whole) -> list[list[Told]]:
    """Join neighbours that push a flag the same way, and keep the strongest runs. Return them by text."""
    cut = weighed.cut
    many = np.bincount(cut.texts, minlength=len(weighed.scales))
    lengths = many.take(asked)
    ends = lengths.cumsum()
    turn = np.repeat(np.arange(len(asked)), lengths)  # of text and flag
    place = np.arange(len(turn)) + ((many.cumsum() - many).take(asked) - ends + lengths).take(turn)  # of the token
    pushes = _pushes(model, weighed, flags.take(turn), place, ends) * weighed.scales.take(asked).take(turn)
    loud = (np.abs(pushes) >= SMALLEST).nonzero()[0]
    if not len(loud):
        return [[] for _ in weighed.scales]
    push, turn = pushes.take(loud), turn.take(loud)
    side = 2 * turn + (push < 0)
    begins = np.ones(len(loud), dtype=bool)
    begins[1:] = (loud[1:] != loud[:-1] + 1) | (side[1:] != side[:-1])
    starts = begins.nonzero()[0]
    total = np.add.reduceat(push, starts)
    kept = _strongest(total, side.take(starts))
    first = starts.take(kept)
    last = np.concatenate([starts[1:], [len(loud)]]).take(kept) - 1
    turn = turn.take(first)
    text = asked.take(turn)
    rows: list[Told] = list(
        zip(
            cut.starts.take(place.take(loud.take(first))).tolist(),
            cut.ends.take(place.take(loud.take(last))).tolist(),
            _NAMES.take(flags.take(turn)).tolist(),
            [WORDING] * len(kept),
            total.take(kept).round(3).tolist(),
            strict=True,
        )
    )
    bounds = [0, *np.bincount(text, minlength=len(many)).cumsum().tolist()]
    return [rows[begin:end] for begin, end in pairwise(bounds)]


def _strongest(total: npt.NDArray[np.float64], side: Whole) -> Whole:
    """Return which runs are among those that pushed most to their ``side`` of a text and a flag, in their order."""
    most = _MOST.take(side & 1)
    keep = np.bincount(side).take(side) <= most
    if not keep.all():
        crowded = np.flatnonzero(~keep)
        order = crowded.take(np.lexsort((-np.abs(total.take(crowded)), side.take(crowded))))
        ranked = side.take(order)
        rank = np.arange(len(order)) - np.searchsorted(ranked, ranked)
        keep[order[rank < most.take(order)]] = True
    return keep.nonzero()[0]


def _pushes(model: Model, weighed: Weighed, flags: Whole, place: Whole, ends: Whole) -> npt.NDArray[np.float64]:
    """Return how far each token, with half of each pair it is in, pushed a flag, before the text's scale.

    ``ends`` are where each run of tokens of one text and one flag ends.
    """
    cut = weighed.cut
    heads, weights = cut.weights.shape[1], cut.weights.reshape(-1)
    pushes: npt.NDArray[np.float64]
    pushes = weights.take(cut.rows.take(place) * heads + flags) * STEP - model.means.take(flags)
    halves = weights.take(weighed.pairs.take(place) * heads + flags) * (STEP / 2)
    pushes += halves
    begins = np.zeros(len(place) + 1, dtype=bool)
    begins[ends] = begins[:1] = True
    firsts = begins[:-1]
    pushes[:-1] += np.where(begins[1:-1], 0.0, halves[1:])  # the half of the token before
    np.add(pushes, halves, out=pushes, where=firsts)  # before the first word there is none to take it
    return pushes


def _wording_of_one(model: Model, weighed: WeighedOne, shown: Sequence[int]) -> list[Told]:
    """Return what ``_wording`` does of one text: a few operations on all its tokens, and then the few that are loud."""
    words, flags = weighed.words, np.array(shown)[:, None]
    heads, weights = words.weights.shape[1], words.weights.reshape(-1)
    pushes = weights.take(np.array(words.rows) * heads + flags) * STEP - model.means.take(flags)
    halves = weights.take(weighed.pairs * heads + flags) * (STEP / 2)
    pushes += halves
    pushes[:, :-1] += halves[:, 1:]
    pushes[:, 0] += halves[:, 0]
    pushes *= weighed.scale
    loud = (np.abs(pushes) >= SMALLEST).nonzero()
    if not len(loud[0]):
        return []
    push = pushes[loud]
    runs = _runs(loud[0].tolist(), loud[1].tolist(), push.tolist())
    total = np.add.reduceat(push, [run[0] for run in runs])
    sides: dict[tuple[int, bool], list[tuple[float, float, int, int]]] = {}
    for (_, turn, first, last), full, short in zip(runs, total.tolist(), total.round(3).tolist(), strict=True):
        sides.setdefault((turn, full < 0), []).append((-abs(full), short, first, last))
    found: list[Told] = []
    for (turn, is_against), each in sides.items():
        most = AGAINST if is_against else FOR
        kept = sorted(each, key=itemgetter(0))[:most] if len(each) > most else each
        name = FLAGS[shown[turn]]
        found += [(words.starts[first], words.ends[last], name, WORDING, short) for _, short, first, last in kept]
    return found


def _runs(turns: list[int], places: list[int], pushes: list[float]) -> list[list[int]]:
    """Join neighbours that push a flag the same way: first of them in the lists, flag, first and last place."""
    runs: list[list[int]] = []
    side, after = (-1, False), -1
    for at, (turn, place, push) in enumerate(zip(turns, places, pushes, strict=True)):
        if place == after and side == (turn, push < 0):
            runs[-1][3] = place
        else:
            side = (turn, push < 0)
            runs.append([at, turn, place, place])
        after = place + 1
    return runs


def _rules(found: list[Told], flags: Sequence[int], model: Model, reading: Reading, text: str) -> None:
    """Add the rules that pushed ``flags`` most, with the first places where they match."""
    for flag in flags:
        loud, name_of_flag = model.loud_rules[flag], FLAGS[flag]
        pushed = [(loud[rule], RULES[rule].name, spans) for rule, spans in reading.rules if rule in loud]
        if len(pushed) > RULES_SHOWN:
            pushed = sorted(pushed, key=lambda one: (-abs(one[0]), one[1]))[:RULES_SHOWN]
        for push, name, spans in pushed:
            for start, end in _trimmed(spans, text)[:SPANS_OF_A_RULE]:
                found.append((start, end, name_of_flag, name, push))


def _polar(found: list[Told], flags: Sequence[int], reading: Reading, prose: str) -> None:
    """Add the two words that the lexicon weighed heaviest."""
    words = reading.polar
    if len(words) > 2:
        words = sorted(words, key=lambda word: (-abs(word.valence), word.place))[:2]
    for flag, sign in _POLAR_FLAGS.items():
        if flag in flags:
            for word in words:
                start = prose.find(word.token)
                if start >= 0:  # an emoji is read as its description, which does not stand there
                    push = round(sign * word.valence / 4, 3)
                    found.append((start, start + len(word.token), FLAGS[flag], POLARITY, push))


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
