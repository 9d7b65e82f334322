"""What could make a query sharper, learnt from judged posts: words to leave out, words to ask for as well.

Pure and deterministic. Every proposal is measured by matching, never by estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from listening.query.form import expression as write
from listening.query.form import form_of, term_of
from listening.query.grammar import parse
from listening.query.printing import print_tree
from listening.query.tree import And, Not, Or


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Words to leave out (*exclude*: none of them), or to ask for as well (*context*: one of them).

    Of ``of`` posts that the query keeps it drops ``drops``; of ``us`` judged to be about the brand it keeps ``keeps``.
    """

    kind: Literal["exclude", "context"]
    words: tuple[str, ...]
    drops: int
    of: int
    keeps: int
    us: int

    @property
    def costs(self) -> int:
        """How many posts that a person called *us* it would drop: marked where it is not 0."""
        return self.us - self.keeps


def propose(
    *,
    us: Sequence[str],
    not_us: Sequence[str],
    unjudged: Sequence[str],
    brand_terms: Iterable[str],
    taken: Iterable[str],
) -> tuple[Proposal, ...]:
    """Return at most five proposals, the one that drops most first."""
    return ()


def applied(expression: str, proposal: Proposal) -> str:
    """Return the expression with the proposal in it, in the form's shape where it has one. Raises ``QueryError``."""
    tree = parse(expression)
    form = form_of(tree)
    if form is not None and proposal.kind == "exclude":
        return write(replace(form, none_of=(*form.none_of, *proposal.words)))
    if form is not None and not form.any_of:
        return write(replace(form, any_of=proposal.words))
    group = Or(tuple(map(term_of, proposal.words))) if len(proposal.words) > 1 else term_of(proposal.words[0])
    members = tree.children if isinstance(tree, And) else (tree,)
    return print_tree(And((*members, group if proposal.kind == "context" else Not(group))))
