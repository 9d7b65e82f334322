"""The verbs on companies: what they store, what they refuse, what history says, and what intake looks at again."""

from __future__ import annotations

from typing import Any

import pytest

from engagement.actions import companies
from engagement.companies import storage
from engagement.companies.records import Draft
from engagement.errors import BadField, Unknown
from engagement.intake import take_in
from engagement.models import AccountStep, Case, Company
from tests.engagement.companies.rows import heard, make_company, make_person
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db
CSV = b"name,domain,key\nAcme,acme.example,yes\nBeta,beta.example,no\n"


def said(company: Company) -> Draft:
    company.refresh_from_db()
    return storage.draft_of(company)


def steps(company: Company) -> list[str]:
    return list(AccountStep.objects.filter(company=company).order_by("id").values_list("verb", flat=True))


def account_points(case: Case) -> int:
    case.refresh_from_db()
    return int(case.priority_parts["account"][0])


def test_it_adds_a_company_with_both_owners_and_says_so_in_its_history() -> None:
    mara, sol = make_user(), make_user("sales")
    company = make_company(domain="https://www.Acme.example/", marketing_owner_id=mara.pk, sales_owner_id=sol.pk)
    assert said(company) == Draft(name="Acme", domain="acme.example", marketing_owner_id=mara.pk, sales_owner_id=sol.pk)
    assert steps(company) == ["added"]


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": " "}, "name", "company_name_missing"),
        ({"domain": "acme"}, "domain", "company_domain_malformed"),
        ({"domain": "ACME.example"}, "domain", "company_domain_taken"),
        ({"sales_owner_id": 0}, "sales_owner", "unknown_person"),
    ],
)
def test_it_names_the_field_that_is_wrong_and_stores_nothing(wrong: dict[str, Any], field: str, code: str) -> None:
    make_company("First", domain="acme.example")
    with pytest.raises(BadField) as refused:
        make_company(**{"name": "Second", **wrong})
    assert (refused.value.field, refused.value.code) == (field, code)
    assert Company.objects.count() == 1


def test_it_lets_nobody_own_who_may_not_sign_in() -> None:
    gone = make_user(is_active=False)
    with pytest.raises(BadField):
        make_company(marketing_owner_id=gone.pk)


def test_it_writes_only_what_changed_into_the_history() -> None:
    company, alice = make_company(domain="acme.example"), make_user()
    changed = Draft(name="Acme", domain="acme.example", is_key=True)
    companies.edit(company.pk, changed, actor=alice, now=NOW)
    companies.edit(company.pk, changed, actor=alice, now=NOW)
    assert said(company) == changed
    assert steps(company) == ["added", "edited"]
    step = AccountStep.objects.get(verb="edited")
    assert (step.actor, step.params["params"]) == (alice, {"changed": ["is_key"], "was": {"is_key": False}})


def test_it_looks_again_at_what_its_people_have_open_when_it_becomes_a_key_account() -> None:
    company, alice = make_company(), make_user()
    make_person(company=company)
    case, other = heard(), heard(author="dora")
    assert (account_points(case), account_points(other)) == (8, 0)
    companies.edit(company.pk, Draft(name="Acme", is_key=True), actor=alice, now=NOW)
    take_in(now=NOW)
    assert (account_points(case), account_points(other)) == (20, 0)
    companies.remove(company.pk, actor=alice, now=NOW)
    take_in(now=NOW)
    assert account_points(case) == 0
    companies.restore(company.pk, actor=alice, now=NOW)
    take_in(now=NOW)
    assert account_points(case) == 20


def test_it_leaves_alone_what_is_done() -> None:
    company = make_company()
    make_person(company=company)
    case = heard()
    Case.objects.update(status="done", disposition="no_reply_needed", closed_at=NOW)
    companies.edit(company.pk, Draft(name="Acme", is_key=True), actor=make_user(), now=NOW)
    take_in(now=NOW)
    assert account_points(case) == 8


def test_it_frees_the_domain_of_a_company_that_was_removed() -> None:
    first, alice = make_company("First", domain="acme.example"), make_user()
    companies.remove(first.pk, actor=alice, now=NOW)
    assert [row.name for row in storage.overview()[0]] == []
    make_company("Second", domain="acme.example")
    with pytest.raises(BadField) as refused:
        companies.restore(first.pk, actor=alice, now=NOW)
    assert (refused.value.code, refused.value.params) == ("company_domain_taken", {"name": "Second"})


def test_it_says_that_there_is_no_such_company() -> None:
    alice, there = make_user(), make_company()
    for verb in (companies.remove, companies.restore):
        with pytest.raises(Unknown):
            verb(0, actor=alice, now=NOW)
    with pytest.raises(Unknown):
        companies.restore(there.pk, actor=alice, now=NOW)
    with pytest.raises(Unknown):
        companies.edit(0, Draft(name="A"), actor=alice, now=NOW)


def test_it_imports_what_its_preview_said_and_nothing_the_second_time() -> None:
    alice = make_user()
    make_company(domain="acme.example")
    preview = companies.preview(CSV)
    assert Company.objects.count() == 1
    assert companies.import_csv(CSV, actor=alice, now=NOW) == preview
    assert sorted(Company.objects.values_list("name", "domain", "is_key")) == [
        ("Acme", "acme.example", True),
        ("Beta", "beta.example", False),
    ]
    assert not companies.import_csv(CSV, actor=alice, now=NOW).does_something
    assert AccountStep.objects.filter(actor=alice).count() == 2


def test_it_knows_owners_by_the_address_they_sign_in_with() -> None:
    mara = make_user()
    companies.import_csv(f"name,sales owner\nAcme,{mara.email.upper()}\n".encode(), actor=mara, now=NOW)
    assert Company.objects.get().sales_owner == mara


def test_it_does_not_take_a_removed_company_for_one_it_knows() -> None:
    company, alice = make_company(domain="acme.example"), make_user()
    companies.remove(company.pk, actor=alice, now=NOW)
    assert len(companies.import_csv(CSV, actor=alice, now=NOW).new) == 2


def test_it_imports_many_in_few_queries(django_assert_max_num_queries: Any) -> None:
    alice = make_user()
    body = "name,domain\n" + "".join(f"Company {n},c{n}.example\n" for n in range(1_000))
    with django_assert_max_num_queries(10):
        companies.import_csv(body.encode(), actor=alice, now=NOW)
    assert Company.objects.count() == 1_000


def test_it_lists_key_accounts_first_with_their_people_and_last_words() -> None:
    beta, acme = make_company("beta"), make_company("Acme", domain="acme.example")
    make_company("Zeta", is_key=True)
    make_person(company=acme)
    make_person("quiet", company=acme)
    case = heard()
    rows, total = storage.overview()
    assert [(row.name, row.people, row.heard_at) for row in rows] == [
        ("Zeta", 0, None),
        ("Acme", 2, case.published_at),
        (beta.name, 0, None),
    ]
    assert total == 3
    assert [row.name for row in storage.overview(words="ACME.ex")[0]] == ["Acme"]
    assert storage.suggestions() == ("Zeta", "Acme", "beta")
