"""What to ask a network's own search for. Networks know little; what they send is matched again here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from listening.query.anchors import required_group
from listening.query.tree import Field, Near, Node, Not, children_of, terms_in
from listening.records import Say


@dataclass(frozen=True, slots=True)
class Syntax:
    """What a network's search understands. ``quote`` goes around a term that is not a prefix."""

    network: str
    quote: str = '"'
    joiner: str = ""  # between alternatives; empty if each costs a search of its own


SYNTAXES: dict[str, Syntax] = {
    # Algolia knows no OR and treats unquoted words as prefixes with typos.
    "hackernews": Syntax("Hacker News"),
    "x": Syntax("X", joiner=" OR "),  # cut into queries of 512 characters by the connector
}


def terms_for_search(trees: Iterable[Node]) -> tuple[str, ...]:
    """Return the words and phrases that find every post any of the trees could match, each once.

    A trailing ``*`` marks a beginning of a word. A tree that fields alone decide adds nothing: see ``compile_for``.
    """
    found: dict[str, None] = {}
    for tree in trees:
        group = required_group(tree)
        found.update(dict.fromkeys(term.text for term in group[1]) if group else {})
    return tuple(found)


def compile_for(network: str, tree: Node) -> tuple[tuple[str, ...], tuple[Say, ...]]:
    """Return the searches that together find all of it on this network, and what they cannot say.

    Raises ``KeyError`` for a network that is not in ``SYNTAXES``.
    """
    syntax = SYNTAXES[network]
    terms = terms_for_search((tree,))
    searches = tuple(term[:-1] if term.endswith("*") else f"{syntax.quote}{term}{syntax.quote}" for term in terms)
    if syntax.joiner and searches:
        searches = (syntax.joiner.join(searches),)
    return searches, tuple(_unsaid(syntax, tree, terms, len(searches)))


def _unsaid(syntax: Syntax, tree: Node, terms: tuple[str, ...], searches: int) -> list[Say]:
    nodes = _kinds_in(tree)
    codes = [
        ("query.unsaid_not", Not in nodes),
        ("query.unsaid_near", Near in nodes),
        ("query.unsaid_field", Field in nodes),
        ("query.unsaid_case", any(term.exact for term in terms_in(tree))),
        ("query.unsaid_everything", not terms),
    ]
    says = [Say(code=code, params={"network": syntax.network}) for code, there in codes if there]
    for term in terms:
        if term.endswith("*"):
            says.append(Say(code="query.unsaid_wildcard", params={"network": syntax.network, "term": term}))
    if searches > 1:
        says.append(Say(code="query.many_searches", params={"network": syntax.network, "count": searches}))
    return says


def _kinds_in(node: Node) -> set[type]:
    kinds = {type(node)}
    for child in children_of(node):
        kinds |= _kinds_in(child)
    return kinds
