"""Reads and writes the rows of clocks and policies, in batches. Who writes clocks holds the locks of their cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import orjson
from django.db import connection
from django.db.models import Q, Subquery

from engagement import sla
from engagement.models import Clock, SlaPolicy
from engagement.storage import company_zone

_WRITTEN = [field.name for field in Clock._meta.concrete_fields if not field.primary_key and field.name != "case"]


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that a batch of clocks runs under, by version, and the one in force."""

    by_version: Mapping[int, sla.Policy] = field(default_factory=dict)
    began: datetime | None = None
    """When there were clocks for the first time: what was open then was seen by none of them before."""

    @property
    def in_force(self) -> sla.Policy:
        """The newest: new clocks open under it."""
        return self.by_version[max(self.by_version)]

    def record(self, row: Clock) -> sla.Clock:
        """Return a row as the arithmetic takes it."""
        return row.record(sla.calendar_of(self.by_version[row.policy_id], row.kind))


def policies(clocks: Iterable[Clock], *, now: datetime) -> Policies:
    """Return the policies of these clocks and the one in force. The defaults are written on first use."""
    versions = {row.policy_id for row in clocks}
    newest = SlaPolicy.objects.order_by("-version").values("version")
    rows = list(SlaPolicy.objects.filter(Q(version__in={1, *versions}) | Q(version=Subquery(newest[:1]))))
    if not rows:
        begin(sla.default_policy(str(company_zone())), now)
        rows = [SlaPolicy.objects.get(version=1)]
    found = {row.version: _parsed(row.version, orjson.dumps(row.policy)) for row in rows}
    return Policies(found, next((row.made_at for row in rows if row.version == 1), None))


def clocks_of(case_ids: Collection[int], *, open_only: bool = False) -> dict[int, list[Clock]]:
    """Return the clocks of these cases, the earliest opened first."""
    rows = Clock.objects.filter(case_id__in=case_ids)
    if open_only:
        rows = rows.filter(stopped_at=None)
    found: dict[int, list[Clock]] = {}
    for row in rows.order_by("opened_at", "id"):
        found.setdefault(row.case_id, []).append(row)
    return found


def save_clocks(rows: Iterable[Clock]) -> None:
    """Write whole clocks, new and known, in two statements at most."""
    rows = list(rows)
    Clock.objects.bulk_create([row for row in rows if row.pk is None])
    known = sorted((row for row in rows if row.pk is not None), key=lambda row: row.pk)
    if known:
        Clock.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=_WRITTEN)


def begin(policy: sla.Policy, now: datetime) -> None:
    """Write the first version, and have all open work looked at again: what was there before clocks gets its own.

    Of two writers at once one is heard. What is told to the intake is taken in batches, and a kill loses none of it.
    """
    _, first = SlaPolicy.objects.get_or_create(version=1, defaults={"policy": sla.dump_policy(policy), "made_at": now})
    if first:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO listening_change (kind, mention_id, at) SELECT 'judged', c.lead_id, %s"
                " FROM engagement_case c WHERE c.status <> 'done' AND c.work AND c.created_at < %s"
                " AND NOT EXISTS (SELECT FROM engagement_clock k WHERE k.case_id = c.id) ORDER BY c.id",
                [now, now],
            )


@lru_cache(maxsize=64)
def _parsed(version: int, policy: bytes) -> sla.Policy:
    """A policy's calendar takes longer to build than to use; the text is part of the key, so nothing goes stale."""
    return sla.parse_policy(orjson.loads(policy), version=version)
