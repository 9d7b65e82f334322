"""Many queries against one post at once: an automaton finds the anchors, only queries whose anchor is there are asked.

Exact: the automaton only spares work; what it lets through is decided by ``plan``, and ``oracle`` says the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from listening.query.anchors import pattern, required_group
from listening.query.document import Document
from listening.query.finder import Finder, Places, Scan
from listening.query.normal import spaced
from listening.query.plan import Page, Plan, plan_of
from listening.query.tree import Node, Term
from listening.records import QueryHit, Span

MAX_SPANS = 100
"""A hit keeps the first hundred spans: they are stored and highlighted, and a wall of one word needs no more."""


@dataclass(frozen=True, slots=True)
class CompiledQuery:
    """A parsed query with the identity that its hits carry."""

    query_id: int
    brand_id: int
    version: int
    tree: Node


class Matcher:
    """An unchangeable set of queries; building takes about a second per 10,000, so build one per edit and keep it."""

    def __init__(self, queries: Iterable[CompiledQuery]) -> None:
        self._queries = tuple(queries)
        finders: dict[Term, Finder] = {}
        self._plans: list[Plan] = [plan_of(query.tree, finders) for query in self._queries]
        owners: dict[str, list[int]] = {}
        self._unanchored: list[int] = []
        for index, query in enumerate(self._queries):
            group = required_group(query.tree)
            if group is None:
                self._unanchored.append(index)
                continue
            for anchor in dict.fromkeys(map(pattern, group[1])):
                owners.setdefault(anchor, []).append(index)
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners), matchkind=MatchKind.Standard) if owners else None

    def __len__(self) -> int:
        return len(self._queries)

    def match(self, document: Document) -> tuple[QueryHit, ...]:
        """Return a hit for each query that matches, in the order in which the queries were given."""
        candidates = self._candidates(document.text)
        if not candidates:
            return ()
        page = Page(document)
        hits = []
        for index in candidates:
            places = self._plans[index].find(page)
            if places is not None:
                query = self._queries[index]
                hits.append(
                    QueryHit(
                        query_id=query.query_id,
                        brand_id=query.brand_id,
                        version=query.version,
                        spans=spans_of(page.scan, places),
                    )
                )
        return tuple(hits)

    def _candidates(self, text: str) -> list[int]:
        if self._automaton is None:
            return self._unanchored
        # Neighbouring words share the blank between them, so matches overlap.
        found = self._automaton.find_matches_as_indexes(spaced(text), overlapping=True)
        if not found:
            return self._unanchored
        anchored = {index for match in found for index in self._owners[match[0]]}
        return sorted(anchored.union(self._unanchored))


def spans_of(scan: Scan, places: Places) -> tuple[Span, ...]:
    """Return places as spans of the original text, sorted, those that overlap made one, at most ``MAX_SPANS``."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted([scan.original(*place) for place in places]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    text = scan.text
    return tuple([Span(start=start, end=end, text=text[start:end]) for start, end in merged[:MAX_SPANS]])
