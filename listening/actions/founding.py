"""Whose installation this is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from listening.actions.brands import add_brand, any_of
from listening.actions.queries import save_query
from listening.actions.refusals import Refused
from listening.models import Brand, Installation
from listening.storage import raw

STEPS = ("company", "brands", "places", "judge", "alerts", "look")
"""The first ten minutes, in their order. The first is done by founding, the last by opening the desk."""


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
            id=1,
            company=company.strip(),
            domain=domain.strip(),
            zone=zone,
            demo=demo,
            setup_steps={"company": "done"},
            created_at=now,
        )
        terms = [term.strip() for term in brand_terms if term.strip()] or [company.strip()]
        brand = add_brand(name=company.strip(), kind="own", terms=terms, now=now)
        words = expression or any_of(terms)
        save_query(None, brand_id=brand.id, name="Our brand", expression=words, now=now)
    raw.make_months(now)
    return row


def note_step(step: str, *, skipped: bool = False) -> None:
    """Note that a step of the first ten minutes is done or skipped. One that is done is never undone by skipping."""
    if step not in STEPS:
        raise Refused("step_unknown", "There is no such step.")
    with transaction.atomic():
        row = Installation.objects.select_for_update().first()
        if row is None:
            raise Refused("not_founded", "This installation has no company yet.")
        if skipped and row.setup_steps.get(step) == "done":
            return
        row.setup_steps = {**row.setup_steps, step: "skipped" if skipped else "done"}
        row.save(update_fields=["setup_steps"])


def finish_setup(*, now: datetime) -> None:
    """Note the end of the first ten minutes, once: steps that nobody took count as skipped."""
    with transaction.atomic():
        row = Installation.objects.select_for_update().first()
        if row is None:
            raise Refused("not_founded", "This installation has no company yet.")
        row.setup_steps = {**dict.fromkeys(STEPS, "skipped"), **row.setup_steps, "look": "done"}
        row.setup_done_at = row.setup_done_at or now
        row.save(update_fields=["setup_steps", "setup_done_at"])


def own_brand() -> int:
    """Return the id of our own brand: the first one founded."""
    return Brand.objects.filter(kind="own").order_by("id").values_list("id", flat=True)[0]
