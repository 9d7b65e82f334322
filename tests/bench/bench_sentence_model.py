"""How much a sentence model would add: the ceiling for a table of word vectors, and the table itself.

``python -m tests.bench.bench_sentence_model MODEL.onnx TOKENIZER.json SHIP DIR`` needs ``onnxruntime`` and
``tokenizers``, which the product does not, and an encoder such as all-MiniLM-L6-v2 (Apache 2.0, in packages of the
index). Complaints, AUC, of a logistic regression that learns from the rows that train the artefact, on the held-out
fifth of the corpus and on DIR:

- ``plain``: TF-IDF of words and letters, with the four VADER scores;
- ``table``: the same, and the mean of vectors that each token has by itself, 256 numbers by principal components,
  weighted by rarity: what could be shipped as an array of 30,522 rows;
- ``sentences``: the same, and what the encoder makes of the whole text: 22 MB of weights, milliseconds a text.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import sparse

from listening.scoring import vader
from listening.scoring.evaluation import auc, held_out, of_rows, read_rows
from listening.scoring.training.comparing import as_read
from listening.scoring.training.rows import all_rows
from listening.scoring.training.tfidf import Block, fit_head, letters, words

HEAD: Final = "complaint"
WIDTH: Final = 256
LONGEST: Final = 128  # tokens of a text that are read
BATCH: Final = 32


class Encoder:
    """A sentence model and its tokenizer."""

    def __init__(self, model: str, tokenizer: str) -> None:
        self.tokens: Any = importlib.import_module("tokenizers").Tokenizer.from_file(tokenizer)
        self.tokens.enable_truncation(LONGEST)
        self.tokens.no_padding()
        self._run: Any = importlib.import_module("onnxruntime").InferenceSession(model).run

    def of_ids(self, rows: Sequence[Sequence[int]]) -> Any:
        """Return the mean of the last layer for each row of token ids, in their order."""
        found: list[Any] = [None] * len(rows)
        order = sorted(range(len(rows)), key=lambda at: len(rows[at]))
        for start in range(0, len(order), BATCH):
            part = order[start : start + BATCH]
            ids = np.zeros((len(part), max(len(rows[at]) for at in part)), np.int64)
            mask = np.zeros_like(ids)
            for line, at in enumerate(part):
                ids[line, : len(rows[at])], mask[line, : len(rows[at])] = rows[at], 1
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
            layer = self._run(None, given)[0]
            for at, vector in zip(part, (layer * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True), strict=True):
                found[at] = vector
        return np.array(found)

    def sentences(self, texts: Sequence[str]) -> Any:
        """Return a row of length 1 for each text."""
        return _unit(self.of_ids([one.ids for one in self.tokens.encode_batch(list(texts))]))

    def table(self, texts: Sequence[str]) -> Any:
        """Return the mean of the tokens' own vectors, of length 1, for each text."""
        size = self.tokens.get_vocab_size()
        first, last = (self.tokens.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        alone = self.of_ids([(first, token, last) for token in range(size)])
        alone -= alone.mean(0)
        axes = np.linalg.svd(alone, full_matrices=False)[2][:WIDTH]
        vectors = alone @ axes.T * (0.05 + np.log1p(np.arange(size) / 1000))[:, None]  # frequent tokens come first
        encoded = self.tokens.encode_batch(list(texts))
        return _unit(np.array([vectors[one.ids[1:-1]].mean(0) if len(one.ids) > 2 else vectors[0] for one in encoded]))


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def main(model: str, tokenizer: str, ship: str, folder: str) -> None:
    """Print a line for each set and a column for each kind of feature."""
    there = [row for row in all_rows("en", Path(ship)) if not row.held_out and HEAD in row.labels and row.weight]
    asked = [row for row in (*held_out(), *of_rows(list(read_rows(Path(folder))))) if row.language == "en"]
    asked = [row for row in asked if row.labels.get(HEAD) in (0, 1)]
    texts = [row.reading.lower for row in there] + [as_read(row) for row in asked]
    blocks = [Block(words, texts[: len(there)], 2), Block(letters, texts[: len(there)], 3)]
    moods = [vader.scores(text[:600]) for text in texts]
    polarity = sparse.csr_array([[one.neg * 3, one.neu * 3, one.pos * 3, one.compound * 1.5] for one in moods])
    plain = sparse.hstack([*(block.numbers(texts) for block in blocks), polarity], format="csr")
    encoder = Encoder(model, tokenizer)
    y, weights = np.array([row.labels[HEAD] for row in there]), np.array([row.weight for row in there])
    ranks = {}
    for name, more in (("plain", None), ("table", encoder.table), ("sentences", encoder.sentences)):
        x = plain if more is None else sparse.hstack([plain, sparse.csr_array(more(texts) * 4)], format="csr")
        fitted = fit_head(x[: len(there)], y, weights)
        ranks[name] = x[len(there) :] @ fitted[:-1]
    for kind in sorted({name for row in asked for name in row.sets}):
        at = [place for place, row in enumerate(asked) if kind in row.sets]
        truth = [asked[place].labels[HEAD] == 1 for place in at]
        told = "".join(f"  {name} {auc(truth, found[at].tolist()) or 0:.3f}" for name, found in ranks.items())
        sys.stdout.write(f"{kind:<28}{len(at):>6}{told}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
