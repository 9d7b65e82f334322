"""The network as it is tuned, and as the product reads it. Where PyTorch is: it is not among what tests need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from listening.answers.encoder.network import Network
from listening.answers.encoder.reading import DOES
from listening.answers.encoder.seen import shown
from listening.answers.training.lessons import Lesson, written

onnx = pytest.importorskip("onnx")
torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
tuning = pytest.importorskip("listening.answers.training.tuning", exc_type=ImportError)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return list(written())[::400]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small MPNet that has learnt nothing."""
    folder = tmp_path_factory.mktemp("base")
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "[CLS]", *"abcdefghijklmnopqrstuvwxyz.,?!"]
    pieces += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", encoding="utf-8")
    config = transformers.MPNetConfig(
        vocab_size=len(pieces), hidden_size=96, num_hidden_layers=3, num_attention_heads=4, intermediate_size=256
    )
    transformers.MPNetModel(config).save_pretrained(folder)
    return folder


def test_the_product_reads_what_pytorch_tuned(tmp_path: Path, base: Path, lessons: list[Lesson]) -> None:
    net, pieces = tuning.Tuned(base), tuning.pieces_of(base)
    assert len(list(tuning.tune(net, pieces, list(lessons), passes=2))) == 1
    assert {line.split(":")[0] for line in tuning.how_well(net, pieces, lessons)} == set(DOES)
    words, layers = tmp_path / "words.npz", tmp_path / "layers.onnx"
    tuning.write(net, pieces, words, layers)
    network = Network(words, layers)
    assert network.pieces == tuple(pieces.numbers)
    for lesson in lessons:
        numbers, of_post = shown(lesson.seen, pieces)
        rows = net.words(torch.tensor([numbers]))
        with torch.no_grad():
            told = net(rows, torch.ones(1, len(numbers), dtype=torch.long), torch.tensor([of_post]))[0][0].numpy()
        assert np.abs(network.read(numbers, of_post)[0] - told).max() < 0.1  # eight bits


def test_it_goes_on_from_what_was_written(tmp_path: Path, base: Path, lessons: list[Lesson]) -> None:
    net, pieces = _shaken(tuning.Tuned(base)), tuning.pieces_of(base)
    layers = tmp_path / "layers.onnx"
    tuning.write(net, pieces, tmp_path / "words.npz", layers)
    anew = tuning.Tuned(base)
    before = tuning.told(anew, pieces, lessons[0].seen)["odds"]
    tuning.take_up(anew, layers)
    for lesson in lessons:
        was, now = (np.array(tuning.told(each, pieces, lesson.seen)["odds"]) for each in (net, anew))
        assert np.abs(was - now).max() < 0.1  # eight bits
    assert before != tuning.told(anew, pieces, lessons[0].seen)["odds"]


def test_it_does_not_go_on_from_another_network(tmp_path: Path, base: Path) -> None:
    net, pieces = _shaken(tuning.Tuned(base)), tuning.pieces_of(base)
    layers = tmp_path / "layers.onnx"
    tuning.write(net, pieces, tmp_path / "words.npz", layers)
    file = onnx.load(layers)
    lost = next(each for each in file.graph.initializer if each.name.endswith("layer.1.output.LayerNorm.bias"))
    file.graph.initializer.remove(lost)
    onnx.save(file, layers)
    with pytest.raises(ValueError, match=r"layers\.onnx lacks encoder\.encoder\.layer\.1\.output\.LayerNorm\.bias"):
        tuning.take_up(net, layers)


def _shaken(net: Any) -> Any:
    """Return a network no two weights of which are the same: the export keeps what is equal once."""
    torch.manual_seed(1)
    with torch.no_grad():
        for name, value in net.named_parameters():
            if "word_embeddings" not in name:
                value.add_(0.02 * torch.randn_like(value))
    return net
