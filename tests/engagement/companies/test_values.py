"""What may stand in the fields of a company."""

from __future__ import annotations

import pytest

from engagement.companies.values import domain_of, key_of, name_of
from engagement.errors import BadField


@pytest.mark.parametrize(
    ("given", "domain"),
    [
        ("", ""),
        ("  ", ""),
        ("acme.example", "acme.example"),
        (" ACME.Example. ", "acme.example"),
        ("www.acme.example", "acme.example"),
        ("https://www.acme.example/about?x=1", "acme.example"),
        ("http://acme.example:8080", "acme.example"),
        ("//acme.example", "acme.example"),
        ("acme.example/team", "acme.example"),
        ("a-b.co.uk", "a-b.co.uk"),
        ("münchen.example", "xn--mnchen-3ya.example"),
        ("xn--mnchen-3ya.example", "xn--mnchen-3ya.example"),
    ],
)
def test_it_makes_a_domain_bare(given: str, domain: str) -> None:
    assert domain_of(given) == domain


@pytest.mark.parametrize(
    "given",
    [
        "acme",
        "sales@acme.example",
        "acme .example",
        "-acme.example",
        "acme..example",
        "192.0.2.1",
        "https://",
        "http://[",
        "a" * 64 + ".example",
        "a." * 130 + "example",
        "é" * 100_000,
        "<script>.example",
        "=cmd.example",
    ],
)
def test_it_names_what_is_no_domain(given: str) -> None:
    with pytest.raises(BadField) as refused:
        domain_of(given)
    assert (refused.value.field, refused.value.code) == ("domain", "company_domain_malformed")
    assert len(refused.value.params["value"]) <= 80


@pytest.mark.parametrize(
    ("given", "name"),
    [("  Acme \n Corp ", "Acme Corp"), ("A\x00c\u202eme", "A c me"), ("Cafe\u0301", "Café"), ("O'Neil", "O'Neil")],
)
def test_it_puts_a_name_on_one_line(given: str, name: str) -> None:
    assert name_of(given) == name


@pytest.mark.parametrize(("given", "code"), [(" \t", "company_name_missing"), ("x" * 201, "company_name_too_long")])
def test_it_refuses_no_name_and_a_very_long_one(given: str, code: str) -> None:
    with pytest.raises(BadField) as refused:
        name_of(given)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("given", "says"),
    [("yes", True), (" X ", True), ("1", True), ("Ja", True), ("no", False), ("0", False), ("-", False), ("", None)],
)
def test_it_reads_yes_and_no(given: str, says: bool | None) -> None:
    assert key_of(given) is says


def test_it_takes_perhaps_for_neither() -> None:
    with pytest.raises(BadField) as refused:
        key_of("perhaps")
    assert (refused.value.code, refused.value.params) == ("company_key_malformed", {"value": "perhaps"})
