"""Lists as people type them: read line by line, with the number of the line where something is wrong."""

from __future__ import annotations

import pytest

from config.setup import lines, wording
from listening.actions import Wanted


def test_it_reads_a_brand_a_line_with_its_spellings() -> None:
    found = lines.read("Hookyard, @hookyard ,hookyard.example\n\n  Pipe   wright  \n")
    assert found.problems == ()
    assert found.wanted == (
        Wanted(name="Hookyard", terms=("Hookyard", "@hookyard", "hookyard.example")),
        Wanted(name="Pipe wright", terms=("Pipe wright",)),
    )


def test_it_takes_one_spelling_once() -> None:
    assert lines.read("Crisp, crisp, CRISP").wanted == (Wanted(name="Crisp", terms=("Crisp",)),)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Hookyard\nhookyard", "twice", 2),
        ("Hookyard\nPipewright, Hookyard", "twice", 2),
        ("\n\nCrisp", "taken", 3),
        ("Hookyard\n!!!", "no_word", 2),
        ("Hookyard\n___", "no_word", 2),
        ("x", "one_letter", 1),
        ('"web hooks"', "quotes", 1),
        ("a" * 81, "too_long", 1),
        (", ".join(f"name {n}" for n in range(11)), "too_many_spellings", 1),
    ],
)
def test_it_names_the_line_at_fault(text: str, code: str, line: int) -> None:
    found = lines.read(text, taken=["Crisp"])
    assert [(each.code, each.params["line"]) for each in found.problems] == [(code, line)]
    assert f"Line {line}:" in wording.problem(found.problems[0])


def test_it_says_how_many_lines_are_too_many() -> None:
    found = lines.read("\n".join(f"name {n}" for n in range(21)))
    assert [each.code for each in found.problems] == ["too_many_lines"]
    assert "21" in wording.problem(found.problems[0])


def test_it_lets_one_sign_of_chinese_be_a_name() -> None:
    assert lines.read("鹰").wanted[0].name == "鹰"


def test_it_writes_a_spelling_once_whatever_its_case() -> None:
    assert lines.written([("Webhook retries", ["webhook retries", "retry storm"])]) == "Webhook retries, retry storm"


def test_it_writes_what_it_reads() -> None:
    text = "Hookyard, @hookyard\nPipewright"
    assert lines.written((each.name, each.terms) for each in lines.read(text).wanted) == text


@pytest.mark.parametrize(
    ("typed", "domain"),
    [
        ("https://www.Crisp.chat/en/?a=1", "crisp.chat"),
        ("northwind.example", "northwind.example"),
        ("northwind.example:8080", "northwind.example"),
        ("müller.de.", "müller.de"),
        ("northwind", ""),
        ("10.0.0.1", ""),
        ("a b.com", ""),
        ("-.com", ""),
        ("", ""),
    ],
)
def test_it_finds_the_bare_host_of_what_was_typed(typed: str, domain: str) -> None:
    assert lines.domain_of(typed) == domain
