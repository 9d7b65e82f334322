"""A tree becomes a query again, one that parses to the same tree."""

from __future__ import annotations

from collections.abc import Iterator

from listening.query.errors import QueryError
from listening.query.tokens import MAX_BYTES, Kind, tokenise
from listening.query.tree import And, Field, Near, Node, Not, Or, Term

_DELIMITERS = frozenset('"`()')


def print_tree(tree: Node) -> str:
    """Return the query that parses to this tree: every AND written out, unless only the short form fits 4 KB."""
    readable = "".join(_spread(_pieces(tree, ands=True)))
    if len(readable.encode()) <= MAX_BYTES:
        return readable
    return "".join(_squeezed(_pieces(tree, ands=False)))


def _pieces(node: Node, *, ands: bool) -> Iterator[str]:
    if isinstance(node, Term):
        yield _term(node)
    elif isinstance(node, Field):
        yield _term(node.term, f"{node.name}:")
    elif isinstance(node, Not):
        yield "NOT"
        yield from _grouped(node.child, (And, Or), ands=ands)
    elif isinstance(node, Near):
        yield from _grouped(node.left, (Or,), ands=ands)
        yield f"NEAR/{node.distance}"
        yield from _grouped(node.right, (Or,), ands=ands)
    else:
        looser = (And, Or) if isinstance(node, And) else (Or,)
        for index, child in enumerate(node.children):
            if index and (ands or isinstance(node, Or)):
                yield "AND" if isinstance(node, And) else "OR"
            yield from _grouped(child, looser, ands=ands)


def _grouped(child: Node, looser: tuple[type, ...], *, ands: bool) -> Iterator[str]:
    if not isinstance(child, looser):
        yield from _pieces(child, ands=ands)
        return
    yield "("
    yield from _pieces(child, ands=ands)
    yield ")"


def _term(term: Term, prefix: str = "") -> str:
    if term.exact:
        return f"{prefix}`{term.text}`"
    bare = prefix + term.text
    return bare if _reads_as(bare, term.text, fields=bool(prefix)) else f'{prefix}"{term.text}"'


def _reads_as(bare: str, text: str, *, fields: bool) -> bool:
    try:
        tokens = tokenise(bare)
    except QueryError:
        return False
    kinds = [Kind.FIELD, Kind.WORD, Kind.END] if fields else [Kind.WORD, Kind.END]
    return [token.kind for token in tokens] == kinds and tokens[-2].text == text and bare[-1] not in _DELIMITERS


def _spread(pieces: Iterator[str]) -> Iterator[str]:
    last = "("
    for piece in pieces:
        if last != "(" and piece != ")":
            yield " "
        yield piece
        last = piece


def _squeezed(pieces: Iterator[str]) -> Iterator[str]:
    last = "("
    for piece in pieces:
        if last[-1] not in _DELIMITERS and piece[0] not in _DELIMITERS:
            yield " "
        yield piece
        last = piece
