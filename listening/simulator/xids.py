"""Ids as X gives them: a post's is made of its instant, an account's is beyond what a JavaScript number holds. Pure."""

from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta

SNOWFLAKE_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, tzinfo=UTC)


def snowflake(moment: datetime, number: int = 0) -> str:
    """Return the id of the ``number``-th post of a millisecond."""
    return str(((moment - SNOWFLAKE_EPOCH) // timedelta(milliseconds=1) << 22) + number)


def user_id(handle: str) -> str:
    """Return the id of an account."""
    return str((1 << 60) + zlib.crc32(handle.casefold().encode()))
