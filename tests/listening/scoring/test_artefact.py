"""The files that scoring reads: whole, small, the same bytes each time, without code, and made with these rules."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from listening.records import FLAGS
from listening.scoring import features
from listening.scoring.artefact import FOLDER, Artefact, BadArtefact, load, save, shipped
from listening.scoring.corpus import CHANNELS, languages
from listening.scoring.rules import RULES
from listening.scoring.thresholds import cuts_of
from listening.scoring.training.fitting import RULE_KEYS
from listening.scoring.training.rows import HEADS

BOTH = pytest.mark.parametrize("language", ["de", "en"])
MOST_BYTES = 5_000_000
FILE = FOLDER / "de.npz"


def told(made: Artefact) -> dict[str, Any]:
    """Return every field; of arrays what they hold and how."""
    found = {field.name: getattr(made, field.name) for field in fields(made)}
    return {
        name: (value.dtype, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else value
        for name, value in found.items()
    }


def broken(path: Path, **changed: Any) -> Path:
    """Write the German artefact with some of its arrays replaced, or left out where they are None."""
    with np.load(FILE, allow_pickle=False) as file:
        arrays: dict[str, Any] = {name: file[name] for name in file.files} | changed
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path


def test_it_ships_one_for_each_language_of_the_corpus() -> None:
    assert sorted(shipped()) == languages()
    assert sorted(path.stem for path in FOLDER.iterdir()) == languages()


@BOTH
def test_it_comes_back_as_it_was_saved(language: str, tmp_path: Path) -> None:
    save(shipped()[language], tmp_path / "a.npz")
    assert told(load(tmp_path / "a.npz")) == told(shipped()[language])


@BOTH
def test_it_is_the_same_bytes_each_time(language: str, tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        save(shipped()[language], tmp_path / name)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    save(load(tmp_path / "a.npz"), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_another_artefact_is_other_bytes(tmp_path: Path) -> None:
    save(shipped()["de"], tmp_path / "a.npz")
    save(replace(shipped()["de"], sentiment=(1.0, 1.0)), tmp_path / "b.npz")
    assert (tmp_path / "a.npz").read_bytes() != (tmp_path / "b.npz").read_bytes()


@pytest.mark.parametrize(
    "given",
    [b"", b"no artefact", FILE.read_bytes()[:5_000], FILE.read_bytes()[:-200], b"PK\x03\x04" + b"\0" * 90],
    ids=["empty", "text", "half", "no end", "no archive"],
)
def test_it_names_a_file_that_it_cannot_read(given: bytes, tmp_path: Path) -> None:
    (tmp_path / "xx.npz").write_bytes(given)
    with pytest.raises(BadArtefact, match=r"^xx\.npz: "):
        load(tmp_path / "xx.npz")


def test_it_names_a_file_with_a_flipped_byte(tmp_path: Path) -> None:
    given = bytearray(FILE.read_bytes())
    given[len(given) // 2] ^= 0xFF
    (tmp_path / "xx.npz").write_bytes(given)
    with pytest.raises(BadArtefact, match=r"^xx\.npz: "):
        load(tmp_path / "xx.npz")


@pytest.mark.parametrize(
    "changed",
    [
        {"bias": None},
        {"told": None},
        {"told": np.frombuffer(b"{}", dtype=np.uint8)},
        {"told": np.frombuffer(b"[]", dtype=np.uint8)},
        {"told": np.frombuffer(b"\xff", dtype=np.uint8)},
    ],
    ids=["no bias", "nothing told", "no version", "a list", "no text"],
)
def test_it_names_a_file_that_lacks_something(changed: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BadArtefact, match=r"^xx\.npz: "):
        load(broken(tmp_path / "xx.npz", **changed))


class Trap:
    """Unpickling it would show."""

    sprung = False

    def __reduce__(self) -> Any:
        return (setattr, (Trap, "sprung", True))


def test_it_runs_no_code_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadArtefact, match=r"^xx\.npz: .*allow_pickle"):
        load(broken(tmp_path / "xx.npz", bias=np.array([Trap()], dtype=object)))
    pickled = io.BytesIO()
    np.save(pickled, np.array([Trap()], dtype=object), allow_pickle=True)
    (tmp_path / "xx.npz").write_bytes(pickled.getvalue())
    with pytest.raises(BadArtefact, match=r"^xx\.npz: "):
        load(tmp_path / "xx.npz")
    assert not Trap.sprung


def test_it_takes_a_bare_array_for_no_artefact(tmp_path: Path) -> None:
    with (tmp_path / "xx.npz").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(BadArtefact, match=r"^xx\.npz: "):
        load(tmp_path / "xx.npz")


def test_it_is_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.iterdir()]
    assert min(sizes) > 10_000
    assert sum(sizes) < MOST_BYTES


@BOTH
def test_it_was_made_with_the_rules_and_heads_of_this_code(language: str) -> None:
    """Whoever changes a rule's name, or adds one, has to run ``make train``."""
    made = shipped()[language]
    assert made.rules == RULE_KEYS
    assert len(set(made.rules)) == len(RULES)
    assert made.heads == HEADS
    assert made.polarity.shape == (len(features.POLARITY), len(HEADS))
    assert made.rule_weights.shape == (len(RULES), len(HEADS))


def test_only_english_has_weights_for_english_rules() -> None:
    assert not shipped()["de"].rule_weights.any()
    assert not shipped()["de"].polarity.any()
    assert shipped()["en"].rule_weights.any(axis=1).mean() > 0.9


@BOTH
def test_its_tables_have_a_row_for_each_name(language: str) -> None:
    made = shipped()[language]
    for names, table in (
        (made.words, made.word_weights),
        (made.pairs, made.pair_weights),
        (made.parts, made.part_weights),
    ):
        assert table.shape == (len(names), len(HEADS))
        assert len(set(names)) == len(names)
        assert table.any()
    assert made.bias.shape == made.means.shape == (len(HEADS),)


@BOTH
def test_a_higher_log_odds_is_a_higher_probability_on_every_network(language: str) -> None:
    made = shipped()[language]
    assert made.curves.keys() == set(HEADS)
    for curves in made.curves.values():
        assert "" in curves
        assert set(curves) - {""} <= set(CHANNELS)
        assert min(curve.slope for curve in curves.values()) > 0


@BOTH
def test_unsure_begins_before_on(language: str) -> None:
    cuts = cuts_of(shipped()[language])
    assert cuts.keys() == set(FLAGS)
    assert all(0 < cut.unsure <= cut.on < 1 for cut in cuts.values())
