"""All-MiniLM-L6-v2 tuned on lessons, and written as ``listening.answers.encoder.network`` reads it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from listening.answers.encoder.reading import DOES, FIRST
from listening.answers.encoder.seen import MOST, Seen, shown
from listening.answers.encoder.wordpieces import WordPieces
from listening.answers.training.lessons import Lesson

RATE: Final = 6e-5
OF_THE_HEAD: Final = 10  # times as fast: it begins with nothing
AT_ONCE: Final = 32
WARMING: Final = 0.06
"""Share of the steps in which the rate grows; then it falls to nearly nothing."""
SMOOTHED: Final = 0.05
"""Share by which a label is doubted."""
UNTOLD: Final = 0.25
"""Share of the lessons that do not say what the rules hold: twice that of what was written by itself, with which the
rules were made. Who always hears them would trust them too much."""
_TOGETHER: Final = 40
"""Batches whose lessons are sorted by length, so that little is read for nothing."""
_TINY: Final = 1e-12


class Tuned(nn.Module):
    """The encoder with a row of answers upon it: one of each thing that each voice can do."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, local_files_only=True)  # nosec B615: a folder
        self.rest = nn.Dropout(0.1)
        width = self.encoder.config.hidden_size
        self.head = nn.Linear(2 * width, sum(map(len, DOES.values())))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, numbers: Any, there: Any, of_post: Any) -> Any:
        """Return the log-odds of each text: by its beginning, and by the post's pieces in the middle of them."""
        found = self.encoder(numbers, attention_mask=there, token_type_ids=of_post).last_hidden_state.float()
        share = of_post.unsqueeze(-1).float()
        post = (found * share).sum(1) / share.sum(1).clamp(min=1)
        return self.head(self.rest(torch.cat([found[:, 0], post], 1)))


def pieces_of(base: Path) -> WordPieces:
    """Return the pieces of words that a published model knows."""
    tokenizer = AutoTokenizer.from_pretrained(base, local_files_only=True)  # nosec B615: a folder
    known = tokenizer.get_vocab()
    return WordPieces(sorted(known, key=known.__getitem__))


def tune(net: Tuned, pieces: WordPieces, lessons: list[Lesson], *, passes: float, seed: int = 1) -> Iterator[str]:
    """Tune a network; yields a line of how far it is from time to time."""
    random.seed(seed)
    torch.manual_seed(seed)
    of_encoder = {"params": net.encoder.parameters(), "lr": RATE}
    steps = int(passes * len(lessons) / AT_ONCE)
    optimizer = torch.optim.AdamW([of_encoder, {"params": net.head.parameters(), "lr": RATE * OF_THE_HEAD}])
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (WARMING * steps)) * max(0.02, 1 - step / steps)
    )
    net.train()
    for step, batch in zip(range(1, steps + 1), _batches(lessons), strict=False):
        loss = _loss(net, pieces, batch)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        rates.step()
        optimizer.zero_grad()
        if step % 50 == 0 or step == steps:
            yield f"step {step} of {steps}, loss {loss.item():.3f}"


def _batches(lessons: list[Lesson]) -> Iterator[list[Lesson]]:
    while True:
        random.shuffle(lessons)
        batches = []
        for start in range(0, len(lessons), AT_ONCE * _TOGETHER):
            some = sorted(lessons[start : start + AT_ONCE * _TOGETHER], key=_length)
            batches += [some[at : at + AT_ONCE] for at in range(0, len(some), AT_ONCE)]
        random.shuffle(batches)
        yield from batches


def _length(lesson: Lesson) -> int:
    seen = lesson.seen
    return len(seen.question[:300]) + len(seen.heard[:300]) + len(seen.text[:900])


def _loss(net: Tuned, pieces: WordPieces, batch: Sequence[Lesson]) -> Any:
    told = [each.seen if random.random() >= UNTOLD / each.weight else each.seen._replace(ruled="") for each in batch]
    with torch.autocast("cpu", dtype=torch.bfloat16):
        odds = net(*_stacked(told, pieces)).float()
    losses = []
    for row, lesson in zip(odds, batch, strict=True):
        things, first = DOES[lesson.seen.voice], FIRST[lesson.seen.voice]
        own = row[first : first + len(things)].unsqueeze(0)
        right = torch.tensor([things.index(lesson.does)])
        losses.append(lesson.weight * nn.functional.cross_entropy(own, right, label_smoothing=SMOOTHED))
    return torch.stack(losses).mean()


def _stacked(told: Sequence[Seen], pieces: WordPieces) -> tuple[Any, Any, Any]:
    """Return the numbers of texts, which are there, and which of the post, each filled up to the longest."""
    rows = [shown(each, pieces) for each in told]
    longest = max(len(numbers) for numbers, _ in rows)
    numbers, there, of_post = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    for at, (of_text, of_the_post) in enumerate(rows):
        numbers[at, : len(of_text)] = torch.tensor(of_text)
        there[at, : len(of_text)] = 1
        of_post[at, : len(of_text)] = torch.tensor(of_the_post)
    return numbers, there, of_post


def how_well(net: Tuned, pieces: WordPieces, lessons: Sequence[Lesson]) -> Iterator[str]:
    """Yield of each voice how many lessons are read rightly."""
    net.eval()
    right: defaultdict[str, list[bool]] = defaultdict(list)
    in_order = sorted(lessons, key=_length)
    for start in range(0, len(in_order), 2 * AT_ONCE):
        some = in_order[start : start + 2 * AT_ONCE]
        with torch.no_grad():
            odds = net(*_stacked([each.seen for each in some], pieces)).numpy()
        for row, lesson in zip(odds, some, strict=True):
            things, first = DOES[lesson.seen.voice], FIRST[lesson.seen.voice]
            said = things[int(row[first : first + len(things)].argmax())]
            right[lesson.seen.voice].append(said == lesson.does)
    for voice, told in right.items():
        yield f"{voice}: {sum(told)} of {len(told)} read rightly, {sum(told) / len(told):.3f}"


def write(net: Tuned, pieces: WordPieces, path: Path) -> None:
    """Write a network as ``listening.answers.encoder.network.Network`` reads it."""
    state = {name: value.detach().float().numpy() for name, value in net.state_dict().items()}
    told: dict[str, Any] = {"pieces": np.array("\n".join(pieces.numbers)), "layers": np.array(len(_layers(state)))}
    told["words"], told["words scale"] = _small(state["encoder.embeddings.word_embeddings.weight"])
    told["places"] = state["encoder.embeddings.position_embeddings.weight"][:MOST].astype(np.float16)
    told["kinds"] = state["encoder.embeddings.token_type_embeddings.weight"]
    _put(told, "begin", state, "encoder.embeddings.LayerNorm", small=False)
    for number in _layers(state):
        of = f"encoder.encoder.layer.{number}"
        three = [f"{of}.attention.self.{name}" for name in ("query", "key", "value")]
        both = np.concatenate([state[f"{name}.weight"] for name in three])
        told[f"{number} attend"], told[f"{number} attend scale"] = _small(both)
        told[f"{number} attend shift"] = np.concatenate([state[f"{name}.bias"] for name in three])
        _put(told, f"{number} gather", state, f"{of}.attention.output.dense")
        _put(told, f"{number} gathered", state, f"{of}.attention.output.LayerNorm", small=False)
        _put(told, f"{number} widen", state, f"{of}.intermediate.dense")
        _put(told, f"{number} narrow", state, f"{of}.output.dense")
        _put(told, f"{number} narrowed", state, f"{of}.output.LayerNorm", small=False)
    told["out"], told["out shift"] = np.ascontiguousarray(state["head.weight"].T), state["head.bias"]
    np.savez_compressed(path, **told)


def _layers(state: dict[str, Any]) -> list[int]:
    return sorted({int(name.split(".")[3]) for name in state if name.startswith("encoder.encoder.layer.")})


def _put(told: dict[str, Any], name: str, state: dict[str, Any], of: str, *, small: bool = True) -> None:
    weight = state[f"{of}.weight"]
    if small:
        told[name], told[f"{name} scale"] = _small(weight)
    else:
        told[name] = weight
    told[f"{name} shift"] = state[f"{of}.bias"]


def _small(weights: Any) -> tuple[Any, Any]:
    """Return weights as whole numbers of eight bits, and the scale of each row."""
    scale = np.maximum(np.abs(weights).max(axis=1), _TINY) / 127
    return np.round(weights / scale[:, None]).astype(np.int8), scale.astype(np.float32)
