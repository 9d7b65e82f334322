"""What listening's own pages show: sources with their health and their equation, queries, brands. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Sum

from listening.connectors import registry
from listening.connectors.contract import Previews
from listening.models import Brand, Installation, Match, Mention, PollRun, Query, QueryVersion, Source
from listening.money import Coverage, coverage, each_of, left_of, month_start
from listening.records import Say
from listening.storage import context
from listening.storage.deletions import PURPOSE as CHECK
from listening.storage.sources import cap_micros, previewed_source

TERMS = ("fetched", "kept", "duplicate", "rejected", "own", "withheld")
WINDOW = timedelta(days=30)
WELL = frozenset({"ok", "new"})
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
    return sum(state in WELL for state in states), len(states)


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What every page says of the installation: its row (None before setup), and how many polled sources are well."""

    installation: Installation | None
    well: int
    polled: int


def house() -> House:
    """Return what every page says of the installation, in one query."""
    polled = Source.objects.exclude(kind="ingest").exclude(state="retired")
    found = Installation.objects.annotate(states=ArraySubquery(polled.values("state"))).first()
    if found is None:
        well, all_ = source_health()
        return House(installation=None, well=well, polled=all_)
    return House(installation=found, well=sum(each in WELL for each in found.states), polled=len(found.states))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """How far stored posts are asked after at a network that tells of deletions only whoever asks.

    ``looked_at``, ``asked`` and ``gone`` are of the last look that asked; ``trouble`` says why a later one did not.
    """

    coverage: Coverage
    price: int
    looked_at: datetime | None = None
    asked: int = 0
    gone: int = 0
    trouble: Say | None = None


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
    check: CheckRow | None = None


def money_rows(now: datetime) -> list[MoneyRow]:
    """Return the sources of networks that cost money, in order of name. Four queries."""
    priced = [network for network, one in registry.CONNECTORS.items() if one.facts.priced]
    rows = list(Source.objects.filter(network__in=priced).exclude(kind="ingest").order_by("name", "id"))
    sums = {
        row["source__network"]: row
        for row in PollRun.objects.filter(source__in=rows, started_at__gte=month_start(now))
        .values("source__network")
        .annotate(spent=Sum("cost_micros"), kept=Sum("kept"))
    }
    checks = _check_rows(rows, now)
    return [_money_row(each, sums.get(each.network, {"spent": 0, "kept": 0}), checks.get(each.id)) for each in rows]


LOOKS = 20
"""Runs among which the last look that asked is found: a look that does not ask comes seldom."""


def _check_rows(rows: list[Source], now: datetime) -> dict[int, CheckRow]:
    waiting = Mention.objects.filter(network__in={each.network for each in rows}, check_due_at__isnull=False)
    stored = dict(waiting.values_list("network").annotate(n=Count("id")).values_list("network", "n"))
    runs = PollRun.objects.filter(source__in=rows, purpose=CHECK, started_at__gte=now - WINDOW).order_by("-id")
    latest = list(runs[: LOOKS * len(rows)])
    found = {}
    for source in rows:
        facts = registry.connector(source.network).facts
        if facts.check_every:
            mine = [run for run in latest if run.source_id == source.id]
            posts = stored.get(source.network, 0)
            told = coverage(posts, cap_micros=cap_micros(source.params), price=facts.check_micros)
            found[source.id] = _check_row(told, facts.check_micros, mine)
    return found


def _check_row(told: Coverage, price: int, runs: list[PollRun]) -> CheckRow:
    good = next((run for run in runs if run.outcome == "ok"), None)
    params = (good.reason or {}).get("params", {}) if good else {}
    last = runs[0].reason if runs and runs[0].outcome != "ok" else None
    return CheckRow(
        coverage=told,
        price=price,
        looked_at=good.started_at if good else None,
        asked=params.get("asked", 0),
        gone=params.get("gone", 0),
        trouble=Say(code=last["code"], params=last.get("params", {})) if last else None,
    )


def _money_row(source: Source, month: Mapping[str, Any], check: CheckRow | None) -> MoneyRow:
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
        check=check,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """A paid search that was previewed and not switched on: what was filled in, and its cap in micros."""

    params: Mapping[str, Any]
    cap: int


def previewed(network: str) -> Previewed | None:
    """Return the search of a network that was previewed and not switched on."""
    kept = previewed_source(network)
    return Previewed(params=kept.params, cap=cap_micros(kept.params) or 0) if kept else None


def preview_micros(network: str) -> int:
    """Return what a preview of a network costs at most; 0 while no query has words to ask for."""
    connector: object = registry.connector(network)
    return connector.preview_micros(context.load().terms) if isinstance(connector, Previews) else 0


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
