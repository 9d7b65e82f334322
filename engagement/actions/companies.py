"""The verbs on companies: add, edit, remove and restore one, import many. Each is one transaction with its step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from engagement.companies import planning, storage, table, values
from engagement.companies.records import Draft, Plan
from engagement.errors import BadField, Unknown
from engagement.models import AccountStep, Case, CaseItem, Company, Person
from engagement.storage import storing
from listening.models import Change

_LOCK = 7303  # class of our advisory lock, beside those of intake
_FIELDS = ("name", "domain", "is_key", "marketing_owner_id", "sales_owner_id")


def add(said: Draft, *, actor: User, now: datetime) -> Company:
    """Add a company. Raises ``BadField`` naming what is wrong: a missing name, a domain that is taken or none."""
    checked = _checked(said)
    with storing():
        _one_at_a_time()
        _refuse_taken(checked.domain, None)
        company = Company.objects.create(**asdict(checked), created_at=now)
        _step(company, "added", {"name": company.name}, actor, now)
    return company


def edit(company_id: int, said: Draft, *, actor: User, now: datetime) -> Company:
    """Change what is said of a company; what stays as it was is no step. Raises ``Unknown`` and ``BadField``."""
    checked = _checked(said)
    with storing():
        _one_at_a_time()
        company = _get(company_id)
        _refuse_taken(checked.domain, company_id)
        _change(company, checked, "edited", actor, now)
    return company


def remove(company_id: int, *, actor: User, now: datetime) -> Company:
    """Remove a company: it counts for nothing, and comes back with its people by ``restore``. Raises ``Unknown``."""
    with storing():
        _one_at_a_time()
        company = _get(company_id)
        company.removed_at = now
        company.save(update_fields=["removed_at"])
        _step(company, "removed", {"name": company.name}, actor, now)
        look_again(Person.objects.filter(company=company), now)
    return company


def restore(company_id: int, *, actor: User, now: datetime) -> Company:
    """Bring a removed company back. Raises ``Unknown``, and ``BadField`` if its domain is another's meanwhile."""
    with storing():
        _one_at_a_time()
        company = Company.objects.filter(pk=company_id).exclude(removed_at=None).first()
        if company is None:
            raise Unknown("company", company_id)
        _refuse_taken(company.domain, company_id)
        company.removed_at = None
        company.save(update_fields=["removed_at"])
        _step(company, "restored", {"name": company.name}, actor, now)
        look_again(Person.objects.filter(company=company), now)
    return company


def preview(body: bytes) -> Plan:
    """Return what an import of this CSV file would do. Raises ``BadTable``."""
    return planning.plan(table.parse_companies(body), storage.all_stored(), storage.owners())


def import_csv(body: bytes, *, actor: User, now: datetime) -> Plan:
    """Take in the lines of a CSV file that are right, all of them or none, and return what was done.

    It is compared anew, so what colleagues changed since the preview is respected. Raises ``BadTable``.
    """
    read = table.parse_companies(body)
    with storing():
        _one_at_a_time()
        plan = planning.plan(read, storage.all_stored(), storage.owners())
        new = Company.objects.bulk_create([Company(**asdict(each), created_at=now) for each in plan.new])
        steps = [_unsaved(each, "imported", {"name": each.name}, actor, now) for each in new]
        AccountStep.objects.bulk_create(steps)
        for company in Company.objects.filter(pk__in=plan.changed).order_by("pk"):
            _change(company, plan.changed[company.pk], "edited", actor, now)
    return plan


def look_again(people: Iterable[Person], now: datetime) -> None:
    """Let intake decide anew what these people said and nobody has ended yet: their company or its weight changed."""
    accounts = {(each.network, each.instance, each.external_id) for each in people}
    items = CaseItem.objects.filter(mention__author_key__in={author for _, _, author in accounts}).exclude(
        case__status=Case.Status.DONE
    )
    rows = items.values_list("mention_id", "mention__network", "mention__instance", "mention__author_key")
    mentions = {mention for mention, *account in rows if tuple(account) in accounts}
    _changed(mentions, now)


def _changed(mention_ids: Collection[int], now: datetime) -> None:
    Change.objects.bulk_create(
        [Change(kind=Change.Kind.JUDGED, mention_id=each, at=now) for each in sorted(mention_ids)]
    )


def _one_at_a_time() -> None:
    """Let verbs on companies go one after the other: two imports of one file at once would add its companies twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def _get(company_id: int) -> Company:
    company = storage.standing().select_for_update().filter(pk=company_id).first()
    if company is None:
        raise Unknown("company", company_id)
    return company


def _checked(said: Draft) -> Draft:
    known = set(storage.owners().values())
    for field in ("marketing_owner", "sales_owner"):
        owner = getattr(said, f"{field}_id")
        if owner is not None and owner not in known:
            raise BadField(field, "unknown_person", {"id": owner})
    return Draft(**asdict(said) | {"name": values.name_of(said.name), "domain": values.domain_of(said.domain)})


def _refuse_taken(domain: str, company_id: int | None) -> None:
    other = storage.standing().filter(domain=domain).first() if domain else None
    if other is not None and other.pk != company_id:
        raise BadField("domain", "company_domain_taken", {"name": other.name})


def _change(company: Company, said: Draft, verb: str, actor: User, now: datetime) -> None:
    was: Mapping[str, Any] = {name: getattr(company, name) for name in _FIELDS}
    changed = [name for name in _FIELDS if was[name] != getattr(said, name)]
    if not changed:
        return
    for name in changed:
        setattr(company, name, getattr(said, name))
    company.save(update_fields=changed)
    kept = {"changed": changed, "was": {name: was[name] for name in changed}}
    _step(company, verb, kept, actor, now)
    if "is_key" in changed:
        look_again(Person.objects.filter(company=company), now)


def _step(company: Company, verb: str, params: Mapping[str, Any], actor: User, now: datetime) -> None:
    _unsaved(company, verb, params, actor, now).save()


def _unsaved(company: Company, verb: str, params: Mapping[str, Any], actor: User, now: datetime) -> AccountStep:
    kept = {"code": f"company_{verb}", "params": dict(params)}
    return AccountStep(company=company, verb=verb, actor=actor, at=now, params=kept)
