"""From rows to an artefact: fit, calibrate on rows left out, choose thresholds, prune, round."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from listening.records import FLAGS
from listening.scoring import features
from listening.scoring.artefact import STEP, Artefact, Curve, Whole
from listening.scoring.corpus import CHANNELS
from listening.scoring.evaluation import POLAR
from listening.scoring.training import calibrating
from listening.scoring.training.fitting import RULE_KEYS, Design, Fitted, Matrix, Vocabulary, design, fit, vocabulary
from listening.scoring.training.rows import FOLDS, HEADS, Row

SMALLEST: Final = 0.12
"""Pairs and parts whose every weight is smaller are left out of the artefact."""
FEWEST_OF_A_NETWORK: Final = 60
"""Posts of a network that it takes for a curve of its own."""


def make(language: str, rows: Sequence[Row], told: Callable[[str], None]) -> Artefact:
    """Return the artefact of ``language``. Rows that are held out are not looked at."""
    trained = [row for row in rows if not row.held_out]
    known = vocabulary(trained)
    whole = design(trained, known)
    told(f"{language}: {len(trained):,} texts, {len(known.columns):,} features")
    unseen = _log_odds_unseen(trained, whole, told)
    by_head = _curves(trained, whole, unseen)
    fitted = fit(whole)
    return _packed(language, trained, known, fitted, by_head, _cuts(trained, whole, unseen, by_head), unseen, whole)


def _log_odds_unseen(rows: Sequence[Row], whole: Design, told: Callable[[str], None]) -> Matrix:
    """Return the log-odds of every row under a model that was fitted without its fold."""
    folds = np.array([row.fold for row in rows])
    found = np.zeros_like(whole.y)
    for fold in range(FOLDS):
        out = np.flatnonzero(folds == fold)
        if not len(out):
            continue
        there = np.flatnonzero(folds != fold)
        part = Design(whole.x[there], whole.y[there], whole.weights[there], whole.width)
        found[out] = fit(part).log_odds(Design(whole.x[out], whole.y[out], whole.weights[out], whole.width))
        told(f"  fold {fold + 1} of {FOLDS}")
    return found


def _curves(rows: Sequence[Row], whole: Design, unseen: Matrix) -> dict[str, dict[str, Curve]]:
    channels = [row.channel for row in rows]
    seen = Counter(channels)
    common = [channel for channel in CHANNELS if seen[channel] >= FEWEST_OF_A_NETWORK]
    return {
        head: calibrating.curves(unseen[:, at], whole.y[:, at], whole.weights[:, at], channels, common)
        for at, head in enumerate(HEADS)
    }


def _cuts(
    rows: Sequence[Row], whole: Design, unseen: Matrix, by_head: dict[str, dict[str, Curve]]
) -> dict[str, tuple[float, float]]:
    found = {}
    for flag in FLAGS:
        at = HEADS.index(flag)
        there = whole.weights[:, at] > 0
        channels = [row.channel for row, here in zip(rows, there, strict=True) if here]
        chance = calibrating.chances(unseen[there, at], channels, by_head[flag])
        found[flag] = calibrating.cuts(chance, whole.y[there, at])
    return found


def _packed(
    language: str,
    rows: Sequence[Row],
    known: Vocabulary,
    fitted: Fitted,
    by_head: dict[str, dict[str, Curve]],
    cuts: dict[str, tuple[float, float]],
    unseen: Matrix,
    whole: Design,
) -> Artefact:
    names = list(known.columns)
    parts = [name[1:] for name in names if name[0] == "~"]
    part_rows = {part: fitted.weights[known.columns["~" + part]] * features.PART_WEIGHT for part in parts}
    words = [name for name in names if name[0] != "~" and " " not in name]
    word_rows = [
        fitted.weights[known.columns[word]] + sum((part_rows[p] for p in features.parts(word) if p in part_rows), 0.0)
        for word in words
    ]
    pairs = [name for name in names if " " in name and _matters(fitted.weights[known.columns[name]])]
    parts = [part for part in parts if _matters(part_rows[part])]
    dense = fitted.weights[fitted.width :]
    made = {
        "words": tuple(words),
        "word_weights": _whole(word_rows),
        "pairs": tuple((one, other) for one, _, other in (pair.partition(" ") for pair in pairs)),
        "pair_weights": _whole([fitted.weights[known.columns[pair]] for pair in pairs]),
        "parts": tuple(parts),
        "part_weights": _whole([part_rows[part] for part in parts]),
    }
    moods = _sentiment(rows, whole, unseen, by_head)
    return Artefact(
        version=f"{language}-{_digest(made, fitted, (by_head, cuts, moods))}",
        language=language,
        heads=HEADS,
        bias=fitted.bias.round(4),
        polarity=dense[: len(features.POLARITY)].round(4),
        rules=RULE_KEYS,
        rule_weights=dense[len(features.POLARITY) :].round(4),
        means=_means(fitted, whole),
        curves=by_head,
        cuts=cuts,
        sentiment=moods,
        facts=_facts(rows),
        **made,  # type: ignore[arg-type]
    )


def _matters(weights: Any) -> bool:
    return bool(np.abs(weights).max() >= SMALLEST)


def _whole(rows: Sequence[Any]) -> Whole:
    table = np.array(rows).reshape(len(rows), len(HEADS))
    return np.clip(np.rint(table / STEP), -32767, 32767).astype(np.int16)


def _digest(made: dict[str, Any], fitted: Fitted, told_of: tuple[Any, ...]) -> str:
    """Return eight letters that tell one artefact from another, ``told_of`` its curves, thresholds and scale."""
    told = hashlib.sha256(repr(told_of).encode())
    told.update(fitted.bias.round(4).tobytes())
    told.update(fitted.weights[fitted.width :].round(4).tobytes())
    for name in sorted(made):
        value = made[name]
        told.update(repr(value).encode() if isinstance(value, tuple) else value.tobytes())
    return told.hexdigest()[:8]


def _means(fitted: Fitted, whole: Design) -> Matrix:
    """Return what a word or pair of an average text pushes each head, unscaled: explanations are told against it."""
    sparse = whole.x[:, : whole.width]
    pushed = np.asarray(sparse @ fitted.weights[: whole.width]).sum(0)
    return np.asarray(pushed / max(float(sparse.sum()), 1.0)).round(4)


def _sentiment(
    rows: Sequence[Row], whole: Design, unseen: Matrix, by_head: dict[str, dict[str, Curve]]
) -> tuple[float, float]:
    low, high = HEADS.index("negative"), HEADS.index("positive")
    there = (whole.weights[:, low] > 0) & np.array([row.ordinary for row in rows])
    if not there.any():
        there = whole.weights[:, low] > 0
    channels = [row.channel for row, here in zip(rows, there, strict=True) if here]
    chance = [
        calibrating.chances(unseen[there, at], channels, by_head[head])
        for at, head in ((low, "negative"), (high, "positive"))
    ]
    mood = whole.y[there, high] - whole.y[there, low]
    return calibrating.sentiment(chance[0], chance[1], mood, POLAR)


def _facts(rows: Sequence[Row]) -> dict[str, Any]:
    sources = Counter("corpus" if row.channel and not row.id.count(" ") else row.channel for row in rows)
    ids = hashlib.sha256("\n".join(row.id for row in rows).encode()).hexdigest()
    return {"rows": dict(sorted(sources.items())), "ids": ids[:16], "fewest_of_a_network": FEWEST_OF_A_NETWORK}
