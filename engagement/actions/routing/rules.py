"""The rules and their order. A new rule is off until somebody switches it on; every change can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from engagement.assigning import ACCOUNTS
from engagement.errors import BadField, Refused, Unknown
from engagement.intake import staffing
from engagement.models import RoutingRule, Team
from listening.models import Brand, Query
from listening.records import FLAGS

MOST_RULES = 50
"""All are tried on every case, and more than fit on a page nobody can foresee."""

CODE_LIMIT = 40  # characters of a network's or language's code


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What a rule asks, and the team that gets what it catches. Empty conditions ask for nothing."""

    team_id: int
    flag: str = ""
    brand_id: int | None = None
    query_id: int | None = None
    network: str = ""
    language: str = ""
    account: str = ""
    owner_id: int | None = None


def add_rule(asked: Conditions, *, actor: User, now: datetime) -> RoutingRule:
    """Add a rule as the last, off. Raises ``BadField`` for what cannot be chosen, and ``Refused`` for one too many or
    one that asks for nothing."""
    with transaction.atomic():
        staffing.one_at_a_time()
        rows = staffing.standing_rules()
        if len(rows) >= MOST_RULES:
            raise Refused("rules_too_many", {"limit": MOST_RULES})
        _check(asked)
        place = rows[-1].place + 1 if rows else 1
        return RoutingRule.objects.create(place=place, changed_at=now, changed_by=actor, **asdict(asked))


def change_rule(rule_id: int, asked: Conditions, *, actor: User, now: datetime) -> RoutingRule:
    """Let a rule ask for something else or give to another team. What it was can be taken back once."""
    with transaction.atomic():
        rule = _standing(rule_id)
        _check(asked)
        _set(rule, asdict(asked), actor, now)
    return rule


def take_back(rule_id: int, *, actor: User, now: datetime) -> RoutingRule:
    """Let a rule be what it was before its last edit. Refused as ``rule_as_before`` if there was none."""
    with transaction.atomic():
        rule = _standing(rule_id)
        if not rule.was:
            raise Refused("rule_as_before")
        _check(Conditions(**rule.was))
        _set(rule, rule.was, actor, now)
    return rule


def switch_rule(rule_id: int, *, on: bool, actor: User, now: datetime) -> RoutingRule:
    """Switch a rule on or off. On, it takes what comes from now on."""
    with transaction.atomic():
        rule = _standing(rule_id)
        rule.on, rule.changed_at, rule.changed_by = on, now, actor
        rule.save(update_fields=["on", "changed_at", "changed_by"])
    return rule


def order_rule(rule_id: int, *, up: bool) -> RoutingRule:
    """Let a rule and the one before it (or after it) change places. Refused where there is none."""
    with transaction.atomic():
        staffing.one_at_a_time()
        rows = staffing.standing_rules()
        at = next((index for index, row in enumerate(rows) if row.pk == rule_id), None)
        if at is None:
            raise Unknown("rule", rule_id)
        other = at - 1 if up else at + 1
        if not 0 <= other < len(rows):
            raise Refused("rule_first" if up else "rule_last")
        rows[at], rows[other] = rows[other], rows[at]
        for place, row in enumerate(rows, start=1):
            row.place = place
        RoutingRule.objects.bulk_update(rows, ["place"])
        return rows[other]


def remove_rule(rule_id: int, *, actor: User, now: datetime) -> RoutingRule:
    """Remove a rule. What it gave away stays where it is."""
    with transaction.atomic():
        rule = _standing(rule_id)
        rule.removed_at, rule.changed_by = now, actor
        rule.save(update_fields=["removed_at", "changed_by"])
    return rule


def restore_rule(rule_id: int, *, actor: User, now: datetime) -> RoutingRule:
    """Bring a removed rule back to its place, on or off as it was. Its team must still be there."""
    with transaction.atomic():
        staffing.one_at_a_time()
        rule = RoutingRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
        if rule is None or not Team.objects.filter(pk=rule.team_id, removed_at=None).exists():
            raise Unknown("rule", rule_id)
        rule.removed_at, rule.changed_at, rule.changed_by = None, now, actor
        rule.save(update_fields=["removed_at", "changed_at", "changed_by"])
    return rule


def _standing(rule_id: int) -> RoutingRule:
    """Return a rule, held: who gives cases away meanwhile goes before or after this."""
    staffing.one_at_a_time()
    rule = RoutingRule.objects.filter(pk=rule_id, removed_at=None).first()
    if rule is None:
        raise Unknown("rule", rule_id)
    return rule


def _set(rule: RoutingRule, values: Mapping[str, Any], actor: User, now: datetime) -> None:
    rule.was = {name: getattr(rule, name) for name in values}
    for name, value in values.items():
        setattr(rule, name, value)
    rule.changed_at, rule.changed_by = now, actor
    rule.save(update_fields=[*(name.removesuffix("_id") for name in values), "was", "changed_at", "changed_by"])


def _check(asked: Conditions) -> None:
    """Refuse what cannot be chosen, and a rule that would catch everything."""
    if not any(value for name, value in asdict(asked).items() if name != "team_id"):
        raise Refused("rule_asks_nothing")
    known = {
        "team_id": Team.objects.filter(pk=asked.team_id, removed_at=None).exists(),
        "flag": asked.flag in ("", *FLAGS),
        "brand_id": asked.brand_id is None or Brand.objects.filter(pk=asked.brand_id).exists(),
        "query_id": asked.query_id is None or Query.objects.filter(pk=asked.query_id).exists(),
        "network": len(asked.network) <= CODE_LIMIT,
        "language": len(asked.language) <= CODE_LIMIT,
        "account": asked.account in ("", *ACCOUNTS),
        "owner_id": asked.owner_id is None or User.objects.filter(pk=asked.owner_id).exists(),
    }
    for name, holds in known.items():
        if not holds:
            raise BadField(name.removesuffix("_id"), "rule_value_unknown")
