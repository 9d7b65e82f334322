"""Where in a text a reason begins and ends that is more than the word that tells it: a sentence, a negation. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 200
"""Characters; a longer "sentence" is a list or a log."""
PASSAGE, NEAR = 100, 40
"""Characters at most of what is shown around words; where no part of a sentence is as short, so many on either side."""
_ENDS: Final = (". ", "! ", "? ", "… ", "\n")
_PARTS: Final = (*_ENDS, ", ", "; ", ": ", " – ", " - ", " (", ") ")
_BEFORE: Final = " \t\r\n\"'“‘(-*>#"
_AROUND: Final = _BEFORE + ",;:–”’"
_TURNED: Final = re.compile(
    r"\b(?:no|not|never|without|hardly|nothing|none|cannot|cant|dont|doesnt|didnt|isnt|wont|\w+n['’]t)\b"
    r"(?:\s+[^\s.!?;,]+){0,2}\s+\Z",
    re.IGNORECASE,
)
_TURNED_WITHIN: Final = 40


def begin(text: str, mark: int) -> int:
    """Return where the sentence begins that ends in a question mark, or the mark if that is too long to be one."""
    start = _begin(text, mark)
    sentence = text[start:mark]
    if mark - start > LONGEST or not any(map(str.isalpha, sentence)):
        return mark
    return mark - len(sentence.lstrip(_BEFORE))


def end_asking(text: str, end: int) -> int:
    """Return the end of the sentence that goes on at ``end`` if it ends in "?", else ``end``."""
    mark = text.find("?", end, end + LONGEST)
    return mark + 1 if mark >= 0 and not any(text.find(each, end, mark) >= 0 for each in _ENDS) else end


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return begin and end of the sentence that holds ``text[start:end]``; of a long one the part, or words near by."""
    for ends in (_ENDS, _PARTS):
        first = min(_begin(text, start, ends), start)
        found = [at + 1 for each in ends if (at := text.find(each, end - 1, end + LONGEST)) >= 0]
        after = max(min(found, default=min(end + LONGEST, len(text))), end)
        if after - first <= PASSAGE:
            break
    else:
        first = text.find(" ", max(start - NEAR, first), start) + 1 or start
        after = max(text.rfind(" ", end, min(end + NEAR, after)), end)
    passage = text[first:after]
    after = first + len(passage.rstrip(_AROUND))
    first += len(passage) - len(passage.lstrip(_AROUND))
    return min(first, start), max(after, end)


def _begin(text: str, before: int, ends: Sequence[str] = _ENDS) -> int:
    """Return where the sentence begins that holds the character before ``before``, or a place too far away."""
    least = max(before - LONGEST - 1, 0)
    return max([at + len(end) for end in ends if (at := text.rfind(end, least, before)) >= 0], default=least)


def begin_turned(text: str, word: int) -> int:
    """Return where the negation begins that turns the word at ``word`` into its opposite, or ``word``."""
    found = _TURNED.search(text[max(word - _TURNED_WITHIN, 0) : word])
    return word - len(found[0]) if found else word


def find_alone(text: str, token: str) -> int:
    """Return where ``token`` first stands by itself, below 0 if nowhere: "hell" is not in "hello"."""
    start = text.find(token)
    while start >= 0:
        end = start + len(token)
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if not (before.isalnum() and token[0].isalnum()) and not (after.isalnum() and token[-1].isalnum()):
            break
        start = text.find(token, start + 1)
    return start
