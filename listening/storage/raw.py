"""The months of the raw payloads: made ahead, dropped when nobody may or needs to keep them."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

KEEP_MONTHS = 3
"""Raw payloads are for repair and for proof, not for reading: three months, then the month is dropped whole."""


def make_months(now: datetime, *, ahead: int = 2) -> list[str]:
    """Create the partitions of this month and the next ones; return the names of those that were missing."""
    made = []
    with connection.cursor() as cursor:
        for offset in range(ahead + 1):
            start, end = _month(now, offset), _month(now, offset + 1)
            name = f"listening_mention_raw_{start:%Y_%m}"
            cursor.execute("SELECT to_regclass(%s)", [name])
            if cursor.fetchone()[0] is not None:
                continue
            # Rows that came before their month was made stand in the rest; they would forbid the partition.
            cursor.execute(
                "SELECT 1 FROM listening_mention_raw_rest WHERE seen_at >= %s AND seen_at < %s LIMIT 1", [start, end]
            )
            if cursor.fetchone() is None:
                cursor.execute(
                    f"CREATE TABLE {name} PARTITION OF listening_mention_raw FOR VALUES FROM (%s) TO (%s)", [start, end]
                )
                made.append(name)
    return made


def drop_months(now: datetime, *, keep: int = KEEP_MONTHS) -> list[str]:
    """Drop the partitions older than ``keep`` months and the rest's rows of that age; return the dropped names."""
    first_kept = _month(now, -keep)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'listening_mention_raw'::regclass"
        )
        names = sorted(row[0] for row in cursor.fetchall() if not row[0].endswith("_rest"))
        old = [name for name in names if name < f"listening_mention_raw_{first_kept:%Y_%m}"]
        for name in old:
            cursor.execute(f"DROP TABLE {name}")
        cursor.execute("DELETE FROM listening_mention_raw_rest WHERE seen_at < %s", [first_kept])
    return old


def clear() -> None:
    """Remove every raw payload. Django's ``flush`` does not know this table."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE listening_mention_raw")


def _month(now: datetime, offset: int) -> datetime:
    months = now.year * 12 + now.month - 1 + offset
    return now.replace(year=months // 12, month=months % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
