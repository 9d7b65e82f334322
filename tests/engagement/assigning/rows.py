"""Teams, rules and cases for tests of routing."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from engagement.actions import routing
from engagement.intake import take_in
from engagement.models import Case, Member, RoutingRule, Team
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

_numbers = count(1)


def make_team(*users: User, name: str = "") -> Team:
    """Return a new team of these users."""
    ids = Member.objects.filter(user__in=users).values_list("pk", flat=True)
    return routing.add_team(name or f"Team {next(_numbers)}", list(ids), now=NOW)


def make_rule(team: Team, *, on: bool = True, **asked: Any) -> RoutingRule:
    """Return a new rule, the last, by default for complaints and on."""
    make_installation()
    actor = User.objects.filter(member__role="owner").first() or make_user("owner")
    rule = routing.add_rule(
        routing.Conditions(team_id=team.pk, **(asked or {"flag": "complaint"})), actor=actor, now=NOW
    )
    return routing.switch_rule(rule.pk, on=True, actor=actor, now=NOW) if on else rule


def complained(now: datetime = NOW, **more: Any) -> Case:
    """Return the case of a new complaint, taken in at ``now``."""
    values = {"flags": ["complaint"], "published_at": now, "seen_at": now, "author": f"a{next(_numbers)}", **more}
    mention = make_mention(**values)
    make_change(mention)
    take_in(now=now)
    return Case.objects.distinct().get(items__mention=mention)


def busy(user: User, n: int, now: datetime = NOW) -> None:
    """Give somebody ``n`` open cases, as a person does it."""
    for _ in range(n):
        Case.objects.filter(pk=complained(now, flags=["praise"]).pk).update(assignee=user)
