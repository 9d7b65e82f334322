"""Reads companies, their people, and who is watched. Writes nothing: that is ``engagement.actions``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from engagement import history
from engagement.companies.records import CompanyRow, CompanyView, Draft, PersonRow, Stored
from engagement.errors import Unknown
from engagement.models import AccountStep, Company, Person
from engagement.records import HistoryLine, Who
from listening.records import Say

PAGE = 50
SUGGESTED = 50
PEOPLE_AT_MOST = 200
STEPS_AT_MOST = 50
_OWNERS = ("marketing_owner", "sales_owner")


def standing() -> QuerySet[Company]:
    """Return the companies that were not removed."""
    return Company.objects.filter(removed_at=None)


def overview(*, words: str = "", page: int = 1) -> tuple[list[CompanyRow], int]:
    """Return a page of the companies, key accounts first, then by name, and how many there are. Three queries.

    ``words`` narrow to names and domains that hold them.
    """
    found = standing()
    if words:
        found = found.filter(Q(name__icontains=words) | Q(domain__icontains=words))
    ordered = found.select_related(*_OWNERS).order_by("-is_key", Lower("name"), "id")
    rows = list(ordered[(page - 1) * PAGE : page * PAGE])
    heard = _heard([each.pk for each in rows])
    return [_row(each, *heard.get(each.pk, (0, None))) for each in rows], found.count()


def view(company_id: int) -> CompanyView:
    """Return one company with its people and its history. Raises ``Unknown``."""
    company = standing().filter(pk=company_id).first()
    if company is None:
        raise Unknown("company", company_id)
    steps = AccountStep.objects.filter(company=company).select_related("actor").order_by("-id")[:STEPS_AT_MOST]
    people = Person.objects.filter(company=company).order_by(Lower("handle"), "id")[:PEOPLE_AT_MOST]
    return CompanyView(
        id=company.pk, draft=draft_of(company), people=_people(people), history=tuple(_line(each) for each in steps)
    )


def watched() -> tuple[PersonRow, ...]:
    """Return everybody who is watched, by kind and handle. Two queries."""
    return _people(
        Person.objects.exclude(watched="").select_related("company").order_by("watched", Lower("handle"), "id")
    )


def people_of(contact_id: int, *, but: int) -> tuple[PersonRow, ...]:
    """Return the accounts of one contact besides one. Two queries, one if there is none."""
    rows = Person.objects.filter(contact=contact_id).exclude(pk=but).select_related("company").order_by("id")
    found = list(rows[:PEOPLE_AT_MOST])
    return _people(found) if found else ()


def suggestions() -> tuple[str, ...]:
    """Return names to choose from, key accounts first: no more than fit into a menu."""
    return tuple(standing().order_by("-is_key", Lower("name")).values_list("name", flat=True)[:SUGGESTED])


def all_stored() -> list[Stored]:
    """Return every company as an import compares it."""
    return [Stored(id=each.pk, draft=draft_of(each)) for each in standing().order_by("id")]


def owners() -> dict[str, int]:
    """Return the ids of the colleagues who may sign in, by the addresses they sign in with."""
    active = User.objects.filter(is_active=True, member__isnull=False)
    return {email.lower(): pk for pk, email in active.values_list("pk", "email") if email}


def draft_of(company: Company) -> Draft:
    """Return what is said of a stored company."""
    return Draft(
        name=company.name,
        domain=company.domain,
        is_key=company.is_key,
        marketing_owner_id=company.marketing_owner_id,
        sales_owner_id=company.sales_owner_id,
    )


def _row(company: Company, people: int, heard_at: datetime | None) -> CompanyRow:
    return CompanyRow(
        id=company.pk,
        name=company.name,
        domain=company.domain,
        is_key=company.is_key,
        marketing_owner=_who(company.marketing_owner),
        sales_owner=_who(company.sales_owner),
        people=people,
        heard_at=heard_at,
    )


def _who(user: User | None) -> Who | None:
    return history.who(user) if user else None


def _heard(company_ids: Sequence[int]) -> dict[int, tuple[int, datetime | None]]:
    """Return of each company how many accounts are known, and when one of them last spoke of us."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.company_id, count(DISTINCT p.id), max(m.published_at) FROM engagement_person p"
            " LEFT JOIN listening_mention m ON m.network = p.network AND m.author_key = p.external_id"
            " AND m.instance = p.instance AND m.role = 'mention' AND m.deleted_at IS NULL"
            " WHERE p.company_id = ANY(%s) GROUP BY p.company_id",
            [list(company_ids)],
        )
        return {company: (people, heard_at) for company, people, heard_at in cursor.fetchall()}


def _people(people: Collection[Person]) -> tuple[PersonRow, ...]:
    last = _last_cases([each.pk for each in people])
    return tuple(
        PersonRow(
            id=each.pk,
            network=each.network,
            author=each.handle or each.name or each.external_id,
            watched=each.watched,
            company=each.company.name if each.company and each.company.removed_at is None else "",
            company_id=each.company_id if each.company and each.company.removed_at is None else None,
            heard_at=last.get(each.pk, (None, None))[1],
            case_id=last.get(each.pk, (None, None))[0],
        )
        for each in people
    )


def _last_cases(person_ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """Return the case of each person's last word, and when it was said."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (p.id) p.id, i.case_id, m.published_at FROM engagement_person p"
            " JOIN listening_mention m ON m.network = p.network AND m.author_key = p.external_id"
            " AND m.instance = p.instance JOIN engagement_caseitem i ON i.mention_id = m.id"
            " WHERE p.id = ANY(%s) ORDER BY p.id, m.published_at DESC, m.id DESC",
            [list(person_ids)],
        )
        return {person: (case, at) for person, case, at in cursor.fetchall()}


def _line(step: AccountStep) -> HistoryLine:
    return HistoryLine(
        id=step.pk,
        at=step.at,
        actor=_who(step.actor),
        say=history.say_of(step.params) or Say(code=step.verb),
    )
