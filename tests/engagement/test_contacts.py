"""The person behind accounts: told by people, known to holds and answers on all networks, gone with the last post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engagement import actions, queue
from engagement.actions import presence
from engagement.errors import Refused
from engagement.intake import take_in
from engagement.models import Case, Company, Contact, ContactStep, Event, Person
from listening.records import Tombstone
from listening.storage import posts
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
HOURS = timedelta(hours=2)


def opened(author: str, network: str = "hackernews", **more: Any) -> Case:
    mention = make_mention(flags=["complaint"], author=author, network=network, **more)
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


@pytest.fixture
def ana() -> User:
    return make_user(name="Ana Park")


@pytest.fixture
def leo() -> User:
    return make_user(name="Leo Kern")


@pytest.fixture
def both(ana: User) -> tuple[Case, Case]:
    """Cases of one person on two networks, whom Ana joined."""
    here, there = opened("mira"), opened("Mira Holt", "linkedin")
    join(here, there, ana)
    return here, there


def join(case: Case, other: Case, actor: User) -> int:
    undo = actions.same_person(case.pk, mention=other.lead_id, actor=actor, now=NOW).undo
    assert undo
    return undo


def edit(case: Case, actor: User, **said: Any) -> int:
    undo = actions.edit_contact(case.pk, actor=actor, now=NOW, **said).undo
    assert undo
    return undo


def seen(case: Case, viewer: User) -> Any:
    account = queue.detail(case.pk, viewer=viewer, now=NOW).account
    assert account
    return account.contact


def people() -> list[int | None]:
    return list(Person.objects.order_by("pk").values_list("contact", flat=True))


def bury(*cases: Case) -> None:
    leads = [each.lead for each in cases]
    gone = [Tombstone(network=each.network, external_id=each.external_id, seen_at=NOW) for each in leads]
    posts.bury(gone, NOW)
    take_in(now=NOW)


def test_it_keeps_who_is_behind_an_account_and_shows_it_on_every_case(ana: User) -> None:
    first, second = opened("mira"), opened("mira")
    edit(first, ana, name="Mira Holt", email="mira@acme.example", note="Met in Oslo")
    shown = seen(second, ana)
    assert (shown.name, shown.email, shown.note, shown.role) == ("Mira Holt", "mira@acme.example", "Met in Oslo", "")


def test_it_names_fields_and_no_values_in_the_history(ana: User) -> None:
    case = opened("mira")
    edit(case, ana, name="Mira Holt", phone="+47 1")
    event = Event.objects.get(verb="contact")
    assert event.params["params"] == {"fields": ["name", "phone"]}
    assert "Holt" not in str(event.params) + str(event.before)


@pytest.mark.parametrize(("name", "text"), [("email", "mira at acme"), ("name", "x" * 201), ("note", "x" * 2001)])
def test_it_refuses_what_is_none_or_too_long(ana: User, name: str, text: str) -> None:
    case = opened("mira")
    with pytest.raises(Refused):
        edit(case, ana, **{name: text})
    assert not Contact.objects.exists()


def test_it_keeps_nothing_of_somebody_unknown(ana: User) -> None:
    with pytest.raises(Refused, match="author_unknown"):
        edit(opened(""), ana, name="Mira")


def test_it_joins_no_accounts_that_nobody_joined(ana: User) -> None:
    here, there = opened("mira"), opened("mira", "linkedin")
    edit(here, ana, name="Mira Holt")
    edit(there, ana, name="Mira Holt", email="mira@acme.example")
    take_in(now=NOW)
    assert len(set(people())) == 2
    assert seen(here, ana).accounts == seen(there, ana).accounts == ()


def test_it_shows_the_accounts_of_a_person_and_parts_them_again(ana: User, both: tuple[Case, Case]) -> None:
    here, there = both
    (other,) = seen(here, ana).accounts
    assert (other.network, other.author, other.case_id) == ("linkedin", "Mira Holt", there.pk)
    parted = actions.not_same_person(here.pk, account=other.id, actor=ana, now=NOW).undo
    assert seen(here, ana).accounts == ()
    assert parted
    actions.undo(parted, actor=ana, now=NOW)
    assert [each.case_id for each in seen(there, ana).accounts] == [here.pk]


def test_it_takes_what_is_lacking_from_the_other_contact_and_gives_it_back(ana: User) -> None:
    here, there, third = opened("mira"), opened("mh", "linkedin"), opened("holt", "x")
    edit(here, ana, name="Mira Holt")
    edit(there, ana, name="M. Holt", role="CTO")
    join(there, third, ana)
    before = people()
    undo = join(here, there, ana)
    assert len(set(people())) == 1
    assert (seen(third, ana).name, seen(third, ana).role) == ("Mira Holt", "CTO")
    actions.undo(undo, actor=ana, now=NOW)
    assert people() == before
    assert (seen(here, ana).role, seen(third, ana).name) == ("", "M. Holt")


def test_it_leaves_nothing_behind_when_a_first_join_is_undone(ana: User) -> None:
    actions.undo(join(opened("mira"), opened("mh", "linkedin"), ana), actor=ana, now=NOW)
    assert (people(), Contact.objects.count()) == ([None, None], 0)


def test_it_undoes_no_join_that_was_built_upon_elsewhere(ana: User, leo: User) -> None:
    here, there = opened("mira"), opened("mh", "linkedin")
    undo = join(here, there, ana)
    edit(there, leo, name="Mira Holt")
    with pytest.raises(Refused, match="contact_changed_since"):
        actions.undo(undo, actor=ana, now=NOW)
    assert seen(here, ana).name == "Mira Holt"


def test_it_refuses_the_same_account_twice_joined_and_never_joined(ana: User, both: tuple[Case, Case]) -> None:
    here, there = both
    for case, other in ((here, opened("mira")), (there, here)):
        with pytest.raises(Refused):
            join(case, other, ana)
    stranger = Person.objects.create(network="x", external_id="9", created_at=NOW)
    with pytest.raises(Refused, match="contact_not_joined"):
        actions.not_same_person(here.pk, account=stranger.pk, actor=ana, now=NOW)


def test_it_gives_the_company_to_all_accounts_and_takes_it_back(ana: User) -> None:
    Company.objects.create(name="Acme", created_at=NOW)
    here, there, third = opened("mira"), opened("mh", "linkedin"), opened("holt", "x")
    actions.works_at(here.pk, company="Acme", actor=ana, now=NOW)
    undo = join(here, there, ana)
    assert Person.objects.filter(company__name="Acme").count() == 2
    actions.undo(undo, actor=ana, now=NOW)
    assert Person.objects.get(company__name="Acme").network == "hackernews"
    join(third, there, ana)
    works = actions.works_at(third.pk, company="Acme", actor=ana, now=NOW).undo
    assert Person.objects.filter(company__name="Acme").count() == 3
    assert works
    actions.undo(works, actor=ana, now=NOW)
    assert Person.objects.filter(company__name="Acme").count() == 1


def test_it_holds_the_person_on_the_other_network_too(both: tuple[Case, Case], ana: User, leo: User) -> None:
    here, there = both
    presence.writing(here.pk, actor=ana, now=NOW)
    theirs = presence.writing(there.pk, actor=leo, now=NOW)
    assert (theirs.mine, theirs.by.name, theirs.case_id) == (False, "Ana Park", here.pk)
    assert presence.who(there.pk, viewer=leo, now=NOW).holding == theirs
    assert presence.writing(there.pk, actor=leo, now=NOW, take_over=True).mine
    assert not presence.writing(here.pk, actor=ana, now=NOW).mine


def test_it_names_who_answered_the_person_on_the_other_network(both: tuple[Case, Case], ana: User, leo: User) -> None:
    here, there = both
    actions.done(there.pk, disposition="answered", actor=ana, now=NOW - HOURS)
    found = presence.who(here.pk, viewer=leo, now=NOW).answered
    assert found is not None
    assert (found.by.name, found.network, found.at) == ("Ana Park", "linkedin", NOW - HOURS)
    assert presence.who(opened("dora").pk, viewer=leo, now=NOW).answered is None


def test_it_tells_who_is_beside_in_as_many_queries_as_without_a_contact(ana: User, leo: User) -> None:
    here, there = opened("mira"), opened("mh", "linkedin")
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            presence.who(here.pk, viewer=leo, now=NOW)
        costs.append(len(asked))
        if len(costs) == 1:
            join(here, there, ana)
    assert costs[0] == costs[1]


def test_it_erases_a_contact_with_the_last_account(both: tuple[Case, Case], ana: User) -> None:
    here, there = both
    edit(here, ana, name="Mira Holt", email="mira@acme.example")
    bury(there)
    assert (seen(here, ana).name, seen(here, ana).accounts) == ("Mira Holt", ())
    bury(here)
    assert (Contact.objects.count(), ContactStep.objects.count(), set(people())) == (0, 0, {None})


def test_it_erases_what_was_joined_to_it_as_well_and_undoes_none_of_it(ana: User) -> None:
    here, there = opened("mira"), opened("mh", "linkedin")
    edited = edit(there, ana, name="M. Holt")
    edit(here, ana, name="Mira Holt")
    join(here, there, ana)
    bury(here, there)
    assert not Contact.objects.exists()
    with pytest.raises(Refused, match="contact_gone"):
        actions.undo(edited, actor=ana, now=NOW)


def test_it_keeps_a_contact_while_another_post_of_the_account_stands(ana: User) -> None:
    here, still = opened("mira"), opened("mira")
    edit(here, ana, name="Mira Holt")
    bury(here)
    assert seen(still, ana).name == "Mira Holt"
