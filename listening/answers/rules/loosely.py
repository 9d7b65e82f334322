"""Rules that also hold for words written without their apostrophe, as on phones: "doesnt", "cant see it", "im"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from listening.scoring import patterns
from listening.scoring.patterns import Rule

_SHORTENED: Final = re.compile(r"(?<![^\s|?])(\??)([a-z_']*[a-z]'[a-z_']*)(?![^\s|])")
_OTHER_WORDS: Final = frozenset(["were", "well", "ill", "shell", "hell", "id", "wed", "shed", "hed"])
"""What would be another word: "we're" without its apostrophe is "were"."""


def rule(flag: str, name: str, phrases: str, *, sets: Mapping[str, str] | None = None) -> Rule:
    """Return ``listening.scoring.patterns.rule`` of phrases in which each word with an apostrophe may lack it."""
    known = {name: " ".join(_with_loose(words.split())) for name, words in (sets or {}).items()}
    return patterns.rule(flag, name, _SHORTENED.sub(_either, phrases), sets=known)


def _with_loose(words: list[str]) -> list[str]:
    return list(dict.fromkeys(form for word in words for form in (word, _loose(word))))


def _either(found: re.Match[str]) -> str:
    optional, word = found[1], found[2]
    loose = _loose(word)
    return f"{optional}{word}" if loose == word else f"{optional}{word}|{optional}{loose}"


def _loose(words: str) -> str:
    """Return a run of words joined by "_" with each apostrophe dropped, where no other word comes of it."""
    parts = words.split("_")
    return "_".join(part if part.replace("'", "") in _OTHER_WORDS else part.replace("'", "") for part in parts)
