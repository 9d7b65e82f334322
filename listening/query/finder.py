"""Where one term occurs in one text: found by its longest literal, checked at the boundaries. Knows no operators."""

from __future__ import annotations

from bisect import bisect_left

from listening.query.normal import FREE, KIND, SIGN, SPACE, SYMBOL, WORD, fold, is_exactly, keep_case, offsets
from listening.query.tree import Term

Places = list[tuple[int, int]]
"""Stretches of a folded text, sorted by start."""

_SIGNS = (SIGN, SYMBOL)
_BLANKS, _NO_WORDS = (SPACE,), (SPACE, SIGN, SYMBOL)
_SHORT_GAP = 8  # most are one blank; only beyond are the words of the text counted


class Scan:
    """One text, folded once; everything that was looked up in it is remembered until the text is done."""

    __slots__ = ("_ends", "_found", "_starts", "_words", "folded", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self._found: dict[Finder, Places] = {}
        self._words: list[int] | None = None
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def places(self, finder: Finder) -> Places:
        """Return where the term occurs, overlapping occurrences too."""
        found = self._found.get(finder)
        if found is None:
            found = self._found[finder] = finder.places(self)
        return found

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the original text that a stretch of the folded text came from."""
        if self.text.isascii():
            return start, end
        if self._starts is None:
            self._starts, self._ends = offsets(self.text)
        return self._starts[start], self._ends[end - 1]

    def word_before(self, position: int) -> int:
        """Return the number of words that start before ``position``; each free character is a word."""
        return bisect_left(self._word_starts(), position)

    def after_gap(self, position: int, *, sign: bool) -> int:
        """Return where the next chunk of a phrase must start: over anything but words, over blanks only to a sign.

        Never walks far over signs: a text of signs alone would be walked once for each of them.
        """
        folded = self.folded
        skipped = _BLANKS if sign else _NO_WORDS
        near = len(folded) if sign else min(len(folded), position + _SHORT_GAP)
        while position < near and KIND[folded[position]] in skipped:
            position += 1
        if position < near or near == len(folded):
            return position
        words = self._word_starts()
        following = bisect_left(words, position)
        return words[following] if following < len(words) else len(folded)

    def _word_starts(self) -> list[int]:
        if self._words is None:
            self._words = _word_starts(self.folded)
        return self._words


class Finder:
    """A term made ready: its chunks (what stands between blanks), folded, each with or without a star."""

    def __init__(self, term: Term) -> None:
        raw = term.text.split()
        chunks = [(fold(word.removesuffix("*")), word.endswith("*"), word.removesuffix("*")) for word in raw]
        self.chunks = tuple((folded, star) for folded, star, _ in chunks if folded)
        self._exact = tuple(keep_case(word) for folded, _, word in chunks if folded) if term.exact else ()
        self.first = self.chunks[0][0]
        """The literal that every occurrence starts with."""
        self._is_literal = len(self.chunks) == 1 and not self.chunks[0][1] and not term.exact
        self._bounded_before = _needs_boundary(self.first[0])
        self._bounded_after = _needs_boundary(self.first[-1])

    def places(self, scan: Scan) -> Places:
        """Return every stretch of the scan's folded text that is this term."""
        folded, first, places = scan.folded, self.first, []
        start = folded.find(first)
        while start >= 0:
            end = self._literal_end(folded, start) if self._is_literal else self._end(scan, start)
            if end:
                places.append((start, end))
            start = folded.find(first, start + 1)
        return places

    def _literal_end(self, folded: str, start: int) -> int:
        """Return what ``_end`` returns, for the plain word that most terms are."""
        end = start + len(self.first)
        if self._bounded_before and start and KIND[folded[start - 1]] == WORD:
            return 0
        cut = self._bounded_after and end < len(folded) and KIND[folded[end]] == WORD
        return 0 if cut else end

    def _end(self, scan: Scan, start: int) -> int:
        """Return where the occurrence that starts here ends, 0 if there is none."""
        folded, at = scan.folded, start
        for index, (chunk, star) in enumerate(self.chunks):
            if index:
                at = scan.after_gap(at, sign=KIND[chunk[0]] in _SIGNS)
                if not folded.startswith(chunk, at):
                    return 0
            if at and KIND[folded[at - 1]] == WORD and _needs_boundary(chunk[0]):
                return 0
            end = _over_ending(folded, at + len(chunk), chunk[-1], star=star)
            if not end or (self._exact and not self._is_exact(scan, index, at)):
                return 0
            at = end
        return at

    def _is_exact(self, scan: Scan, index: int, at: int) -> bool:
        start, end = scan.original(at, at + len(self.chunks[index][0]))
        return is_exactly(scan.text[start:end], self._exact[index])


def _needs_boundary(char: str) -> bool:
    return KIND[char] not in (FREE, SYMBOL)


def _over_ending(folded: str, end: int, last: str, *, star: bool) -> int:
    if star:
        while end < len(folded) and KIND[folded[end]] == WORD:
            end += 1
        return end
    cut = end < len(folded) and KIND[folded[end]] == WORD and _needs_boundary(last)
    return 0 if cut else end


def _word_starts(folded: str) -> list[int]:
    starts, before = [], SPACE
    for index, char in enumerate(folded):
        kind = KIND[char]
        if kind == FREE or (kind == WORD and before != WORD):
            starts.append(index)
        before = kind
    return starts
