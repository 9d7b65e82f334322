"""Posts written for this project, with labels, to train and to measure scoring. Pure: two files a language.

``posts.tsv`` has a post a line: id, channel, brand, text (``\\n`` for a line break). ``labels.tsv`` has three a
line: by whoever wrote the post, by another who saw only the text, and what holds where these two differed. All labels
are about the named brand: "X is terrible, so we moved to us" is praise for us.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from listening.records import FLAGS

HERE = Path(__file__).parent
CHANNELS = (
    "x",
    "linkedin",
    "reddit",
    "hackernews",
    "github",
    "forum",
    "review",
    "appstore",
    "mastodon",
    "bluesky",
    "youtube",
    "blog",
    "news",
)
HEADS = (*FLAGS, "rhetorical", "offtopic")
"""The product's flags, questions that want no answer, and posts in which the word is not the brand."""

REASONS = (
    "bug",
    "outage",
    "performance",
    "billing",
    "pricing",
    "support",
    "missing_feature",
    "usability",
    "account",
    "contract",
    "security",
    "other",
)
SENTIMENTS = {"-": -1, "0": 0, "+": 1}
FIFTH = 5
"""One brand in so many is held out for ever: brands, not posts, because a brand's posts answer each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a post is to its brand. ``reason`` is "" without a complaint; ``sentiment`` is -1, 0 or 1."""

    heads: frozenset[str]
    reason: str
    sentiment: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusPost:
    """A post with what holds, and the two labellings that were made apart."""

    id: str
    channel: str
    brand: str
    text: str
    labels: Labels
    first: Labels
    second: Labels

    @property
    def everyday(self) -> bool:
        """Is it of the part that was written in ordinary words, not of the one of hard cases?"""
        return self.id.startswith(("e", "f"))

    @property
    def names_brand(self) -> bool:
        """Does the brand's name stand in the text, wherever, in any case and however spaced?"""
        return _bare(self.brand) in _bare(self.text)

    @property
    def held_out(self) -> bool:
        """Whether nothing may ever be trained or tuned on it."""
        return hashlib.sha256(self.brand.lower().encode()).digest()[0] % FIFTH == 0


def _bare(text: str) -> str:
    return "".join(text.lower().split())


def read_labels(text: str) -> Labels:
    """Return labels as they are written: ``complaint:bug question -``. Raises ``ValueError`` naming what is unknown."""
    *tokens, mark = text.split(" ")
    if mark not in SENTIMENTS:
        raise ValueError(f"“{mark}” is no sentiment")
    heads, reason = set(), ""
    for token in tokens:
        head, _, why = token.partition(":")
        if head not in HEADS or (head == "complaint") != (why in REASONS):
            raise ValueError(f"“{token}” is no label")
        heads.add(head)
        reason = reason or why
    return Labels(heads=frozenset(heads), reason=reason, sentiment=SENTIMENTS[mark])


def languages() -> list[str]:
    """Return the codes of the languages that have posts: one folder each."""
    return sorted(path.parent.name for path in HERE.glob("*/posts.tsv"))


@lru_cache(maxsize=4)
def posts(language: str = "en") -> tuple[CorpusPost, ...]:
    """Return all posts of a language in the order of the file. Raises ``ValueError`` naming the id at fault."""
    labelled = {id_: labels for id_, *labels in _lines(HERE / language / "labels.tsv")}
    return tuple(_post(line, labelled[line[0]]) for line in _lines(HERE / language / "posts.tsv"))


def _lines(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n") if line]


def _post(line: Sequence[str], labelled: Sequence[str]) -> CorpusPost:
    id_, channel, brand, text = line
    try:
        first, second, settled = map(read_labels, labelled)
    except ValueError as wrong:
        raise ValueError(f"{id_}: {wrong}") from None
    return CorpusPost(
        id=id_,
        channel=channel,
        brand=brand,
        text=text.replace("\\n", "\n"),
        labels=settled,
        first=first,
        second=second,
    )


def kappa(pairs: Iterable[tuple[object, object]]) -> float:
    """Return Cohen's kappa of two labellings: agreement beyond what chance would give, 1 is full."""
    found = Counter(pairs)
    n = sum(found.values())
    agreed = sum(count for (one, other), count in found.items() if one == other) / n
    firsts, seconds = Counter[object](), Counter[object]()
    for (one, other), count in found.items():
        firsts[one] += count
        seconds[other] += count
    by_chance = sum(firsts[each] * seconds[each] for each in firsts) / n**2
    return 1.0 if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def agreement(language: str = "en") -> dict[str, float]:
    """Return the kappa of the two labellings for each head, and for sentiment."""
    told = posts(language)
    found = {head: kappa((head in post.first.heads, head in post.second.heads) for post in told) for head in HEADS}
    return found | {"sentiment": kappa((post.first.sentiment, post.second.sentiment) for post in told)}
