"""Why a flag was judged as it was: the words, the rules and the lexicon that pushed it, as spans of the text.

A push is in log-odds, beyond what an average word pushes; below zero it spoke against the flag.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, islice
from typing import Final

from listening.records import Reason
from listening.scoring.model import Model
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


def reasons(model: Model, reading: Reading, ready: Prepared, flags: Iterable[str]) -> list[Reason]:
    """Return what pushed each of ``flags`` up or down, those that are unsure or on."""
    starts = list(islice(accumulate(map(len, reading.cut)), 0, None, 2))
    found: list[Reason] = []
    for flag in flags:
        head = model.heads.index(flag)
        found += _wording(flag, model.pushes(reading, head), starts, reading.cut[1::2], ready)
        found += _rules(flag, model, reading, head, ready)
        if flag in _POLAR_FLAGS:
            found += _polar(flag, reading.polar, ready)
    return sorted(found, key=lambda reason: (reason.start, reason.end, reason.flag, reason.rule))


def _wording(
    flag: str, pushes: Sequence[float], starts: Sequence[int], tokens: Sequence[str], ready: Prepared
) -> list[Reason]:
    """Join neighbours that push the same way, and keep the strongest runs."""
    runs: list[tuple[float, int, int]] = []
    last = -2
    for at, push in enumerate(pushes):
        if -SMALLEST < push < SMALLEST:
            continue
        start, end = starts[at], starts[at] + len(tokens[at])
        if last == at - 1 and runs and (runs[-1][0] > 0) == (push > 0):
            total, begun, _ = runs[-1]
            runs[-1] = (total + push, begun, end)
        else:
            runs.append((push, start, end))
        last = at
    strongest = sorted(runs, key=lambda run: (-abs(run[0]), run[1]))
    kept = [run for run in strongest if run[0] > 0][:FOR] + [run for run in strongest if run[0] < 0][:AGAINST]
    return [_reason(flag, WORDING, start, end, push, ready) for push, start, end in kept]


def _rules(flag: str, model: Model, reading: Reading, head: int, ready: Prepared) -> list[Reason]:
    pushed = [(model.rule_push(rule, head), rule, spans) for rule, spans in reading.rules]
    strongest = sorted(pushed, key=lambda one: (-abs(one[0]), one[1].flag, one[1].name))[:RULES_SHOWN]
    found = []
    for push, rule, spans in strongest:
        if abs(push) < SMALLEST:
            continue
        trimmed = sorted({_trimmed(*span, ready.text) for span in spans})
        found += [
            _reason(flag, rule.name, start, end, push, ready)
            for start, end in [span for span in trimmed if span[0] < span[1]][:SPANS_OF_A_RULE]
        ]
    return found


def _polar(flag: str, words: Sequence[Word], ready: Prepared) -> list[Reason]:
    """Return the two words that the lexicon weighed heaviest."""
    found = []
    for word in sorted(words, key=lambda word: (-abs(word.valence), word.place))[:2]:
        start = ready.prose.find(word.token)
        if start >= 0:  # an emoji is read as its description, which does not stand there
            push = _POLAR_FLAGS[flag] * word.valence / 4
            found.append(_reason(flag, POLARITY, start, start + len(word.token), push, ready))
    return found


def _trimmed(start: int, end: int, text: str) -> tuple[int, int]:
    """Return the span without white space at either end."""
    quoted = text[start:end]
    return start + len(quoted) - len(quoted.lstrip()), start + len(quoted.rstrip())


def _reason(flag: str, rule: str, start: int, end: int, push: float, ready: Prepared) -> Reason:
    return Reason(flag=flag, rule=rule, start=start, end=end, weight=round(push, 3), text=ready.text[start:end])
