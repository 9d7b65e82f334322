"""What could make a query sharper, learnt from judged posts: words to leave out, words to ask for as well.

Pure and deterministic. Which words are worth a thought is estimated; what a proposal does is counted, by matching.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from listening.query.document import Document
from listening.query.form import expression as write
from listening.query.form import form_of, term_of
from listening.query.grammar import parse
from listening.query.matcher import CompiledQuery, Matcher
from listening.query.printing import print_tree
from listening.query.tree import And, Node, Not, Or
from listening.query.vocabulary import Sample, is_trade, sample

MOST = 5
"""Proposals that are made at a time: more would not be read."""
_FEWEST = 3
"""Posts that must have been judged, each way, before context words are looked for."""
_WIDEST = 24
"""Context words that are proposed at most: people name the same trade in many ways."""
_WORTH = 0.25
"""What a context word must add: about a third of a post that was not covered."""
_STRANGER = 0.3
"""How much a post that is probably not about us weighs against one that is: losing one of ours is worse."""
_COVERED = 0.8
"""The share of posts believed to be ours that context words must cover to be proposed at all."""
_DOUBT = 0.25
"""The share of the posts with a word that may be ours by belief before the word is no exclusion."""
_PRICE = 5
"""Posts that a proposal must drop for each post judged *us* that it costs."""

Kind = Literal["exclude", "context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Words to leave out (*exclude*: none of them), or to ask for as well (*context*: one of them).

    ``words`` are chips of the form. Of ``of`` posts that the query keeps it drops ``drops``; of ``us`` judged to be
    about the brand it keeps ``keeps``. Of what it drops nobody judged ``strangers``, and scoring holds them to be
    about something else of the same name.
    """

    kind: Kind
    words: tuple[str, ...]
    drops: int
    of: int
    keeps: int
    us: int
    strangers: int = 0

    @property
    def costs(self) -> int:
        """How many posts that a person called *us* it would drop: to be marked where it is not 0."""
        return self.us - self.keeps


def propose(
    *,
    us: Sequence[str],
    not_us: Sequence[str],
    unjudged: Sequence[str],
    brand_terms: Iterable[str],
    taken: Iterable[str],
    probably_us: Sequence[str] = (),
    probably_not: Sequence[str] = (),
) -> tuple[Proposal, ...]:
    """Return at most five proposals, the one that drops most first.

    ``us``, ``not_us`` and ``unjudged`` are texts that the query keeps. ``taken`` are the words that are in it already;
    neither they nor the brand's are proposed, nor handles, numbers and the words that every text is full of. At most
    one proposal, the last, costs a post judged *us*. ``probably_us`` and ``probably_not`` are posts that nobody judged
    and of which scoring is sure enough: words that only the latter have are proposed before anybody has judged.
    """
    barred, unseen = [*brand_terms, *taken], [*unjudged, *probably_us, *probably_not]
    told = sample(us=us, not_us=not_us, unjudged=unseen, barred=barred)
    words = _excluded(told) if not_us else []
    if len(probably_not) >= _FEWEST:
        believed = sample(us=[*us, *probably_us], not_us=[*not_us, *probably_not], unjudged=unjudged, barred=barred)
        words += [word for word in _excluded(believed) if not believed.judged(word)[0] and word not in words]
    wanted: list[tuple[Kind, tuple[str, ...]]] = [("exclude", (word,)) for word in words]
    if context := _context(told):
        wanted.insert(0, ("context", context))
    found = _measured(wanted, [*us, *not_us, *unseen], len(us), strangers=len(probably_not))
    ranked = sorted((each for each in found if each.drops), key=lambda each: (-each.drops, each.words))
    free = [each for each in ranked if not each.costs]
    dear = [each for each in ranked if each.costs and each.costs * _PRICE <= each.drops][:1]
    return (*free[: MOST - len(dear)], *dear)


def applied(expression: str, proposal: Proposal) -> str:
    """Return the expression with the proposal in it, in the form's shape where it has one. Raises ``QueryError``."""
    tree = parse(expression)
    form = form_of(tree)
    if form is not None and proposal.kind == "exclude":
        return write(replace(form, none_of=(*form.none_of, *proposal.words)))
    if form is not None and not form.any_of:
        return write(replace(form, any_of=proposal.words))
    group = _any(proposal.words)
    members = tree.children if isinstance(tree, And) else (tree,)
    return print_tree(And((*members, group if proposal.kind == "context" else Not(group))))


def _any(words: Sequence[str]) -> Node:
    terms = tuple(term_of(word) for word in words)
    return Or(terms) if len(terms) > 1 else terms[0]


def _excluded(told: Sample) -> list[str]:
    """Return words to leave out, each adding to those before it, then words that would cost something."""
    ours = max(1, told.us // 10)
    words, dear = {}, []
    for word, held in told.posts_with.items():
        us, not_us = told.judged(word)
        doubt = sum(told.belief[at] for at in held) / len(held)
        if us and us <= ours and not_us >= _PRICE * us:
            dear.append((-not_us, word))
        elif not us and not_us and not_us + len(held) >= 4 and doubt <= _DOUBT and not is_trade(word):
            words[word] = held
    weights = [1 - belief for belief in told.belief]
    return [*_greedy(words, weights, most=MOST, worth=1.0), *(word for _, word in sorted(dear)[:MOST])]


def _context(told: Sample) -> tuple[str, ...]:
    """Return words of which every post that is believed to be ours has one; none if there are no such words."""
    if told.us < _FEWEST or told.not_us < _FEWEST:
        return ()
    words = {
        word: held
        for word, held in told.posts_with.items()
        if told.voice[word] > 0 and " " not in word and not told.judged(word)[1]
    }
    weights = [belief - _STRANGER * (1 - belief) for belief in told.belief]
    chosen = _greedy(words, weights, most=_WIDEST, worth=_WORTH)
    covered = {at for word in chosen for at in words[word]}
    share = sum(told.belief[at] for at in covered) / sum(told.belief)
    return tuple(chosen) if share >= _COVERED else ()


def _greedy(words: Mapping[str, Sequence[int]], weights: Sequence[float], *, most: int, worth: float) -> list[str]:
    """Return words that together hold posts of the greatest weight: again and again the one that adds most."""
    chosen: list[str] = []
    covered: set[int] = set()
    left = dict(words)
    while left and len(chosen) < most:
        gains = {word: sum(weights[at] for at in held if at not in covered) for word, held in left.items()}
        best = max(left, key=lambda word: (round(gains[word], 6), is_trade(word), -len(word), word))
        if gains[best] < worth:
            break
        chosen.append(best)
        covered.update(left.pop(best))
        left = {word: held for word, held in left.items() if gains[word] > 0 or min(weights) < 0}
    return chosen


def _measured(
    wanted: Sequence[tuple[Kind, tuple[str, ...]]], texts: Sequence[str], us: int, *, strangers: int
) -> list[Proposal]:
    """Return proposals with what they do to these texts: the first ``us`` were judged to be ours, of the last
    ``strangers`` scoring holds that they are not."""
    matcher = Matcher(CompiledQuery(place, 0, 0, _any(words)) for place, (_, words) in enumerate(wanted))
    holding: list[set[int]] = [set() for _ in wanted]
    for at, text in enumerate(texts):
        for hit in matcher.match(Document(text)):
            holding[hit.query_id].add(at)
    proposals = []
    for (kind, words), held in zip(wanted, holding, strict=True):
        kept = held if kind == "context" else set(range(len(texts))) - held
        proposals.append(
            Proposal(
                kind=kind,
                words=tuple(print_tree(term_of(word)) for word in words),
                drops=len(texts) - len(kept),
                of=len(texts),
                keeps=sum(at < us for at in kept),
                us=us,
                strangers=sum(at not in kept for at in range(len(texts) - strangers, len(texts))),
            )
        )
    return proposals
