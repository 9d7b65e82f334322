"""Copies rows of many tables at once to other times, keys and all, and keeps what Postgres checks until the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models

Tables = Sequence[type[models.Model]]
BATCH = 100  # copies of all rows in one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Which copies to make: the n-th gets keys that are ``(first + n) * stride`` higher, and is so many seconds
    earlier. ``special`` are expressions over ``g`` and ``secs`` for single columns, by (table, column)."""

    seconds: Sequence[int]
    first: int
    stride: int
    special: Mapping[tuple[str, str], str]


def copy(tables: Tables, after: Mapping[str, int], until: Mapping[str, int], made: Copies) -> None:
    """Copy the rows of each table whose keys lie after one mark and up to another."""
    copied = {model._meta.db_table for model in tables}
    for model in tables:
        table, key = model._meta.db_table, str(model._meta.pk.column)
        fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.GeneratedField)]
        names = ", ".join(f'"{each.column}"' for each in fields)
        values = ", ".join(_value(table, each, copied, made) for each in fields)
        statement = (
            f"INSERT INTO {table} ({names}) SELECT {values} FROM unnest(%s::bigint[], %s::bigint[]) AS made (g, secs),"
            f" {table} WHERE {key} > %s AND {key} <= %s ORDER BY g, {key}"
        )
        for start in range(0, len(made.seconds), BATCH):
            seconds = list(made.seconds[start : start + BATCH])
            numbers = list(range(made.first + start, made.first + start + len(seconds)))
            with connection.cursor() as cursor:
                cursor.execute(statement, [numbers, seconds, after[table], until[table]])


def _value(table: str, field: models.Field, copied: set[str], made: Copies) -> str:
    column = str(field.column)
    if (table, column) in made.special:
        return made.special[table, column].replace("STRIDE", str(made.stride))
    to = field.related_model
    related = to._meta.db_table if isinstance(to, type) and issubclass(to, models.Model) else None
    if related in copied or (field.primary_key and related is None):
        return f'"{column}" + g * {made.stride}'
    if isinstance(field, models.DateTimeField):
        return f"\"{column}\" - secs * interval '1 second'"
    if isinstance(field, models.DateField):
        return f'"{column}" - (secs / 86400)::int'
    return f'"{column}"'


@contextmanager
def unchecked(tables: Tables) -> Iterator[None]:
    """Drop the indexes and foreign keys of the tables, and make them anew afterwards, which checks every key."""
    names = [model._meta.db_table for model in tables]
    keys = (
        "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),"
        " format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))"
        " FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])"
    )
    indexes = (
        "SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[])"
        " AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)"
    )
    with connection.cursor() as cursor:
        found = []
        for listed in (keys, indexes):
            cursor.execute(listed, [names])
            found += cursor.fetchall()
        for drop, _make in found:
            cursor.execute(drop)
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _drop, make in reversed(found):
            cursor.execute(make)


def restart_sequences(tables: Tables) -> None:
    """Let the keys of new rows follow those of the copies."""
    with connection.cursor() as cursor:
        for model in tables:
            table, key = model._meta.db_table, str(model._meta.pk.column)
            cursor.execute(
                f"SELECT setval(found, (SELECT max({key}) FROM {table})) FROM pg_get_serial_sequence(%s, %s) AS found"
                " WHERE found IS NOT NULL",
                [table, key],
            )
