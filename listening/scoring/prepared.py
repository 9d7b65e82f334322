"""A text made ready for scoring: what nobody said in prose is blanked out, and every offset stays true.

Code, quoted lines, addresses and signatures are replaced by white space of equal length; handles by letters, so that
no rule reads a word inside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from listening.records import BrandTerms

HANDLE: Final = "ɦ"
OURS: Final = "ƀ"
"""Fills the place of a term of the brand that is judged; lower case, a letter, in no English word."""
THEIRS: Final = "ƃ"
"""Fills the place of a term of any other brand."""

LONGEST: Final = 20_000
"""Characters that are read; what follows is left out of scoring."""

_LEFT_OUT = re.compile(
    r"(?P<block>```.*?(?:```|\Z)|^[ \t]*>[^\n]*|^[ \t]+at [\w$.<>]+\([^\n]*|^-- ?\n.*\Z|^Sent from my [^\n]*"
    r"|^(?:Best|Kind|Warm)? ?[Rr]egards,?[ \t]*\n.*\Z|^On [^\n]{4,120} wrote:[ \t]*$)"
    r"|`[^`\n]{1,300}`|\bhttps?://\S+|\bwww\.\S+|\b[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+|\{link\}",
    re.DOTALL | re.MULTILINE,
)
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
    if _has_signs(prose) and _MAY_BE_LEFT_OUT.search(prose):
        prose = _LEFT_OUT.sub(_blank, prose)
    lower = prose
    for apostrophe in _APOSTROPHES if not prose.isascii() else "`":
        if apostrophe in lower:
            lower = lower.replace(apostrophe, "'")
    lower = lower.lower()
    if len(lower) != len(prose):  # a few capitals grow when lowered, such as İ
        lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in prose)
    addressed: tuple[str, ...] = ()
    if "@" in lower:
        lower, addressed = _hide_handles(lower, prose)
    if "'" in lower:
        lower = _LOOSE_APOSTROPHE.sub(" ", lower)
    return Prepared(text, prose, lower, addressed)


def _has_signs(prose: str) -> bool:
    """Say whether one of the signs stands there, with which all begins that is left out. Every text is asked."""
    return (
        ("`" in prose or ">" in prose or "@" in prose or "://" in prose or "www." in prose or "--" in prose)
        or ("Sent from my" in prose or "egards" in prose or " wrote:" in prose or "{link}" in prose)
        or ("\n " in prose or "\n\t" in prose or prose[:1] in _INDENTS)
    )


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


def occurrences(prose: str, brand: BrandTerms, lower: str | None = None) -> list[tuple[int, int]]:
    """Return where ``prose`` names ``brand``, as (start, end), in order.

    ``lower`` is an ASCII ``prose`` in lower case, if the caller has it.
    """
    terms = (brand.name, *brand.terms)
    needles = _needles(terms)
    if needles is None or (lower is None and not prose.isascii()):
        pattern = term_pattern(terms)
        return [found.span() for found in pattern.finditer(prose)] if pattern else []
    if lower is None:
        lower = prose.lower()
    spans, done = list[tuple[int, int]](), 0
    for start, longest in _places(lower, needles):
        end = start - longest
        if start >= done and not (_is_in_word(lower, start - 1) or _is_in_word(lower, end)):
            spans.append((start, end))
            done = end
    return spans


@lru_cache(maxsize=4096)
def _needles(terms: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what to look for in lower case, None where letters beyond ASCII ask for a pattern."""
    if not all(map(str.isascii, terms)):
        return None
    return tuple(sorted({term.lower() for term in terms if term.strip()}))


def _places(lower: str, needles: Iterable[str]) -> list[tuple[int, int]]:
    """Return where any of ``needles`` begins, with its length below zero, so that the longest stands first."""
    found = []
    for needle in needles:
        at = lower.find(needle)
        while at >= 0:
            found.append((at, -len(needle)))
            at = lower.find(needle, at + 1)
    return sorted(found) if len(found) > 1 else found


def _is_in_word(text: str, place: int) -> bool:
    """Say whether a letter, a digit or a "_" stands there; nothing does beside the text."""
    return 0 <= place < len(text) and (text[place].isalnum() or text[place] == "_")


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
