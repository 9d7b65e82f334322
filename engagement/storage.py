"""Writes cases, their history and what pull clients see, in batches. Knows no rule of the queue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from engagement.models import Case, CaseItem, Event, FeedItem
from listening.models import Installation
from listening.storage.bulk import within

CASE_FIELDS = tuple(field.attname for field in Case._meta.concrete_fields if not field.primary_key)
FEED_FIELDS = tuple(field.attname for field in FeedItem._meta.concrete_fields if not field.primary_key)
_NAMES = {field.attname: field.name for model in (Case, FeedItem) for field in model._meta.concrete_fields}


@contextmanager
def storing() -> Iterator[None]:
    """Run one transaction of at most 10 s: clients that page by ``changed_at`` never miss a row that commits late."""
    with transaction.atomic():
        within(10)
        yield


def plain(value: Any) -> Any:
    """Return ``value`` as history keeps it: instants and days as ISO text."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value


def save_cases(cases: Sequence[Case]) -> None:
    """Write whole cases, new (their ids are set) and known, in two statements at most."""
    new = [case for case in cases if case.pk is None]
    known = sorted((case for case in cases if case.pk is not None), key=lambda case: case.pk)
    Case.objects.bulk_create(new)
    if known:
        Case.objects.bulk_create(
            known,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[_NAMES[name] for name in CASE_FIELDS],
        )


def save_feed(items: Sequence[FeedItem]) -> None:
    """Write what pull clients see of these mentions."""
    if items:
        FeedItem.objects.bulk_create(
            sorted(items, key=lambda item: item.mention_id),
            update_conflicts=True,
            unique_fields=["mention"],
            update_fields=[_NAMES[name] for name in FEED_FIELDS],
        )


def touch_feed(case_ids: Collection[int], now: datetime) -> None:
    """Show the cases' present status and lane to pull clients, who will fetch these rows again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE engagement_feeditem f SET status = c.status, lane = c.lane, changed_at = %s"
            " FROM engagement_case c WHERE c.id = f.case_id AND c.id = ANY(%s)",
            [now, list(case_ids)],
        )


def open_mentions(networks: Collection[str]) -> list[int]:
    """Return the mentions on these networks whose case is not done: what somebody may look at next."""
    items = CaseItem.objects.filter(mention__network__in=networks, mention__deleted_at=None)
    return list(items.exclude(case__status="done").values_list("mention_id", flat=True))


def save_events(events: Sequence[Event]) -> None:
    """Append to the history; ids are set."""
    Event.objects.bulk_create(events)


def company_zone() -> ZoneInfo:
    """Return the zone in which the company counts its days."""
    return ZoneInfo(Installation.objects.values_list("zone", flat=True).first() or "UTC")
