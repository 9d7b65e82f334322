"""A CSV file of companies: how it is read, and what is said of the lines that are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagement.companies.records import Line, Wrong
from engagement.companies.table import BYTES, ROWS, parse_companies
from listening.connectors.ingest.table import BadTable

HEADER = "name,domain,key,marketing owner,sales owner\n"


def lines(text: str, encoding: str = "utf-8") -> list[Line]:
    return list(parse_companies(text.encode(encoding)).lines)


def wrong(text: str) -> list[tuple[int, str]]:
    return [(each.line, each.code) for each in parse_companies(text.encode()).wrong]


def test_it_reads_every_column() -> None:
    read = lines(HEADER + "Acme,https://www.acme.example,yes,Mara@us.example,sol@us.example\n")
    said = {"marketing_owner": "mara@us.example", "sales_owner": "sol@us.example"}
    assert read == [Line(line=2, name="Acme", domain="acme.example", is_key=True, **said)]


def test_it_needs_nothing_but_a_name() -> None:
    assert lines("name\nAcme\n") == [Line(line=2, name="Acme")]


@pytest.mark.parametrize(
    "header", ["Company;Website", "NAME;Domain", " name ; domain ", '"Name";"Domain"', "account;domain"]
)
def test_it_knows_columns_by_their_usual_names(header: str) -> None:
    assert lines(f"{header}\nAcme;acme.example\n") == [Line(line=2, name="Acme", domain="acme.example")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_it_tells_the_delimiter_by_the_header(sign: str) -> None:
    text = sign.join(("name", "domain", "key")) + "\n" + sign.join(("Acme & Co", "acme.example", "no")) + "\n"
    assert lines(text) == [Line(line=2, name="Acme & Co", domain="acme.example", is_key=False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_it_reads_what_spreadsheets_write(encoding: str) -> None:
    assert lines("name,key\r\nMüller & Söhne – Köln,x\r\n", encoding)[0].name == "Müller & Söhne – Köln"


def test_it_counts_lines_as_an_editor_does() -> None:
    text = 'name,domain\n"Acme\nCorp",acme.example\n\n\nBeta,not a domain\n'
    assert [each.line for each in lines(text)] == [2]
    assert wrong(text) == [(6, "company_domain_malformed")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (",acme.example,,,", "company_name_missing"),
        ("x" * 201 + ",,,,", "company_name_too_long"),
        ("Acme,acme,,,", "company_domain_malformed"),
        ("Acme,,perhaps,,", "company_key_malformed"),
        ("Acme,,,,,more", "too_many_cells"),
    ],
)
def test_it_names_the_line_that_is_wrong_and_keeps_the_others(row: str, code: str) -> None:
    text = f"{HEADER}First,,,,\n{row}\nLast,,,,\n"
    assert wrong(text) == [(3, code)]
    assert [each.name for each in lines(text)] == ["First", "Last"]


def test_it_says_what_is_wrong() -> None:
    found = parse_companies(b"name,key\nAcme,perhaps\n").wrong
    assert found == (Wrong(line=2, code="company_key_malformed", params={"value": "perhaps"}),)


def test_it_takes_missing_cells_at_the_end_for_empty_ones() -> None:
    assert lines(HEADER + "Acme\n") == [Line(line=2, name="Acme")]


def test_it_names_columns_that_nobody_knows_so_that_no_spreadsheet_runs_them() -> None:
    assert parse_companies(b"name,=cmd(),size\nAcme,1,2\n").unknown_columns == ("'=cmd()", "size")


def test_it_takes_back_what_an_export_put_before_a_sign() -> None:
    assert lines("name\n'=Acme\n")[0].name == "=Acme"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"domain,key\nacme.example,yes\n", "no_name_column"),
        (b"name,company\nA,B\n", "duplicate_column"),
        (b"\xff\xfe\x00", "not_text"),
        (b'name\n"Acme\n', "broken_quotes"),
        (b"name" + b",x" * 100 + b"\n", "too_many_columns"),
        (b"name\n" + b"A\n" * (ROWS + 1), "companies_too_many"),
        (b"name\n" + b"A" * BYTES, "companies_too_large"),
        (b"name\n" + b"A" * 140_000, "cell_too_large"),
    ],
)
def test_it_refuses_a_file_that_is_no_table_of_companies(body: bytes, code: str) -> None:
    with pytest.raises(BadTable) as refused:
        parse_companies(body)
    assert refused.value.code == code


@given(st.binary(max_size=400))
def test_it_never_trips_over_any_bytes(body: bytes) -> None:
    for table in (body, b"name,domain,key\n" + body):
        try:
            read = parse_companies(table)
        except BadTable:
            continue
        assert all(each.name and "\x00" not in each.name for each in read.lines)
