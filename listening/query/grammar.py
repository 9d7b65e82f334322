"""Tokens become a tree: NOT binds tightest, then AND (or nothing in between), then OR. NEAR joins two terms into one.

Every token is taken exactly once and the depth is capped, so parsing is linear and cannot run out of stack.
"""

from __future__ import annotations

from listening.query.errors import QueryError
from listening.query.tokens import Kind, Token, tokenise
from listening.query.tree import And, Field, Near, Node, Not, Or, Term, unanchored

MAX_DEPTH = 50
MAX_TERMS = 200

_STARTS = frozenset((Kind.WORD, Kind.FIELD, Kind.OPEN, Kind.NOT))


def parse(text: str) -> Node:
    """Return the tree of a query. Raises ``QueryError``, and nothing else, whatever the string is."""
    return Parser(tokenise(text)).whole()


class Parser:
    """One pass over the tokens. ``taken`` counts the steps, for the proof that they grow with the length only."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._depth = 0
        self._terms = 0
        self._negations: list[tuple[Not, int]] = []
        self.taken = 0

    def whole(self) -> Node:
        """Parse everything. Raises ``QueryError``."""
        if self._peek().kind is Kind.END:
            raise QueryError("empty", 0)
        tree = self._any()
        if self._peek().kind is Kind.CLOSE:
            raise QueryError("unopened_group", self._peek().position)
        loose = unanchored(tree)
        if loose is not None:
            raise QueryError("only_not", next(where for node, where in self._negations if node is loose))
        return tree

    def _peek(self) -> Token:
        return self._tokens[self.taken]

    def _take(self) -> Token:
        token = self._tokens[self.taken]
        self.taken += 1
        return token

    def _any(self) -> Node:
        children = [self._all()]
        while self._peek().kind is Kind.OR:
            self._take()
            children.append(self._all())
        return children[0] if len(children) == 1 else Or(tuple(children))

    def _all(self) -> Node:
        children = [self._negated()]
        while self._peek().kind is Kind.AND or self._peek().kind in _STARTS:
            if self._peek().kind is Kind.AND:
                self._take()
            children.append(self._negated())
        return children[0] if len(children) == 1 else And(tuple(children))

    def _negated(self) -> Node:
        if self._peek().kind is not Kind.NOT:
            return self._near()
        token = self._take()
        self._descend(token)
        node = Not(self._negated())
        self._depth -= 1
        self._negations.append((node, token.position))
        return node

    def _near(self) -> Node:
        start = self._peek().position
        left = self._atom()
        if self._peek().kind is not Kind.NEAR:
            return left
        near = self._take()
        _check_operand(left, start)
        start = self._peek().position
        right = self._atom()
        _check_operand(right, start)
        if self._peek().kind is Kind.NEAR:
            raise QueryError("near_chain", self._peek().position)
        return Near(left, right, int(near.text))

    def _atom(self) -> Node:
        token = self._peek()
        if token.kind is Kind.OPEN:
            return self._group()
        if token.kind is Kind.FIELD:
            self._take()
            return Field(token.text, self._term())
        if token.kind is Kind.WORD:
            return self._term()
        if token.kind is Kind.END:
            raise QueryError("missing_end", token.position)
        hint = f"NEAR/{token.text}" if token.kind is Kind.NEAR else token.text
        raise QueryError("missing_term", token.position, hint)

    def _term(self) -> Term:
        token = self._take()
        self._terms += 1
        if self._terms > MAX_TERMS:
            raise QueryError("too_many_terms", token.position, str(MAX_TERMS))
        return Term(token.text, token.exact)

    def _group(self) -> Node:
        token = self._take()
        self._descend(token)
        if self._peek().kind is Kind.CLOSE:
            raise QueryError("empty_group", token.position)
        node = self._any()
        if self._peek().kind is not Kind.CLOSE:
            raise QueryError("unclosed_group", token.position)
        self._take()
        self._depth -= 1
        return node

    def _descend(self, token: Token) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError("too_deep", token.position, str(MAX_DEPTH))


def _check_operand(node: Node, position: int) -> None:
    if isinstance(node, Term):
        return
    if not isinstance(node, Or):
        raise QueryError("near_operand", position)
    for child in node.children:
        _check_operand(child, position)
