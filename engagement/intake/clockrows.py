"""Reads and writes the rows of clocks and policies, in batches. Who writes clocks holds the locks of their cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import orjson
from django.db.models import Q, Subquery

from engagement import sla
from engagement.models import Clock, SlaPolicy
from engagement.storage import company_zone

_WRITTEN = [field.name for field in Clock._meta.concrete_fields if not field.primary_key and field.name != "case"]


@dataclass(frozen=True, slots=True)
class Policies:
    """The policies that a batch of clocks runs under, by version, and the one in force."""

    by_version: Mapping[int, sla.Policy] = field(default_factory=dict)

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
    rows = SlaPolicy.objects.filter(Q(version__in=versions) | Q(version=Subquery(newest[:1])))
    found = {row.version: _parsed(row.version, orjson.dumps(row.policy)) for row in rows}
    return Policies(found or {1: _first(now)})


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


def _first(now: datetime) -> sla.Policy:
    """Write the defaults as the first version; of two writers at once one is heard."""
    policy = sla.default_policy(str(company_zone()))
    row = SlaPolicy(version=1, policy=sla.dump_policy(policy), made_at=now)
    SlaPolicy.objects.bulk_create([row], ignore_conflicts=True)
    kept = SlaPolicy.objects.get(version=1)
    return _parsed(1, orjson.dumps(kept.policy))


@lru_cache(maxsize=64)
def _parsed(version: int, policy: bytes) -> sla.Policy:
    """A policy's calendar takes longer to build than to use; the text is part of the key, so nothing goes stale."""
    return sla.parse_policy(orjson.loads(policy), version=version)
