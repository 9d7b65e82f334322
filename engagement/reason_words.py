"""Which stretches of a text tell a reader why a flag is on. Pure; what scoring weighed stays as it is.

Scoring weighs every word, "since" and "is it" too, and is right to. Underlined alone they explain nothing: of a reason
its content words are shown, and of a question the sentence that asks it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

SENTENCE_AT_MOST = 200  # characters; a longer "sentence" is a list or a log, and its words are shown instead

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BREAK = re.compile(r"(?<=[.!?…])[\"”’)]*\s+|\n+")
_WORDS = """
a about after again all also am an and any anybody anyone are as at be because been before being but by can could did do
does doing done else even every for from get got had has have having he her here hers him his how i i'd i'll i'm i've if
in into is it it's its just like many may me might mine more most much my now of off on once one only or other our ours
out over own per say says same she should since so some somebody someone still such than that that's the their theirs
them then there there's these they they're this those to too two three up upon us very was we we're we've were what when
where whether which while who whom whose why will with within would you your yours yet each few first well
aber als am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser doch ein eine einem einen
einer eines er es für gibt hat habe haben hier ich ihr im in ist ja jemand kann man mein meine mich mir mit nach noch
nur ob oder sehr seit sich sie sind so uns unser unsere um und vom von vor war was weil wenn wer wie wir wird wo zu zum
zur über
"""
_FUNCTION = frozenset(_WORDS.split())


def telling(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return ``text[start:end]`` from its first content word to its last, None if it has none: function words and
    bare numbers say nothing by themselves. Negations do."""
    found = [word for word in _WORD.finditer(text, start, end) if _says(word[0])]
    if not found:
        return None
    words = list(_WORD.finditer(text, start, end))
    first = start if found[0].start() == words[0].start() else found[0].start()
    last = end if found[-1].end() == words[-1].end() else found[-1].end()
    return first, last


def _says(word: str) -> bool:
    return not word.isdigit() and word.replace("’", "'").casefold() not in _FUNCTION


def asking(text: str, at: int) -> tuple[int, int] | None:
    """Return the sentence around ``at`` if it is a question of a length that can be underlined."""
    start, end = next(((first, last) for first, last in _sentences(text) if first <= at < last), (0, 0))
    sentence = text[start:end].rstrip()
    asks = sentence.endswith("?") and len(sentence) <= SENTENCE_AT_MOST
    return (start, start + len(sentence)) if asks else None


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    return pairwise([0, *(found.end() for found in _BREAK.finditer(text)), len(text)])
