"""Who is behind an account: what colleagues know of him, and which of his accounts are one person.

Accounts are joined by a person's click on two of them and never otherwise. What was changed stands in a step beside the
contact, so that erasing the contact erases it too; a case's history keeps codes, the names of fields and networks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from engagement import intake
from engagement.actions.accounts import author
from engagement.actions.companies import look_again
from engagement.actions.steps import Step, apply, locked
from engagement.errors import Refused
from engagement.intake.contacts import one_at_a_time
from engagement.models import Case, Contact, ContactStep, Event, Person
from engagement.records import Done
from engagement.storage import storing, touch_feed
from listening.models import Mention
from listening.records import Say

EDITS, JOINS, PARTS = "contact", "same_person", "not_same_person"
VERBS = (EDITS, JOINS, PARTS)
LIMITS = {"name": 200, "role": 200, "email": 254, "phone": 60, "note": 2_000}
"""What is kept of a contact, and the most characters of each."""

_STEP = "contact"  # what an undo gives back to the contact rather than to the case


def edit_contact(case_id: int, *, actor: User, now: datetime, version: int | None = None, **said: str) -> Done:
    """Keep what is ``said`` of the author: each of ``LIMITS``; what is missing stays, "" is nothing known.

    Refused as ``author_unknown``, ``contact_email`` or ``contact_too_long``; raises ``Unknown`` and ``Stale``.
    """
    new = {name: _checked(name, text) for name, text in said.items()}

    def change(lead: Mention, person: Person) -> tuple[ContactStep | None, Say]:
        contact = person.contact or Contact(created_at=now)
        changed = [name for name, value in new.items() if getattr(contact, name) != value]
        was = {name: getattr(contact, name) for name in changed}
        say = Say(code="contact_changed", params={"fields": changed})
        if not changed:
            return None, say
        _set(contact, {name: new[name] for name in changed}, now)
        person.contact = contact
        person.save()
        return ContactStep(contact=contact, was=was, now={name: new[name] for name in changed}), say

    return _act(case_id, EDITS, change, actor=actor, now=now, version=version)


def same_person(case_id: int, *, mention: int, actor: User, now: datetime, version: int | None = None) -> Done:
    """Say that the author of the case is also who wrote the post ``mention``. Of two contacts the author's stays and
    takes what it lacks from the other; an account without a company takes the only one that the person has.

    Refused as ``author_unknown``, ``contact_same_account`` or ``contact_joined_already``; raises ``Unknown`` and
    ``Stale``.
    """

    def change(lead: Mention, person: Person) -> tuple[ContactStep | None, Say]:
        other = author(Mention.objects.filter(pk=mention, role="mention", deleted_at=None).first() or Mention(), now)
        if (other.network, other.instance, other.external_id) == (lead.network, lead.instance, lead.author_key):
            raise Refused("contact_same_account")
        if other.contact_id is not None and other.contact_id == person.contact_id:
            raise Refused("contact_joined_already")
        for each in (person, other):
            each.save()
        return _join(person, other, now), Say(code=JOINS, params={"network": other.network})

    return _act(case_id, JOINS, change, actor=actor, now=now, version=version)


def not_same_person(case_id: int, *, account: int, actor: User, now: datetime, version: int | None = None) -> Done:
    """Say that another account of the contact, by its ``Person`` id, is somebody else's. What is known stays.

    Refused as ``contact_not_joined``; raises ``Unknown`` and ``Stale``.
    """

    def change(lead: Mention, person: Person) -> tuple[ContactStep | None, Say]:
        other = Person.objects.select_for_update().filter(pk=account, contact__isnull=False).first()
        if other is None or other.contact is None or other.pk == person.pk or other.contact_id != person.contact_id:
            raise Refused("contact_not_joined")
        contact = other.contact
        step = ContactStep(contact=contact, was={"people": {str(other.pk): contact.pk}}, now={"in": None})
        other.contact = None
        other.save(update_fields=["contact"])
        return step, Say(code=PARTS, params={"network": other.network})

    return _act(case_id, PARTS, change, actor=actor, now=now, version=version)


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Let what was known of the person before hold again. Runs in the transaction of the undo, which holds the case.

    Refused as ``contact_gone`` or ``contact_changed_since``.
    """
    one_at_a_time()
    step = ContactStep.objects.select_related("contact").filter(pk=event.before[_STEP]).first()
    if step is None:
        raise Refused("contact_gone")
    if event.verb == EDITS:
        _expect(step.contact, step.now)
        _set(step.contact, step.was, now)
    else:
        _put_people_back(step, now)
    return case, {name: value for name, value in event.before.items() if name != _STEP}


def _act(
    case_id: int,
    verb: str,
    change: Callable[[Mention, Person], tuple[ContactStep | None, Say]],
    *,
    actor: User,
    now: datetime,
    version: int | None,
) -> Done:
    with storing():
        intake.hold(case_id)
        case = locked(case_id, version)
        one_at_a_time()
        lead = Mention.objects.get(pk=case.lead_id)
        step, say = change(lead, author(lead, now))
        if step is None:
            return Done(case_id=case.pk, verb=verb, undo=None, say=say)
        step.save()
        event = apply(case, Step(verb=verb, say=say), actor=actor, now=now)
        event.before = {_STEP: step.pk}
        case.save()
        event.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=verb, undo=event.pk, say=say)


def _join(person: Person, other: Person, now: datetime) -> ContactStep:
    """Put both into one contact, with all accounts of the one that is joined to the other."""
    target = person.contact or other.contact or Contact.objects.create(created_at=now, changed_at=now)
    coming = [each for each in (person, other) if each.contact_id is None]
    step = ContactStep(contact=target, now={"in": target.pk})
    former = other.contact if person.contact_id is not None else None
    if former is not None:
        coming += Person.objects.filter(contact=former).order_by("pk").select_for_update()
        lacks = {name: getattr(former, name) for name in LIMITS if not getattr(target, name) and getattr(former, name)}
        _set(target, lacks, now)
        former.joined_to = target
        former.save(update_fields=["joined_to"])
        step.now["filled"] = lacks
    step.was["people"] = {str(each.pk): each.contact_id for each in coming}
    for each in coming:
        each.contact = target
        each.save(update_fields=["contact"])
    step.now["company"], step.was["without"] = _share_company(target, now)
    return step


def _share_company(contact: Contact, now: datetime) -> tuple[int | None, list[int]]:
    """Give the only company of a person to those of his accounts that have none; return it, and which these are."""
    people = list(Person.objects.filter(contact=contact).order_by("pk").select_for_update().select_related(None))
    found = {each.company_id for each in people} - {None}
    without = [each for each in people if each.company_id is None]
    if len(found) != 1 or not without:
        return None, []
    company = found.pop()
    Person.objects.filter(pk__in=[each.pk for each in without]).update(company=company)
    look_again(without, now)
    return company, [each.pk for each in without]


def _put_people_back(step: ContactStep, now: datetime) -> None:
    """Give accounts back to the contacts they came from, and these back to themselves."""
    contact, moved = step.contact, step.was["people"]
    people = list(Person.objects.filter(pk__in=moved).order_by("pk").select_for_update())
    if len(people) != len(moved) or any(each.contact_id != step.now["in"] for each in people):
        raise Refused("contact_changed_since")
    known = set(Contact.objects.filter(pk__in=_ids(moved.values())).values_list("pk", "joined_to"))
    if {pk for pk, _to in known} != _ids(moved.values()):
        raise Refused("contact_gone")
    if any(to not in (None, contact.pk) for _pk, to in known):
        raise Refused("contact_changed_since")
    filled = step.now.get("filled", {})
    _set(contact, {name: "" for name, value in filled.items() if getattr(contact, name) == value}, now)
    Contact.objects.filter(pk__in=_ids(moved.values()), joined_to=contact).update(joined_to=None)
    for each in people:
        each.contact_id = moved[str(each.pk)]
        each.save(update_fields=["contact"])
    shared = Person.objects.filter(pk__in=step.was.get("without", ()), company=step.now.get("company"))
    look_again(list(shared), now)
    shared.update(company=None)
    if step.now["in"] is not None and not Person.objects.filter(contact=contact).exists():
        if any(getattr(contact, name) for name in LIMITS):
            raise Refused("contact_changed_since")
        contact.delete()


def _ids(values: Iterable[int | None]) -> set[int]:
    return {each for each in values if each is not None}


def _expect(contact: Contact, values: dict[str, str]) -> None:
    if contact.joined_to_id is not None or any(getattr(contact, name) != value for name, value in values.items()):
        raise Refused("contact_changed_since")


def _set(contact: Contact, values: dict[str, str], now: datetime) -> None:
    for name, value in values.items():
        setattr(contact, name, value)
    contact.changed_at = now
    contact.save()


def _checked(name: str, text: str) -> str:
    kept = text.replace("\x00", "").strip()
    kept = kept if name == "note" else " ".join(kept.split())
    if len(kept) > LIMITS[name]:
        raise Refused("contact_too_long", {"limit": LIMITS[name]})
    if name == "email" and kept:
        try:
            validate_email(kept)
        except ValidationError:
            raise Refused("contact_email", {"value": kept[:80]}) from None
    return kept
