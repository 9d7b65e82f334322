"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag. Everything weighs, and
little of it tells anything: ``telling`` knows which words do, ``choosing`` which reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import accumulate, chain, pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, Reason
from listening.scoring import sentences
from listening.scoring.artefact import STEP
from listening.scoring.choosing import MUTE, NAMED, PHRASE, POLAR, WORD, Push, Pushed, chosen, chosen_of_one
from listening.scoring.memory import Whole
from listening.scoring.model import SMALLEST, Model, Weighed, WeighedOne
from listening.scoring.prepared import LONGEST, Prepared
from listening.scoring.reading import Reading, Readings
from listening.scoring.rules import RULES
from listening.scoring.search import Hits, Span
from listening.scoring.telling import CONTENT, LITTLE, NOTHING, NUMBER, STOPS, UNIT, is_dull, told_by
from listening.scoring.vader import LEXICON

WORDING: Final = "wording"
"""The rule of a span that no rule of ours matched: the words themselves, as training weighed them."""
POLARITY: Final = "VADER word"
PASSAGE: Final = "passage"
"""The rule of a span of which no word stands out: what pushed most stands in it, and tells nothing by itself."""

SPANS_OF_A_RULE: Final = 2
MOST_REASONS: Final = 48
"""How many reasons a text has at most: six for each flag."""
_THIN: Final = frozenset({"what happened to me", "demand", "negation", "said to a company", "asks politely", "negated"})
"""Rules that match half of all posts: evidence, but nothing that a reader would call a reason."""
_MARKS: Final = frozenset(
    at for at, rule in enumerate(RULES) if rule.name in ("question mark", "question mark with emphasis")
)
"""Rules of which the sentence before is the reason, not the mark."""
_OPENINGS: Final = frozenset(at for at, rule in enumerate(RULES) if rule.name == "opens as a question")

_POLAR_FLAGS: Final = {FLAGS.index("complaint"): -1, FLAGS.index("praise"): 1}
_NAMES: Final = np.array(FLAGS, dtype=object)
_FLAG_ORDER: Final = np.argsort(np.argsort(_NAMES))
_RULE_NAMES: Final = np.array(sorted({WORDING, POLARITY, PASSAGE, *(rule.name for rule in RULES)}), dtype=object)
_NUMBERS: Final = {name: number for number, name in enumerate(_RULE_NAMES.tolist())}
_WORDING, _POLARITY, _PASSAGE = _NUMBERS[WORDING], _NUMBERS[POLARITY], _NUMBERS[PASSAGE]
_NAME_OF_RULE: Final = np.array([_NUMBERS[rule.name] for rule in RULES])
_KIND_OF_RULE: Final = np.array([MUTE if rule.name in _THIN else NAMED for rule in RULES])
_WORTH: Final = [{LITTLE: 2, UNIT: 3, CONTENT: 4}.get(each, 0) for each in range(CONTENT + 1)]
_ENOUGH: Final = 4
"""A run tells something that is worth so much, a number in it counting 1: "three weeks", "20 seconds", not "page 6"."""
_WORTHS: Final = np.array(_WORTH)
_made: Final = partial(tuple.__new__, Reason)  # without the class's own checks, which take as long again

_NO = np.zeros(0, dtype=np.int64)
_NONE: Final = Pushed(*[_NO] * 7)
Told = tuple[int, int, str, str, float]
"""A reason to be: start, end, flag, rule, push. In order they are in text order."""


def reasons(
    model: Model, weighed: Weighed, readings: Readings, texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]
) -> list[tuple[Reason, ...]]:
    """Return for each text what pushed the flags that are ``shown`` (text, flag) up or down, in text order.

    All of a batch are rows of columns until the last step: Python's own loops would take longer over them than the
    model takes to judge.
    """
    asked, flags = shown.nonzero()
    if not len(asked):
        return [()] * len(texts)
    found = [
        _wording(model, weighed, asked, flags),
        _rules_of_all(model, readings.hits, texts, shown),
        _polar_of_all(readings, texts, shown),
    ]
    read = [ready.text[:LONGEST] for ready in texts]
    told = chosen(Pushed(*map(np.concatenate, zip(*found, strict=True))))
    for at in np.flatnonzero(told.kind == MUTE).tolist():
        text_of, start_of, end_of = int(told.text[at]), int(told.start[at]), int(told.end[at])
        told.start[at], told.end[at] = sentences.around(read[text_of], start_of, end_of)
        told.rule[at] = _PASSAGE
    text, start, end, flag, rule, push, _ = told
    order = np.lexsort((push, (((text << 15 | start) << 15 | end) << 3 | _FLAG_ORDER.take(flag)) << 12 | rule))
    text, start, end = text.take(order), start.take(order), end.take(order)
    begin = np.fromiter(accumulate(map(len, read), initial=0), dtype=np.int64, count=len(read) + 1).take(text)
    rows = zip(
        _NAMES.take(flag.take(order)).tolist(),
        _RULE_NAMES.take(rule.take(order)).tolist(),
        start.tolist(),
        end.tolist(),
        (push.take(order) / 1000).tolist(),
        map("".join(read).__getitem__, map(slice, (begin + start).tolist(), (begin + end).tolist())),
        strict=True,
    )
    made = list(map(_made, rows))
    bounds = [0, *np.bincount(text, minlength=len(texts)).cumsum().tolist()]
    return [tuple(made[first:after]) for first, after in pairwise(bounds)]


def reasons_of_one(
    model: Model, weighed: WeighedOne, reading: Reading, ready: Prepared, shown: Sequence[int]
) -> list[Told]:
    """Return what ``reasons`` does of one text of which the flags ``shown`` are shown."""
    pushed: dict[int, list[Push]] = {flag: [] for flag in shown}
    if shown and weighed.words.rows:
        _wording_of_one(pushed, model, weighed)
    if reading.rules:
        _rules(pushed, model, reading, ready.text)
    if reading.polar:
        _polar(pushed, reading, ready.prose)
    found = [
        (
            *(sentences.around(ready.text[:LONGEST], start, end) if kind == MUTE else (start, end)),
            FLAGS[flag],
            PASSAGE if kind == MUTE else _RULE_NAMES[rule],
            push / 1000,
        )
        for flag, each in pushed.items()
        for start, end, rule, push, kind in chosen_of_one(each)
    ]
    found.sort()
    return found


def quoted(told: Iterable[Told], text: str) -> tuple[Reason, ...]:
    """Make reasons of what ``reasons_of_one`` told."""
    return tuple([_made((flag, rule, start, end, push, text[start:end])) for start, end, flag, rule, push in told])


@lru_cache(maxsize=8)
def _meanings(model: Model) -> Whole:
    """Return what each row of a model's words tells, and at the end what words do that it does not know."""
    made = model.made
    return np.array([*[NOTHING] * (len(made.pairs) + 1), *told_by(made.words), CONTENT])


def _wording(model: Model, weighed: Weighed, asked: Whole, flags: Whole) -> Pushed:
    """Return runs of neighbours that push a flag the same way, from the first that tells something to the last.

    Words that tell nothing and push nothing may stand between; what stands between parts of a sentence may not.
    """
    cut = weighed.cut
    many = np.bincount(cut.texts, minlength=len(weighed.scales))
    lengths = many.take(asked)
    ends = lengths.cumsum()
    turn = np.repeat(np.arange(len(asked)), lengths)  # of text and flag
    place = np.arange(len(turn)) + ((many.cumsum() - many).take(asked) - ends + lengths).take(turn)  # of the token
    pushes = _pushes(model, weighed, flags.take(turn), place, ends) * weighed.scales.take(asked).take(turn)
    tells_all = _meanings(model)
    tells_all = tells_all.take(np.minimum(cut.rows, len(tells_all) - 1))
    tells, is_loud = tells_all.take(place), np.abs(pushes) >= SMALLEST
    apart = np.ones(len(cut.rows), dtype=np.int64)
    apart[1:] = cut.starts[1:] - cut.ends[:-1] > 1
    walls = ((is_loud | (tells != NOTHING)) + apart.take(place)).cumsum()
    loud = is_loud.nonzero()[0]
    if not len(loud):
        return _NONE
    push, turn, tells, walls = pushes.take(loud), turn.take(loud), tells.take(loud), walls.take(loud)
    side = 2 * turn + (push < 0)
    begins = np.ones(len(loud), dtype=bool)
    begins[1:] = (walls[1:] != walls[:-1] + 1) | (side[1:] != side[:-1]) | (tells[1:] == STOPS) | (tells[:-1] == STOPS)
    firsts = begins.nonzero()[0]
    worth, number = np.add.reduceat(_WORTHS.take(tells), firsts), np.maximum.reduceat(tells == NUMBER, firsts)
    is_told = worth + number >= _ENOUGH
    lasts = np.append(firsts[1:], len(loud)) - 1
    near, far = _trimmed_runs(firsts, lasts, tells != NOTHING, is_told)
    sums = np.append(0, np.rint(push * 1000).astype(np.int64).cumsum())
    turn = turn.take(near)
    return Pushed(
        text=asked.take(turn),
        start=cut.starts.take(place.take(loud.take(near))),
        end=cut.ends.take(place.take(loud.take(far))),
        flag=flags.take(turn),
        rule=np.full(len(near), _WORDING),
        push=sums.take(far + 1) - sums.take(near),
        kind=np.where(is_told, np.where(near == far, WORD, PHRASE), MUTE),
    )


def _trimmed_runs(
    firsts: Whole, lasts: Whole, tells: npt.NDArray[np.bool_], is_told: npt.NDArray[np.bool_]
) -> tuple[Whole, Whole]:
    """Return the first and the last that ``tells`` of each run that ``is_told``; others stay whole."""
    telling = np.append(tells.nonzero()[0], len(tells))
    near = telling.take(telling.searchsorted(firsts))
    far = telling.take(telling.searchsorted(lasts, side="right") - 1, mode="clip")
    return np.where(is_told, near, firsts), np.where(is_told, far, lasts)


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


def _rules_of_all(model: Model, hits: Hits, texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]) -> Pushed:
    """Return the rules that pushed the flags, with the first places where they match."""
    if not hits.rules:
        return _NONE
    text, rule = np.array(hits.texts), np.array(hits.rules)
    pushes = model.rule_pushes.take(rule, axis=0)
    wanted: npt.NDArray[np.bool_] = shown[text]
    at, flag = np.nonzero(wanted & (np.abs(pushes) >= SMALLEST))
    push = np.rint(pushes[at, flag] * 1000).astype(np.int64)
    used = np.flatnonzero(np.bincount(at))
    places = [_places(hits.rules[hit], hits.spans[hit], texts[hits.texts[hit]].text) for hit in used.tolist()]
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(places)), dtype=np.int64).reshape(-1, 2)
    times = np.fromiter(map(len, places), dtype=np.int64, count=len(places))
    turn = used.searchsorted(at)
    firsts, times = (times.cumsum() - times).take(turn), times.take(turn)
    spread = np.arange(len(at)).repeat(times)
    place = np.arange(len(spread)) + (firsts - times.cumsum() + times).take(spread)
    at, flag, push = at.take(spread), flag.take(spread), push.take(spread)
    rule = rule.take(at)
    name, kind = _NAME_OF_RULE.take(rule), _KIND_OF_RULE.take(rule)
    return Pushed(text.take(at), flat[:, 0].take(place), flat[:, 1].take(place), flag, name, push, kind)


def _polar_of_all(readings: Readings, texts: Sequence[Prepared], shown: npt.NDArray[np.bool_]) -> Pushed:
    """Return the two words of each text that the lexicon weighed heaviest."""
    rows: list[tuple[int, int, int, int, int]] = []
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
    many = len(rows)
    return Pushed(texts_of, starts, ends, flags, np.full(many, _POLARITY), pushes, np.full(many, POLAR))


def _wording_of_one(pushed: dict[int, list[Push]], model: Model, weighed: WeighedOne) -> None:
    """Add what ``_wording`` does of one text: a few operations on all its tokens, and then the few that are loud."""
    words, shown = weighed.words, list(pushed)
    flags = np.array(shown)[:, None]
    heads, weights = words.weights.shape[1], words.weights.reshape(-1)
    pushes = weights.take(np.array(words.rows) * heads + flags) * STEP - model.means.take(flags)
    halves = weights.take(weighed.pairs * heads + flags) * (STEP / 2)
    pushes += halves
    pushes[:, :-1] += halves[:, 1:]
    pushes[:, 0] += halves[:, 0]
    pushes *= weighed.scale
    meanings = _meanings(model)
    tells = meanings.take(np.minimum(words.rows, len(meanings) - 1))
    is_loud = np.abs(pushes) >= SMALLEST
    starts, ends = words.starts, words.ends
    apart = np.array([1, *[int(after - end > 1) for after, end in zip(starts[1:], ends, strict=False)]])
    walls = ((is_loud | (tells != NOTHING)) + apart).cumsum(axis=1)
    loud = is_loud.nonzero()
    rows = zip(
        loud[0].tolist(),
        loud[1].tolist(),
        np.rint(pushes[loud] * 1000).astype(np.int64).tolist(),
        tells.take(loud[1]).tolist(),
        walls[loud].tolist(),
        strict=True,
    )
    for turn, run in _runs(rows):
        near, far, push, kind = _trimmed_run(run)
        pushed[shown[turn]].append((starts[near], ends[far], _WORDING, push, kind))


Loud = tuple[int, int, int]
"""A token that is loud: its place, its push, what it tells."""


def _runs(rows: Iterable[tuple[int, int, int, int, int]]) -> Iterator[tuple[int, list[Loud]]]:
    """Yield neighbours that push a flag the same way, with the place of the flag."""
    run: list[Loud] = []
    last = (-1, False, 0)
    for turn, place, push, tells, wall in rows:
        if run and (last != (turn, push < 0, wall - 1) or STOPS in (tells, run[-1][2])):
            yield last[0], run
            run = []
        run.append((place, push, tells))
        last = (turn, push < 0, wall)
    if run:
        yield last[0], run


def _trimmed_run(run: list[Loud]) -> tuple[int, int, int, int]:
    """Return the first and the last place of a run that tell something, their push together, and what they are."""
    worth = sum([_WORTH[tells] for _, _, tells in run])
    if worth + any(tells == NUMBER for _, _, tells in run) < _ENOUGH:
        return run[0][0], run[-1][0], sum([push for _, push, _ in run]), MUTE
    telling = [at for at, (_, _, tells) in enumerate(run) if tells != NOTHING]
    near, far = telling[0], telling[-1]
    return run[near][0], run[far][0], sum([push for _, push, _ in run[near : far + 1]]), WORD if near == far else PHRASE


def _rules(pushed: dict[int, list[Push]], model: Model, reading: Reading, text: str) -> None:
    """Add the rules that pushed flags, with the first places where they match."""
    for flag, found in pushed.items():
        loud = model.loud_rules[flag]
        for rule, spans in reading.rules:
            if rule in loud:
                name, push, kind = int(_NAME_OF_RULE[rule]), round(loud[rule] * 1000), int(_KIND_OF_RULE[rule])
                found += [(start, end, name, push, kind) for start, end in _places(rule, spans, text)]


def _polar(pushed: dict[int, list[Push]], reading: Reading, prose: str) -> None:
    """Add the two words that the lexicon weighed heaviest."""
    placed = _placed([(word.token, word.valence) for word in reading.polar], prose)
    for flag, sign in _POLAR_FLAGS.items():
        if flag in pushed:
            pushed[flag] += [(start, end, _POLARITY, sign * push, POLAR) for start, end, push in placed]


def _placed(words: Sequence[tuple[str, float]], prose: str) -> list[tuple[int, int, int]]:
    """Return start, end and push towards praise of the two heaviest of words and their valences.

    A word that was turned into its opposite stands with what turned it: "does not spark joy".
    """
    if len(words) > 2:
        words = sorted(words, key=_heaviest)[:2]  # of two alike the first
    found = []
    for token, valence in words:
        start = -1 if is_dull(token) else sentences.find_alone(prose, token)
        if start >= 0:  # an emoji is read as its description, which does not stand there
            end = start + len(token)
            if LEXICON.get(token.lower(), 0.0) * valence < 0:
                start = sentences.begin_turned(prose, start)
            found.append((start, end, round(valence * 250)))
    return found


def _heaviest(word: tuple[str, float]) -> float:
    return -abs(word[1])


def _places(rule: int, spans: list[Span], text: str) -> list[Span]:
    """Return the first places of a rule: without white space at either end, of a question all that is asked."""
    found = set()
    for start, end in spans:
        quoted = text[start:end].strip()
        if quoted and (" " in quoted or not is_dull(quoted)):
            first = text.index(quoted, start)
            after = first + len(quoted)
            if rule in _MARKS:
                first = sentences.begin(text, first)
            elif rule in _OPENINGS:
                after = sentences.end_asking(text, after)
            found.add((first, after))
    return sorted(found)[:SPANS_OF_A_RULE]
