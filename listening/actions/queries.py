"""The verbs on queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from listening import query
from listening.actions.refusals import Refused
from listening.models import Brand, Query, QueryVersion
from listening.storage import context, rematching


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A saved query, and what the edit did to posts that are stored or were rejected lately."""

    query: Query
    gained: int
    lost: int


def edit_query(
    query_id: int | None, *, brand_id: int, name: str, expression: str, now: datetime, user_id: int | None = None
) -> Edited:
    """Save a query as ``save_query`` does and let it be felt at once: gained posts come in, lost ones are let go."""
    with transaction.atomic():
        row = save_query(query_id, brand_id=brand_id, name=name, expression=expression, now=now, user_id=user_id)
        done = rematching.rematch(row, context.load(), now)
    return Edited(query=row, gained=done.gained, lost=done.lost)


def save_query(
    query_id: int | None, *, brand_id: int, name: str, expression: str, now: datetime, user_id: int | None = None
) -> Query:
    """Add a query, or give one a new version. Raises ``listening.query.QueryError`` with the position of a mistake."""
    query.parse(expression)
    if not Brand.objects.filter(id=brand_id, archived_at=None).exists():
        raise Refused("brand_unknown", "Choose a brand.", field="brand")
    if not name.strip():
        raise Refused("name_missing", "Give the query a name.", field="name")
    twins = Query.objects.filter(brand=brand_id, name=name.strip())
    if (twins if query_id is None else twins.exclude(id=query_id)).exists():
        raise Refused("query_exists", f"This brand already has a query named {name.strip()}.", field="name")
    said = {"brand_id": brand_id, "name": name.strip(), "expression": expression, "changed_at": now}
    with transaction.atomic():
        if query_id is None:
            row = Query.objects.create(**said, created_at=now)
        elif Query.objects.filter(id=query_id).update(**said, version=F("version") + 1):
            row = Query.objects.get(id=query_id)
        else:
            raise Refused("query_unknown", "This query is gone.")
        QueryVersion.objects.create(
            query=row, version=row.version, name=row.name, expression=expression, user_id=user_id, at=now
        )
    return row


def switch_query(query_id: int, *, active: bool, now: datetime) -> None:
    """Switch a query on or off. What it matched stays."""
    Query.objects.filter(id=query_id).update(active=active, changed_at=now)
