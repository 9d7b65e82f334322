"""What an installation's corrections teach scoring: for each flag a shift and a few words. Pure and deterministic.

The shipped weights stay. A flag gains a bias and at most ``MOST_DELTAS`` differences of words and pairs that the
artefact knows, pulled to 0. Every fifth post is set aside; a flag that is not judged better there with what was learnt
stays as shipped. What was learnt are whole numbers, so that every process makes the same artefact of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import log, log1p
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from listening.records import FLAGS, BrandTerms
from listening.scoring import clauses, features
from listening.scoring.artefact import STEP, Artefact
from listening.scoring.prepared import prepare
from listening.scoring.reading import ENGLISH
from listening.scoring.scorer import Scorer
from listening.scoring.thresholds import cuts_of
from listening.scoring.tokens import tokens

AT_LEAST: Final = 30
"""Corrections of a flag from which on it learns."""
EACH: Final = 5
"""Of both kinds: who only ever says no would teach that there is none."""
NEWEST: Final = 2_000
"""Corrections of a flag that are learnt from: the newest."""
MOST_DELTAS: Final = 200
MOST_BIAS: Final = 2.0
"""How far all posts may move, in log-odds, where enough of them were drawn for people to judge."""
MOST_BIAS_UNASKED: Final = 0.5
"""And where they were not: people correct on their own mostly what is wrong, which is no fair share of what is said."""
_LARGEST: Final = 8.0  # a delta, in log-odds before the text's length scales it; the shipped ones end at about 10
_ASIDE: Final = 5
_FEWEST_ASIDE: Final = 4
_FEWEST_WITH: Final = 3  # posts that must hold a word
_DECAY, _BIAS_DECAY = 0.3, 1.0  # L2
_ROUNDS, _PACE = 200, 0.5
_FLOOR: Final = 0.00005  # half of the last decimal of a probability

Real = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A post as scoring reads it for one brand: its language, the calibrated log-odds of each flag, its features."""

    language: str
    odds: Mapping[str, float]
    features: frozenset[str]
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """What a person says of a flag of a post. ``key`` names the post and decides, always alike, whether it is set
    aside; ``drawn`` is whether the post was put before the person rather than found by himself."""

    key: str
    heard: Heard
    network: str
    head: str
    truth: bool
    drawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """An artefact that was moved, and what moved it, as JSON: by flag ``bias`` and ``deltas`` in units of ``STEP``,
    ``n`` examples, ``aside`` of them, ``kept``, and how it went on these ``before`` and ``after``: ``right``, ``loss``
    in nats and ``f1``."""

    made: Artefact
    learnt: dict[str, Any]


def heard(text: str, *, network: str, brand: int, brands: Sequence[BrandTerms], scorer: Scorer) -> Heard | None:
    """Read a post as ``scorer``, the shipped one, reads it; None where it does not speak the language."""
    verdict = scorer.judge(text, network=network, brands=brands)[brand]
    if not verdict.scored:
        return None
    ready = prepare(text)
    narrowed = clauses.about(ready, clauses.mentions(ready.prose, brands), brand)
    words, pairs = features.words_and_pairs(tokens(narrowed.ready.lower))
    return Heard(
        language=verdict.language if verdict.language in scorer.languages else ENGLISH,
        odds={flag: _log_odds(chance) for flag, chance in verdict.probabilities.items()},
        features=frozenset(words).union(" ".join(pair) for pair in pairs),
        scale=features.length_scale(len(words) + len(pairs)),
    )


def is_set_aside(key: str) -> bool:
    """Say whether nothing is learnt from this post, so that it can tell whether what was learnt is any good."""
    return sha256(key.encode()).digest()[0] % _ASIDE == 0


def adapt(shipped: Artefact, examples: Sequence[Example], *, at_least: int = AT_LEAST) -> Adapted | None:
    """Return what examples, the newest first, teach; None where no flag has ``at_least`` of them, of both kinds."""
    known = {*shipped.words, *(" ".join(pair) for pair in shipped.pairs)}
    learnt: dict[str, Any] = {}
    for flag in FLAGS:
        mine = [each for each in examples if each.head == flag][:NEWEST]
        right = sum(each.truth for each in mine)
        aside = [each for each in mine if is_set_aside(each.key)]
        if len(mine) < at_least or min(right, len(mine) - right) < EACH or len(aside) < _FEWEST_ASIDE:
            continue
        seen = [each for each in mine if not is_set_aside(each.key)]
        learnt[flag] = {"n": len(mine), "aside": len(aside), **_learn(shipped, flag, seen, aside, known)}
    return Adapted(made=applied(shipped, learnt), learnt=learnt) if learnt else None


def version_of(shipped: Artefact, learnt: Mapping[str, Any]) -> str:
    """Return the version of what comes of ``learnt``: the shipped one where nothing was kept."""
    moved = {flag: [told["bias"], told["deltas"]] for flag, told in learnt.items() if told["kept"]}
    text = json.dumps(moved, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{shipped.version}+a{sha256(text.encode()).hexdigest()[:8]}" if moved else shipped.version


def applied(shipped: Artefact, learnt: Mapping[str, Any]) -> Artefact:
    """Return the artefact that ``learnt`` makes of the shipped one. What it does not know is left out."""
    bias, words, pairs = shipped.bias.copy(), shipped.word_weights.copy(), shipped.pair_weights.copy()
    word_rows = {word: row for row, word in enumerate(shipped.words)}
    pair_rows = {" ".join(pair): row for row, pair in enumerate(shipped.pairs)}
    for flag, told in learnt.items():
        if not told["kept"]:
            continue
        head = shipped.heads.index(flag)
        bias[head] += told["bias"] * STEP
        for name, delta in told["deltas"].items():
            table, rows = (pairs, pair_rows) if name in pair_rows else (words, word_rows)
            if name in rows:
                table[rows[name], head] = max(-32_768, min(32_767, int(table[rows[name], head]) + delta))
    version = version_of(shipped, learnt)
    return replace(shipped, version=version, bias=bias, word_weights=words, pair_weights=pairs)


@dataclass(frozen=True, slots=True)
class _Table:
    """Examples as columns: odds and truth a row; which feature stands in which row, and what it counts there."""

    odds: Real
    truth: Real
    slope: Real
    row: Places
    place: Places
    pull: Real

    def chances(self, bias: float, deltas: Real) -> Real:
        pushed = np.bincount(self.row, weights=deltas[self.place], minlength=len(self.odds))
        odds = self.odds + self.slope * bias + self.pull * pushed
        chances: Real = 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))
        return chances


def _learn(
    shipped: Artefact, flag: str, seen: Sequence[Example], aside: Sequence[Example], known: set[str]
) -> dict[str, Any]:
    """Fit one flag and measure it on what is set aside."""
    counts = Counter(name for each in seen for name in each.heard.features & known)
    often = sorted(name for name, n in counts.items() if n >= _FEWEST_WITH)
    names = _telling(_table(shipped, flag, seen, often), often)
    drawn = sum(each.drawn for each in seen) >= AT_LEAST
    bias, deltas = _fit(_table(shipped, flag, seen, names), len(names), MOST_BIAS if drawn else MOST_BIAS_UNASKED)
    whole = {name: round(delta / STEP) for name, delta in zip(names, deltas.tolist(), strict=True)}
    told = {name: delta for name, delta in whole.items() if delta}
    table, cut = _table(shipped, flag, aside, sorted(told)), cuts_of(shipped)[flag].on
    moved = np.array([told[name] * STEP for name in sorted(told)])
    was, now = table.chances(0.0, np.zeros(len(told))), table.chances(round(bias / STEP) * STEP, moved)
    before, after = _measured(was, table.truth, cut), _measured(now, table.truth, cut)
    return {
        "kept": _clearly_less(_losses(now, table.truth), _losses(was, table.truth)) and after["f1"] >= before["f1"],
        "bias": round(bias / STEP),
        "deltas": told,
        "before": before,
        "after": after,
    }


def _table(shipped: Artefact, flag: str, examples: Sequence[Example], names: Sequence[str]) -> _Table:
    places = {name: place for place, name in enumerate(names)}
    curves = shipped.curves[flag]
    slopes = np.array([curves.get(each.network, curves[""]).slope for each in examples])
    found = [sorted(places[name] for name in each.heard.features if name in places) for each in examples]
    return _Table(
        odds=np.array([each.heard.odds[flag] for each in examples]),
        truth=np.array([float(each.truth) for each in examples]),
        slope=slopes,
        row=np.repeat(np.arange(len(examples)), [len(each) for each in found]),
        place=np.array([place for each in found for place in each], dtype=np.intp),
        pull=slopes * np.array([each.heard.scale for each in examples]),
    )


def _telling(table: _Table, names: Sequence[str]) -> list[str]:
    """Return the features that what scoring got wrong calls for most, once all posts were moved alike."""
    bias, _ = _fit(table, 0, MOST_BIAS)
    wrong = (table.chances(bias, np.zeros(len(names))) - table.truth) * table.pull
    slopes = np.bincount(table.place, weights=wrong[table.row], minlength=len(names)).tolist()
    strongest = sorted(range(len(names)), key=lambda at: (-abs(slopes[at]), names[at]))[:MOST_DELTAS]
    return sorted(names[at] for at in strongest)


def _fit(table: _Table, many: int, most_bias: float) -> tuple[float, Real]:
    """Return bias and ``many`` deltas by gradient descent with a pace of its own for each (AdaGrad)."""
    bias, deltas, square, squares = 0.0, np.zeros(max(many, 1)), 1e-8, np.full(max(many, 1), 1e-8)
    if not many:  # a table of more features, of which none may move
        table = replace(table, row=table.row[:0], place=table.place[:0])
    for _ in range(_ROUNDS):
        wrong = table.chances(bias, deltas) - table.truth
        slope = float((wrong * table.slope).sum()) + _BIAS_DECAY * bias
        slopes = _DECAY * deltas + np.bincount(
            table.place, weights=(wrong * table.pull)[table.row], minlength=len(deltas)
        )
        square, squares = square + slope * slope, squares + slopes * slopes
        bias = max(-most_bias, min(most_bias, bias - _PACE * slope / square**0.5))
        deltas = np.clip(deltas - _PACE * slopes / np.sqrt(squares), -_LARGEST, _LARGEST)
    return bias, deltas[:many]


def _losses(chances: Real, truth: Real) -> list[float]:
    """Return the surprise at what people said, in nats."""
    within = np.clip(chances, _FLOOR, 1.0 - _FLOOR).tolist()
    return [-log(p) if so else -log1p(-p) for p, so in zip(within, truth.tolist(), strict=True)]


def _clearly_less(now: Sequence[float], was: Sequence[float]) -> bool:
    """Say whether losses fell by more than they vary: by a standard error of their mean."""
    gains = [before - after for before, after in zip(was, now, strict=True)]
    mean = sum(gains) / len(gains)
    return mean > 0 and mean**2 * len(gains) * (len(gains) - 1) > sum((gain - mean) ** 2 for gain in gains)


def _measured(chances: Real, truth: Real, cut: float) -> dict[str, Any]:
    said, so = chances >= cut, truth > 0.5
    hits, wrong = int((said & so).sum()), int((said != so).sum())
    f1 = 2 * hits / (2 * hits + wrong) if hits or wrong else 1.0
    loss = sum(_losses(chances, truth)) / len(so)
    return {"right": len(so) - wrong, "loss": round(loss, 6), "f1": round(f1, 4)}


def _log_odds(chance: float) -> float:
    within = min(1.0 - _FLOOR, max(_FLOOR, chance))
    return log(within / (1.0 - within))
