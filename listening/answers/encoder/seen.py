"""What the network is shown of a post: who speaks where, what the rules say, the question, what was said before it and
next. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from listening.answers.encoder.wordpieces import WordPieces
from listening.answers.mailed import without_mailed

OF_HEAD: Final = (32, 0)
OF_QUESTION: Final = (40, 16)
OF_HEARD: Final = (32, 24)
OF_THEN: Final = (24, 12)
OF_POST: Final = (96, 40)
"""Pieces of a long text that are shown: so many of its beginning, and so many of its end."""
MOST: Final = 352
"""Pieces of all that together, with the marks between."""
_SHOWN: Final = 3_000
"""Characters of a text at most of which the pieces are taken: half from its beginning, half from its end."""
_LOOKED_AT: Final = 20_000
"""Characters of a text in which code, quotes and addresses are looked for."""

_LEFT_OUT: Final = (
    (re.compile(r"```.*?(?:```|\Z)", re.DOTALL), " [code] "),
    (re.compile(r"<!--.*?-->", re.DOTALL), " "),
    (re.compile(r"\[quote\b[^\]\n]{0,200}\].*?(?:\[/quote\]|\Z)", re.DOTALL | re.IGNORECASE), " "),
    (re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE), " "),
    (re.compile(r"\bhttps?://\S+|\bwww\.\S+"), " link "),
    (re.compile(r"(?<![\w/])@[\w.-]*\w"), "@name"),
)


class Said(NamedTuple):
    """Where a post was said, what was ``heard`` before it ``by`` whom: "vendor", "asker", "other", or "" for nothing;
    and what was said to it ``then``, and ``then_by`` whom, which often tells whether it answered."""

    network: str = ""
    heard: str = ""
    by: str = ""
    then: str = ""
    then_by: str = ""

    def seen(self, voice: str, ruled: str, question: str, text: str) -> Seen:
        """Return a post that was said there as the network sees it."""
        return Seen(voice, self.network, ruled, question, self.heard, self.by, text, self.then, self.then_by)


NOTHING: Final = Said()


class Seen(NamedTuple):
    """A post as the network sees it. ``voice`` is who speaks: ours, peer, asker, or question for one that may ask.

    ``ruled`` is in a word what the rules take it for, ``heard`` what was said before it and ``by`` whom, ``then`` what
    was said to it next, and ``then_by`` whom.
    """

    voice: str
    network: str
    ruled: str
    question: str
    heard: str
    by: str
    text: str
    then: str = ""
    then_by: str = ""


def in_words(*told: str) -> str:
    """Return what the rules say as the network is shown it."""
    return ", ".join(told).replace("_", " ")


def plainly(text: str) -> str:
    """Return a text without what others wrote in it, with addresses and handles as words."""
    if len(text) > _LOOKED_AT:
        text = f"{text[: _LOOKED_AT // 2]}\n{text[-_LOOKED_AT // 2 :]}"
    text = without_mailed(text)
    for pattern, instead in _LEFT_OUT:
        text = pattern.sub(instead, text)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN // 2]}\n{text[-_SHOWN // 2 :]}"


def shown(seen: Seen, pieces: WordPieces) -> tuple[list[int], list[int]]:
    """Return the numbers of the pieces that are shown, and of each whether it is of the post itself (1)."""
    head = _ends(pieces.of(f"{seen.voice} {seen.network[:_SHOWN]} {seen.ruled}"), OF_HEAD)
    before = [pieces.start, *head, pieces.stop]
    if seen.question:
        before += [*_ends(pieces.of(plainly(seen.question)), OF_QUESTION), pieces.stop]
    if seen.heard:
        before += [*pieces.of(f"{seen.by}:"), *_ends(pieces.of(plainly(seen.heard)), OF_HEARD), pieces.stop]
    if seen.then:
        before += [*pieces.of(f"then {seen.then_by}:"), *_ends(pieces.of(plainly(seen.then)), OF_THEN), pieces.stop]
    post = [*_ends(pieces.of(plainly(seen.text)), OF_POST), pieces.stop]
    return before + post, [0] * len(before) + [1] * len(post)


def _ends(numbers: list[int], most: tuple[int, int]) -> list[int]:
    first, last = most
    return numbers if len(numbers) <= first + last else [*numbers[:first], *numbers[len(numbers) - last :]]
