"""What a post does for the asker, as a sum that can be shown: what speaks for it less what speaks against. Pure.

The rules say what stands there; how much each of it, and each word, adds was learnt from replies written for it
(``listening.answers.training``) and stands in ``weights.json``, which can be read. Sums are log-odds.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from math import log1p
from pathlib import Path
from typing import Final, NamedTuple

from listening.answers.reading import Reading
from listening.answers.records import Sign
from listening.answers.wanting import Wanted
from listening.scoring.features import length_scale, words_and_pairs
from listening.scoring.tokens import tokens
from listening.scoring.vader import scores

FILE: Final = Path(__file__).with_name("weights.json")
REASONS: Final = (
    "done",  # something was fixed, or a path through menus
    "step",  # something to do
    "steps",  # a second one
    "solved_it",  # "that fixed it for me"
    "fact",
    "facts",
    "fits",  # a step where a way is sought, a fact where a reason is
    "code",
    "link",  # with words around it
    "topic",  # a telling word shared with the question
    "topics",
    "half_sentence",  # yes, no, "it does" to a question that wants one
    "gives_number",  # to a question that wants one
    "gives_name",
    "uses",  # his own use, to a question that wants experience
    "tells_his_way",  # what he or his do, where a way or a name is sought
    "confirms",  # "down here as well", to "is it down for anyone else?"
    "digits",
    "to_the_asker",  # speaks of what is his
    "sentence",  # at least 8 words that state something
    "length",  # at least 15
    "great_length",  # at least 30
    "votes",
    "deeper",  # does not reply to the question itself
    "asks",
    "asks_only",
    "own_question",
    "guesses",
    "guesses_for_the_vendor",  # hedges what only the vendor can know
    "hedges",
    "jokes",
    "approves",
    "thanks",
    "me_too",
    "holds",
    "quips",  # short, and one sign at most
)
"""What can speak for or against a stranger's reply."""
CIRCUMSTANCES: Final = (
    "to ours",  # the asker replies to a post of ours, or we spoke last
    "to another",
    "to nobody",  # nobody has replied yet
    "to what tells",  # that post holds a step, a fact, code, a yes or no
    "to a step",
    "to what is done",
    "to a yes or no",
    "to a holding line",
    "to a question",
    "asked whether it is solved",
    "takes it up",  # shares a telling word with it
    "takes much up",
    "first",  # his first word after the question
)
"""In what place of the thread the asker speaks."""
_MEANINGS: Final = (
    *("approval", "asks_back", "done", "fact", "guess", "hedge", "holding", "house_rule", "joke", "me_too", "pitch"),
    *("polite", "promise", "step", "uses", "yes_no"),
    *("asks_again", "asks_anew", "did_not_help", "in_advance", "supplies", "thanks", "works_now"),
)
_WANTS: Final = ("names", "number", "only_vendor", "others", "reason", "way", "yes_no")
_TOGETHER: Final = (
    *("digits", "fact", "gives_name", "gives_number", "half_sentence", "length", "sentence", "step", "topic"),
)
_SHORT: Final = 6  # words
_MOST_SHARED: Final = 3
_WORDS: Final = 1.5
"""How much words count beside reasons."""
_WORDS_AND_MARKS: Final = re.compile(r"[\w']+|[?!.,:]")
_ORDER: Final = 0.5
"""How much the order of words counts beside reasons."""
_OPENING: Final = 3
_ENDING: Final = 2
"""Words at the beginning and the end whose place tells."""
_PART: Final = 5
"""Letters by which words of one family are known."""
_MOST_WORDS: Final = 2
_MOST_SIGNS: Final = 3
_LONG_OPENING: Final = 30  # words
_OF_PERSON: Final[Mapping[str, frozenset[str]]] = {
    "himself": frozenset(["i", "i'm", "i've", "i'd", "my", "me", "mine", "we", "our", "us", "we're", "we've"]),
    "the asker": frozenset(["you", "your", "you're", "you'll", "you've", "yours"]),
    "others": frozenset(["they", "their", "them", "they're", "people", "everyone", "everybody", "nobody"]),
}
_PERSONS: Final = re.compile(rf"\b(?:{'|'.join(sorted(set().union(*_OF_PERSON.values()), key=len, reverse=True))})\b")


VOICE_OF_QUESTIONS: Final = ("any", "seeks")
"""Under which name ``weights.json`` keeps what tells that a post seeks an answer."""
VOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "peer": ("answers",),
    "ours": ("answers",),
    "asker": ("solved", "failed"),
}
"""Who speaks, and what it is asked of his post whether it does."""


class Verdict(NamedTuple):
    """Whether a post does something, the sum in log-odds beyond the threshold, and the words that said most for it."""

    holds: bool
    sum: float
    words: tuple[str, ...]


class _Learnt(NamedTuple):
    start: float
    enough: float
    weights: Mapping[str, float]


@lru_cache(maxsize=1)
def _learnt() -> Mapping[str, _Learnt]:
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: _Learnt(each["start"], each["enough"], each["weights"]) for name, each in told.items()}


def words_of(reading: Reading) -> dict[str, float]:
    """Return the words and pairs of a post with their values: fewer in a longer one."""
    words, pairs = words_and_pairs(tokens(reading.prose.lower()))
    share = _WORDS * length_scale(len(words))
    found = {f"word {word}": share for word in words}
    found |= {f"part {word[:_PART]}": share for word in words if len(word) > _PART}
    found |= {f"pair {one} {other}": share for one, other in pairs}
    found |= _in_order(reading.prose.lower())
    tone = scores(reading.prose)
    return found | {
        "pleasant": tone.pos,
        "unpleasant": tone.neg,
        "glad": max(0.0, tone.compound),
        "sad": max(0.0, -tone.compound),
    }


def _in_order(prose: str) -> dict[str, float]:
    """Return with which words and marks a post opens and ends, and which follow one another or stand a word apart."""
    words = _WORDS_AND_MARKS.findall(prose)
    share = _ORDER / max(1.0, len(words) ** 0.5)
    found = {f"apart {one} {other}": share for one, other in zip(words, words[2:], strict=False)}
    found |= {f"triple {' '.join(three)}": share for three in zip(words, words[1:], words[2:], strict=False)}
    found |= {f"first{place} {word}": _ORDER for place, word in enumerate(words[:_OPENING])}
    return found | {f"last{place} {word}": _ORDER for place, word in enumerate(words[-_ENDING:])}


def features(
    reading: Reading,
    asked: Wanted,
    reasons: Collection[str] = (),
    *,
    taken_for: Collection[str] = (),
    circumstances: Collection[str] = (),
) -> dict[str, float]:
    """Return what is looked at in a post by name: reasons and meanings, these with what is asked, words.

    ``reasons`` are of ``REASONS``, ``taken_for`` is what the rules alone take the post for, ``circumstances`` are of
    ``CIRCUMSTANCES``. Raises ``KeyError`` for a reason or circumstance that is not known.
    """
    if unknown := set(reasons).difference(REASONS) | set(circumstances).difference(CIRCUMSTANCES):
        raise KeyError(*sorted(unknown))
    found = {f"reason {reason}": 1.0 for reason in reasons}
    found |= {f"taken for {each}": 1.0 for each in taken_for}
    found |= {f"said {each}": 1.0 for each in circumstances}
    found |= {f"says {meaning}": 1.0 for meaning in _MEANINGS if reading.signs(meaning)}
    found["length"] = log1p(reading.words) / 3
    found["shared"] = min(_MOST_SHARED, len(reading.topics & asked.topics)) / _MOST_SHARED
    found |= _shares(reading, asked)
    if reading.words < _SHORT:
        found["short"] = 1.0
    if reading.asks:
        found["asks"] = 1.0
    for wanted in _WANTS:
        if getattr(asked, wanted):
            found[f"to {wanted}"] = 1.0
            found |= {f"to {wanted}, {reason}": 1.0 for reason in _TOGETHER if reason in reasons}
    return found | words_of(reading)


def _shares(reading: Reading, asked: Wanted) -> dict[str, float]:
    """Return how dense a post is in signs, how much of it is new, and of whom it speaks, each within 0 and about 1."""
    signs = Counter(sign.meaning for each in reading.sentences for sign in each.signs)
    found = {f"many {meaning}": min(_MOST_SIGNS, count) / _MOST_SIGNS for meaning, count in signs.items()}
    if reading.sentences:
        first = reading.sentences[0]
        found |= {f"opens with {sign.meaning}": 1.0 for sign in first.signs}
        found["opening"] = min(_LONG_OPENING, first.words) / _LONG_OPENING
    common = len(reading.topics & asked.topics)
    found["shared of asked"] = 2 * common / max(1, len(asked.topics))
    found["shared of said"] = common / max(1, len(reading.topics))
    found["new"] = log1p(len(reading.topics) - common) / 3
    for of, share in persons(reading).items():
        found["of himself, who is asked" if of == "of himself" and (asked.names or asked.way) else of] = share
    return found


def persons(reading: Reading) -> dict[str, float]:
    """Return of whom a post speaks, and how much."""
    words = _PERSONS.findall(reading.prose.lower())
    return {
        f"of {person}": 3 * count / max(1, reading.words)
        for person, names in _OF_PERSON.items()
        if (count := sum(word in names for word in words))
    }


def weigh(voice: str, does: str, found: Mapping[str, float]) -> Verdict:
    """Say whether a post of ``voice`` does something, by its ``features``. Raises ``KeyError`` for an unknown one."""
    learnt = _learnt()[f"{voice} {does}"]
    pushes = {name: value * learnt.weights[name] for name, value in found.items() if name in learnt.weights}
    total = learnt.start + sum(pushes[name] for name in sorted(pushes)) - learnt.enough
    said = sorted((-push, name) for name, push in pushes.items() if push > 0 and name.startswith(("word ", "pair ")))
    return Verdict(total >= 0, total, tuple(name.split(" ", 1)[1] for _, name in said[:_MOST_WORDS]))


def signs_of(reading: Reading, verdict: Verdict, rule: str) -> tuple[Sign, ...]:
    """Return where the words stand that said most for a verdict."""
    lower = reading.prose.lower()
    places = [(lower.find(word), word) for word in verdict.words]
    return tuple(Sign(at, at + len(word), rule, "words") for at, word in sorted(places) if at >= 0)
