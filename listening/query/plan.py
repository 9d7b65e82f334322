"""A tree made ready to be asked many times: NOTs pushed down to the terms, equal terms shared. Knows no automaton.

Each plan answers ``find(page)``: ``None`` if the document does not match, else the places that made it match.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Protocol

from listening.query.document import Document
from listening.query.finder import Finder, Places, Scan
from listening.query.tree import And, Field, Near, Node, Not, Term


class Page:
    """A document while it is being matched: its text folded once, its fields when a query asks for them."""

    __slots__ = ("_fields", "document", "scan")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.scan = Scan(document.text)
        self._fields: dict[str, tuple[Scan, ...]] = {}

    def fields(self, name: str) -> tuple[Scan, ...]:
        """Return the values of a field other than the title."""
        scans = self._fields.get(name)
        if scans is None:
            scans = self._fields[name] = tuple(Scan(value) for value in self.document.field(name))
        return scans


class Plan(Protocol):
    """Something that can be looked for in a page."""

    def find(self, page: Page) -> Places | None:
        """Return the places in the folded text, perhaps none, or ``None`` if the page does not match."""


class TermPlan:
    """A term anywhere in the text."""

    def __init__(self, finder: Finder) -> None:
        self.finder = finder

    def find(self, page: Page) -> Places | None:
        if self.finder.first not in page.scan.folded:  # most terms of most queries are not there
            return None
        return page.scan.places(self.finder) or None


class FieldPlan:
    """A term in one field."""

    def __init__(self, name: str, finder: Finder) -> None:
        self.name = name
        self.finder = finder

    def find(self, page: Page) -> Places | None:
        if self.name == "title":
            scan, length = page.scan, page.document.title_length
            return [place for place in scan.places(self.finder) if scan.original(*place)[1] <= length] or None
        found = (place for scan in page.fields(self.name) for place in scan.places(self.finder))
        # A language is named by its beginning: en finds en-GB, but GB does not.
        return [] if any(self.name != "lang" or start == 0 for start, _ in found) else None


class NearPlan:
    """Places of the one side that have a place of the other side within ``distance`` words."""

    def __init__(self, left: Plan, right: Plan, distance: int) -> None:
        self.left = left
        self.right = right
        self.distance = distance

    def find(self, page: Page) -> Places | None:
        left, right = self.left.find(page), self.right.find(page)
        if not left or not right:
            return None
        close = self._close(page.scan, left, right) + self._close(page.scan, right, left)
        return close or None

    def _close(self, scan: Scan, places: Places, others: Places) -> Places:
        starts = sorted(start for start, _ in others)
        ends = sorted(end for _, end in others)
        kept = []
        for start, end in places:
            after, before = bisect_left(starts, end), bisect_right(ends, start)
            if (after < len(starts) and self._within(scan, end, starts[after])) or (
                before and self._within(scan, ends[before - 1], start)
            ):
                kept.append((start, end))
        return kept

    def _within(self, scan: Scan, end: int, start: int) -> bool:
        return scan.word_before(start) - scan.word_before(end) < self.distance


class AllPlan:
    """Every one of them."""

    def __init__(self, plans: list[Plan]) -> None:
        self.plans = plans

    def find(self, page: Page) -> Places | None:
        found: Places = []
        for plan in self.plans:
            places = plan.find(page)
            if places is None:
                return None
            found += places
        return found


class AnyPlan:
    """At least one of them; the places of all that match."""

    def __init__(self, plans: list[Plan]) -> None:
        self.plans = plans

    def find(self, page: Page) -> Places | None:
        found: Places | None = None
        for plan in self.plans:
            places = plan.find(page)
            if places is not None:
                found = places if found is None else found + places
        return found


class NonePlan:
    """A term, field or NEAR that must not be found."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def find(self, page: Page) -> Places | None:
        return [] if self.plan.find(page) is None else None


def plan_of(node: Node, finders: dict[Term, Finder], *, wanted: bool = True) -> Plan:
    """Return the plan of a tree. ``finders`` collects the terms, so that many trees share what they look for."""
    if isinstance(node, Not):
        return plan_of(node.child, finders, wanted=not wanted)
    if isinstance(node, (Term, Field, Near)):
        plan = _leaf(node, finders)
        return plan if wanted else NonePlan(plan)
    children = [plan_of(child, finders, wanted=wanted) for child in node.children]
    return AllPlan(children) if isinstance(node, And) == wanted else AnyPlan(children)


def _leaf(node: Term | Field | Near, finders: dict[Term, Finder]) -> Plan:
    if isinstance(node, Term):
        return TermPlan(_finder(node, finders))
    if isinstance(node, Field):
        return FieldPlan(node.name, _finder(node.sought, finders))
    return NearPlan(plan_of(node.left, finders), plan_of(node.right, finders), node.distance)


def _finder(term: Term, finders: dict[Term, Finder]) -> Finder:
    finder = finders.get(term)
    if finder is None:
        finder = finders[term] = Finder(term)
    return finder
