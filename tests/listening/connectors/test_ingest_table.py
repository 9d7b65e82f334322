"""CSV in: decoding, columns, the report; CSV out: no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from listening.connectors.ingest.inert import inert_cell, inert_row, live_cell
from listening.connectors.ingest.table import BadTable, Table, parse_table

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def _read(text: str) -> Table:
    return parse_table(text.encode(), now=NOW)


def _refused(body: bytes) -> tuple[str, int]:
    with pytest.raises(BadTable) as raised:
        parse_table(body, now=NOW)
    return raised.value.code, raised.value.line


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("nul.csv", (["hel\ufffdlo", "ok"], [])),
        ("latin1.csv", (["café"], [])),
        ("utf16.csv", (["hello"], [])),
        ("bom.csv", (["hello"], [])),
        ("ragged.csv", ([], [(2, "too_few_cells"), (3, "too_many_cells")])),
        ("unbalanced.csv", ("broken_quotes", 2)),
        ("dup_header.csv", ("duplicate_column", 1)),
        ("formula_header.csv", ("no_text_column", 1)),
        ("bigcell.csv.gz", ("cell_too_large", 2)),
        ("bomb.csv.gz", ("too_large", 0)),
    ],
)
def test_it_answers_every_hostile_table(data: Path, name: str, outcome: object) -> None:
    body = (data / "hostile" / "csv_import" / name).read_bytes()
    try:
        table = parse_table(body, now=NOW)
    except BadTable as error:
        assert (error.code, error.line) == outcome  # noqa: PT017 - both ends are right
    else:
        rejected = [(row.line, row.problems[0].code) for row in table.rejected]
        assert ([row.post.text for row in table.rows], rejected) == outcome


def test_it_knows_every_hostile_table(data: Path) -> None:
    folder = data / "hostile" / "csv_import"
    assert len(json.loads((folder / "manifest.json").read_text())) == len([*folder.iterdir()]) - 1 == 10


def test_it_stops_a_bomb_before_it_is_inflated(data: Path) -> None:
    body = (data / "hostile" / "csv_import" / "bomb.csv.gz").read_bytes()
    tracemalloc.start()
    assert _refused(body)[0] == "too_large"
    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_it_finds_the_delimiter(delimiter: str) -> None:
    table = _read(delimiter.join(("Author Name", "Body", "Link")) + "\n" + delimiter.join(("Bob", "a, b; c", "")))
    assert table.delimiter == delimiter if delimiter in "\t|" else True
    if delimiter in "\t|":
        assert table.rows[0].post.author.name == "Bob"


def test_it_knows_columns_by_their_usual_names() -> None:
    (row,) = _read(
        "Message,Permalink,Username,Created-At,Likes,Platform\nhi,https://e.example/1,bob,2026-06-01,7,X\n"
    ).rows
    post = row.post
    assert (post.text, post.url, post.author.handle, post.reach.likes) == ("hi", "https://e.example/1", "bob", 7)
    assert (post.network, post.created_at) == ("x", datetime(2026, 6, 1, tzinfo=UTC))


def test_it_reports_rows_by_the_line_they_start_at() -> None:
    table = _read('text,likes,date\n"two\nlines",1,\n\nok,many,\n,,2026-06-01\nlast,,never\n')
    assert [(row.line, row.post.text) for row in table.rows] == [(2, "two\nlines")]
    found = [(row.line, [(one.field, one.code) for one in row.problems]) for row in table.rejected]
    assert found == [
        (5, [("reach.likes", "not_a_whole_number")]),
        (6, [("text", "missing")]),
        (7, [("published_at", "not_a_date")]),
    ]


def test_it_says_which_columns_it_did_not_understand() -> None:
    assert _read("text,mood,=1+1\nhi,sad,x\n").unknown_columns == ("mood", "'=1+1")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"text\n" + b"a\n" * 50_001, "too_many_rows"),
        (b"text" + b",x" * 200, "too_many_columns"),
        (b"text,Text\na,b", "duplicate_column"),
        (b"text,body\na,b", "duplicate_column"),
        (b"text\n\x81\x8d", "not_text"),
        (b"\xff\xfet\x00", "no_text_column"),
        (b"\xff\xfet", "not_text"),
        (b"\x1f\x8bnot gzip", "not_gzip"),
        (b"text\n" + b"a" * (10 << 20), "too_large"),
        (b'text\n"a"b', "broken_quotes"),
    ],
)
def test_it_refuses_a_broken_table_whole(body: bytes, code: str) -> None:
    assert _refused(body)[0] == code


def test_it_gives_the_same_id_to_the_same_row() -> None:
    first, second = _read("text,author\nhi,bob\nhi,bob\n").rows
    assert first.post.key == second.post.key


@given(st.binary(max_size=300))
def test_it_reads_or_refuses_any_bytes(body: bytes) -> None:
    try:
        assert parse_table(b"text,author\n" + body, now=NOW).encoding
    except BadTable as error:
        assert error.code  # noqa: PT017 - both ends are right


def test_it_leaves_no_hostile_cell_alive(data: Path) -> None:
    cells = [json.loads(line)["cell"] for line in (data / "hostile" / "csv_cells.jsonl").open()]
    assert len(cells) == 26
    for cell in cells:
        (read,) = next(csv.reader(io.StringIO(inert_row([cell]), newline="")))
        assert not read.lstrip(' "\t\r\n').startswith(("=", "+", "-", "@", "＝")), cell
        assert live_cell(read) == cell


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@given(cells=st.lists(st.text(alphabet="a=-@;\t\n\r\"' ,"), min_size=1, max_size=4))
def test_it_stays_inert_whatever_separates(delimiter: str, cells: list[str]) -> None:
    read = csv.reader(io.StringIO(inert_row(cells), newline=""), delimiter=delimiter)
    heads = [cell.lstrip(' "\t\r\n')[:1] for row in read for cell in row]
    assert not {"=", "-", "@"} & {*heads}


def test_it_guards_a_long_cell_in_linear_time() -> None:
    began = time.thread_time()
    live_cell(inert_cell("\n\t;'" * 100_000 + "x"))
    assert time.thread_time() - began < 2


@given(st.text() | st.text(alphabet="a=-@;\t\n\r\"' "))
def test_it_gets_every_cell_back(cell: str) -> None:
    assert live_cell(inert_cell(cell)) == cell


@given(st.lists(st.tuples(st.text(min_size=1), st.text(alphabet="=+-@'\" a", min_size=1)), min_size=1, max_size=5))
def test_it_imports_its_own_export_unchanged(rows: list[tuple[str, str]]) -> None:
    lines = inert_row(["external_id", "text", "author"])
    lines += "".join(inert_row([number, f"x{text}", name]) for number, (text, name) in enumerate(rows))
    table = parse_table(lines.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode(), now=NOW)
    assert [row.post.external_id for row in table.rows] == [str(number) for number in range(len(rows))]
    assert [row.post.author.name for row in table.rows] == [name.strip() for _, name in rows]


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (-42, "-42"), (1.5, "1.5"), ("-42", "'-42"), ("plain", "plain")]
)
def test_it_guards_words_and_leaves_numbers(value: object, cell: str) -> None:
    assert inert_cell(value) == cell
