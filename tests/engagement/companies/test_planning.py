"""What an import would do, decided before anything is written."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from engagement.companies.planning import plan
from engagement.companies.records import Draft, Plan, Stored
from engagement.companies.table import parse_companies

OWNERS = {"mara@us.example": 7, "sol@us.example": 8}
ACME = Stored(id=1, draft=Draft(name="Acme", domain="acme.example", is_key=True, sales_owner_id=8))
BETA = Stored(id=2, draft=Draft(name="Beta"))


def planned(rows: str, *stored: Stored) -> Plan:
    header = "name,domain,key,marketing owner,sales owner\n"
    return plan(parse_companies((header + rows).encode()), stored, OWNERS)


def told(found: Plan) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in found.wrong]


def after(stored: list[Stored], found: Plan) -> list[Stored]:
    """Return what is stored once the plan is carried out."""
    kept = [replace(each, draft=found.changed.get(each.id, each.draft)) for each in stored]
    first = max((each.id for each in stored), default=0) + 1
    return kept + [Stored(id=first + place, draft=draft) for place, draft in enumerate(found.new)]


def test_it_adds_what_is_new() -> None:
    found = planned("Gamma,gamma.example,yes,mara@us.example,SOL@us.example\n", ACME)
    assert found.new == (
        Draft(name="Gamma", domain="gamma.example", is_key=True, marketing_owner_id=7, sales_owner_id=8),
    )
    assert not found.changed
    assert found.same == 0


def test_it_changes_nothing_where_nothing_is_new() -> None:
    found = planned("Acme,acme.example,yes,,sol@us.example\nBeta,,,,\n", ACME, BETA)
    assert (found.new, dict(found.changed), found.same, found.wrong) == ((), {}, 2, ())
    assert not found.does_something


def test_it_knows_a_company_by_its_domain_whatever_it_is_called() -> None:
    found = planned("ACME Inc,www.acme.example,,,\n", ACME)
    assert found.changed == {1: replace(ACME.draft, name="ACME Inc")}


def test_it_knows_a_company_by_its_name_in_any_case() -> None:
    assert planned("beta,,yes,,\n", BETA).changed == {2: Draft(name="beta", is_key=True)}


def test_it_gives_a_company_without_a_domain_the_one_of_the_line() -> None:
    assert planned("Beta,beta.example,,,\n", BETA).changed == {2: Draft(name="Beta", domain="beta.example")}


def test_it_takes_another_domain_for_another_company() -> None:
    assert planned("Acme,acme-group.example,,,\n", ACME).new == (Draft(name="Acme", domain="acme-group.example"),)


def test_it_lets_a_cell_that_says_nothing_change_nothing() -> None:
    assert planned("Acme,acme.example,,,\n", ACME).same == 1
    assert planned("Acme,,no,,\n", ACME).changed == {1: replace(ACME.draft, is_key=False)}


def test_it_does_not_guess_between_two_of_one_name() -> None:
    twin = Stored(id=3, draft=Draft(name="ACME", domain="acme.test"))
    assert told(planned("Acme,,,,\n", ACME, twin)) == [(2, "company_ambiguous")]


def test_it_names_an_owner_that_nobody_is() -> None:
    found = planned("Gamma,,,nobody@us.example,\nDelta,,,,\n")
    assert told(found) == [(2, "owner_unknown")]
    assert [each.name for each in found.new] == ["Delta"]


def test_it_names_the_line_that_said_the_same_company_before() -> None:
    rows = (
        "Acme,acme.example,,,\nACME Inc,acme.example,,,\nNew,new.example,,,\nNewer,new.example,,,\nNew,,,,\nacme,,,,\n"
    )
    found = planned(rows, ACME)
    assert [(each.line, each.code, each.params) for each in found.wrong] == [
        (3, "company_twice", {"other": 2}),
        (5, "company_twice", {"other": 4}),
        (6, "company_twice", {"other": 4}),
        (7, "company_twice", {"other": 2}),
    ]


def test_it_knows_a_company_that_was_meant_under_another_name() -> None:
    assert told(planned("Acme Inc,acme.example,,,\nAcme,,,,\n", ACME)) == [(3, "company_twice")]


def test_it_tells_wrong_lines_in_their_order() -> None:
    found = planned("Acme,,,nobody@us.example,\n,,,,x\nBeta,,perhaps,,\n")
    assert [line for line, _ in told(found)] == [2, 3, 4]


names = st.sampled_from(["Acme", "acme", "Beta", "Gamma"])
domains = st.sampled_from(["", "acme.example", "beta.example", "www.beta.example"])
rows = st.lists(st.tuples(names, domains, st.sampled_from(["", "yes", "no"])), max_size=4)


def csv(table: list[tuple[str, str, str]]) -> str:
    return "".join(f"{name},{domain},{key},,\n" for name, domain, key in table)


@given(rows)
def test_it_never_gives_two_companies_one_domain(table: list[tuple[str, str, str]]) -> None:
    stored = after([ACME, BETA], planned(csv(table), ACME, BETA))
    used = [each.draft.domain for each in stored if each.draft.domain]
    assert len(used) == len(set(used))


@given(rows)
def test_it_changes_nothing_when_a_file_without_wrong_lines_comes_again(table: list[tuple[str, str, str]]) -> None:
    first = planned(csv(table), ACME, BETA)
    assume(not first.wrong)
    again = planned(csv(table), *after([ACME, BETA], first))
    assert (again.does_something, again.wrong, again.same) == (False, (), len(table))
