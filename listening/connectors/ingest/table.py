"""A CSV table to posts, with a report that names lines. Pure.

What is wrong with the table refuses it whole (``BadTable``); what is wrong with a row rejects that row alone.
"""

from __future__ import annotations

import codecs
import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from listening.connectors.ingest.inert import inert_cell, live_cell
from listening.connectors.ingest.item import BadItem, Problem, parse_item
from listening.errors import Permanent
from listening.records import Post

BYTES = 10 * 1024 * 1024  # after decompression
CELL = 131_072  # characters, the csv module's own limit
ROWS = 50_000
COLUMNS = 200
DELIMITERS = ",;\t|"

_ALIASES = {
    "text": "text body content message comment review post full_text",
    "title": "title subject headline",
    "url": "url link permalink address",
    "published_at": "published_at published date created_at created time timestamp posted_at",
    "network": "network platform channel source",
    "external_id": "external_id post_id item_id",
    "instance": "instance",
    "kind": "kind type",
    "lang": "lang language",
    "author.name": "author author_name name user full_name",
    "author.handle": "author_handle handle username user_name screen_name",
    "author.url": "author_url profile_url profile",
    "author.external_id": "author_id author_external_id user_id",
    "author.followers": "author_followers followers",
    "reach.likes": "likes like_count favorites",
    "reach.replies": "replies reply_count comments",
    "reach.reposts": "reposts repost_count shares retweets",
    "reach.views": "views view_count impressions",
    "reach.points": "points score",
}
_FIELDS = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}
_NUMBERS = frozenset(field for field in _ALIASES if field.startswith("reach.") or field.endswith("followers"))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class BadTable(Permanent):
    """A table that cannot be read; nothing of it was taken. ``line`` counts from 1, 0 if it is about the whole."""

    kind = "bad_table"

    def __init__(self, code: str, *, line: int = 0, detail: str = "") -> None:
        super().__init__(code, f"line {line}, {detail}" if line and detail else detail or (f"line {line}" * bool(line)))
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row that became a post, and the line it starts at."""

    line: int
    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A row that did not, and why."""

    line: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What a table held: rows, rejected rows, the columns nobody knows (safe to show), and how it was read."""

    rows: tuple[Row, ...]
    rejected: tuple[Rejected, ...]
    unknown_columns: tuple[str, ...]
    encoding: str
    delimiter: str


def parse_table(body: bytes, *, now: datetime, network: str = "csv") -> Table:
    """Return the posts of a CSV file, plain or gzipped, in UTF-8, UTF-16, UTF-32 or Windows-1252.

    ``network`` stands where a row names none. Raises ``BadTable`` for: ``too_large``, ``not_gzip``, ``not_text``,
    ``empty``, ``too_many_columns``, ``duplicate_column``, ``no_text_column``, ``broken_quotes``, ``cell_too_large``,
    ``too_many_rows``.
    """
    text, encoding = decoded(_inflated(body))
    header_line = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=lambda sign: _known_columns(header_line, sign))
    lines = records(text, delimiter)
    first = next(lines, None)
    if first is None:
        raise BadTable("empty")
    fields, unknown = _columns(*first)
    found = list(islice(lines, ROWS + 1))
    if len(found) > ROWS:
        raise BadTable("too_many_rows", line=found[-1][0], detail=f"at most {ROWS}")
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for line, cells in found:
        try:
            rows.append(Row(line=line, post=parse_item(_item(fields, cells), now=now, network=network)))
        except BadItem as error:
            rejected.append(Rejected(line=line, problems=error.problems))
    return Table(
        rows=tuple(rows), rejected=tuple(rejected), unknown_columns=unknown, encoding=encoding, delimiter=delimiter
    )


def _inflated(body: bytes) -> bytes:
    if body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompressobj(wbits=31).decompress(body, BYTES + 1)
        except zlib.error:
            raise BadTable("not_gzip") from None
    if len(body) > BYTES:
        raise BadTable("too_large", detail=f"at most {BYTES} bytes")
    return body


def decoded(body: bytes) -> tuple[str, str]:
    """Return the text and how it was decoded. Windows-1252 is tried last: nearly every byte means something in it."""
    marked = next((name for mark, name in _MARKS if body.startswith(mark)), "")
    if not marked and len(body) > 3 and body[1] == 0 and body[3] == 0:
        marked = "utf-16-le"
    for encoding in (marked,) if marked else ("utf-8", "cp1252"):
        try:
            return body.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise BadTable("not_text", detail=marked or "neither UTF-8 nor Windows-1252")


def _name(cell: str) -> str:
    return "_".join(cell.strip().lower().replace("-", " ").split())


def _known_columns(header_line: str, delimiter: str) -> tuple[int, int]:
    cells = header_line.split(delimiter)
    return sum(_name(cell.strip().strip('"')) in _FIELDS for cell in cells), len(cells)


def records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield every record that is not blank with the line it starts at."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if "field limit" in str(error):
                raise BadTable("cell_too_large", line=line, detail=f"at most {CELL} characters") from None
            raise BadTable("broken_quotes", line=line) from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _columns(line: int, header: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return each column's field (``""`` if unknown) and the unknown names, safe to show."""
    if len(header) > COLUMNS:
        raise BadTable("too_many_columns", line=line, detail=f"at most {COLUMNS}")
    names = [_name(cell) for cell in header]
    fields = [_FIELDS.get(name, "") for name in names]
    for place, name in enumerate(names):
        if name and (name in names[:place] or (fields[place] and fields[place] in fields[:place])):
            raise BadTable("duplicate_column", line=line, detail=inert_cell(header[place][:80]))
    unknown = tuple(inert_cell(cell.strip()[:80]) for cell, field in zip(header, fields, strict=True) if not field)
    if "text" not in fields and "title" not in fields:
        raise BadTable("no_text_column", line=line, detail=", ".join(unknown[:20]))
    return fields, unknown


def _item(fields: list[str], cells: list[str]) -> dict[str, Any]:
    """Return the row as a JSON item. Raises ``BadItem`` for a row with too few or too many cells."""
    if len(cells) != len(fields):
        code = "too_few_cells" if len(cells) < len(fields) else "too_many_cells"
        raise BadItem((Problem(field="row", code=code),))
    item: dict[str, Any] = {}
    for field, cell in zip(fields, cells, strict=True):
        value: Any = live_cell(cell)
        if not field or not value.strip():
            continue
        if field in _NUMBERS and value.strip().lstrip("-").isdecimal() and len(value) < 30:
            value = int(value)
        elif field not in ("text", "title"):
            value = value.strip()
        owner, _, name = field.rpartition(".")
        (item.setdefault(owner, {}) if owner else item)[name] = value
    return item | ({"network": item["network"].lower()} if "network" in item else {})
