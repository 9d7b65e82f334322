"""Whether a post seeks an answer, weighed: what the rules found in it, where it stands, what scoring gave, its words.

The rules of ``listening.answers.asking`` say what is written there; how much that tells was learnt from posts written
for it (``corpus/openings.tsv``) and from labelled threads. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from math import log, log1p
from typing import Final, NamedTuple

from listening.answers.reading import Reading
from listening.answers.weighing import VOICE_OF_QUESTIONS, Verdict, persons, weigh, words_of

_MEANINGS: Final = (*("asks", "defect", "wish", "rhetorical", "announcement", "change", "poll", "praise", "solved"),)
_TAG: Final = re.compile(r"(?<!\w)#[a-z]\w+", re.IGNORECASE)
_MOST_ODDS: Final = 5.0
_LEAST: Final = 0.001
_MOST_TAGS: Final = 3
_LONG: Final = 60  # words


class Standing(NamedTuple):
    """Where a post stands: its network, whether it opens its thread, whether it is addressed to us."""

    network: str
    root: bool
    to_us: bool


def looked_at(
    reading: Reading, standing: Standing, ruled: tuple[bool, str], chance: float, complaint: float
) -> dict[str, float]:
    """Return what is looked at in a post by name.

    ``ruled`` is what the rules alone say: whether it seeks, and by which rule. ``chance`` and ``complaint`` are the
    probabilities of a question and of a complaint that scoring gave.
    """
    seeks, rule = ruled
    place = "opens" if standing.root else "replies"
    found = {f"ruled {rule}": 1.0, f"ruled {rule}, {place}": 1.0, "ruled seeks": float(seeks), place: 1.0}
    found[f"on {standing.network}"] = found[f"on {standing.network}, {place}"] = 1.0
    if seeks:
        found[f"ruled seeks, {place}"] = found[f"ruled seeks on {standing.network}"] = 1.0
    if standing.to_us:
        found["to us"] = found[f"to us, ruled {rule}"] = 1.0
    for name, probability in (("question", chance), ("complaint", complaint)):
        odds = _odds(probability)
        found[f"scored {name}"] = found[f"scored {name}, {place}"] = odds
    for meaning in _MEANINGS:
        if reading.signs(meaning):
            found[f"says {meaning}"] = found[f"says {meaning}, {place}"] = 1.0
    found["length"] = log1p(reading.words) / 3
    found["long"] = float(reading.words > _LONG)
    found |= _marks(reading) | persons(reading)
    found["tags"] = min(_MOST_TAGS, len(_TAG.findall(reading.prose))) / _MOST_TAGS
    for name, there in (("link", reading.link), ("code", reading.code), ("digits", reading.digits)):
        if there:
            found[name] = 1.0
    return found | words_of(reading)


def _odds(probability: float) -> float:
    kept = min(1 - _LEAST, max(_LEAST, probability))
    return max(-_MOST_ODDS, min(_MOST_ODDS, log(kept / (1 - kept)))) / _MOST_ODDS


def _marks(reading: Reading) -> dict[str, float]:
    """Return where question marks stand: in the only, first or last sentence, or between; and how much they cover."""
    sentences = reading.sentences
    asking = [each for each in sentences if each.asks]
    if not asking:
        return {"no mark": 1.0}
    found = {"mark": 1.0, "share of marks": sum(each.words for each in asking) / max(1, reading.words)}
    if len(sentences) == 1:
        found["mark in the only sentence"] = 1.0
    elif sentences[-1].asks:
        found["mark at the end"] = 1.0
    else:
        found["mark before the end"] = 1.0
    if sentences[0].asks:
        found["mark at the beginning"] = 1.0
    if any(each.asks and each.means("rhetorical") for each in sentences):
        found["mark of rhetoric"] = 1.0
    if any(each.asks and each.means("asks") for each in sentences):
        found["mark where words ask"] = 1.0
    found["marks"] = min(3, len(asking)) / 3
    return found


def weighed(found: Mapping[str, float]) -> Verdict:
    """Say whether a post seeks an answer, by what is looked at in it."""
    return weigh(*VOICE_OF_QUESTIONS, found)
