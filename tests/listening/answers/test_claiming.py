"""Bios that claim us, and those that only speak of us."""

from __future__ import annotations

import pytest

from listening.answers.claiming import LONGEST, Ours, claim_in

OURS = Ours(names=("Acme", "Acme Cloud", "C++ Kit"), handles=("acme", "acme_help"), domains=("acme.example",))

CLAIMS = {
    "Support engineer at Acme": "Support engineer at Acme",
    "Dad, runner. DevRel @ Acme Cloud | views my own": "DevRel @ Acme Cloud",
    "Head of growth and brand at Acme.": "Head of growth and brand at Acme",
    "Building Acme in public": "Building Acme",
    "Acme Cloud developer advocate": "Acme Cloud developer",
    "customer success at ACME": "success at ACME",
    "Docs @acme_help": "Docs @acme_help",
    "Berlin, @acme": "@acme",
    "mail sam@acme.example": "mail sam@acme.example",
    "ex-Globex, engineer at Acme": "engineer at Acme",
    "Formerly Globex, now lead at Acme": "lead at Acme",
    "Formerly Globex\nCTO, Acme\nEngineering at Acme": "Engineering at Acme",
    "Entwicklerin bei Acme": "Entwicklerin bei Acme",
    "I work on parsers at Acme, not Globex": "work on parsers at Acme",
    "Maintainer of C++ Kit": "Maintainer of C++ Kit",
}

SILENT = (
    "",
    "Acme",
    "Ex-Acme engineer",
    "ex Acme, engineer at Globex",
    "Formerly support at Acme",
    "Formerly CTO at Globex, Acme and Initech",
    "Engineer at Acme (2015-2019)",
    "Engineer at Acme 2015 – 2019",
    "Fan of @acme",
    "Engineer and fan of Acme",
    "Acme alum, building Globex",
    "Happy Acme customer and engineer",
    "Engineer. Built with @acme",
    "I build shops with Acme Cloud",
    "Consultant, writing about acme.example",
    "Engineer at Acmeworks",
    "Engineer at Pre-Acme",
    "Engineer, #acme",
    "Engineer at notacme.example",
    "Engineer, acme.example.evil.test",
    "Support @acmefan",
    "Unofficial Acme support",
    "not working at Acme",
    "Globex support. I like Acme",
    "Certified Acme Cloud consultant",
)


@pytest.mark.parametrize(("bio", "claimed"), CLAIMS.items())
def test_it_finds_the_words_that_claim_us(bio: str, claimed: str) -> None:
    assert claim_in(bio, OURS) == claimed


@pytest.mark.parametrize("bio", SILENT)
def test_it_finds_no_claim_where_we_are_only_spoken_of(bio: str) -> None:
    assert claim_in(bio, OURS) == ""


def test_it_claims_nothing_where_nothing_of_ours_has_a_name() -> None:
    assert claim_in("Support engineer at Acme", Ours()) == ""


def test_it_keeps_no_more_of_a_bio_than_a_line() -> None:
    assert len(claim_in(f"support {'x' * 300} @acme", OURS)) <= LONGEST


def test_it_reads_a_hostile_bio_in_linear_time() -> None:
    assert claim_in("ex-engineer, " * 40_000 + "@acme", OURS) == ""
