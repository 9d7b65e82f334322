"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, Reason
from listening.scoring.artefact import STEP
from listening.scoring.memory import Whole
from listening.scoring.model import SMALLEST, Model, Weighed, WeighedOne
from listening.scoring.prepared import LONGEST, Prepared
from listening.scoring.reading import Reading, Readings
from listening.scoring.rules import RULES
from listening.scoring.search import Hits, Span

WORDING: Final = "wording"
"""The rule of a span that no rule of ours matched: the words themselves, as training weighed them."""
POLARITY: Final = "VADER word"

FOR, AGAINST, RULES_SHOWN, SPANS_OF_A_RULE = 4, 2, 4, 2
"""How many runs of words and how many rules a flag shows at most."""
MOST_REASONS: Final = 24
_MOST: Final = np.array([FOR, AGAINST])
_POLAR_FLAGS: Final = {FLAGS.index("complaint"): -1.0, FLAGS.index("praise"): 1.0}
_NAMES: Final = np.array(FLAGS, dtype=object)

_FLAG_ORDER: Final = np.argsort(np.argsort(_NAMES))
_RULE_NAMES: Final = np.array(sorted({WORDING, POLARITY, *(rule.name for rule in RULES)}), dtype=object)
_NUMBERS: Final = {name: number for number, name in enumerate(_RULE_NAMES.tolist())}
_WORDING, _POLARITY = _NUMBERS[WORDING], _NUMBERS[POLARITY]
_NAME_OF_RULE: Final = np.array([_NUMBERS[rule.name] for rule in RULES])
_made: Final = partial(tuple.__new__, Reason)  # without the class's own checks, which take as long again

Columns = tuple[Whole, Whole, Whole, Whole, Whole, npt.NDArray[np.float64]]
"""Reasons to be: text, start, end, flag, name of the rule, push."""
_NO = np.zeros(0, dtype=np.int64)
_NONE: Final[Columns] = (_NO, _NO, _NO, _NO, _NO, np.zeros(0))
Told = tuple[int, int, str, str, float]
"""A reason to be: start, end, flag, rule, push. In order they are in text order."""


def reasons(
    model: Model, weighed: Weighed, readings: Readings, texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]
) -> list[tuple[Reason, ...]]:
    """Return for each text what pushed the flags that are ``shown`` (text, flag) up or down, in text order.

    All of a batch are rows of columns until the last step: a post has a dozen, and Python's own loops would take
    longer over them than the model takes to judge.
    """
    asked, flags = shown.nonzero()
    if not len(asked):
        return [()] * len(texts)
    found = [
        _wording(model, weighed, asked, flags),
        _rules_of_all(model, readings.hits, texts, shown),
        _polar_of_all(readings, texts, shown),
    ]
    text, start, end, flag, rule, push = map(np.concatenate, zip(*found, strict=True))
    key = (((text << 15 | start) << 15 | end) << 3 | _FLAG_ORDER.take(flag)) << 12 | rule
    order = np.lexsort((push, key))
    text = text.take(order)
    counts = np.bincount(text, minlength=len(texts))
    kept = np.arange(len(order)) - (counts.cumsum() - counts).take(text) < MOST_REASONS
    order, text = order[kept], text[kept]
    start, end = start.take(order), end.take(order)
    read = [ready.text[:LONGEST] for ready in texts]
    begin = np.fromiter(accumulate(map(len, read), initial=0), dtype=np.int64, count=len(read) + 1).take(text)
    rows = zip(
        _NAMES.take(flag.take(order)).tolist(),
        _RULE_NAMES.take(rule.take(order)).tolist(),
        start.tolist(),
        end.tolist(),
        push.take(order).tolist(),
        map("".join(read).__getitem__, map(slice, (begin + start).tolist(), (begin + end).tolist())),
        strict=True,
    )
    made = list(map(_made, rows))
    bounds = [0, *np.minimum(counts, MOST_REASONS).cumsum().tolist()]
    return [tuple(made[first:after]) for first, after in pairwise(bounds)]


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
    """Make reasons of what ``reasons_of_one`` told."""
    return tuple([_made((flag, rule, start, end, push, text[start:end])) for start, end, flag, rule, push in told])


def _wording(model: Model, weighed: Weighed, asked: Whole, flags: Whole) -> Columns:
    """Join neighbours that push a flag the same way, and keep the strongest runs."""
    cut = weighed.cut
    many = np.bincount(cut.texts, minlength=len(weighed.scales))
    lengths = many.take(asked)
    ends = lengths.cumsum()
    turn = np.repeat(np.arange(len(asked)), lengths)  # of text and flag
    place = np.arange(len(turn)) + ((many.cumsum() - many).take(asked) - ends + lengths).take(turn)  # of the token
    pushes = _pushes(model, weighed, flags.take(turn), place, ends) * weighed.scales.take(asked).take(turn)
    loud = (np.abs(pushes) >= SMALLEST).nonzero()[0]
    if not len(loud):
        return _NONE
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
    return (
        asked.take(turn),
        cut.starts.take(place.take(loud.take(first))),
        cut.ends.take(place.take(loud.take(last))),
        flags.take(turn),
        np.full(len(kept), _WORDING),
        total.take(kept).round(3),
    )


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


def _rules_of_all(model: Model, hits: Hits, texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]) -> Columns:
    """Return the rules that pushed the flags most, with the first places where they match."""
    if not hits.rules:
        return _NONE
    text, rule = np.array(hits.texts), np.array(hits.rules)
    pushes = model.rule_pushes.take(rule, axis=0)
    wanted: npt.NDArray[np.bool_] = shown[text]
    at, flag = np.nonzero(wanted & (np.abs(pushes) >= SMALLEST))
    push, name, side = pushes[at, flag], _NAME_OF_RULE.take(rule.take(at)), text.take(at) * len(FLAGS) + flag
    if len(side) and np.bincount(side).max() > RULES_SHOWN:
        order = np.lexsort((name, -np.abs(push), side))
        ranked = side.take(order)
        kept = np.sort(order[np.arange(len(order)) - ranked.searchsorted(ranked) < RULES_SHOWN])
        at, flag, push, name = at.take(kept), flag.take(kept), push.take(kept), name.take(kept)
    used = np.flatnonzero(np.bincount(at))
    places = [_trimmed(hits.spans[hit], texts[hits.texts[hit]].text)[:SPANS_OF_A_RULE] for hit in used.tolist()]
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(places)), dtype=np.int64).reshape(-1, 2)
    times = np.fromiter(map(len, places), dtype=np.int64, count=len(places))
    turn = used.searchsorted(at)
    firsts, times = (times.cumsum() - times).take(turn), times.take(turn)
    spread = np.arange(len(at)).repeat(times)
    place = np.arange(len(spread)) + (firsts - times.cumsum() + times).take(spread)
    at, flag, name, push = at.take(spread), flag.take(spread), name.take(spread), push.take(spread)
    return text.take(at), flat[:, 0].take(place), flat[:, 1].take(place), flag, name, push


def _polar_of_all(readings: Readings, texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]) -> Columns:
    """Return the two words of each text that the lexicon weighed heaviest."""
    rows: list[tuple[int, int, int, int, float]] = []
    if readings.moods is None:
        return _NONE
    asked = shown[:, list(_POLAR_FLAGS)]
    some = np.flatnonzero(asked.any(axis=1)).tolist()
    signs = list(_POLAR_FLAGS.items())
    for at, wanted in zip(some, asked.take(some, axis=0).tolist(), strict=True):
        for start, end, push in _placed(readings.moods.weighed(at), texts[at].prose):
            rows += [
                (at, start, end, flag, sign * push)
                for (flag, sign), is_one in zip(signs, wanted, strict=True)
                if is_one
            ]
    if not rows:
        return _NONE
    texts_of, starts, ends, flags, pushes = map(np.array, zip(*rows, strict=True))
    return texts_of, starts, ends, flags, np.full(len(rows), _POLARITY), pushes


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
    placed = _placed([(word.token, word.valence) for word in reading.polar], prose)
    for flag, sign in _POLAR_FLAGS.items():
        if flag in flags:
            found += [(start, end, FLAGS[flag], POLARITY, sign * push) for start, end, push in placed]


def _placed(words: Sequence[tuple[str, float]], prose: str) -> list[tuple[int, int, float]]:
    """Return start, end and push towards praise of the two heaviest of words and their valences."""
    if len(words) > 2:
        words = sorted(words, key=_heaviest)[:2]  # of two alike the first
    found = []
    for token, valence in words:
        start = prose.find(token)
        if start >= 0:  # an emoji is read as its description, which does not stand there
            found.append((start, start + len(token), round(valence / 4, 3)))
    return found


def _heaviest(word: tuple[str, float]) -> float:
    return -abs(word[1])


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
