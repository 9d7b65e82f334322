"""Fits and measures the weights of ``relevance``: ``python -m listening.scoring.relevance_training``.

Trained on brands that are not held out, measured on those that are. A logistic regression by plain gradient descent:
same corpus, same bytes. With ``--check`` nothing is written.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from listening.records import BrandTerms
from listening.scoring import corpus, relevance
from listening.scoring.names import is_uncommon, kind_of, sense_of
from listening.scoring.prepared import occurrences, prepare
from listening.scoring.relevance import UNSURE
from listening.scoring.relevance_weights import CEILING, Weights, bounded

WORDS = 300
"""Words with a weight of their own: of those in most posts, never a brand's name."""
_FEWEST, _FEWEST_SIGNS = 12, 3  # posts that must hold such a word, or have a sign
_ROUNDS = 250
_STEP = 0.5
_SIGN_DECAY, _WORD_DECAY = 0.3, 3.0
"""L2, in posts: how many posts of the other kind a sign or a word must outweigh."""
_FOLDS = 5
_LIKE_A_NAME = re.compile(r"(?<![\w'@#./-])[a-zA-Z][a-z]{3,11}(?![\w'/])")
TAKEN = 0.05
"""How much a word of the trade taken for a name weighs against a labelled post: they are many, and only assumed."""


@dataclass(frozen=True, slots=True)
class Example:
    """A post as training sees it."""

    origin: str  # the brand of the post; all of its posts are on one side of a split
    about: bool
    plain: bool
    named: bool
    signs: frozenset[str]
    words: frozenset[str]


def examples(*, held_out: bool) -> list[Example]:
    """Return the posts of the corpus that are held out, or those that are not, of those that name their brand.

    Many everyday posts do not: they are reviews on its own page, where there is no name to be mistaken.
    """
    return [_example(post) for post in corpus.posts() if post.held_out is held_out and post.names_brand]


def _example(post: corpus.CorpusPost) -> Example:
    return _read(post, post.brand, about="offtopic" not in post.labels.heads)


def words_taken_for_names() -> list[Example]:
    """Return posts read as if a word of theirs were a brand's name, which it is not."""
    found = []
    for post in corpus.posts():
        if post.held_out:
            continue
        names = set(post.brand.lower().split())
        words = sorted(set(_LIKE_A_NAME.findall(prepare(post.text).prose)) - names)
        words = [word for word in words if kind_of(word) in ("everyday", "usual", "rare") and is_uncommon(word)]
        if words:
            word = words[sha256(post.id.encode()).digest()[0] % len(words)]
            found.append(_read(post, word.capitalize(), about=False))
    return found


def _read(post: corpus.CorpusPost, name: str, *, about: bool) -> Example:
    brand = BrandTerms(id=1, name=name, kind="own", terms=())
    ready, sense = prepare(post.text), sense_of(brand)
    named = occurrences(ready.prose, brand)
    signs, words = relevance.read(ready, sense, named)
    return Example(
        origin=post.brand.lower(),
        about=about,
        plain=relevance.is_plain(ready, sense, named),
        named=bool(named) or bool(signs & relevance.NAMED_OTHERWISE),
        signs=frozenset(signs),
        words=frozenset(words),
    )


def fit(told: Sequence[Example], taken: Sequence[Example] = ()) -> Weights:
    """Return the weights that fit these posts best."""
    plain = [each for each in told if each.plain]
    rest = [each for each in told if not each.plain and each.named]
    keys = _keys(rest)
    heft = [1.0] * len(rest) + [TAKEN] * len(taken)
    rest = [*rest, *taken]
    decay = [0.0, *(_WORD_DECAY if key.startswith("word ") else _SIGN_DECAY for key in keys)]
    places = {key: at for at, key in enumerate(keys, 1)}
    rows = [[0, *sorted(places[key] for key in _of(each) if key in places)] for each in rest]
    weights = _descend(rows, [each.about for each in rest], heft, decay)
    found = {key: round(weight, 3) for key, weight in zip(keys, weights[1:], strict=True)}
    return Weights(
        start=round(weights[0], 3),
        signs={key: weight for key, weight in found.items() if not key.startswith("word ")},
        words={key.removeprefix("word "): weight for key, weight in found.items() if key.startswith("word ")},
        plain=min(CEILING, round((sum(each.about for each in plain) + 1) / (len(plain) + 2), 3)),
    )


def _of(each: Example) -> list[str]:
    return [*each.signs, *(f"word {word}" for word in each.words)]


def _keys(told: Sequence[Example]) -> list[str]:
    """Return the signs that occur, and the words in most posts."""
    signs = Counter(sign for each in told for sign in each.signs)
    words = Counter(word for each in told for word in each.words if len(word) > 1)
    named = {word for each in told for word in each.origin.split()}
    frequent = sorted(
        (word for word, n in words.items() if n >= _FEWEST and word not in named), key=lambda word: (-words[word], word)
    )
    return [
        *sorted(sign for sign, n in signs.items() if n >= _FEWEST_SIGNS),
        *(f"word {word}" for word in sorted(frequent[:WORDS])),
    ]


def _descend(
    rows: Sequence[Sequence[int]], about: Sequence[bool], heft: Sequence[float], decay: Sequence[float]
) -> list[float]:
    """Minimise the logistic loss with L2 by Adagrad over all rows."""
    weights, squares = [0.0] * len(decay), [1e-8] * len(decay)
    for _ in range(_ROUNDS):
        slopes = [rate * weight for rate, weight in zip(decay, weights, strict=True)]
        for row, truth, weight in zip(rows, about, heft, strict=True):
            told = sum(weights[at] for at in row)
            wrong = weight * (1 / (1 + math.exp(-told)) - truth)
            for at in row:
                slopes[at] += wrong
        for at, slope in enumerate(slopes):
            squares[at] += slope * slope
            weights[at] -= _STEP * slope / math.sqrt(squares[at])
    return weights


def calibrated(told: Sequence[Example], taken: Sequence[Example]) -> tuple[Weights, list[float]]:
    """Return weights whose probabilities hold for labelled posts, and those of five fits for brands they did not see.

    The fits lean to *not the brand*, because words taken for names all are not; slope and start are set right by posts
    of brands that a fit did not see.
    """
    told_of = [0.0] * len(told)
    for number in range(_FOLDS):
        weights = fit([each for each in told if _fold(each) != number], [e for e in taken if _fold(e) != number])
        for at, each in enumerate(told):
            if _fold(each) == number:
                told_of[at] = weights.of(each.signs, each.words)
    slope, start = _straightened(
        [(odds, each.about) for odds, each in zip(told_of, told, strict=True) if each.named and not each.plain]
    )
    weights = fit(told, taken)
    whole = Weights(
        start=round(slope * weights.start + start, 3),
        signs={sign: round(slope * weight, 3) for sign, weight in weights.signs.items()},
        words={word: round(slope * weight, 3) for word, weight in weights.words.items()},
        plain=weights.plain,
    )
    return whole, [judged(each, whole, odds=slope * odds + start) for odds, each in zip(told_of, told, strict=True)]


def _fold(each: Example) -> int:
    return sha256(each.origin.encode()).digest()[1] % _FOLDS


def _straightened(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Return slope and start of the logistic curve through these log-odds, by Newton's method."""
    slope, start = 1.0, 0.0
    for _ in range(20):
        a = b = c = x = y = 0.0
        for odds, truth in pairs:
            chance = 1 / (1 + math.exp(-(slope * odds + start)))
            bend, wrong = chance * (1 - chance), chance - truth
            a, b, c = a + bend * odds * odds, b + bend * odds, c + bend
            x, y = x + wrong * odds, y + wrong
        slope, start = slope - (c * x - b * y) / (a * c - b * b), start - (a * y - b * x) / (a * c - b * b)
    return slope, start


def judged(each: Example, weights: Weights, *, odds: float | None = None) -> float:
    """Return what ``relevance.chance`` would say of an example."""
    if each.plain:
        return weights.plain
    if not each.named:
        return relevance.UNNAMED
    return bounded(weights.of(each.signs, each.words) if odds is None else odds)


@dataclass(frozen=True, slots=True)
class Measured:
    """How well *about something else* is found: of ``off`` such posts among ``n``; shares are 0..1."""

    n: int
    off: int
    auc: float
    precision: float
    recall: float
    wrongly: float  # share of the posts about the brand that are held to be unsure
    calibration: float  # expected calibration error in ten bins of equal size


def measure(told: Sequence[Example], chances: Sequence[float]) -> Measured:
    """Return how good these probabilities are."""
    off = [chance for each, chance in zip(told, chances, strict=True) if not each.about]
    about = [chance for each, chance in zip(told, chances, strict=True) if each.about]
    low, wrongly = (sum(chance < UNSURE for chance in some) for some in (off, about))
    return Measured(
        n=len(told),
        off=len(off),
        auc=_auc(about, off),
        precision=low / max(1, low + wrongly),
        recall=low / max(1, len(off)),
        wrongly=wrongly / max(1, len(about)),
        calibration=_calibration([each.about for each in told], chances),
    )


def _auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    ranked = sorted([(chance, True) for chance in higher] + [(chance, False) for chance in lower])
    ties: defaultdict[float, list[int]] = defaultdict(lambda: [0, 0])
    for chance, up in ranked:
        ties[chance][up] += 1
    below = won = 0.0
    for chance in sorted(ties):
        lows, highs = ties[chance]
        won += highs * (below + lows / 2)
        below += lows
    return won / max(1, len(higher) * len(lower))


def _calibration(truths: Sequence[bool], chances: Sequence[float]) -> float:
    ranked = sorted(zip(chances, truths, strict=True))
    size = math.ceil(len(ranked) / 10)
    bins = [ranked[at : at + size] for at in range(0, len(ranked), size)]
    gaps = (abs(sum(chance for chance, _ in each) - sum(truth for _, truth in each)) for each in bins)
    return sum(gaps) / max(1, len(ranked))


def _line(name: str, found: Measured) -> str:
    return (
        f"{name:<28} n {found.n:>5}  off {found.off:>4}  AUC {found.auc:.3f}  precision {found.precision:.2f}"
        f"  recall {found.recall:.2f}  wrongly unsure {found.wrongly:.3f}  calibration error {found.calibration:.3f}\n"
    )


def written(weights: Weights) -> str:
    """Return the file of the weights."""
    told: Mapping[str, object] = {
        "start": weights.start,
        "plain": weights.plain,
        "signs": dict(sorted(weights.signs.items())),
        "words": dict(sorted(weights.words.items())),
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def main(arguments: Iterable[str] = ()) -> None:
    """Fit, write the weights, and print the figures."""
    seen, unseen = examples(held_out=False), examples(held_out=True)
    weights, crossed = calibrated(seen, words_taken_for_names())
    if "--check" not in set(arguments):
        Path(relevance.__file__).with_name("relevance.json").write_text(written(weights), encoding="utf-8")
    sys.stdout.write(_line("five folds of the brands seen", measure(seen, crossed)))
    sys.stdout.write(_line("brands held out", measure(unseen, [judged(each, weights) for each in unseen])))


if __name__ == "__main__":
    main(sys.argv[1:])
