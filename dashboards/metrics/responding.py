"""Counts the response report: two statements for a scope and all of its groups, and one for a page of any list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from dashboards.metrics.posts import post_rows
from dashboards.metrics.response_rows import (
    CLOCKS,
    MET,
    NARROW,
    NUMBERS,
    OF_CLOCKS,
    OF_QUESTIONS,
    QUESTIONS,
    SEEN,
    VERIFIABLE,
)
from dashboards.records import PostRow
from dashboards.responses.records import (
    APART,
    CLOCK_FATES,
    FATES,
    FEWEST,
    REACH,
    UNKNOWN_REACH,
    Counted,
    Exposure,
    Figures,
    Scope,
    Spread,
)
from listening.models import Brand, BrandAccount, DayMentions
from listening.records import Say

_COLUMN = {"network": "network", "class": "kind", "brand": "brand_id", "person": "person", "account": "account"}
_BUCKETS = (*REACH, UNKNOWN_REACH)

__all__ = ["NUMBERS", "account_names", "listed", "networks_heard", "our_brands", "person_names", "report"]


def report(scope: Scope, *, by: str, brands: Sequence[int], now: datetime) -> Counted:
    """Count a scope and its groups ``by`` one of the dimensions. Two queries, whatever the number of rows.

    ``brands`` are our own; the scope may narrow them to one.
    """
    asked = _counted(QUESTIONS, _QUESTION_COUNTS, scope, by=by, brands=brands, now=now)
    owed = _counted(CLOCKS, _CLOCK_COUNTS, scope, by=by, brands=brands, now=now)
    keys = sorted({*asked, *owed} - {None}, key=str)
    found = {key: _figures(asked.get(key, {}), owed.get(key, {})) for key in (None, *keys)}
    return Counted(all=found[None], groups={str(key): found[key] for key in keys})


def listed(
    number: str,
    scope: Scope,
    *,
    brands: Sequence[int],
    now: datetime,
    start: int = 0,
    limit: int = 200,
) -> tuple[int, list[PostRow]]:
    """Return how many cases a number counts, and their rows from ``start`` on, the newest first.

    Raises ``KeyError`` for an unknown number. Six queries.
    """
    clocks = number in OF_CLOCKS
    base, condition = (CLOCKS, OF_CLOCKS[number]) if clocks else (QUESTIONS, OF_QUESTIONS[number])
    columns = "mention_id, brand_id, fate, took, target" if clocks else "mention_id, brand_id"
    where = f"({base}) AS t WHERE {NARROW} AND ({condition})"
    params = _params(scope, brands, now) | {"start": start, "limit": limit}
    page = f"SELECT {columns} FROM {where} ORDER BY at DESC, id DESC"  # noqa: S608 - ours  # nosec B608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {where}", params)  # noqa: S608 - ours  # nosec B608
        total: int = cursor.fetchone()[0]
        cursor.execute(f"{page} LIMIT %(limit)s OFFSET %(start)s", params)
        found: list[Any] = cursor.fetchall()
    rows = post_rows([(each[0], each[1]) for each in found], now=now, frozen_at=None)
    if clocks:
        rows = [replace(row, state=_clock(*each[2:])) for row, each in zip(rows, found, strict=True)]
    return total, rows


def _clock(fate: str, took: timedelta | None, target: timedelta) -> Say:
    params = {"took": took.total_seconds() if took is not None else None, "target": target.total_seconds()}
    return Say(code=f"response_{fate}", params=params)


def networks_heard() -> list[str]:
    """Return the networks on which anything was heard."""
    return list(DayMentions.objects.order_by().values_list("network", flat=True).distinct())


def our_brands() -> list[tuple[int, str]]:
    """Return (id, name) of our own brands, those that are no longer listened for included: their past stays."""
    return list(Brand.objects.filter(kind="own").order_by("archived_at", "name", "id").values_list("id", "name"))


def person_names(ids: Sequence[str]) -> dict[str, str]:
    """Return the names of colleagues by id, also of those who have left. One query."""
    users = User.objects.filter(id__in=[each for each in ids if each.isdigit()])
    return {str(user.pk): user.get_full_name() or user.get_username() for user in users}


def account_names(keys: Sequence[str]) -> dict[str, str]:
    """Return the handles of accounts by ``network/instance/id``. One query."""
    ids = [key.split("/", 2)[2] for key in keys if key.count("/") >= 2]
    rows = BrandAccount.objects.filter(external_id__in=ids).exclude(handle="")
    by_id = {(row.network, row.external_id): row.handle for row in rows}
    parts = {key: key.split("/", 2) for key in keys}
    return {key: by_id.get((each[0], each[-1]), each[-1]) for key, each in parts.items()}


def _spread(column: str, condition: str, name: str) -> dict[str, str]:
    shown = f"FILTER (WHERE {condition})"
    return {
        f"{name}_n": f"count(*) {shown}",
        f"{name}_half": f"percentile_disc(0.5) WITHIN GROUP (ORDER BY {column}) {shown}",
        f"{name}_most": f"percentile_disc(0.9) WITHIN GROUP (ORDER BY {column}) {shown}",
    }


_QUESTION_COUNTS: Mapping[str, str] = {
    "n": "count(*)",
    **{fate: f"count(*) FILTER (WHERE fate = '{fate}')" for fate in (*FATES, *APART)},
    "verifiable": f"count(*) FILTER (WHERE {VERIFIABLE})",
    **_spread("wait", MET, "wait"),
    **{f"{each}_n": f"count(*) FILTER (WHERE {SEEN} AND bucket = '{each}')" for each in _BUCKETS},
    **{f"{each}_hours": f"sum(visible) FILTER (WHERE {SEEN} AND bucket = '{each}')" for each in _BUCKETS},
}
_CLOCK_COUNTS: Mapping[str, str] = {
    "n": "count(*)",
    **{fate: f"count(*) FILTER (WHERE fate = '{fate}')" for fate in CLOCK_FATES},
    **_spread("took", OF_CLOCKS["first"], "first"),
    **_spread("took", OF_CLOCKS["next"], "next"),
    **_spread("seen_for", OF_CLOCKS["next-public"], "public"),
}


def _counted(
    base: str, counts: Mapping[str, str], scope: Scope, *, by: str, brands: Sequence[int], now: datetime
) -> dict[Any, dict[str, Any]]:
    """Return the counts of everything under None, and of each group under its key, "" for what has none."""
    key = _COLUMN[by]
    query = (
        f"SELECT grouping({key}), coalesce({key}::text, ''), {', '.join(counts.values())}"  # noqa: S608  # nosec B608
        f" FROM ({base}) AS t WHERE {NARROW} GROUP BY GROUPING SETS ((), ({key}))"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, _params(scope, brands, now))
        rows: list[Any] = cursor.fetchall()
    return {None if whole else group: dict(zip(counts, values, strict=True)) for whole, group, *values in rows}


def _params(scope: Scope, brands: Sequence[int], now: datetime) -> dict[str, Any]:
    return {
        "since": scope.since,
        "until": scope.until,
        "brands": [each for each in brands if scope.brand in (None, each)],
        "network": scope.network,
        "kind": scope.kind,
        "person": scope.person,
        "account": scope.account,
        "now": now,
    }


def _figures(asked: Mapping[str, Any], owed: Mapping[str, Any]) -> Figures:
    return Figures(
        asked=asked.get("n", 0),
        fates={fate: asked.get(fate, 0) for fate in (*FATES, *APART)},
        verifiable=asked.get("verifiable", 0),
        met=asked.get("wait_n", 0),
        public=_read_spread(asked, "wait"),
        exposure=tuple(
            Exposure(bucket=each, n=asked.get(f"{each}_n", 0), hours=_seconds(asked.get(f"{each}_hours")) / 3600)
            for each in _BUCKETS
        ),
        clocks=owed.get("n", 0),
        clock_fates={fate: owed.get(fate, 0) for fate in CLOCK_FATES},
        first=_read_spread(owed, "first"),
        next=_read_spread(owed, "next"),
        public_next=_read_spread(owed, "public"),
    )


def _read_spread(row: Mapping[str, Any], name: str) -> Spread:
    n = row.get(f"{name}_n", 0)
    if n < FEWEST:
        return Spread(n=n)
    return Spread(n=n, half=_seconds(row[f"{name}_half"]), most=_seconds(row[f"{name}_most"]))


def _seconds(span: timedelta | None) -> float:
    return max(0.0, span.total_seconds()) if span is not None else 0.0
