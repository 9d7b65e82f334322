"""From log-odds to probabilities a network, thresholds and the scale of sentiment. All on rows the fit did not see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from listening.scoring.artefact import Curve

Numbers = npt.NDArray[np.float64]

PRIOR: Final = 40.0
"""How many posts' worth the curve of all networks weighs against a network's own."""
FLOOR: Final = 0.6
"""Least precision of a flag at its threshold, where any threshold has it."""
MISSED: Final = 0.12
"""Of the true posts so many may be called off; what lies between is unsure, down to half of the threshold."""
_STEPS: Final = 40


def curve(log_odds: Numbers, truth: Numbers, weights: Numbers, prior: Curve | None = None) -> Curve:
    """Return the curve (Platt's) that fits best; ``prior`` pulls it as ``PRIOR`` posts would."""
    start = prior or Curve(slope=1.0, shift=0.0)
    at = np.array([start.slope, start.shift])
    middle, pull = at.copy(), np.array([PRIOR, PRIOR / 4]) if prior else np.array([1.0, 0.01])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-(at[0] * log_odds + at[1])))
        error, spread = weights * (chance - truth), weights * chance * (1 - chance)
        slope = np.array([(error * log_odds).sum(), error.sum()]) + pull * (at - middle)
        a, b, c = (spread * log_odds * log_odds).sum() + pull[0], (spread * log_odds).sum(), spread.sum() + pull[1]
        step = np.array([c * slope[0] - b * slope[1], a * slope[1] - b * slope[0]]) / (a * c - b * b)
        at = at - np.clip(step, -1.0, 1.0)
    return Curve(slope=round(float(max(at[0], 0.05)), 4), shift=round(float(at[1]), 4))


def curves(
    log_odds: Numbers, truth: Numbers, weights: Numbers, channels: Sequence[str], kept: Sequence[str]
) -> dict[str, Curve]:
    """Return the curve of all ("") and of each of the ``kept`` networks that has posts."""
    whole = curve(log_odds, truth, weights)
    found = {"": whole}
    where = np.array(channels)
    for channel in kept:
        here = (where == channel) & (weights > 0)
        if here.any():
            found[channel] = curve(log_odds[here], truth[here], weights[here], whole)
    return found


def chances(log_odds: Numbers, channels: Sequence[str], by: Mapping[str, Curve]) -> Numbers:
    """Return the probabilities of ``log_odds`` under the curve of each one's network."""
    used = [by.get(channel, by[""]) for channel in channels]
    slope, shift = (np.array([getattr(one, name) for one in used]) for name in ("slope", "shift"))
    return np.asarray(1 / (1 + np.exp(-(slope * log_odds + shift))))


def cuts(chance: Numbers, truth: Numbers) -> tuple[float, float]:
    """Return (unsure from, on from): the best F1 with a precision of ``FLOOR``, and what misses only ``MISSED``."""
    order = np.argsort(-chance, kind="stable")
    hits = np.cumsum(truth[order])
    n = np.arange(1, len(order) + 1)
    precision, recall = hits / n, hits / max(truth.sum(), 1.0)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    good = precision >= FLOOR
    best = int(np.argmax(np.where(good, f1, -1.0))) if good.any() else int(np.argmax(f1))
    on = round(float(chance[order][best]), 2)
    found = int(np.searchsorted(recall, 1 - MISSED))
    unsure = round(float(chance[order][min(found, len(order) - 1)]), 2)
    return max(min(unsure, round(on - 0.05, 2)), round(on / 2, 2)), on


def sentiment(negative: Numbers, positive: Numbers, mood: Numbers, polar: float) -> tuple[float, float]:
    """Return the factors of sentiment below and above 0 that put the best cuts (macro-F1) at ``polar``."""
    difference = positive - negative
    grid = np.arange(0.04, 0.61, 0.02)
    best, found = -1.0, (1.0, 1.0)
    for low in grid:
        for high in grid:
            said = np.where(difference > high, 1, np.where(difference < -low, -1, 0))
            score = float(np.mean([_f1(said == one, mood == one) for one in (-1, 0, 1)]))
            if score > best:
                best, found = score, (round(polar / float(low), 4), round(polar / float(high), 4))
    return found


def _f1(said: npt.NDArray[np.bool_], true: npt.NDArray[np.bool_]) -> float:
    both = float((said & true).sum())
    return 2 * both / max(float(said.sum() + true.sum()), 1.0)
