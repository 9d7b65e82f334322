"""What the network reads that a post does, and which sentence told it most. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from listening.answers.encoder.network import Network, Numbers
from listening.answers.encoder.seen import OF_POST, Seen, plainly, shown
from listening.answers.encoder.wordpieces import WordPieces
from listening.answers.reading import LONGEST, read_reply
from listening.answers.records import Sign

WORDS: Final = Path(__file__).with_name("words.npz")
LAYERS: Final = Path(__file__).with_name("layers.onnx")
DOES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ours": ("answers", "holds", "asks", "other"),
        "peer": ("answers", "not"),
        "asker": ("solved", "failed", "asks", "supplies", "other"),
        "question": ("seeks", "not"),
    }
)
"""What posts of each voice can do for the asker, in the order of the network's answers."""
FIRST: Final[Mapping[str, int]] = MappingProxyType(
    {voice: sum(len(DOES[each]) for each in list(DOES)[:place]) for place, voice in enumerate(DOES)}
)
"""Where the answers of a voice begin."""
KEPT: Final = 10_000
"""Posts whose reading a process keeps, in 10 MB at most: a thread is decided again whenever it was read."""


def network() -> tuple[Network, WordPieces]:
    """Return the network and the pieces of words that it knows, opened at first use."""
    with _OPENING:  # two threads of a web process would open it twice
        return _opened()


_OPENING: Final = Lock()


@lru_cache(maxsize=1)
def _opened() -> tuple[Network, WordPieces]:
    opened = Network(WORDS, LAYERS)
    return opened, WordPieces(opened.pieces)


class Does(NamedTuple):
    """What a post most probably does (``DOES`` of its voice), and which of its pieces that are shown stands amid the
    words that say most for it. ``share`` is how probable it is, 0..1."""

    what: str
    peak: int
    share: float = 1.0


def read(seen: Seen) -> Does:
    """Read a post. Raises ``KeyError`` for an unknown voice."""
    numbers, of_post = shown(seen, network()[1])
    untold = seen.voice == "asker" and not seen.heard
    return _read(seen.voice, np.array(numbers, dtype=np.uint16).tobytes(), sum(of_post), untold=untold)


def in_sight(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return ``text``; up to the end of the last of the ``spans`` if it is long and none of them would be shown whole.

    So the network sees them, and what was said right before them, in the place of what ended the text.
    """
    pieces, (first, last) = network()[1], OF_POST
    if not spans or _length(text, pieces) <= first + last:
        return text
    if _length(text[: spans[0][1]], pieces) <= first or _length(text[spans[-1][0] :], pieces) <= last:
        return text
    return text[: spans[-1][1]]


def _length(text: str, pieces: WordPieces) -> int:
    return len(pieces.of(plainly(text)))


SURELY_SOLVED: Final = 0.6
"""How probable it must be that an asker says it is solved, whom nobody told anything yet. Of 26 such posts of threads
kept aside that were taken for it 3 said otherwise, 1 of them below this (3 of 6 when it was set); of the rest none."""


@lru_cache(maxsize=KEPT)
def _read(voice: str, told: bytes, of_post: int, *, untold: bool) -> Does:
    """Read the pieces of a text, the last ``of_post`` of which are the post's; ``untold``, by one who heard nothing."""
    things, first = DOES[voice], FIRST[voice]
    numbers = np.frombuffer(told, dtype=np.uint16).tolist()
    kinds = [0] * (len(numbers) - of_post) + [1] * of_post
    odds, adds = (each[..., first : first + len(things)] for each in network()[0].read(numbers, kinds))
    best = int(odds.argmax())
    if untold and things[best] == "solved" and _share(odds, best) < SURELY_SOLVED:
        best = int(np.delete(odds, best).argmax()) + 1  # it stands first
    return Does(things[best], _peak(adds[:-1], best), _share(odds, best))


def _share(odds: Numbers, best: int) -> float:
    """Return the probability of one thing by log-odds."""
    return float(1 / np.exp(odds - odds[best]).sum())


def _peak(adds: Numbers, best: int) -> int:
    """Return the piece around which most is added to one thing, and least to the others."""
    if not len(adds):
        return 0
    others = (adds.sum(axis=1) - adds[:, best]) / (adds.shape[1] - 1)
    around = np.convolve(adds[:, best] - others, np.ones(_TOGETHER), mode="same")
    return min(int(around.argmax()), len(adds) - 1)


_TOGETHER: Final = 5
"""Pieces beside one another whose words count together."""


def telling(seen: Seen, does: Does, meaning: str) -> tuple[Sign, ...]:
    """Return where the sentence stands that says most for what a post was read to do.

    Of a long post the beginning and the end were shown: pieces are counted from there.
    """
    _, pieces = network()
    sentences = [each for each in read_reply(seen.text).sentences if each.words]
    lengths = [_length(seen.text[each.start : each.end], pieces) for each in sentences]
    first, last = OF_POST
    if not sentences or (does.peak >= first and len(seen.text) > LONGEST):
        return ()
    peak = does.peak + max(0, sum(lengths) - first - last) * (does.peak >= first)
    found = next((each for each, end in zip(sentences, accumulate(lengths), strict=True) if peak < end), sentences[-1])
    text = seen.text[found.start : found.end][:_LONGEST].rstrip()
    return (Sign(found.start, found.start + len(text), meaning, "words"),)


_LONGEST: Final = 300
"""Characters of a sentence that are marked."""


def forget() -> None:
    """Drop what was read, as a measurement wants it."""
    _read.cache_clear()
