"""A CSV table of companies to lines, with a report that names the lines that are wrong. Pure.

Columns: name, domain, key, marketing owner, sales owner; only the name is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from engagement.companies.records import Line, Table, Wrong
from engagement.companies.values import domain_of, key_of, name_of
from engagement.errors import BadField
from listening.connectors.ingest.inert import inert_cell, live_cell
from listening.connectors.ingest.table import DELIMITERS, BadTable, decoded, records

BYTES = 1024 * 1024
ROWS = 5_000
COLUMNS = 100
_MEANS: Mapping[str, str] = {
    "name": "name",
    "company": "name",
    "account": "name",
    "domain": "domain",
    "website": "domain",
    "key": "is_key",
    "key account": "is_key",
    "marketing owner": "marketing_owner",
    "sales owner": "sales_owner",
}


def parse_companies(body: bytes) -> Table:
    """Return the lines of a CSV file in UTF-8, UTF-16 or Windows-1252, its delimiter told by the header.

    Raises ``BadTable`` for what makes the whole unreadable: ``companies_too_large``, ``not_text``, ``empty``,
    ``no_name_column``, ``duplicate_column``, ``too_many_columns``, ``broken_quotes``, ``cell_too_large``,
    ``companies_too_many``.
    """
    if len(body) > BYTES:
        raise BadTable("companies_too_large")
    text, _encoding = decoded(body)
    text = text.replace("\x00", "")
    header = text.lstrip("\r\n").partition("\n")[0]
    rows = records(text, max(DELIMITERS, key=lambda sign: _known(header, sign)))
    first = next(rows, None)
    if first is None:
        raise BadTable("empty")
    columns, unknown = _columns(*first)
    found = list(islice(rows, ROWS + 1))
    if len(found) > ROWS:
        raise BadTable("companies_too_many", line=found[-1][0])
    lines: list[Line] = []
    wrong: list[Wrong] = []
    for at, cells in found:
        if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
            wrong.append(Wrong(line=at, code="too_many_cells", params={"n": len(columns)}))
            continue
        try:
            lines.append(_line(at, dict(zip(columns, cells, strict=False))))
        except BadField as error:
            wrong.append(Wrong(line=at, code=error.code, params=error.params))
    return Table(lines=tuple(lines), wrong=tuple(wrong), unknown_columns=unknown)


def _name(cell: str) -> str:
    return " ".join(cell.strip().strip('"').lower().replace("_", " ").replace("-", " ").split())


def _known(header: str, delimiter: str) -> tuple[int, int]:
    cells = header.split(delimiter)
    return sum(_name(cell) in _MEANS for cell in cells), len(cells)


def _columns(line: int, header: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return what each column means ("" if nobody knows) and the unknown names, safe to show."""
    if len(header) > COLUMNS:
        raise BadTable("too_many_columns", line=line)
    meant = [_MEANS.get(_name(cell), "") for cell in header]
    if len(set(filter(None, meant))) != len(list(filter(None, meant))):
        raise BadTable("duplicate_column", line=line)
    if "name" not in meant:
        raise BadTable("no_name_column", line=line)
    unknown = [cell.strip()[:80] for cell, means in zip(header, meant, strict=True) if not means and cell.strip()]
    return meant, tuple(inert_cell(each) for each in unknown)


def _line(at: int, cells: Mapping[str, str]) -> Line:
    return Line(
        line=at,
        name=name_of(live_cell(cells.get("name", ""))),
        domain=domain_of(cells.get("domain", "")),
        is_key=key_of(live_cell(cells.get("is_key", ""))),
        marketing_owner=cells.get("marketing_owner", "").strip().lower()[:320],
        sales_owner=cells.get("sales_owner", "").strip().lower()[:320],
    )
