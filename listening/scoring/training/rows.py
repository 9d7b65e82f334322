"""The labelled texts that a model is trained on, read as scoring reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from listening.records import FLAGS, BrandTerms
from listening.scoring import corpus
from listening.scoring.artefact import REASON
from listening.scoring.evaluation import read_rows
from listening.scoring.prepared import OURS, filled, occurrences, prepare
from listening.scoring.reading import ENGLISH, Reading, read
from listening.scoring.vader import masked_text

HEADS: Final = (*FLAGS, "rhetorical", "negative", "positive", *(REASON + reason for reason in corpus.REASONS))
"""What a model learns: the flags, questions that want no answer, the two sides of sentiment, a complaint's reason."""

FOLDS: Final = 5
UNMASKED: Final = 4
"""One post in so many is read with its brand's name as written: not every caller knows the brand."""

WEIGHTS: Final[Mapping[str, float]] = {
    "corpus": 1.0,
    "everyday": 2.0,  # fewer, but of the kind that most posts are of
    "stackoverflow_senti4sd": 0.5,
    "uci_imdb": 0.35,
    "uci_yelp": 0.8,
    "youtube_spam": 0.5,
    "iphone_purchase_intent": 0.0,  # noisy student labels: they only taught the word "buy"
}
"""How much a row of each source counts; a source that is not named counts half."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text as scoring reads it. ``labels`` has 0 or 1 for each head that is known; ``fold`` is 0..4 by its brand."""

    id: str
    channel: str
    labels: Mapping[str, int]
    weight: float
    fold: int
    held_out: bool
    ordinary: bool  # written as people mostly do; the hard cases of the corpus are not, nor is their share of moods
    reading: Reading


def _fold(of: str) -> int:
    return hashlib.sha256(of.encode()).digest()[1] % FOLDS


def corpus_rows(language: str) -> Iterator[Row]:
    """Yield the posts of the corpus in one language, held-out ones too."""
    for post in corpus.posts(language):
        ready = prepare(post.text)
        names: tuple[str, ...] = ()
        if hashlib.sha256(post.id.encode()).digest()[0] % UNMASKED or post.held_out:
            names = (post.brand,)
            brand = BrandTerms(id=1, name=post.brand, kind="own", terms=names)
            ready = ready._replace(lower=filled(ready.lower, occurrences(ready.prose, brand), OURS))
        yield Row(
            id=post.id,
            channel=post.channel,
            labels=_of_post(post),
            weight=WEIGHTS["everyday" if post.everyday else "corpus"],
            fold=_fold(post.brand.lower()),
            held_out=post.held_out,
            ordinary=post.everyday,
            reading=read(ready, language, masked_text(ready.prose, names)),
        )


def _of_post(post: corpus.CorpusPost) -> dict[str, int]:
    heads, sentiment = post.labels.heads, post.labels.sentiment
    labels = {flag: int(flag in heads) for flag in (*FLAGS, "rhetorical")}
    labels |= {"negative": int(sentiment < 0), "positive": int(sentiment > 0)}
    if "complaint" in heads:
        labels |= {REASON + reason: int(reason == post.labels.reason) for reason in corpus.REASONS}
    return labels


def folder_rows(folder: Path) -> Iterator[Row]:
    """Yield the rows of every ``*.jsonl.gz`` in a folder, as ``python -m listening.scoring evaluate`` reads them."""
    for number, row in enumerate(read_rows(folder)):
        labels = _of_labels(row["set"], row["labels"])
        weight = WEIGHTS.get(row["set"], 0.5)
        if labels and weight:
            key = f"{row['set']} {number}"
            reading = read(prepare(row["text"]), ENGLISH)
            yield Row(key, row["set"], labels, weight, _fold(key), False, True, reading)


def _of_labels(name: str, given: Mapping[str, Any]) -> dict[str, int]:
    """Return what a public row says of our heads. Dislike of a service that was used is a complaint of it."""
    labels: dict[str, int] = {}
    said = {"intent": "buying_intent", "churn": "churn_risk", "bug": "complaint"}
    for key, value in given.items():
        head = said.get(key, key)
        if head in HEADS and value in (0, 1) and key != "sentiment":
            labels[head] = int(value)
    mood = given.get("sentiment")
    if mood in (-1, 0, 1):
        labels |= {"negative": int(mood < 0), "positive": int(mood > 0)}
        if mood >= 0:
            labels.setdefault("complaint", 0)
        elif name == "uci_yelp":
            labels.setdefault("complaint", 1)
        if name.startswith("uci_"):
            labels.setdefault("praise", int(mood > 0))
    return labels


def all_rows(language: str, folder: Path | None) -> list[Row]:
    """Return every row of a language: the corpus, and for English those of ``folder``."""
    rows: Iterable[Row] = corpus_rows(language)
    found = list(rows)
    if language == ENGLISH and folder is not None:
        found += folder_rows(folder)
    return found
