"""Which posts are worth a person's minute: a seeded draw of questions to ask, each with how it was drawn. Pure.

Two kinds are drawn at random, so that they can be counted: posts that carry the flag (``random_on``) tell how often a
flag is right, posts that do not (``random_off``) how much is missed. Two are chosen for what scoring learns from
them, and never counted as if they were random: posts nearest to the threshold (``uncertain``), and posts of which the
exact VADER score says the opposite of the flag (``disagreement``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from random import Random
from typing import Final

from listening.records import FLAGS

SIZE: Final = 25
"""Posts a week: about a minute."""

RANDOM_ON, RANDOM_OFF, UNCERTAIN, DISAGREEMENT = "random_on", "random_off", "uncertain", "disagreement"
QUOTAS: Final[Mapping[str, int]] = {RANDOM_ON: 11, RANDOM_OFF: 7, UNCERTAIN: 4, DISAGREEMENT: 3}
"""How many of a week's posts are drawn how. Random ones are most: a figure wants thirty of a kind."""

_FILLERS = (UNCERTAIN, DISAGREEMENT, RANDOM_ON, RANDOM_OFF)
CONTRARY: Final = 0.3
"""VADER's compound (−1..1) from which a text counts as clearly positive or negative."""

# flag -> the sign that VADER's compound should have where the flag is on
POLARITY: Final[Mapping[str, int]] = {"complaint": -1, "churn_risk": -1, "praise": 1}
_SILENCE_TELLS = frozenset({"complaint", "praise"})
"""Flags that are missed, not merely absent, where the text has their polarity: few angry posts are about leaving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One flag of one judged post. ``cut`` is the probability from which on it is on, in the language of the post;
    ``compound`` is VADER's (−1..1), None where it was not asked; ``said`` is what a person decided of this flag
    already, None where nobody did."""

    mention_id: int
    brand_id: int
    flag: str
    network: str
    language: str
    on: bool
    chance: float
    cut: float
    scorer: str = ""
    compound: float | None = None
    said: bool | None = None

    @property
    def cell(self) -> Cell:
        return self.flag, self.network, self.language


Cell = tuple[str, str, str]
"""Flag, network, language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A candidate and how it was drawn. One that a person decided already need not be asked: his answer counts."""

    candidate: Candidate
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What can be drawn from. ``flagged`` holds a random part of the posts that carry any flag, ``all`` a random part
    of all posts: only the latter is fit to draw posts without a flag from."""

    flagged: Sequence[Candidate]
    all: Sequence[Candidate]


def week_name(day: date) -> str:
    """Return the ISO week of a day, such as ``2026-W47``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def draw(pool: Pool, *, seed: str, labelled: Mapping[tuple[str, Cell], int], size: int = SIZE) -> list[Drawn]:
    """Return up to ``size`` questions to ask and those already answered, in the order in which to ask; each post once.

    The same arguments draw the same, whatever the order of the pool. ``labelled`` is how many labels each kind has in
    each cell. A kind that has too few posts leaves its places to the others. An answer that is known already takes a
    place of its kind too, else those kinds would be drawn until they are unlike the posts they stand for.
    """
    random = Random(seed)
    urns = _urns(pool, random, labelled)
    drawn: list[Drawn] = []
    used: set[int] = set()
    for kind, urn in urns.items():
        for _ in range(QUOTAS[kind] * size // SIZE):
            drawn += [found] if (found := urn.draw(used)) else []
    for kind in _FILLERS:
        while sum(each.candidate.said is None for each in drawn) < size and (found := urns[kind].draw(used)):
            drawn.append(found)
    random.shuffle(drawn)
    return drawn


class _Urn:
    """The candidates of one kind by cell, the next to draw last.

    Drawn is from the flag with the fewest labels for its size, and there from the network and language with the
    fewest for theirs. Sizes count by their root (Bankier, "Power allocations", 1988): the small get more than their
    share, so that they can be told of by themselves, and the sum over all keeps most of its sharpness.
    """

    def __init__(self, kind: str, candidates: Iterable[Candidate], labelled: Mapping[tuple[str, Cell], int]) -> None:
        self.kind = kind
        self.queues: dict[Cell, list[Candidate]] = defaultdict(list)
        for each in candidates:
            self.queues[each.cell].append(each)
        self.size = {cell: len(queue) for cell, queue in self.queues.items()}
        self.labels = Counter({cell: n for (drawn_as, cell), n in labelled.items() if drawn_as == kind})
        self.flag_size: Counter[str] = Counter()
        self.flag_labels: Counter[str] = Counter()
        for cell, n in self.size.items():
            self.flag_size[cell[0]] += n
        for cell, n in self.labels.items():
            self.flag_labels[cell[0]] += n

    def draw(self, used: set[int]) -> Drawn | None:
        """Take the next candidate whose post is not in ``used``, and put the post there."""
        while self.queues:
            cell = min(self.queues, key=self._turn)
            queue = self.queues[cell]
            while queue and queue[-1].mention_id in used:
                queue.pop()
            if queue:
                candidate = queue.pop()
                used.add(candidate.mention_id)
                self.labels[cell] += 1
                self.flag_labels[cell[0]] += 1
                return Drawn(candidate=candidate, chosen=self.kind)
            del self.queues[cell]
        return None

    def _turn(self, cell: Cell) -> tuple[float, float, Cell]:
        flag = cell[0]
        by_flag = self.flag_labels[flag] / sqrt(self.flag_size[flag])
        return by_flag, self.labels[cell] / sqrt(self.size[cell]), cell


def _urns(pool: Pool, random: Random, labelled: Mapping[tuple[str, Cell], int]) -> dict[str, _Urn]:
    flagged, everything = _shuffled(pool.flagged, random), _shuffled(pool.all, random)
    unsaid = [each for each in flagged if each.said is None]
    # Sorting is stable: equals stay shuffled.
    doubtful = sorted(unsaid, key=lambda each: -abs(each.chance - each.cut))
    opposed = sorted((each for each in (*flagged, *everything) if each.said is None and contrary(each)), key=strength)
    return {
        RANDOM_ON: _Urn(RANDOM_ON, (each for each in flagged if each.on), labelled),
        RANDOM_OFF: _Urn(RANDOM_OFF, (each for each in everything if not each.on), labelled),
        UNCERTAIN: _Urn(UNCERTAIN, doubtful, labelled),
        DISAGREEMENT: _Urn(DISAGREEMENT, opposed, labelled),
    }


def _shuffled(candidates: Sequence[Candidate], random: Random) -> list[Candidate]:
    found = sorted(candidates, key=lambda each: (each.mention_id, each.brand_id, FLAGS.index(each.flag)))
    random.shuffle(found)
    return found


def contrary(candidate: Candidate) -> bool:
    """Say whether VADER clearly says the opposite of the flag: a happy complaint, or an angry text that is none."""
    sign = POLARITY.get(candidate.flag)
    if sign is None or candidate.compound is None:
        return False
    towards = sign * candidate.compound
    return towards <= -CONTRARY if candidate.on else towards >= CONTRARY and candidate.flag in _SILENCE_TELLS


def strength(candidate: Candidate) -> float:
    """Return how far VADER and the flag's probability lie apart, 0..1."""
    return abs(candidate.chance - (1 + POLARITY[candidate.flag] * (candidate.compound or 0.0)) / 2)
