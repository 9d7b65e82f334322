"""What an import of companies would change, decided before anything is written. Pure.

A line means the company of its domain; without one, or where the domain is new, the company of its name. A cell that
says nothing changes nothing, so the same file twice changes nothing the second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from engagement.companies.records import Draft, Line, Plan, Stored, Table, Wrong


def plan(table: Table, stored: Iterable[Stored], owners: Mapping[str, int]) -> Plan:
    """Return what the table would do to what is stored. ``owners`` are the colleagues' ids by e-mail address."""
    planner = _Planner(stored, owners)
    for line in table.lines:
        planner.take(line)
    return Plan(
        new=tuple(planner.new),
        changed=planner.changed,
        same=planner.same,
        wrong=tuple(sorted((*table.wrong, *planner.wrong), key=lambda each: each.line)),
    )


class _Planner:
    def __init__(self, stored: Iterable[Stored], owners: Mapping[str, int]) -> None:
        self.owners = owners
        self.by_domain: dict[str, Stored] = {}
        self.by_name: dict[str, list[Stored]] = defaultdict(list)
        for each in stored:
            self.by_name[each.draft.name.casefold()].append(each)
            if each.draft.domain:
                self.by_domain[each.draft.domain] = each
        self.meant: dict[int, int] = {}  # company id -> the line that means it
        self.domains: dict[str, int] = {}  # of lines so far -> the line
        self.names: dict[str, list[tuple[int, str]]] = defaultdict(list)  # of lines so far -> line and domain
        self.new: list[Draft] = []
        self.changed: dict[int, Draft] = {}
        self.same = 0
        self.wrong: list[Wrong] = []

    def take(self, line: Line) -> None:
        """Decide one line."""
        problem = self._stranger(line) or self._twice(line)
        if problem:
            self.wrong.append(problem)
            return
        candidates = self._candidates(line)
        if len(candidates) > 1:
            self.wrong.append(Wrong(line=line.line, code="company_ambiguous", params={"name": line.name}))
            return
        if candidates and candidates[0].id in self.meant:
            params = {"other": self.meant[candidates[0].id]}
            self.wrong.append(Wrong(line=line.line, code="company_twice", params=params))
            return
        self.names[line.name.casefold()].append((line.line, line.domain))
        self.domains |= {line.domain: line.line} if line.domain else {}
        if candidates:
            self._compare(candidates[0], line)
        else:
            self.new.append(self._said(Draft(name=line.name), line))

    def _stranger(self, line: Line) -> Wrong | None:
        for address in (line.marketing_owner, line.sales_owner):
            if address and address not in self.owners:
                return Wrong(line=line.line, code="owner_unknown", params={"value": address[:80]})
        return None

    def _twice(self, line: Line) -> Wrong | None:
        """Two lines mean the same company if they share the domain, or the name where one of them has no domain."""
        found = self.by_domain.get(line.domain)
        earlier = self.domains.get(line.domain)
        if earlier is None and found:
            earlier = self.meant.get(found.id)
        if earlier is None:
            said = self.names[line.name.casefold()]
            earlier = next((at for at, domain in said if not (domain and line.domain)), None)
        if earlier is None:
            return None
        return Wrong(line=line.line, code="company_twice", params={"other": earlier})

    def _candidates(self, line: Line) -> list[Stored]:
        if line.domain in self.by_domain:
            return [self.by_domain[line.domain]]
        named = self.by_name[line.name.casefold()]
        if not line.domain:
            return named
        return [each for each in named if not each.draft.domain and each.id not in self.meant]

    def _compare(self, company: Stored, line: Line) -> None:
        self.meant[company.id] = line.line
        said = self._said(company.draft, line)
        if said == company.draft:
            self.same += 1
        else:
            self.changed[company.id] = said

    def _said(self, draft: Draft, line: Line) -> Draft:
        return replace(
            draft,
            name=line.name,
            domain=line.domain or draft.domain,
            is_key=draft.is_key if line.is_key is None else line.is_key,
            marketing_owner_id=self.owners.get(line.marketing_owner, draft.marketing_owner_id),
            sales_owner_id=self.owners.get(line.sales_owner, draft.sales_owner_id),
        )
