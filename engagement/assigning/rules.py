"""The ordered rules: what a rule asks of a case, and which of them catches it first. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ACCOUNTS = ("known", "key")
"""What a rule may ask of the author's company: that we know it, or that it is a key account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What rules look at in a case. ``owners`` are the users who own its authors' companies, in marketing or sales."""

    flags: frozenset[str] = frozenset()
    brands: frozenset[int] = frozenset()
    queries: frozenset[int] = frozenset()
    network: str = ""
    language: str = ""
    known_company: bool = False
    key_account: bool = False
    owners: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule with the people of its team. A condition that is empty asks for nothing; all others have to hold.

    ``number`` is its place as people count it. ``language`` is a code as mentions carry it, such as ``de``.
    """

    id: int
    number: int
    team_id: int
    team: str
    people: tuple[int, ...] = ()
    flag: str = ""
    brand: int | None = None
    query: int | None = None
    network: str = ""
    language: str = ""
    account: str = ""
    owner: int | None = None

    def catches(self, facts: Facts) -> bool:
        """Say whether all conditions hold."""
        return (
            (not self.flag or self.flag in facts.flags)
            and (self.brand is None or self.brand in facts.brands)
            and (self.query is None or self.query in facts.queries)
            and self.network in ("", facts.network)
            and self.language in ("", facts.language)
            and (not self.account or (facts.key_account if self.account == "key" else facts.known_company))
            and (self.owner is None or self.owner in facts.owners)
        )


def caught(rules: Iterable[Rule], facts: Facts) -> Rule | None:
    """Return the first of the ordered rules that catches the case, None if none does."""
    return next((rule for rule in rules if rule.catches(facts)), None)
