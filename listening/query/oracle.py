"""The language's meaning spelled out slowly: one query, one post, every position tried. Judges the fast matcher.

Shares only the folding of single characters with it; no automaton, no anchors, no bisection.
"""

from __future__ import annotations

from functools import lru_cache

from listening.query.document import Document
from listening.query.normal import FREE, KIND, SPACE, WORD, fold, is_exactly, keep_case, offsets
from listening.query.tree import And, Field, Near, Node, Not, Or, Term

Stretch = tuple[int, int]


def oracle(tree: Node, document: Document) -> tuple[Stretch, ...] | None:
    """Return the sorted, disjoint spans that made the document match, or ``None`` if it does not. Quadratic."""
    text = _text(document.text)
    if not _holds(tree, document, text):
        return None
    found = sorted({text.original(stretch) for stretch in _evidence(tree, document, text, wanted=True)})
    disjoint: list[Stretch] = []
    for start, end in found:
        if disjoint and start < disjoint[-1][1]:
            start, end = disjoint[-1][0], max(end, disjoint.pop()[1])
        disjoint.append((start, end))
    return tuple(disjoint)


class _Text:
    def __init__(self, text: str) -> None:
        self.raw = text
        self.folded = fold(text)
        self._starts, self._ends = offsets(text)

    def original(self, stretch: Stretch) -> Stretch:
        return self._starts[stretch[0]], self._ends[stretch[1] - 1]

    def kind(self, index: int) -> str:
        return KIND[self.folded[index]] if 0 <= index < len(self.folded) else SPACE


@lru_cache(maxsize=256)
def _text(text: str) -> _Text:
    return _Text(text)


def _holds(node: Node, document: Document, text: _Text) -> bool:
    if isinstance(node, Not):
        return not _holds(node.child, document, text)
    if isinstance(node, And):
        return all(_holds(child, document, text) for child in node.children)
    if isinstance(node, Or):
        return any(_holds(child, document, text) for child in node.children)
    if isinstance(node, Field) and node.name != "title":
        return any(_in_field(node, value) for value in document.field(node.name))
    return bool(_evidence(node, document, text, wanted=True))


def _in_field(node: Field, value: str) -> bool:
    return any(node.name != "lang" or start == 0 for start, _ in _occurrences(node.sought, _text(value)))


def _evidence(node: Node, document: Document, text: _Text, *, wanted: bool) -> list[Stretch]:
    if isinstance(node, Not):
        return _evidence(node.child, document, text, wanted=not wanted)
    if isinstance(node, (And, Or)):
        held = [child for child in node.children if _holds(child, document, text) == wanted]
        return [stretch for child in held for stretch in _evidence(child, document, text, wanted=wanted)]
    if not wanted:
        return []
    if isinstance(node, Term):
        return _occurrences(node, text)
    if isinstance(node, Near):
        return _near(node, document, text)
    if node.name != "title":
        return []
    return [found for found in _occurrences(node.term, text) if text.original(found)[1] <= document.title_length]


def _near(node: Near, document: Document, text: _Text) -> list[Stretch]:
    left = _evidence(node.left, document, text, wanted=True)
    right = _evidence(node.right, document, text, wanted=True)
    pairs = [(a, b) for a in left for b in right if _distance(a, b, text) <= node.distance]
    return [stretch for pair in pairs for stretch in pair]


def _distance(one: Stretch, other: Stretch, text: _Text) -> float:
    """Return by how many words the later one is ahead: 1 for neighbours, infinite if they overlap."""
    first, second = sorted((one, other))
    if second[0] < first[1]:
        return float("inf")
    return 1 + sum(_starts_word(text, index) for index in range(first[1], second[0]))


def _starts_word(text: _Text, index: int) -> bool:
    return text.kind(index) == FREE or (text.kind(index) == WORD and text.kind(index - 1) != WORD)


def _occurrences(term: Term, text: _Text) -> list[Stretch]:
    words = [word for word in term.text.split() if fold(word.removesuffix("*"))]
    ends = ((start, _follow(words, start, term.exact, text)) for start in range(len(text.folded)))
    return [(start, end) for start, end in ends if end is not None]


def _follow(words: list[str], start: int, exact: bool, text: _Text) -> int | None:
    """Return where the words end if the first one begins at ``start``: the shortest way, tried letter by letter."""
    at = start
    for index, word in enumerate(words):
        wanted = fold(word.removesuffix("*"))
        if index:
            sign_follows = KIND[wanted[0]] not in (WORD, FREE)
            while at < len(text.folded) and (
                text.kind(at) == SPACE or (not sign_follows and text.kind(at) not in (WORD, FREE))
            ):
                at += 1
        end = at + len(wanted)
        if text.folded[at:end] != wanted or not _bounded(at, text, wanted[0], before=True):
            return None
        if exact and not is_exactly(text.raw[slice(*text.original((at, end)))], keep_case(word.removesuffix("*"))):
            return None
        if word.endswith("*"):
            while text.kind(end) == WORD:
                end += 1
        elif not _bounded(end - 1, text, wanted[-1], before=False):
            return None
        at = end
    return at


def _bounded(index: int, text: _Text, edge: str, *, before: bool) -> bool:
    if KIND[edge] not in (WORD, "s"):
        return True
    return text.kind(index - 1 if before else index + 1) != WORD
