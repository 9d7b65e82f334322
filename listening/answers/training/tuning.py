"""All-mpnet-base-v2 tuned on lessons, and written as ``listening.answers.encoder.network`` reads it."""

from __future__ import annotations

import random
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import onnx.numpy_helper
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import DefaultWeightOnlyQuantConfig, MatMulNBitsQuantizer
from torch import nn
from transformers import AutoModel

from listening.answers.encoder.reading import DOES, FIRST
from listening.answers.encoder.seen import Seen, shown
from listening.answers.encoder.wordpieces import BREAK, PAD, START, WordPieces
from listening.answers.training.lessons import BY_ITSELF, Lesson

RATE: Final = 4e-5
OF_THE_HEAD: Final = 10  # times as fast: it begins with nothing
AT_ONCE: Final = 32
WARMING: Final = 0.06
"""Share of the steps in which the rate grows; then it falls to nearly nothing."""
SMOOTHED: Final = 0.05
"""Share by which a label is doubted."""
UNTOLD: Final = 0.25
"""Share of the lessons that do not say what the rules hold: twice that of what was written by itself, with which the
rules were made. Who always hears them would trust them too much."""
UNHEARD: Final = 0.25
"""Share of the lessons that do not say what was said next: threads that are told have an end, but most posts are read
as soon as they stand there."""
BY_ITSELF_A_PASS: Final = 0.3
"""Share of what was written by itself that one pass takes, each time another: it tells less, and takes as long."""
LEFT_AS_THEY_ARE: Final = 2
"""Lowest layers that are not tuned, as the words are not: that saves an eighth of the time."""
BLOCK: Final = 128
"""Weights of the layers that share a scale."""
_TOGETHER: Final = 40
"""Batches whose lessons are sorted by length, so that little is read for nothing."""
_TINY: Final = 1e-12
_NAMED: Final = {"<s>": START, "</s>": BREAK, "<pad>": PAD}
"""What BERT, whose pieces MPNet knows, calls its marks."""


class Tuned(nn.Module):
    """The encoder with a row of answers upon it: one of each thing that each voice can do."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(  # nosec B615: a folder
            base, local_files_only=True, attn_implementation="eager"
        )
        width = self.encoder.config.hidden_size
        self.kinds = nn.Embedding(2, width)
        self.rest = nn.Dropout(0.1)
        self.head = nn.Linear(2 * width, sum(map(len, DOES.values())))
        nn.init.normal_(self.kinds.weight, std=0.005)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, words: Any, there: Any, of_post: Any) -> tuple[Any, Any]:
        """Return the log-odds of texts by the rows of their words, and what each piece adds to them.

        They go by the beginning of a text, and by the middle of its post's pieces.
        """
        places = there.cumsum(1) * there + self.encoder.config.pad_token_id
        found = self.encoder(inputs_embeds=words + self.kinds(of_post), position_ids=places, attention_mask=there)
        rows = self.rest(found.last_hidden_state.float())
        of_beginning, of_pieces = self.head.weight.chunk(2, dim=1)
        adds = rows @ of_pieces.T
        share = of_post.unsqueeze(-1).float()
        middle = (adds * share).sum(1) / share.sum(1).clamp(min=1)
        return rows[:, 0] @ of_beginning.T + middle + self.head.bias, adds

    def words(self, numbers: Any) -> Any:
        """Return the rows of the pieces with these numbers."""
        return self.encoder.embeddings.word_embeddings(numbers)


def pieces_of(base: Path) -> WordPieces:
    """Return the pieces of words that a published MPNet knows, in its order."""
    lines = (base / "vocab.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return WordPieces(_NAMED.get(piece, f"<{piece}>" if piece in _NAMED.values() else piece) for piece in lines)


def tune(net: Tuned, pieces: WordPieces, lessons: list[Lesson], *, passes: float, seed: int = 1) -> Iterator[str]:
    """Tune a network; yields a line of how far it is from time to time."""
    random.seed(seed)
    torch.manual_seed(seed)
    encoder = net.encoder
    for left in (encoder.embeddings.word_embeddings, encoder.embeddings.position_embeddings):
        left.requires_grad_(False)
    encoder.encoder.layer[:LEFT_AS_THEY_ARE].requires_grad_(False)
    tuned = [value for value in encoder.parameters() if value.requires_grad]
    others = [*net.kinds.parameters(), *net.head.parameters()]
    in_threads = [each for each in lessons if each.weight > BY_ITSELF]
    by_itself = [each for each in lessons if each.weight <= BY_ITSELF]
    steps = int(passes * (len(in_threads) + BY_ITSELF_A_PASS * len(by_itself)) / AT_ONCE) or 1
    optimizer = torch.optim.AdamW(
        [{"params": tuned, "lr": RATE}, {"params": others, "lr": RATE * OF_THE_HEAD}], fused=True
    )
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARMING * steps)) * max(0.02, 1 - step / steps)
    )
    net.train()
    for step, batch in zip(range(1, steps + 1), _batches(in_threads, by_itself, pieces), strict=False):
        loss = _loss(net, pieces, batch)
        loss.backward()
        nn.utils.clip_grad_norm_([*tuned, *others], 1.0)
        optimizer.step()
        rates.step()
        optimizer.zero_grad()
        if step % 50 == 0 or step == steps:
            yield f"step {step} of {steps}, loss {loss.item():.3f}"


def _batches(in_threads: list[Lesson], by_itself: list[Lesson], pieces: WordPieces) -> Iterator[list[Lesson]]:
    while True:
        lessons = in_threads + random.sample(by_itself, round(BY_ITSELF_A_PASS * len(by_itself)))
        random.shuffle(lessons)
        batches = []
        for start in range(0, len(lessons), AT_ONCE * _TOGETHER):
            some = _by_length(lessons[start : start + AT_ONCE * _TOGETHER], pieces)
            batches += [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
        random.shuffle(batches)
        yield from batches


def _by_length(lessons: Sequence[Lesson], pieces: WordPieces) -> list[Lesson]:
    return sorted(lessons, key=lambda each: len(shown(each.seen, pieces)[0]))


def _loss(net: Tuned, pieces: WordPieces, batch: Sequence[Lesson]) -> Any:
    told = [each.seen if random.random() >= UNTOLD / each.weight else each.seen._replace(ruled="") for each in batch]
    told = [each if random.random() >= UNHEARD else each._replace(then="", then_by="") for each in told]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = _odds(net, pieces, told).float()
    losses = []
    for row, lesson in zip(odds, batch, strict=True):
        things, first = DOES[lesson.seen.voice], FIRST[lesson.seen.voice]
        own = row[first : first + len(things)].unsqueeze(0)
        right = torch.tensor([things.index(lesson.does)])
        losses.append(lesson.weight * nn.functional.cross_entropy(own, right, label_smoothing=SMOOTHED))
    return torch.stack(losses).mean()


def _odds(net: Tuned, pieces: WordPieces, told: Sequence[Seen]) -> Any:
    """Return the log-odds of texts that are read together, each filled up to the longest."""
    rows = [shown(each, pieces) for each in told]
    longest = max(len(numbers) for numbers, _ in rows)
    numbers = torch.full((len(rows), longest), pieces.numbers[PAD])
    there, of_post = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(2))
    for at, (of_text, of_the_post) in enumerate(rows):
        numbers[at, : len(of_text)] = torch.tensor(of_text)
        there[at, : len(of_text)] = 1
        of_post[at, : len(of_text)] = torch.tensor(of_the_post)
    return net(net.words(numbers), there, of_post)[0]


def how_well(net: Tuned, pieces: WordPieces, lessons: Sequence[Lesson]) -> Iterator[str]:
    """Yield of each voice how many lessons are read rightly."""
    net.eval()
    right: defaultdict[str, list[bool]] = defaultdict(list)
    in_order = _by_length(lessons, pieces)
    for start in range(0, len(in_order), 2 * AT_ONCE):
        some = in_order[start : start + 2 * AT_ONCE]
        with torch.no_grad():
            odds = _odds(net, pieces, [each.seen for each in some]).numpy()
        for row, lesson in zip(odds, some, strict=True):
            things, first = DOES[lesson.seen.voice], FIRST[lesson.seen.voice]
            said = things[int(row[first : first + len(things)].argmax())]
            right[lesson.seen.voice].append(said == lesson.does)
    for voice, told in right.items():
        yield f"{voice}: {sum(told)} of {len(told)} read rightly, {sum(told) / len(told):.3f}"


def told(net: Tuned, pieces: WordPieces, seen: Seen) -> dict[str, Any]:
    """Return what a test holds the product against: the pieces of a text, its log-odds, what its post adds to them."""
    net.eval()
    numbers, of_post = shown(seen, pieces)
    with torch.no_grad():
        whole = torch.ones(1, len(numbers), dtype=torch.long)
        odds, adds = net(net.words(torch.tensor([numbers])), whole, torch.tensor([of_post]))
    middle = adds[0][torch.tensor(of_post, dtype=torch.bool)].mean(0)
    rounded = {"odds": odds[0], "middle": middle}
    return {"seen": seen._asdict(), "numbers": numbers} | {
        name: [round(float(each), 3) for each in row] for name, row in rounded.items()
    }


class _Read(nn.Module):
    """One text, as the product reads it."""

    def __init__(self, net: Tuned) -> None:
        super().__init__()
        self.net = net

    def forward(self, words: Any, of_post: Any) -> Any:
        return self.net(words, torch.ones_like(of_post), of_post)


def write(net: Tuned, pieces: WordPieces, words: Path, layers: Path) -> None:
    """Write a network as ``listening.answers.encoder.network.Network`` reads it.

    Weights become whole numbers of eight bits: in the rows of words with a scale for each row, in the layers for each
    ``BLOCK`` weights. What flows through the layers is rounded by blocks too as they are read: by whole texts, as the
    usual dynamic quantization does it, one post of fifteen came out otherwise.
    """
    net.eval()
    small, scale = _small(net.encoder.embeddings.word_embeddings.weight.detach().float().numpy())
    told: dict[str, Any] = {"pieces": np.array("\n".join(pieces.numbers)), "words": small, "words scale": scale}
    np.savez_compressed(words, **told)
    of_post = torch.tensor([[0, 0, 1, 1, 1]])
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter's farewell; the newer one fixes the length of a text
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            _Read(net).eval(),
            (net.words(torch.zeros(1, 5, dtype=torch.long)), of_post),
            str(whole),
            input_names=["words", "of_post"],
            output_names=["odds", "adds"],
            dynamic_axes={"words": {1: "pieces"}, "of_post": {1: "pieces"}, "adds": {1: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
        by_blocks = DefaultWeightOnlyQuantConfig(block_size=BLOCK, is_symmetric=True, accuracy_level=4, bits=8)
        smaller = MatMulNBitsQuantizer(onnx.load(whole), algo_config=by_blocks)
        smaller.process()
        smaller.model.save_model_to_file(str(layers))


def take_up(net: Tuned, layers: Path) -> None:
    """Give a network the weights of one that was written, as far as eight bits keep them, to tune it on.

    Raises ``ValueError`` where the file lacks one: what was written was another network.
    """
    graph = onnx.load(layers).graph
    held = {each.name: onnx.numpy_helper.to_array(each) for each in graph.initializer}
    told = {name: torch.tensor(held[f"net.{name}"]) for name in net.state_dict() if f"net.{name}" in held}
    for node in graph.node:
        if node.op_type == "MatMulNBits":
            weights = _in_full(held[node.input[1]], held[node.input[2]], node)
            path = node.name.removeprefix("/net/").removesuffix("_Q8").removesuffix("/MatMul")
            told[_OF_THE_HEAD.get(path) or f"{path.replace('/', '.')}.weight"] = weights
    if {"of beginning", "of pieces"} <= told.keys():
        told["head.weight"] = torch.cat([told.pop("of beginning"), told.pop("of pieces")], dim=1)
    left = {name for name in net.state_dict() if ".pooler." not in name and name != _WORDS} - set(told)
    if left:
        raise ValueError(f"{layers.name} lacks {', '.join(sorted(left))}")
    net.load_state_dict(told, strict=False)


_OF_THE_HEAD: Final = {"MatMul": "of pieces", "MatMul_1": "of beginning"}
"""What the file calls the halves of the head."""
_WORDS: Final = "encoder.embeddings.word_embeddings.weight"


def _in_full(small: Any, scales: Any, node: Any) -> Any:
    """Return the weights of a node: whole numbers around 128, so many a block, a scale for each block."""
    says = {each.name: each.i for each in node.attribute}
    blocks = (small.reshape(says["N"], -1, says["block_size"]).astype(np.float32) - 128) * scales.reshape(
        says["N"], -1, 1
    )
    return torch.tensor(blocks.reshape(says["N"], -1)[:, : says["K"]])


def _small(weights: Any) -> tuple[Any, Any]:
    """Return weights as whole numbers of eight bits, and the scale of each row."""
    scale = np.maximum(np.abs(weights).max(axis=1), _TINY) / 127
    return np.round(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)
