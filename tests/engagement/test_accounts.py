"""What is said of the author of a case: the company, being watched, undo, and that an account is known by its id."""

from __future__ import annotations

from typing import Any

import pytest

from engagement import actions, queue
from engagement.actions import accounts
from engagement.errors import Refused, Stale, Unknown
from engagement.intake import take_in
from engagement.models import AccountStep, Case, Event, Person
from listening.models import Change
from tests.engagement.companies.rows import heard, make_company, make_person
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db


def works_at(case: Case, company: str, **more: Any) -> Any:
    return actions.works_at(case.pk, **{"company": company, "actor": make_user(), "now": NOW, **more})


def watch(case: Case, watched: str, **more: Any) -> Any:
    return actions.watch(case.pk, **{"watched": watched, "actor": make_user(), "now": NOW, **more})


def points(case: Case) -> int:
    case.refresh_from_db()
    return int(case.priority_parts["account"][0])


def test_it_says_where_the_author_works_and_the_case_weighs_more_at_once() -> None:
    company, case = make_company(is_key=True, domain="acme.example"), heard(flags=["complaint"])
    was = case.priority
    done = works_at(case, "acme.example")
    assert points(case) == 20
    assert case.priority == was + 20
    assert (done.say.code, done.say.params["name"]) == ("works_at", "Acme")
    person = Person.objects.get()
    assert (person.network, person.external_id, person.company) == ("hackernews", "charlie", company)
    assert not Change.objects.exists()


def test_it_lets_his_other_open_cases_follow_with_the_next_intake() -> None:
    make_company(is_key=True)
    first, second, stranger = heard(), heard(), heard(author="dora")
    works_at(first, "acme")
    take_in(now=NOW)
    assert (points(first), points(second), points(stranger)) == (20, 20, 0)


def test_it_knows_an_account_by_its_id_and_not_by_its_handle() -> None:
    make_company(is_key=True)
    first = heard(author_handle="mira")
    other = heard(author="u2", author_handle="mira")
    elsewhere = heard(network="x")
    works_at(first, "acme")
    renamed = heard(author_handle="mira_new")
    take_in(now=NOW)
    assert (points(other), points(elsewhere), points(renamed)) == (0, 0, 20)


def test_it_finds_a_company_by_name_in_any_case_and_by_domain() -> None:
    make_company("Acme Corp", domain="acme.example")
    case = heard()
    for given in ("acme corp", " Acme  Corp ", "https://www.acme.example/"):
        works_at(case, given)
        assert Person.objects.get().company is not None
        works_at(case, "")
        assert Person.objects.get().company is None


def test_it_refuses_to_guess_a_company() -> None:
    make_company("Acme", domain="acme.example")
    make_company("ACME", domain="acme.test")
    case = heard()
    for given, code in (("Acm", "company_not_known"), ("acme", "company_ambiguous")):
        with pytest.raises(Refused) as refused:
            works_at(case, given)
        assert refused.value.code == code
    assert not Person.objects.exists()


def test_it_refuses_where_nobody_knows_who_wrote_it() -> None:
    make_company()
    with pytest.raises(Refused) as refused:
        works_at(heard(author=""), "Acme")
    assert refused.value.code == "author_unknown"


def test_it_refuses_on_a_case_that_changed_meanwhile_and_on_none() -> None:
    case = heard()
    with pytest.raises(Stale):
        watch(case, "analyst", version=case.version - 1 or 99)
    with pytest.raises(Unknown):
        actions.watch(0, watched="analyst", actor=make_user(), now=NOW)


def test_it_undoes_what_was_said() -> None:
    make_company(is_key=True)
    case, alice = heard(), make_user()
    done = works_at(case, "Acme", actor=alice)
    actions.undo(done.undo, actor=alice, now=NOW)
    assert points(case) == 0
    assert Person.objects.get().company is None
    assert [event.verb for event in Event.objects.filter(case=case).order_by("id")] == ["arrived", "company", "undo"]


def test_it_does_not_undo_what_was_changed_from_another_case_since() -> None:
    make_company("Acme")
    make_company("Beta")
    first, second = heard(), heard()
    done = works_at(first, "Acme")
    works_at(second, "Beta")
    with pytest.raises(Refused) as refused:
        actions.undo(done.undo, actor=make_user(), now=NOW)
    assert refused.value.code == "person_changed_since"


def test_it_watches_the_author_and_ends_it_by_undo() -> None:
    case, alice = heard(), make_user()
    done = watch(case, "journalist", actor=alice)
    person = Person.objects.get()
    assert (person.watched, person.watched_at, person.handle) == ("journalist", NOW, "charlie")
    actions.undo(done.undo, actor=alice, now=NOW)
    person.refresh_from_db()
    assert (person.watched, person.watched_at) == ("", None)


def test_it_tells_company_and_watching_apart_when_it_undoes() -> None:
    make_company()
    case, alice = heard(), make_user()
    first = works_at(case, "Acme", actor=alice)
    watch(case, "customer", actor=alice)
    actions.undo(first.undo, actor=alice, now=NOW)
    person = Person.objects.get()
    assert (person.company, person.watched) == (None, "customer")


def test_it_keeps_since_when_somebody_is_watched() -> None:
    case = heard()
    person = make_person(watched="analyst")
    watch(case, "journalist")
    was, person = person.watched_at, Person.objects.get()
    assert (person.watched, person.watched_at) == ("journalist", was)


def test_it_says_nothing_twice() -> None:
    case = heard()
    assert watch(case, "analyst").undo is not None
    version = Case.objects.get().version
    assert watch(case, "analyst").undo is None
    assert Case.objects.get().version == version


def test_it_watches_nobody_as_what_it_does_not_know() -> None:
    with pytest.raises(Refused) as refused:
        watch(heard(), "friend")
    assert refused.value.code == "watched_unknown"


def test_it_ends_watching_without_a_case_and_keeps_who_did() -> None:
    person, alice = make_person(watched="analyst"), make_user()
    accounts.unwatch(person.pk, actor=alice, now=NOW)
    person.refresh_from_db()
    assert (person.watched, person.watched_at) == ("", None)
    assert AccountStep.objects.get(person=person).actor == alice
    with pytest.raises(Unknown):
        accounts.unwatch(person.pk, actor=alice, now=NOW)


def test_it_shows_what_is_known_of_the_author_beside_the_case() -> None:
    company = make_company(is_key=True, domain="acme.example")
    make_company("Beta")
    case = heard()
    works_at(case, "Acme")
    shown = queue.detail(case.pk, viewer=make_user(), now=NOW).account
    assert shown is not None
    assert (shown.company_id, shown.company, shown.is_key, shown.watched) == (company.pk, "Acme", True, "")
    assert shown.suggestions == ("Acme", "Beta")
    assert queue.detail(heard(author="").pk, viewer=make_user(), now=NOW).account is None
