"""Training: the same rows give the same bytes, and nothing held out is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from listening.records import FLAGS
from listening.scoring.artefact import load, save
from listening.scoring.corpus import posts
from listening.scoring.training import calibrating, fitting, making
from listening.scoring.training.rows import FOLDS, HEADS, Row, corpus_rows

HUNDRED = 100


@cache
def rows(language: str = "de") -> tuple[Row, ...]:
    return tuple(islice(corpus_rows(language), HUNDRED))


@pytest.fixture(autouse=True)
def few_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "ROUNDS", 6)


def silent(_: str) -> None:
    """Tell nobody."""


@pytest.mark.parametrize("language", ["de", "en"])
def test_training_twice_gives_the_same_bytes(language: str, tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        save(making.make(language, rows(language), silent), tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert load(tmp_path / "a.npz").language == language


def test_other_rows_give_another_version() -> None:
    assert making.make("de", rows(), silent).version != making.make("de", rows()[:-10], silent).version


def test_it_never_looks_at_what_is_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Row] = []

    def spied(of: Sequence[Row], known: fitting.Vocabulary) -> fitting.Design:
        seen.extend(of)
        return fitting.design(of, known)

    monkeypatch.setattr(making, "design", spied)
    held = {post.id for post in posts("de")[:HUNDRED] if post.held_out}
    made = making.make("de", rows(), silent)
    assert 5 < len(held) < HUNDRED / 2
    assert {row.id for row in seen} == {row.id for row in rows()} - held
    assert made.facts["rows"] == {"corpus": HUNDRED - len(held)}


def test_what_is_held_out_changes_nothing(tmp_path: Path) -> None:
    save(making.make("de", rows(), silent), tmp_path / "a.npz")
    save(making.make("de", [row for row in rows() if not row.held_out], silent), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_row_is_held_out_as_its_post_is(language: str) -> None:
    assert [(row.id, row.held_out) for row in rows(language)] == [
        (post.id, post.held_out) for post in posts(language)[:HUNDRED]
    ]


def test_a_brand_is_in_one_fold() -> None:
    by_brand: dict[str, set[int]] = {}
    for row, post in zip(rows(), posts("de")[:HUNDRED], strict=True):
        by_brand.setdefault(post.brand.lower(), set()).add(row.fold)
    assert all(len(folds) == 1 for folds in by_brand.values())
    assert {row.fold for row in rows()} == set(range(FOLDS))


def test_it_learns_what_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fitting, "ROUNDS", 60)
    trained = [row for row in rows() if not row.held_out]
    known = fitting.vocabulary(trained)
    shown = fitting.design(trained, known)
    at = HEADS.index("complaint")
    odds = fitting.fit(shown).log_odds(shown)[:, at]
    truth = shown.y[:, at] > 0
    assert (odds[truth][:, None] > odds[~truth]).mean() > 0.95
    assert 10 < truth.sum() < len(trained) - 10


def test_a_curve_finds_the_curve_that_made_the_truth() -> None:
    draw = np.random.default_rng(5)
    odds = draw.normal(0, 2, 20_000)
    truth = (draw.random(20_000) < 1 / (1 + np.exp(-(0.7 * odds - 1.2)))).astype(float)
    found = calibrating.curve(odds, truth, np.ones(20_000))
    assert found.slope == pytest.approx(0.7, abs=0.04)
    assert found.shift == pytest.approx(-1.2, abs=0.06)


def test_a_curve_never_turns_round() -> None:
    odds = np.linspace(-3, 3, 200)
    found = calibrating.curve(odds, (odds < 0).astype(float), np.ones(200))
    assert found.slope > 0


def test_unsure_is_never_above_on() -> None:
    draw = np.random.default_rng(8)
    for share in (0.02, 0.3, 0.9):
        truth = (draw.random(500) < share).astype(float)
        unsure, on = calibrating.cuts(np.clip(truth * 0.3 + draw.random(500) * 0.7, 0, 1), truth)
        assert 0 < unsure <= on <= 1


def test_a_hundred_posts_make_a_whole_artefact() -> None:
    made = making.make("de", rows(), silent)
    assert made.cuts.keys() == set(FLAGS)
    assert made.rules == fitting.RULE_KEYS
    assert all(curve.slope > 0 for curves in made.curves.values() for curve in curves.values())
