"""What is known of the author of a case: the company, who is behind the account, and whether it is watched. For the
pane."""

from __future__ import annotations

from engagement.companies.storage import suggestions
from engagement.models import Person
from engagement.queue.contacts import contact
from engagement.records import Account
from listening.models import Mention


def account(lead: Mention) -> Account | None:
    """Return what is known of who wrote the post, by the account's id; None without one. Two queries, two more for the
    other accounts of a contact."""
    if not lead.author_key or lead.deleted_at is not None:
        return None
    people = Person.objects.filter(network=lead.network, instance=lead.instance, external_id=lead.author_key)
    person = people.select_related("company", "contact").first()
    company = person.company if person and person.company and person.company.removed_at is None else None
    return Account(
        company_id=company.pk if company else None,
        company=company.name if company else "",
        domain=company.domain if company else "",
        is_key=bool(company and company.is_key),
        watched=person.watched if person else "",
        watched_at=person.watched_at if person else None,
        suggestions=suggestions(),
        contact=contact(person) if person else None,
    )
