"""What a text must hold for a query to have a chance: of all groups of terms that are required, the rarest one."""

from __future__ import annotations

from itertools import groupby

from listening.query.normal import FREE, KIND, SYMBOL, WORD, fold
from listening.query.tree import And, Field, Near, Node, Not, Or, Term

Group = tuple[float, tuple[Term, ...]]
"""How rare the most common member is (greater is rarer), and the members, of which one must be there."""

# The words that every English post is full of, and those that posts about software are full of.
_COMMON_WORDS = """
the be to of and in that have it for not on with he as you do at this but his by from they we say her she or
an will my one all would there their what so up out if about who get which go me when make can like time no
just him know take people into year your good some could them see other than then now look only come its over
think also back after use two how our work first well way even new want because any these give day most us is
are was were has had been did does more very much really should http https www com org net io co app api cloud
data software product company team user users customer customers service support pricing price tool tools
email help issue problem thanks free best great need using used anyone alternative review business sales
marketing
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def required_group(node: Node) -> Group | None:
    """Return the rarest group of terms of which a matching post holds one in title or text.

    ``None`` if fields alone may decide.
    """
    return _group(node, wanted=True)


def _group(node: Node, *, wanted: bool) -> Group | None:
    if isinstance(node, Not):
        return _group(node.child, wanted=not wanted)
    if isinstance(node, (Term, Field, Near)):
        return _leaf(node) if wanted else None
    groups = [_group(child, wanted=wanted) for child in node.children]
    if isinstance(node, And) == wanted:
        return max((group for group in groups if group is not None), default=None, key=_rank)
    return _union([group for group in groups if group is not None]) if None not in groups else None


def _leaf(node: Term | Field | Near) -> Group | None:
    if isinstance(node, Term):
        return (rarity(node), (node,))
    if isinstance(node, Field):
        return (rarity(node.term), (node.term,)) if node.name == "title" else None
    return max(_operand(node.left), _operand(node.right), key=_rank)


def _operand(node: Node) -> Group:
    if isinstance(node, Or):
        return _union([_operand(child) for child in node.children])
    if not isinstance(node, Term):
        raise TypeError("NEAR joins terms")
    return (rarity(node), (node,))


def _union(groups: list[Group]) -> Group:
    members = dict.fromkeys(term for _, terms in groups for term in terms)
    return (min(score for score, _ in groups), tuple(members))


def _rank(group: Group) -> tuple[float, int]:
    return (group[0], -len(group[1]))


def rarity(term: Term) -> float:
    """Return how rare a term is by its looks: the score of its rarest run, about its length in letters."""
    return max(score for score, _ in _runs(term))


def pattern(term: Term) -> str:
    """Return the piece of a ``normal.spaced`` text without which the term cannot be in the text."""
    return max(_runs(term))[1]


def _runs(term: Term) -> list[tuple[float, str]]:
    runs: list[tuple[float, str]] = []
    for word in term.text.split():
        folded = fold(word.removesuffix("*"))
        stretches = [(kind, "".join(chars)) for kind, chars in groupby(folded, KIND.__getitem__)]
        for index, (kind, run) in enumerate(stretches):
            open_ended = word.endswith("*") and index == len(stretches) - 1
            if kind == WORD:
                score = 0.5 if run in _COMMON else len(run) - open_ended
                runs.append((score, f" {run}" if open_ended else f" {run} "))
            elif kind in (FREE, SYMBOL):
                runs.append((2.5 * len(run), "".join(f" {char} " for char in run)))
    return runs
