"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from listening.records import Reason
from listening.scoring.model import Model, Weighed
from listening.scoring.prepared import Prepared
from listening.scoring.reading import Reading
from listening.scoring.vader import Word

WORDING: Final = "wording"
"""The rule of a span that no rule of ours matched: the words themselves, as training weighed them."""
POLARITY: Final = "VADER word"

SMALLEST: Final = 0.12
"""Pushes below it are left out: they explain nothing to anybody."""
FOR, AGAINST, RULES_SHOWN, SPANS_OF_A_RULE = 4, 2, 4, 2
"""How many runs of words and how many rules a flag shows at most."""
_POLAR_FLAGS: Final = {"complaint": -1.0, "praise": 1.0}


class _Found(NamedTuple):
    """A reason before it is decided whether it is shown, in the order of showing."""

    start: int
    end: int
    flag: str
    rule: str
    place: int  # what was found earlier stands first
    weight: float


def reasons(
    model: Model, reading: Reading, weighed: Weighed, ready: Prepared, flags: Iterable[str], most: int
) -> tuple[Reason, ...]:
    """Return what pushed each of ``flags`` up or down, those that are unsure or on: at most ``most``, in text order."""
    found: list[_Found] = []
    pairs = [(at, row) for at, row in enumerate(weighed.pairs) if row is not None]
    for flag in flags:
        head = model.heads.index(flag)
        _wording(found, flag, _pushes(weighed, pairs, head), weighed.scale, reading)
        if reading.rules:
            _rules(found, flag, model, reading, head, ready)
        if reading.polar and flag in _POLAR_FLAGS:
            _polar(found, flag, reading.polar, ready)
    found.sort()
    text = ready.text
    return tuple(
        [
            Reason(flag, rule, start, end, round(weight, 3), text[start:end])
            for start, end, flag, rule, _, weight in found[:most]
        ]
    )


def _pushes(weighed: Weighed, pairs: Iterable[tuple[int, int]], head: int) -> list[float]:
    """Return how far each token, with half of each pair it is in, pushed a flag, before the text's scale."""
    column = weighed.columns[head]
    found = list(map(column.__getitem__, weighed.rows))
    for at, row in pairs:
        half = column[row]
        found[at] += half
        found[at - 1 if at else 0] += half
    return found


def _wording(found: list[_Found], flag: str, pushes: list[float], scale: float, reading: Reading) -> None:
    """Join neighbours that push the same way, and keep the strongest runs."""
    smallest = SMALLEST / scale
    runs: list[tuple[float, int, int]] = []  # total push, places of the first and the last token
    last = -2
    for at, unscaled in enumerate(pushes):
        if -smallest < unscaled < smallest:
            continue
        push = unscaled * scale
        if last == at - 1 and (runs[-1][0] > 0) == (push > 0):
            total, first, _ = runs[-1]
            runs[-1] = (total + push, first, at)
        else:
            runs.append((push, at, at))
        last = at
    towards = sorted([(-push, first, end) for push, first, end in runs if push > 0])[:FOR]
    against = sorted([(push, first, end) for push, first, end in runs if push < 0])[:AGAINST]
    _, words, starts = reading.tokens
    for push, first, end in [*((-push, first, end) for push, first, end in towards), *against]:
        found.append(_Found(starts[first], starts[end] + len(words[end]), flag, WORDING, len(found), push))


def _rules(found: list[_Found], flag: str, model: Model, reading: Reading, head: int, ready: Prepared) -> None:
    pushed = [
        (push, rule, spans)
        for rule, spans in reading.rules
        if not -SMALLEST < (push := model.rule_push(rule, head)) < SMALLEST
    ]
    if len(pushed) > 1:
        pushed = sorted(pushed, key=lambda one: (-abs(one[0]), one[1].flag, one[1].name))[:RULES_SHOWN]
    for push, rule, spans in pushed:
        trimmed = sorted({_trimmed(*span, ready.text) for span in spans})
        for start, end in [span for span in trimmed if span[0] < span[1]][:SPANS_OF_A_RULE]:
            found.append(_Found(start, end, flag, rule.name, len(found), push))


def _polar(found: list[_Found], flag: str, words: Sequence[Word], ready: Prepared) -> None:
    """Add the two words that the lexicon weighed heaviest."""
    for word in sorted(words, key=lambda word: (-abs(word.valence), word.place))[:2]:
        start = ready.prose.find(word.token)
        if start >= 0:  # an emoji is read as its description, which does not stand there
            push = _POLAR_FLAGS[flag] * word.valence / 4
            found.append(_Found(start, start + len(word.token), flag, POLARITY, len(found), push))


def _trimmed(start: int, end: int, text: str) -> tuple[int, int]:
    """Return the span without white space at either end."""
    quoted = text[start:end]
    return start + len(quoted) - len(quoted.lstrip()), start + len(quoted.rstrip())
