"""Who speaks for whom, as a page shows it: the listed accounts and those that may be ours. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from listening.models import AccountSuggestion, Brand, BrandAccount

SHOWN = 100
"""Suggestions that are shown at once."""

EXAMPLES = 3
"""Posts of a suggested account that are linked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A listed account. ``number`` is the network's id where that is not the handle, "" while it is not known
    (``pending``); ``listed_by`` is a login or name, "" where nobody is known any more."""

    id: int
    network: str
    instance: str
    handle: str
    number: str
    pending: bool
    former: tuple[str, ...]
    kind: str
    speaks: bool
    brand: str
    listed_by: str
    listed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An account that may be ours: ``reason`` is a code with its ``params``, ``posts`` are (address, when written)."""

    id: int
    network: str
    instance: str
    handle: str
    number: str
    reason: str
    params: Mapping[str, Any]
    declined_by: str
    declined_at: datetime | None
    posts: tuple[tuple[str, datetime], ...]


def voices(kind: str) -> list[Voice]:
    """Return the accounts of the brands of a kind, by network, then handle. One query."""
    rows = BrandAccount.objects.filter(brand__kind=kind, brand__archived_at=None).select_related("brand", "user")
    return [
        Voice(
            id=row.pk,
            network=row.network,
            instance=row.instance,
            handle=row.handle or row.external_id,
            number=_number(row),
            pending=row.by_handle,
            former=tuple(filter(None, row.former_handles)),
            kind=row.kind,
            speaks=row.speaks,
            brand=row.brand.name,
            listed_by=_name(row.user),
            listed_at=row.created_at,
        )
        for row in rows.order_by("network", "instance", "handle", "id")
    ]


def brands() -> list[tuple[int, str, str]]:
    """Return (id, name, kind) of the brands for which accounts may speak: ours first, then rivals."""
    rows = Brand.objects.filter(kind__in=["own", "competitor"], archived_at=None).order_by("id")
    found = list(rows.values_list("id", "name", "kind"))
    return sorted(found, key=lambda each: each[2] != "own")


def candidates(*, declined: bool = False) -> list[Candidate]:
    """Return the suggested accounts that wait for a word, or those that were declined, newest first. Two queries."""
    rows = AccountSuggestion.objects.filter(outcome="declined" if declined else "").select_related("decided_by")
    found = list(rows.order_by("-decided_at" if declined else "-created_at", "-id")[:SHOWN])
    posts = _examples(found)
    return [
        Candidate(
            id=row.pk,
            network=row.network,
            instance=row.instance,
            handle=row.handle or row.external_id,
            number=_number(row),
            reason=row.reason,
            params=row.params,
            declined_by=_name(row.decided_by),
            declined_at=row.decided_at,
            posts=tuple(posts[row.pk]),
        )
        for row in found
    ]


def _number(row: BrandAccount | AccountSuggestion) -> str:
    if isinstance(row, BrandAccount) and row.by_handle:
        return ""
    return "" if row.external_id.casefold() == row.handle.casefold() else row.external_id


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username()) if user else ""


def _examples(found: list[AccountSuggestion]) -> dict[int, list[tuple[str, datetime]]]:
    """Return the newest posts of each, in threads of questions if there are such."""
    posts: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    if not found:
        return posts
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.id, m.url, m.published_at FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])"
            " AS k(id, network, instance, author) JOIN LATERAL (SELECT url, published_at FROM listening_mention m"
            " WHERE m.network = k.network AND m.author_key = k.author AND (k.instance = '' OR m.instance = k.instance)"
            " AND m.deleted_at IS NULL AND m.url <> '' ORDER BY EXISTS (SELECT FROM listening_question q"
            " WHERE q.thread_id = m.thread_id) DESC, m.published_at DESC LIMIT %s) AS m ON true"
            " ORDER BY k.id, m.published_at DESC",
            [
                [each.pk for each in found],
                [each.network for each in found],
                [each.instance for each in found],
                [each.external_id for each in found],
                EXAMPLES,
            ],
        )
        for id_, url, at in cursor.fetchall():
            posts[id_].append((url, at))
    return posts
