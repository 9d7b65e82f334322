"""What frames the list: counts, saved views, who is here and what is newest, in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import orjson
from django.contrib.auth.models import User
from django.db import connection

from engagement import history
from engagement.errors import BadFilter
from engagement.filters import QueueFilters, parse
from engagement.models import Tag
from engagement.queue.badges import COUNTS, NAMES, UNSURE
from engagement.queue.presence import HERE, PRESENT, Desk, desk_of
from engagement.queue.selecting import select, walks_history
from engagement.records import Who
from engagement.routing import MAYBE_NOT_ABOUT_US

VIEWS_AT_MOST = 40
TAGS_AT_MOST = 300
CAP = 999
_VIEWS = """
SELECT id, name, query, shared, owner_id = %(viewer)s AS mine FROM engagement_savedview
WHERE removed_at IS NULL AND (shared OR owner_id = %(viewer)s) ORDER BY lower(name), id LIMIT %(views)s
"""
_BOARD = f"""
SELECT {COUNTS},
    (SELECT max(id) FROM engagement_case),
    (SELECT json_agg(v) FROM ({_VIEWS}) v),
    (SELECT json_agg(p) FROM ({PRESENT}) p),
"""  # noqa: S608 - all parts are ours  # nosec B608
_CHOICES = """
SELECT 'brand', id, name, kind, '', '' FROM listening_brand WHERE archived_at IS NULL
UNION ALL
SELECT 'person', u.id, '', u.first_name, u.last_name, u.username
FROM auth_user u JOIN engagement_member m ON m.user_id = u.id WHERE u.is_active
UNION ALL
(SELECT 'tag', 0, name, '', '', '' FROM engagement_tag ORDER BY name LIMIT %(tags)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view as the sidebar shows it to one reader: his own, or one that a colleague shares."""

    id: int
    name: str
    query: str
    shared: bool
    mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """``counts`` are as ``counts`` has them, ``newest`` the highest case id there was before the list was read, and
    ``unsure`` the open cases that are probably about something else (0 if nobody asked)."""

    counts: Mapping[str, int]
    newest: int
    views: tuple[View, ...]
    desk: Desk
    unsure: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What filters and menus offer: brands as (id, name), our own first, colleagues and tags by name."""

    brands: tuple[tuple[int, str], ...]
    people: tuple[Who, ...]
    tags: tuple[str, ...]


def board(*, viewer: User, now: datetime, unsure: bool = False) -> Board:
    """Return the frame of the list for one reader. Nobody is shown a private view of somebody else."""
    params: dict[str, Any] = {
        "viewer": viewer.pk,
        "now": now,
        "here": now - HERE,
        "views": VIEWS_AT_MOST,
        "maybe": f'"{MAYBE_NOT_ABOUT_US}"',  # as the index has it
    }
    with connection.cursor() as cursor:
        cursor.execute(_BOARD + (UNSURE if unsure else "0"), params)
        *numbers, newest, views, present, doubtful = cursor.fetchone()
    return Board(
        counts=dict(zip(NAMES, numbers, strict=True)),
        newest=newest or 0,
        views=tuple(View(**each) for each in _read(views)),
        desk=desk_of(_read(present), viewer),
        unsure=doubtful,
    )


def view_counts(views: Sequence[View], *, viewer: User, zone: ZoneInfo) -> list[int]:
    """Return how many cases each view holds for its reader, up to 999, in one query for all.

    0 stands for a view whose address no longer makes sense, and for one that searches words or all that ever ended:
    that is too dear for a number beside a name.
    """
    parts: list[str] = []
    params: list[Any] = []
    for view in views:
        chosen = _chosen(view, zone)
        if chosen is None:
            parts.append("0")
            continue
        sql, given = select(chosen, viewer=viewer).order_by().values("id")[:CAP].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS capped)")  # noqa: S608 - Django's own  # nosec B608
        params += given
    if not params:
        return [0] * len(views)
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return list(cursor.fetchone())


def _chosen(view: View, zone: ZoneInfo) -> QueueFilters | None:
    try:
        chosen = parse(parse_qs(view.query), zone=zone)
    except BadFilter:
        return None
    return None if chosen.q or walks_history(chosen) else chosen


def choices() -> Choices:
    """Return what filters and menus offer, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHOICES, {"tags": TAGS_AT_MOST})
        rows = cursor.fetchall()
    brands = sorted((row for row in rows if row[0] == "brand"), key=lambda row: (row[3] != "own", row[2].lower()))
    people = sorted((row for row in rows if row[0] == "person"), key=lambda row: (row[3], row[4], row[1]))
    named = [User(pk=row[1], first_name=row[3], last_name=row[4], username=row[5]) for row in people]
    return Choices(
        brands=tuple((row[1], row[2]) for row in brands),
        people=tuple(history.who(user) for user in named),
        tags=tuple(sorted(row[2] for row in rows if row[0] == "tag")),
    )


def tags() -> list[str]:
    """Return the tags that are offered when one is typed. One query."""
    return list(Tag.objects.order_by("name").values_list("name", flat=True)[:TAGS_AT_MOST])


def _read(value: Any) -> list[dict[str, Any]]:
    return orjson.loads(value) if isinstance(value, str) else value or []
