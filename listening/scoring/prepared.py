"""A text made ready for scoring: what nobody said in prose is blanked out, and every offset stays true.

Code, comments that no reader is shown (the forms of trackers are full of them), quoted lines, addresses and signatures
are replaced by white space of equal length; handles by letters, so that no rule reads a word inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import compress
from typing import Final, NamedTuple

from listening.records import BrandTerms
from listening.scoring.names import sense_of

HANDLE: Final = "ɦ"
OURS: Final = "ƀ"
"""Fills the place of a term of the brand that is judged; lower case, a letter, in no English word."""
THEIRS: Final = "ƃ"
"""Fills the place of a term of any other brand."""

LONGEST: Final = 20_000
"""Characters that are read; what follows is left out of scoring."""

_BLOCKS: Final = (
    ("```", r"```.*?(?:```|\Z)"),
    ("<!--", r"<!--.*?-->"),
    (">", r"^[ \t]*>[^\n]*"),
    ("at ", r"^[ \t]+at [\w$.<>]+\([^\n]*"),
    ("--", r"^-- ?\n.*\Z"),
    ("Sent from my", r"^Sent from my [^\n]*"),
    ("egards", r"^(?:Best|Kind|Warm)? ?[Rr]egards,?[ \t]*\n.*\Z"),
    (" wrote:", r"^On [^\n]{4,120} wrote:[ \t]*$"),
)
_PIECES: Final = (
    ("`", r"`[^`\n]{1,300}`"),
    ("://", r"\bhttps?://\S+"),
    ("www.", r"\bwww\.\S+"),
    ("@", r"\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"),
    ("{link}", r"\{link\}"),
)
"""What is left out, blocks first, each with a sign without which there is none."""
_SIGNS: Final = tuple(sign for sign, _ in (*_BLOCKS, *_PIECES))
_MAY_BE_LEFT_OUT = re.compile(
    r"```|`|>|://|www\.|@(?<=[\w.+-]@)[\w-]|^-- ?$|Sent from my|egards| wrote:|^[ \t]+at |\{link\}", re.M
)
_INDENTS = (" ", "\t")
# These two begin with a letter that is looked for, which is many times faster than a look behind everywhere.
_HANDLE = re.compile(r"@(?<![\w/]@)[\w.-]*\w")
_OPENING = re.compile(r"(?:\s*+(?:RT\b:?|\.?@[\w.-]++:?,?))++\s*+|\s++")
_LOOSE_APOSTROPHE = re.compile(r"'(?:(?<![a-z0-9]')|(?![a-z]))")
_APOSTROPHES = "’‘ʼ`´"


class Prepared(NamedTuple):
    """``text`` as written; ``prose`` without what is left out; ``lower`` as rules read it. All of one length."""

    text: str
    prose: str
    lower: str
    addressed: tuple[str, ...]  # handles that the text opens with, without "@", in lower case


def prepare(text: str) -> Prepared:
    """Return ``text`` with code, quotes, addresses, signatures and handles out of the way of the rules."""
    prose = text[:LONGEST]
    has_signs = _has_signs(prose)
    if has_signs and _MAY_BE_LEFT_OUT.search(prose):
        prose = _left_out(*map(prose.__contains__, _SIGNS)).sub(_blank, prose)
    lower = prose
    if has_signs or not prose.isascii():
        for apostrophe in _APOSTROPHES:
            if apostrophe in lower:
                lower = lower.replace(apostrophe, "'")
    lower = lower.lower()
    if len(lower) != len(prose):  # a few capitals grow when lowered, such as İ
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in prose)
    addressed: tuple[str, ...] = ()
    if has_signs and "@" in lower:
        lower, addressed = _hide_handles(lower, prose)
    if "'" in lower:
        lower = _LOOSE_APOSTROPHE.sub(" ", lower)
    return Prepared(text, prose, lower, addressed)


def _has_signs(prose: str) -> bool:
    """Say whether one of the signs stands there, with which all begins that is out of the way of the rules.

    Every text is asked, so what only begins or ends a line is looked for where there is one.
    """
    return (
        ("`" in prose or ">" in prose or "@" in prose or "www." in prose or "{link}" in prose)
        or (":" in prose and ("://" in prose or " wrote:" in prose))
        or ("\n" in prose and ("\n " in prose or "\n\t" in prose or "--" in prose or "egards" in prose))
        or ("Sent from my" in prose or prose[:1] in _INDENTS)
    )


@lru_cache(maxsize=256)
def _left_out(*are_there: bool) -> re.Pattern[str]:
    """Return a pattern of what is left out of a text, where it is told which of ``_SIGNS`` are there.

    What cannot be there is not looked for: an address of mail is tried at every letter, and takes longer than the rest.
    """
    sources = list(compress((source for _, source in (*_BLOCKS, *_PIECES)), are_there))
    blocks = [source for _, source in _BLOCKS if source in sources]
    pieces = [source for _, source in _PIECES if source in sources]
    return re.compile("|".join([f"(?P<block>{'|'.join(blocks) or '(?!)'})", *pieces]), re.DOTALL | re.MULTILINE)


def _blank(found: re.Match[str]) -> str:
    return ("\n" if found["block"] else " ") * (found.end() - found.start())


def _hide_handles(lower: str, prose: str) -> tuple[str, tuple[str, ...]]:
    """Make handles one word of letters; those that open the text become line ends, so that a sentence starts after."""
    opening = _OPENING.match(prose)
    addressed: tuple[str, ...] = ()
    if opening and "@" in opening[0]:
        addressed = tuple(handle[0][1:].lower() for handle in _HANDLE.finditer(opening[0]))
        lower = "\n" * opening.end() + lower[opening.end() :]
    return _HANDLE.sub(lambda found: HANDLE * len(found[0]), lower), addressed


@lru_cache(maxsize=4096)
def term_pattern(terms: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return a pattern of the whole-word occurrences of brand terms, in any case and with "#" or "@" before them."""
    known = sorted({term.lower() for term in terms if term.strip()}, key=lambda term: (-len(term), term))
    if not known:
        return None
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, known)) + r")(?!\w)", re.IGNORECASE)


_FOLDED: Final = "İıſ\u212a"
"""Letters beyond ASCII that a pattern takes for an ASCII letter (i, i, s, k) in any case."""


def findable(prose: str) -> str | None:
    """Return ``prose`` in lower case, as ``occurrences`` looks for names in it; None where a pattern must look.

    Every letter stays in its place, since İ alone grows when lowered.
    """
    if not prose.isascii() and any(letter in prose for letter in _FOLDED):
        return None
    return prose.lower()


def occurrences(prose: str, brand: BrandTerms, lower: str | None = None) -> list[tuple[int, int]]:
    """Return where ``prose`` names ``brand``, as (start, end), in order.

    ``lower`` is what ``findable`` returned, if the caller has it.
    """
    needles = sense_of(brand).needles
    if needles is not None and lower is None:
        lower = prose.lower() if prose.isascii() else findable(prose)
    if needles is None or lower is None:
        pattern = term_pattern((brand.name, *brand.terms))
        return [found.span() for found in pattern.finditer(prose)] if pattern else []
    found: list[tuple[int, int]] = []
    for needle in needles:
        at = lower.find(needle)
        while at >= 0:
            if _is_whole(lower, at, at + len(needle)):
                found.append((at, at + len(needle)))
            at = lower.find(needle, at + 1)
    return found if len(found) < 2 else _foremost(found)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether no letter, digit or "_" stands beside a part of ``text``; nothing does beside the text."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or before == "_" or after == "_")


def _foremost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return those that begin in none before them; of those that begin at one place the longest."""
    found: list[tuple[int, int]] = []
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:
            found.append((start, end))
            done = end
    return found


def filled(text: str, spans: list[tuple[int, int]], letter: str) -> str:
    """Return ``text`` with each span overwritten by ``letter``, in its length."""
    if not spans:
        return text
    if len(spans) == 1:
        start, end = spans[0]
        return text[:start] + letter * (end - start) + text[end:]
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], letter * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])
