"""Random queries and posts, small enough that they meet, made of what is hard: CJK, accents, signs, expansions."""

from __future__ import annotations

import random

from listening.query import Document
from listening.query.tree import FIELDS, And, Field, Near, Node, Not, Or, Term, unanchored

_TERM_LIST = (
    "acme|Acme|cloud|ácme|beta|a|C++|@acme|#tag|acme.com|e-mail|日本|日|本語|ไทย|한국|💩|straße|gros|ss|acme cloud|"
    "日本 acme|& a|a & a|C++ a|don't|ﬁn|acm*|a*|日*|C+*|acme clo*|ガ|ｶ|fin|İs|is|Cafe\u0301|gros*|cloud acme"
)
_WORD_LIST = (
    "acme|ACME|Ácme|cloud|beta|a|C++|c|@acme|#tag|acme.com|e-mail|e|mail|日本語|日|本|ไทย|한국어|💩|Straße|groß|ss|&|don’t|"
    "ﬁn|acmeville|がガ|ｶﾞ|cafe\u0301|e\u0301|İs|\u200b|ac\u00adme|_|\ud800|X"
)
TERMS = _TERM_LIST.split("|")
_WORDS = _WORD_LIST.split("|")
_GAPS = (" ", " ", " ", " ", "", "\n\n", "-", ", ", " & ", ".")


def random_tree(draw: random.Random, depth: int = 3) -> Node:
    """Return a tree that the parser would accept."""
    while True:
        tree = _node(draw, depth)
        if unanchored(tree) is None:
            return tree


def random_document(draw: random.Random) -> Document:
    """Return a post of up to about twenty words, often with a title."""
    title, body = _text(draw, 3), _text(draw, 14)
    return Document(
        text=f"{title}\n\n{body}" if title else body,
        title_length=len(title),
        author=_text(draw, 2),
        source=_text(draw, 1),
        lang=draw.choice(("en", "en-GB", "a", "ss", "")),
        type=draw.choice(("a", "post")),
        links=(_text(draw, 2),) if draw.random() < 0.5 else (),
    )


def _node(draw: random.Random, depth: int) -> Node:
    chance = draw.random()
    if depth == 0 or chance < 0.35:
        return Field(draw.choice(FIELDS), _term(draw)) if draw.random() < 0.12 else _term(draw)
    if chance < 0.5:
        return Near(_operand(draw), _operand(draw), draw.randint(1, 4))
    if chance < 0.65:
        return Not(_node(draw, depth - 1))
    children = tuple(_node(draw, depth - 1) for _ in range(draw.randint(2, 3)))
    return And(children) if draw.random() < 0.5 else Or(children)


def _operand(draw: random.Random) -> Node:
    return _term(draw) if draw.random() < 0.7 else Or((_term(draw), _term(draw)))


def _term(draw: random.Random) -> Term:
    return Term(draw.choice(TERMS), draw.random() < 0.15)


def _text(draw: random.Random, most: int) -> str:
    return "".join(draw.choice(_WORDS) + draw.choice(_GAPS) for _ in range(draw.randint(0, most)))
