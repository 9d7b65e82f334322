"""What listening's own pages show: sources with their health and their equation, queries, brands. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Sum

from listening.connectors import registry
from listening.models import Brand, Installation, Match, PollRun, Query, QueryVersion, Source
from listening.money import each_of, left_of, month_start
from listening.records import Say
from listening.storage.sources import cap_micros

TERMS = ("fetched", "kept", "duplicate", "rejected", "own", "withheld")
WINDOW = timedelta(days=30)
TROUBLED = ("sign_in_expired", "blocked", "out_of_budget", "degraded", "suspiciously_silent")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One line of the sources page. ``totals`` are the terms of the equation over 30 days, empty if never read."""

    id: int
    name: str
    network: str
    label: str
    kind: str
    address: str
    state: str
    reason: Say | None
    last_ok_at: datetime | None
    last_poll_at: datetime | None
    next_poll_at: datetime | None
    interval: timedelta
    polled: bool
    totals: Mapping[str, int] = field(default_factory=dict)
    gap: Mapping[str, str] | None = None

    @property
    def troubled(self) -> bool:
        return self.state in TROUBLED


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRow:
    """One line of the queries page. ``matched`` counts the mentions it matched in 30 days."""

    id: int
    name: str
    brand_id: int
    brand: str
    brand_kind: str
    expression: str
    version: int
    active: bool
    changed_at: datetime
    matched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """What a query said in one of its versions. ``who`` is a person's name, "" for what was written at founding."""

    version: int
    who: str
    at: datetime
    name: str
    expression: str


def source_rows(now: datetime) -> list[SourceRow]:
    """Return all sources, the troubled first, then by name. Two queries."""
    totals: dict[int, Mapping[str, Any]] = {
        row["source"]: dict(row)
        for row in PollRun.objects.filter(started_at__gte=now - WINDOW)
        .values("source")
        .annotate(runs=Count("id"), **{term: Sum(term) for term in TERMS})
    }
    rows = [_source_row(source, totals.get(source.id)) for source in Source.objects.all()]
    order = {state: place for place, state in enumerate((*TROUBLED, "new", "ok", "retired"))}
    return sorted(rows, key=lambda row: (order[row.state], row.name.lower(), row.id))


def _source_row(source: Source, totals: Mapping[str, Any] | None) -> SourceRow:
    reason = source.reason
    known = source.network in registry.CONNECTORS
    return SourceRow(
        id=source.id,
        name=source.name,
        network=source.network,
        label=registry.connector(source.network).facts.label if known else source.network,
        kind=source.kind,
        address=str(source.params.get("url", "")),
        state=source.state,
        reason=Say(code=reason["code"], params=reason.get("params", {})) if reason else None,
        last_ok_at=source.last_ok_at,
        last_poll_at=source.last_poll_at,
        next_poll_at=source.next_poll_at,
        interval=timedelta(seconds=source.interval_seconds),
        polled=source.kind != "ingest",
        totals={term: totals[term] for term in TERMS} if totals else {},
    )


def source_totals(now: datetime) -> dict[str, int]:
    """Return the terms of the equation over all sources and 30 days."""
    sums = PollRun.objects.filter(started_at__gte=now - WINDOW).aggregate(**{term: Sum(term) for term in TERMS})
    return {term: value or 0 for term, value in sums.items()}


def source_health() -> tuple[int, int]:
    """Return how many polled sources are well, and how many there are."""
    states = list(Source.objects.exclude(kind="ingest").exclude(state="retired").values_list("state", flat=True))
    return sum(state in {"ok", "new"} for state in states), len(states)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """What a source that costs money may spend and has spent this month, UTC. All in micros of a dollar.

    ``each`` is what every kept mention cost, ``None`` while none was kept; ``cap`` is ``None`` until somebody sets one.
    """

    source_id: int
    name: str
    network: str
    cap: int | None
    spent: int
    left: int | None
    kept: int
    each: int | None


def money_rows(now: datetime) -> list[MoneyRow]:
    """Return the sources of networks that cost money, in order of name. Two queries."""
    priced = [network for network, one in registry.CONNECTORS.items() if one.facts.priced]
    rows = list(Source.objects.filter(network__in=priced).exclude(kind="ingest").order_by("name", "id"))
    sums = {
        row["source"]: row
        for row in PollRun.objects.filter(source__in=rows, started_at__gte=month_start(now))
        .values("source")
        .annotate(spent=Sum("cost_micros"), kept=Sum("kept"))
    }
    return [_money_row(source, sums.get(source.id, {"spent": 0, "kept": 0})) for source in rows]


def _money_row(source: Source, month: Mapping[str, Any]) -> MoneyRow:
    cap = cap_micros(source.params)
    return MoneyRow(
        source_id=source.id,
        name=source.name,
        network=source.network,
        cap=cap,
        spent=month["spent"],
        left=left_of(cap, month["spent"]),
        kept=month["kept"],
        each=each_of(month["spent"], month["kept"]),
    )


def query_rows(now: datetime) -> list[QueryRow]:
    """Return all queries with what they matched in 30 days. Two queries."""
    matched = dict(
        Match.objects.filter(mention__seen_at__gte=now - WINDOW)
        .values_list("query")
        .annotate(n=Count("id"))
        .values_list("query", "n")
    )
    return [
        QueryRow(
            id=row.id,
            name=row.name,
            brand_id=row.brand_id,
            brand=row.brand.name,
            brand_kind=row.brand.kind,
            expression=row.expression,
            version=row.version,
            active=row.active,
            changed_at=row.changed_at,
            matched=matched.get(row.id, 0),
        )
        for row in Query.objects.select_related("brand").order_by("brand__kind", "brand__name", "name")
    ]


def query_versions(query_id: int) -> list[VersionRow]:
    """Return all versions of a query, the newest first. One query."""
    return [
        VersionRow(
            version=row.version,
            who=(row.user.get_full_name() or row.user.get_username()) if row.user else "",
            at=row.at,
            name=row.name,
            expression=row.expression,
        )
        for row in QueryVersion.objects.filter(query=query_id).select_related("user").order_by("-version")
    ]


def brand_choices() -> list[tuple[int, str]]:
    """Return (id, name) of the brands that are not archived, our own first."""
    brands = list(Brand.objects.filter(archived_at=None).values_list("id", "name", "kind"))
    return [(id_, name) for id_, name, kind in sorted(brands, key=lambda row: (row[2] != "own", row[1].lower()))]


def installation() -> Installation | None:
    """Return the installation row, or None before setup."""
    return Installation.objects.first()
