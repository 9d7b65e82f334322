"""The tree of a query and how it is printed: frozen, comparable, and without any notion of a text to match.

Printing is the inverse of parsing: ``parse(print_tree(tree)) == tree`` for every tree whose print fits the limits.
"""

from __future__ import annotations

from dataclasses import dataclass

FIELDS: tuple[str, ...] = ("author", "source", "lang", "type", "title", "link")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase as it was typed, its blanks squeezed. ``exact`` keeps case and accents (backticks)."""

    text: str
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A term that is looked for in one field of the post; ``name`` is one of ``FIELDS``."""

    name: str
    term: Term

    @property
    def sought(self) -> Term:
        """What to look for in the field: networks give handles with and without their @."""
        if self.name != "author" or not self.term.text.startswith("@"):
            return self.term
        return Term(self.term.text.removeprefix("@"), self.term.exact)


@dataclass(frozen=True, slots=True)
class Near:
    """Two operands within ``distance`` words, in either order. An operand is a term or an OR of terms."""

    left: Node
    right: Node
    distance: int


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    child: Node


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more."""

    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.children) < 2:
            raise ValueError("AND joins two or more")


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more."""

    children: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.children) < 2:
            raise ValueError("OR joins two or more")


Node = Term | Field | Near | Not | And | Or


def terms_in(node: Node) -> tuple[Term, ...]:
    """Return every term of the tree from left to right, those under NOT and in fields too."""
    if isinstance(node, Term):
        return (node,)
    if isinstance(node, Field):
        return (node.term,)
    return tuple(term for child in children_of(node) for term in terms_in(child))


def children_of(node: Node) -> tuple[Node, ...]:
    """Return the direct children of a node, none for a term or a field."""
    if isinstance(node, (And, Or)):
        return node.children
    if isinstance(node, Near):
        return (node.left, node.right)
    if isinstance(node, Not):
        return (node.child,)
    return ()


def unanchored(node: Node, *, wanted: bool = True) -> Node | None:
    """Return the NOT by which a text could match without holding anything of the query, or ``None``.

    A query of that kind (``NOT x``, ``acme OR NOT x``) would match almost every post there is.
    """
    if isinstance(node, (Term, Field, Near)):
        return None if wanted else node
    if isinstance(node, Not):
        inner = unanchored(node.child, wanted=not wanted)
        return inner if inner is None or not wanted else node
    loose = [unanchored(child, wanted=wanted) for child in node.children]
    if isinstance(node, And) == wanted and None in loose:  # one anchored member holds the whole
        return None
    return next((found for found in loose if found is not None), None)
