"""Fast batch writes: COPY and ``execute_values`` reach 0.9 to 1.0 of the narrow-row limit, saves a row 0.2."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection, transaction
from psycopg2.extras import execute_values


def within(seconds: int = 10) -> None:
    """Bound the running transaction. A writer that commits late would be missed by clients that page by time."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("bulk writes belong to a transaction")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL transaction_timeout = '{int(seconds)}s'")


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows by COPY. Values: str, int, float, bool, None, bytes, aware datetimes, dates, or JSON-able."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL)
    empty = True
    for row in rows:
        empty = False
        writer.writerow([_cell(value) for value in row])
    if empty:
        return
    buffer.seek(0)
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", buffer)


def _cell(value: Any) -> Any:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value).decode()
    return value


def insert_rows(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, tail: str, template: str | None = None
) -> list[tuple[Any, ...]]:
    """Insert rows in one statement a thousand and return what ``tail`` (``ON CONFLICT … RETURNING …``) returns."""
    if not rows:
        return []
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        returned: list[tuple[Any, ...]] = execute_values(
            cursor.cursor,
            f"INSERT INTO {table} ({names}) VALUES %s {tail}",  # noqa: S608 - names are ours, values are bound
            rows,
            template=template,
            page_size=1000,
            fetch="RETURNING" in tail,
        )
    return returned or []


def update_rows(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run ``UPDATE … FROM (VALUES %s) AS v(…)`` once a thousand rows."""
    if rows:
        with connection.cursor() as cursor:
            execute_values(cursor.cursor, statement, rows, page_size=1000)
