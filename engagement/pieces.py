"""Cuts a text into the pieces that pages show: plain, marked by a match, underlined as a numbered reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from engagement.records import Piece

SNIPPET = 160  # characters: one line of the list at its widest, the page cuts the rest
_LEAD_IN = 40  # characters shown before the first match
_MARKS = 300  # more marks than this help nobody, and would make cutting quadratic


@dataclass(frozen=True, slots=True, kw_only=True)
class Underline:
    """A reason's stretch of a text, ``text[start:end]``, its flag and the number that it has in *why*."""

    start: int
    end: int
    flag: str
    number: int


_PARAGRAPH = re.compile(r"(?<=\S)[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")


def snippet(whole: str, spans: Iterable[Sequence[int]], *, width: int = SNIPPET) -> tuple[Piece, ...]:
    """Return about ``width`` characters around the first match as one line, matched words marked.

    ``spans`` are ``[start, end]`` in ``whole``, in any order; what lies outside the text is left out.
    """
    marks = _merged(spans, len(whole))
    first = marks[0][0] if marks else 0
    start = 0 if first <= width // 2 else _word_start(whole, first - _LEAD_IN, first)
    end = min(len(whole), start + width)
    inside = [(max(a, start) - start, min(b, end) - start) for a, b in marks if a < end and b > start]
    found = [_one_line(piece) for piece in pieces(whole[start:end], inside)]
    if start:
        found.insert(0, Piece(text="… "))
    if end < len(whole):
        found.append(Piece(text=" …"))
    return tuple(piece for piece in found if piece.text)


def pieces(text: str, marks: Iterable[Sequence[int]], underlines: Iterable[Underline] = ()) -> tuple[Piece, ...]:
    """Return ``text`` cut into pieces that join to it again. Where reasons overlap, the lower one is underlined.

    A reason's number stands once where its stretches overlap or touch, at their end, though others stand in between;
    beside the other's number where that covers all of it.
    """
    merged = _merged(marks, len(text))
    lines = _joined(each for each in underlines if 0 <= each.start < each.end <= len(text))[:_MARKS]
    cuts = sorted({0, len(text), *(i for pair in merged for i in pair), *(i for u in lines for i in (u.start, u.end))})
    found: list[tuple[Piece, Underline | None]] = []
    for start, end in pairwise(cuts):
        mark = any(a <= start and end <= b for a, b in merged)
        line = next((each for each in lines if each.start <= start and end <= each.end), None)
        found.append((Piece(text=text[start:end], mark=mark, flag=line.flag if line else ""), line))
    return tuple(piece for piece in _numbered(found, lines) if piece.text or piece.number)


def _numbered(found: list[tuple[Piece, Underline | None]], lines: Sequence[Underline]) -> Iterable[Piece]:
    ends = {line: index for index, (_, line) in enumerate(found)}
    told = {line.number for line in ends if line}
    hidden = [line for line in lines if line.number not in told]
    at = 0
    for index, (piece, line) in enumerate(found):
        at += len(piece.text)
        words = piece.text.rstrip()
        if line is None or ends[line] != index:
            yield piece
        elif not words:
            yield replace(piece, number=line.number)
        else:
            yield replace(piece, text=words, number=line.number)
        # A reason all of which lies under others has no piece of its own, but its number stands where it ends.
        yield from (Piece(text="", number=each.number, flag=each.flag) for each in hidden if each.end == at)
        if line is not None and ends[line] == index and words:
            yield replace(piece, text=piece.text[len(words) :])  # a number stands at its word, not at the next one


def _joined(lines: Iterable[Underline]) -> list[Underline]:
    """Return the stretches in the order of their numbers, those of one number that overlap or touch as one."""
    found: list[Underline] = []
    for each in sorted(lines, key=lambda each: (each.number, each.start)):
        if found and found[-1].number == each.number and each.start <= found[-1].end:
            found[-1] = replace(found[-1], end=max(each.end, found[-1].end))
        else:
            found.append(each)
    return found


def _merged(spans: Iterable[Sequence[int]], length: int) -> list[tuple[int, int]]:
    """Return the spans inside ``length``, sorted, overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((int(span[0]), int(span[1])) for span in spans):
        if not 0 <= start < end <= length:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged[:_MARKS]


def _word_start(text: str, at: int, before: int) -> int:
    """Return the first start of a word at or after ``at``, or ``at`` if there is none before ``before``."""
    space = text.find(" ", at, before)
    return space + 1 if space >= 0 else at


def _one_line(piece: Piece) -> Piece:
    # A title is followed by an empty line; run together, the two would read as one broken sentence.
    text = " ".join(_PARAGRAPH.sub(" – ", piece.text).split())
    if piece.text[:1].isspace() and text:
        text = " " + text
    if piece.text[-1:].isspace():
        text += " "
    return Piece(text=text, mark=piece.mark, flag=piece.flag, number=piece.number)
