"""Who of a team gets a case, and why: of those in hours with room the one with the fewest open, then by turns. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from engagement.assigning.people import Colleague, has_room, is_away, is_in_hours
from engagement.assigning.rules import Rule
from listening.records import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What becomes of a case: the rule that caught it (None: none did), who gets it (None: nobody yet), and why.

    A case that a rule caught and nobody could be given waits for the team.
    """

    rule: Rule | None
    who: Colleague | None
    say: Say

    @property
    def waits(self) -> bool:
        """Somebody of the team is to be given it as soon as one has time."""
        return self.rule is not None and self.who is None


def choose(rule: Rule | None, people: Mapping[int, Colleague], now: datetime) -> Choice:
    """Return who of the rule's team gets the case. ``people`` are all who may be given cases, by id."""
    if rule is None:
        return Choice(rule=None, who=None, say=Say(code="route_none"))
    params: dict[str, object] = {"rule": rule.number, "team": rule.team}
    team = [people[each] for each in dict.fromkeys(rule.people) if each in people]
    there = [each for each in team if is_in_hours(each, now)]
    able = [each for each in there if has_room(each)]
    if not able:
        return Choice(rule=rule, who=None, say=Say(code=_nobody(team, there, now), params=params))
    who = min(able, key=lambda each: (each.open, each.turn, each.id))
    code = _why(who, able)
    return Choice(rule=rule, who=who, say=Say(code=code, params={**params, "id": who.id, "name": who.name}))


def kept(holder: int | None, *, by_a_person: bool, people: Mapping[int, Colleague], now: datetime) -> bool:
    """Say whether a case that comes back stays with who had it: always if a person gave it to him, else if he is here.

    Neither hours nor what he has open take from somebody a case that he knows.
    """
    if by_a_person:
        return True
    return holder is not None and holder in people and not is_away(people[holder], now)


def _why(who: Colleague, able: Collection[Colleague]) -> str:
    if len(able) == 1:
        return "route_only"
    return "route_turn" if sum(each.open == who.open for each in able) > 1 else "route_fewest"


def _nobody(team: Collection[Colleague], there: Collection[Colleague], now: datetime) -> str:
    if not team:
        return "route_empty"
    if there:
        return "route_full"
    return "route_away" if all(is_away(each, now) for each in team) else "route_closed"
