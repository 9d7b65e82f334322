"""Whose installation this is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from listening.actions.brands import add_brand
from listening.actions.queries import save_query
from listening.actions.refusals import Refused
from listening.models import Brand, Installation
from listening.storage import raw


def found_installation(
    *,
    company: str,
    domain: str,
    zone: str,
    brand_terms: Sequence[str],
    now: datetime,
    expression: str = "",
    demo: bool = False,
) -> Installation:
    """Write the one installation row, the own brand and its first query, made from the terms unless it is given.

    Raises ``Refused`` if there is an installation already, or naming the field at fault.
    """
    if not company.strip():
        raise Refused("company_missing", "Give the company's name.", field="company")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused("zone_unknown", f"“{zone}” is no time zone; try Europe/Berlin.", field="zone") from None
    with transaction.atomic():
        if Installation.objects.exists():
            raise Refused("already_founded", "This installation already belongs to a company.")
        row = Installation.objects.create(
            id=1, company=company.strip(), domain=domain.strip(), zone=zone, demo=demo, created_at=now
        )
        terms = [term.strip() for term in brand_terms if term.strip()] or [company.strip()]
        brand = add_brand(name=company.strip(), kind="own", terms=terms, now=now)
        words = expression or " OR ".join(_quoted(term) for term in terms)
        save_query(None, brand_id=brand.id, name="Our brand", expression=words, now=now)
    raw.make_months(now)
    return row


def own_brand() -> int:
    """Return the id of our own brand: the first one founded."""
    return Brand.objects.filter(kind="own").order_by("id").values_list("id", flat=True)[0]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', " ") + '"'
