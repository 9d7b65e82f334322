"""The verbs on brands, queries, accounts and sources, and the ways in by hand. Pages and API call the same ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction
from django.db.models import F

from listening import http, pipeline, query
from listening.connectors import registry
from listening.connectors.feeds.fetch import discover
from listening.connectors.feeds.parse import instance_of
from listening.connectors.ingest import capture as pasted
from listening.connectors.ingest import table
from listening.models import Brand, BrandAccount, IngestKey, Installation, Query, Source
from listening.records import Post
from listening.storage import credentials, raw, sources


class Refused(Exception):
    """A verb could not be carried out. ``field`` names the input at fault, or is "" for the whole."""

    def __init__(self, code: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class Conflict(Refused):
    """The same idempotency key came with another body."""


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


def add_brand(*, name: str, kind: str, terms: Sequence[str], now: datetime) -> Brand:
    """Add a brand. ``terms`` are its spellings, which scoring masks."""
    if kind not in Brand.Kind.values:
        raise Refused("kind_unknown", f"A brand is one of {', '.join(Brand.Kind.values)}.", field="kind")
    if Brand.objects.filter(name=name, archived_at=None).exists():
        raise Refused("brand_exists", f"There is already a brand named {name}.", field="name")
    return Brand.objects.create(name=name, kind=kind, terms=list(terms), created_at=now)


def save_query(query_id: int | None, *, brand_id: int, name: str, expression: str, now: datetime) -> Query:
    """Add a query, or give one a new version. Raises ``listening.query.QueryError`` with the position of a mistake."""
    query.parse(expression)
    if not Brand.objects.filter(id=brand_id, archived_at=None).exists():
        raise Refused("brand_unknown", "Choose a brand.", field="brand")
    if not name.strip():
        raise Refused("name_missing", "Give the query a name.", field="name")
    twins = Query.objects.filter(brand=brand_id, name=name.strip())
    if (twins if query_id is None else twins.exclude(id=query_id)).exists():
        raise Refused("query_exists", f"This brand already has a query named {name.strip()}.", field="name")
    if query_id is None:
        return Query.objects.create(
            brand_id=brand_id, name=name.strip(), expression=expression, created_at=now, changed_at=now
        )
    updated = Query.objects.filter(id=query_id).update(
        brand_id=brand_id, name=name.strip(), expression=expression, version=F("version") + 1, changed_at=now
    )
    if not updated:
        raise Refused("query_unknown", "This query is gone.")
    return Query.objects.get(id=query_id)


def switch_query(query_id: int, *, active: bool, now: datetime) -> None:
    """Switch a query on or off. What it matched stays."""
    Query.objects.filter(id=query_id).update(active=active, changed_at=now)


def add_account(
    *,
    brand_id: int,
    network: str,
    external_id: str,
    handle: str,
    now: datetime,
    instance: str = "",
    kind: str = "brand",
    speaks: bool = True,
) -> BrandAccount:
    """Add an account that belongs to a brand, by the network's id. Posts of own accounts are never mentions."""
    if BrandAccount.objects.filter(network=network, instance=instance, external_id=external_id).exists():
        raise Refused("account_exists", "This account is already listed.", field="external_id")
    return BrandAccount.objects.create(
        brand_id=brand_id,
        network=network,
        instance=instance,
        external_id=external_id,
        handle=handle,
        kind=kind,
        speaks=speaks,
        created_at=now,
    )


def add_feed(url: str, *, name: str, now: datetime, interval: timedelta | None = None) -> Source:
    """Add the feed at ``url``, or the first feed that the page at ``url`` names. Due at once.

    Raises ``Refused`` with what to do, or the ``listening.errors`` the network answered with.
    """
    http.check(url)
    found = discover(http.session(redirects=5), url, now)
    if not found:
        raise Refused("no_feed", "No feed is named on this page. Look for an RSS or Atom link there.", field="url")
    address = found[0]
    if Source.objects.filter(network="feeds", params__url=address).exclude(state="retired").exists():
        raise Refused("source_exists", "This feed is already read.", field="url")
    return _add_source(
        "feeds", "feed", name or address, {"url": address}, instance=instance_of(address), now=now, interval=interval
    )


def add_search(network: str, *, name: str, now: datetime, interval: timedelta | None = None) -> Source:
    """Add a search on a network. It asks for the words of all active queries and matches every hit again itself."""
    facts = _searchable(network)
    if facts.priced:
        wanted = f"{facts.label} bills for what is read: it needs a token and a cap."
        raise Refused("cap_missing", wanted, field="network")
    if Source.objects.filter(network=network, kind="search").exclude(state="retired").exists():
        raise Refused("source_exists", f"{facts.label} is already searched.", field="network")
    return _add_source(network, "search", name or facts.label, {}, now=now, interval=interval)


def add_paid_search(
    network: str,
    *,
    name: str,
    secret: Mapping[str, str],
    params: Mapping[str, str],
    monthly_cap_micros: int,
    now: datetime,
) -> Source:
    """Add a search on a network that bills for what is read. It is never polled without a monthly cap.

    The secret is sealed; ``params`` say whose mentions are read first. Due at once.
    """
    facts = _searchable(network)
    if monthly_cap_micros <= 0:
        raise Refused("cap_missing", "Say how much it may spend a month.", field="monthly_cap")
    if Source.objects.filter(network=network, kind="search").exclude(state="retired").exists():
        raise Refused("source_exists", f"{facts.label} is already searched.")
    kept = {key: value for key, value in params.items() if value}
    with transaction.atomic():
        source = _add_source(network, "search", name, {**kept, sources.CAP: monthly_cap_micros}, now=now, interval=None)
        source.credential_id = credentials.add_credential(network, name, secret, now)
        source.save(update_fields=["credential"])
    return source


def _searchable(network: str) -> Any:
    if network not in registry.CONNECTORS or "search" not in registry.connector(network).facts.source_kinds:
        raise Refused("network_unknown", "This network cannot be searched.", field="network")
    return registry.connector(network).facts


def _add_source(
    network: str,
    kind: str,
    name: str,
    params: Mapping[str, Any],
    *,
    now: datetime,
    interval: timedelta | None,
    instance: str = "",
) -> Source:
    facts = registry.connector(network).facts
    return Source.objects.create(
        network=network,
        instance=instance,
        kind=kind,
        name=name.strip()[:200],
        params=dict(params),
        interval_seconds=int((interval or facts.interval).total_seconds()),
        next_poll_at=now,
        created_at=now,
    )


def poll_now(source_id: int, *, now: datetime) -> None:
    """Make a source due now. A retired one is refused."""
    if not Source.objects.filter(id=source_id).exclude(state="retired").update(next_poll_at=now):
        raise Refused("source_retired", "This source is retired; resume it first.")


def pause(source_id: int, *, now: datetime) -> None:
    """Retire a source: it is never due until it is resumed. What it brought stays."""
    Source.objects.filter(id=source_id).update(
        state="retired", next_poll_at=None, reason={"code": "paused_by_a_person", "params": {"at": now.isoformat()}}
    )


def resume(source_id: int, *, now: datetime) -> None:
    """Poll a retired or blocked source again, from its saved position."""
    Source.objects.filter(id=source_id).update(
        state="new", next_poll_at=now, reason=None, failures=0, attempts=0, lease_token=None, lease_until=None
    )


def capture(url: str, text: str, *, author: str, published_at: str, brand_id: int, now: datetime) -> list[int]:
    """Store a post that a person pasted. It is kept for the chosen brand even if no query matches it.

    Returns the ids of the mentions; empty if the post was known already. Raises ``ingest.item.BadItem`` naming fields.
    """
    post = pasted.capture(url=url, text=text, author=author, published_at=published_at, now=now)
    source = sources.ingest_source(post.network, "Captured by hand", now=now)
    return pipeline.take([post], source_id=source, chosen_brand=brand_id, now=now).new_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of a CSV file: the terms of the equation, and each row that was set aside with its line."""

    totals: Mapping[str, int]
    rejected: Sequence[table.Rejected]
    unknown_columns: Sequence[str]


def import_csv(data: bytes, *, filename: str, now: datetime) -> ImportReport:
    """Store the posts of a CSV file through the same chain as everything else, all readable rows or none.

    Raises ``ingest.table.BadTable`` if the table itself cannot be read; nothing is stored then.
    """
    read = table.parse_table(data, now=now)
    totals = take_posts(
        [row.post for row in read.rows], source_name=f"CSV: {filename[:100]}", network="ingest", now=now
    )
    return ImportReport(totals=totals, rejected=read.rejected, unknown_columns=read.unknown_columns)


def take_posts(posts: Sequence[Post], *, source_name: str, network: str, now: datetime) -> dict[str, int]:
    """Store posts that a program handed in, all or none. Returns the terms of the equation."""
    source = sources.ingest_source(network, source_name, now=now)
    fates = pipeline.take(posts, source_id=source, chosen_brand=None, now=now).fates
    return {name: fates.get(name, 0) for name in ("kept", "duplicate", "rejected", "own", "withheld")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the ingest API answers, and whether it is the repetition of an earlier answer."""

    answer: Mapping[str, Any]
    replayed: bool


def take_once(posts: Sequence[Post], *, body: bytes, key: str, source_name: str, now: datetime) -> Answered:
    """Store posts under an idempotency key: the same key and body answer the same again, another body is a conflict."""
    digest = hashlib.sha256(body).digest()
    source = sources.ingest_source("ingest", source_name, now=now)
    if not key:
        return Answered(answer=take_posts(posts, source_name=source_name, network="ingest", now=now), replayed=False)
    with transaction.atomic():
        # A second request with this key waits here until the first is through, then finds its answer.
        slot, first = IngestKey.objects.get_or_create(
            source_id=source, key=key, defaults={"body_sha256": digest, "answer": {}, "created_at": now}
        )
        if first:
            slot.answer = take_posts(posts, source_name=source_name, network="ingest", now=now)
            slot.save(update_fields=["answer"])
    if bytes(slot.body_sha256) != digest:
        raise Conflict("key_reused", "This idempotency key came before with another body.")
    return Answered(answer=slot.answer, replayed=not first)
