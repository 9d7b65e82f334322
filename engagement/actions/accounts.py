"""What a person says of the author of a case: where he works, and whether his words are watched.

The account is the one that wrote the post that the row shows, by its id; where he works holds for every account of the
same contact. The case follows in the same transaction; what else of his is open follows with the next intake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from engagement import intake
from engagement.actions.companies import look_again
from engagement.actions.steps import Step, apply, locked
from engagement.companies import storage
from engagement.companies.values import domain_of
from engagement.errors import BadField, Refused, Unknown
from engagement.intake.contacts import one_at_a_time
from engagement.models import AccountStep, Case, Company, Event, Person
from engagement.records import Done
from engagement.storage import plain, storing, touch_feed
from listening.models import Mention
from listening.records import Say

WORKS, WATCHES = "company", "watch"
VERBS = (WORKS, WATCHES)
_HELD = "person:"  # prefix of what an undo gives back to the person rather than to the case


def works_at(case_id: int, *, company: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Say at which company the author works, by its domain or its whole name; "" for none.

    Refused as ``company_not_known``, ``company_ambiguous`` or ``author_unknown``; raises ``Unknown`` and ``Stale``.
    """
    found = _find(company)
    return set_company(case_id, company_id=found.pk if found else None, actor=actor, now=now, version=version)


def set_company(
    case_id: int, *, company_id: int | None, actor: User, now: datetime, version: int | None = None
) -> Done:
    """As ``works_at``, by the company's id."""
    company = storage.standing().filter(pk=company_id).first() if company_id is not None else None
    if company_id is not None and company is None:
        raise Unknown("company", company_id)

    def sets(person: Person) -> Mapping[str, Any]:
        return {"company_id": company_id}

    def say(author: str) -> Say:
        if company is None:
            return Say(code="works_nowhere", params={"author": author})
        return Say(code="works_at", params={"author": author, "name": company.name, "key": company.is_key})

    return _act(case_id, WORKS, sets, say, actor=actor, now=now, version=version)


def watch(case_id: int, *, watched: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Watch the author from now on as ``analyst``, ``journalist`` or ``customer``, or ("") no longer.

    Refused as ``watched_unknown`` or ``author_unknown``; raises ``Unknown`` and ``Stale``.
    """
    if watched not in ("", *Person.Watched.values):
        raise Refused("watched_unknown", {"value": watched})

    def sets(person: Person) -> Mapping[str, Any]:
        since = person.watched_at or now
        return {"watched": watched, "watched_at": since if watched else None}

    def say(author: str) -> Say:
        code = "watching" if watched else "watching_ended"
        return Say(code=code, params={"author": author, "watched": watched})

    return _act(case_id, WATCHES, sets, say, actor=actor, now=now, version=version)


def unwatch(person_id: int, *, actor: User, now: datetime) -> Person:
    """Watch somebody no longer whose case is not at hand. Raises ``Unknown``."""
    with storing():
        person = Person.objects.select_for_update().filter(pk=person_id).exclude(watched="").first()
        if person is None:
            raise Unknown("watched_person", person_id)
        params = {"author": person.handle, "watched": person.watched}
        person.watched, person.watched_at = "", None
        person.save(update_fields=["watched", "watched_at"])
        kept = {"code": "watching_ended", "params": params}
        AccountStep.objects.create(person=person, verb=WATCHES, actor=actor, at=now, params=kept)
        look_again([person], now)
    return person


def put_back(event: Event, case: Case, *, actor: User, now: datetime) -> tuple[Case, dict[str, Any]]:
    """Let what was said of the person before hold again; return the case and the fields that are left to undo.

    Runs in the transaction of the undo, which holds mentions and case. Refused if it was changed elsewhere since.
    """
    fields = {name: value for name, value in event.before.items() if not name.startswith(_HELD)}
    one_at_a_time()
    held = event.before[_HELD + event.verb]
    people = [_put_back(each) for each in (held, *held.get("others", ()))]
    return _followed(case.pk, people, now), fields


def author(lead: Mention, now: datetime) -> Person:
    """Return who wrote a post, by the id of the account; a new row is stored only if something is said of him."""
    if not lead.author_key:
        raise Refused("author_unknown")
    key = {"network": lead.network, "instance": lead.instance, "external_id": lead.author_key}
    person = Person.objects.select_for_update().filter(**key).first() or Person(**key, created_at=now)
    person.handle, person.name = lead.author_handle or person.handle, lead.author_name or person.name
    return person


def _put_back(held: Mapping[str, Any]) -> Person:
    person = Person.objects.select_for_update().filter(pk=held["person"]).first()
    if person is None or plain({name: getattr(person, name) for name in held["now"]}) != held["now"]:
        raise Refused("person_changed_since")
    for name, value in held["was"].items():
        setattr(person, name, datetime.fromisoformat(value) if name.endswith("_at") and value else value)
    if person.company_id is not None and not Company.objects.filter(pk=person.company_id).exists():
        raise Refused("person_changed_since")
    person.save(update_fields=list(held["was"]))
    return person


def _act(
    case_id: int,
    verb: str,
    sets: Callable[[Person], Mapping[str, Any]],
    say: Callable[[str], Say],
    *,
    actor: User,
    now: datetime,
    version: int | None,
) -> Done:
    with storing():
        intake.hold(case_id)
        case = locked(case_id, version)
        lead = Mention.objects.get(pk=case.lead_id)
        said = say(lead.author_handle or lead.author_name)
        one_at_a_time()
        person = author(lead, now)
        people = [person, *(_others(person) if verb == WORKS else ())]
        held = [_set(each, sets(each)) for each in people]
        if all(each["was"] == each["now"] for each in held):
            return Done(case_id=case.pk, verb=verb, undo=None, say=said)
        case = _followed(case_id, people, now)
        event = apply(case, Step(verb=verb, say=said), actor=actor, now=now)
        event.before = {_HELD + verb: held[0] | {"others": held[1:]}}
        case.save()
        event.save()
        touch_feed([case.pk], now)
    return Done(case_id=case.pk, verb=verb, undo=event.pk, say=said)


def _others(person: Person) -> list[Person]:
    """Return the other accounts of the same contact, locked."""
    if person.contact_id is None:
        return []
    same = Person.objects.filter(contact=person.contact_id).exclude(pk=person.pk)
    return list(same.order_by("pk").select_for_update())


def _set(person: Person, new: Mapping[str, Any]) -> dict[str, Any]:
    """Change an account, if that changes anything, and return what an undo gives back to it."""
    was = {name: plain(getattr(person, name)) for name in new}
    if was != plain(new):
        for name, value in new.items():
            setattr(person, name, value)
        person.save()
    return {"person": person.pk, "was": was, "now": plain(new)}


def _followed(case_id: int, people: Iterable[Person], now: datetime) -> Case:
    look_again(people, now)
    case, _steps = intake.follow(case_id, intake.hold(case_id), now=now)
    return case


def _find(text: str) -> Company | None:
    """Return the company of this domain or whole name, None for nothing."""
    wanted = " ".join(text.split())
    if not wanted:
        return None
    try:
        found = list(storage.standing().filter(domain=domain_of(wanted)))
    except BadField:
        found = []
    found = found or list(storage.standing().filter(name__iexact=wanted)[:2])
    if not found:
        raise Refused("company_not_known", {"name": wanted[:80]})
    if len(found) > 1:
        raise Refused("company_ambiguous", {"name": wanted[:80]})
    return found[0]
