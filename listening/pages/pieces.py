"""Cuts a tried post's text to one line around its first match, the matched words marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from listening.records import Span

WIDTH = 160  # characters: one line at its widest, the page cuts the rest
_LEAD_IN = 40  # characters shown before the first match
_PARAGRAPH = re.compile(r"(?<=\S)[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text, and whether the query matched it."""

    text: str
    mark: bool = False


def snippet(text: str, spans: Sequence[Span], *, width: int = WIDTH) -> tuple[Piece, ...]:
    """Return about ``width`` characters as one line. ``spans`` are places in ``text``; those outside are left out."""
    inside = sorted((span.start, span.end) for span in spans if 0 <= span.start < span.end <= len(text))
    start = _beginning(text, inside[0][0], width) if inside else 0
    end = min(len(text), start + width)
    found, at = [Piece(text="… ")] if start else [], start
    for first, last in inside:
        first, last = max(first, at), min(last, end)
        if first < last:
            found += [Piece(text=text[at:first]), Piece(text=text[first:last], mark=True)]
            at = last
    found.append(Piece(text=text[at:end] + (" …" if end < len(text) else "")))
    return tuple(_one_line(piece) for piece in found if piece.text)


def _beginning(text: str, first: int, width: int) -> int:
    if first <= width // 2:
        return 0
    space = text.find(" ", first - _LEAD_IN, first)
    return space + 1 if space >= 0 else first - _LEAD_IN


def _one_line(piece: Piece) -> Piece:
    # A title is followed by an empty line; run together, the two would read as one broken sentence.
    words = " ".join(_PARAGRAPH.sub(" – ", piece.text).split())
    before = " " if piece.text[0].isspace() and words else ""
    return Piece(text=before + words + (" " if piece.text[-1].isspace() else ""), mark=piece.mark)
