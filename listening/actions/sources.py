"""The verbs on sources."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from listening import http
from listening.actions.refusals import Refused
from listening.connectors import registry
from listening.connectors.contract import Facts
from listening.connectors.feeds.fetch import discover
from listening.connectors.feeds.parse import instance_of
from listening.keyed import without_key
from listening.models import Source
from listening.storage import credentials


def add_feed(url: str, *, name: str, now: datetime, interval: timedelta | None = None) -> Source:
    """Add the feed at ``url``, or the first feed that the page at ``url`` names. Due at once.

    An address that holds a key is sealed; what is shown and stored in the open is the address without it.

    Raises ``Refused`` with what to do, or the ``listening.errors`` the network answered with.
    """
    http.check(url)
    found = discover(http.session(redirects=5), url, now)
    if not found:
        raise Refused("no_feed", "No feed is named on this page. Look for an RSS or Atom link there.", field="url")
    address = found[0]
    shown = without_key(address)
    twins = Source.objects.filter(network="feeds", params__url=shown).exclude(state="retired")
    if any(_address_of(twin) == address for twin in twins):
        raise Refused("source_exists", "This feed is already read.", field="url")
    with transaction.atomic():
        source = add_source(
            "feeds", "feed", name or shown, {"url": shown}, instance=instance_of(shown), now=now, interval=interval
        )
        if shown != address:
            source.credential_id = credentials.add_credential("feeds", source.name, {"url": address}, now)
            source.save(update_fields=["credential"])
    return source


def _address_of(source: Source) -> str:
    """Return the address of a feed, with its key if it has one."""
    secret = credentials.open_credential(source.credential_id) if source.credential_id else {}
    return secret.get("url") or str(source.params["url"])


def add_search(network: str, *, name: str, now: datetime, interval: timedelta | None = None) -> Source:
    """Add a search on a network. It asks for the words of all active queries and matches every hit again itself."""
    facts = searchable(network)
    if facts.priced:
        wanted = f"{facts.label} bills for what is read: it needs a token and a cap."
        raise Refused("cap_missing", wanted, field="network")
    refuse_second(facts, field="network")
    return add_source(network, "search", name or facts.label, {}, now=now, interval=interval)


def searchable(network: str) -> Facts:
    """Return what is known of a network that can be searched. Raises ``Refused`` for any other."""
    if network not in registry.CONNECTORS or "search" not in registry.connector(network).facts.source_kinds:
        raise Refused("network_unknown", "This network cannot be searched.", field="network")
    return registry.connector(network).facts


def refuse_second(facts: Facts, *, field: str = "") -> None:
    """Raise ``Refused`` if the network is searched already: one search asks for the words of all queries."""
    running = Source.objects.filter(network=facts.network, kind="search").exclude(state="retired").first()
    if running is None:
        return
    said = f"{facts.label} is already searched, for the words of all queries."
    if facts.priced:
        said = (
            f"{facts.label} is already read by the source “{running.name}”, with one key and one cap. Retire it first."
        )
    raise Refused("source_exists", said, field=field)


def add_source(
    network: str,
    kind: str,
    name: str,
    params: Mapping[str, Any],
    *,
    now: datetime,
    interval: timedelta | None,
    instance: str = "",
) -> Source:
    """Write a source. Due at once."""
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
    """Poll a retired or blocked source again, from its saved position. Refused where another search took its place."""
    retired = Source.objects.filter(id=source_id, state="retired", kind="search").first()
    if retired is not None and retired.network in registry.CONNECTORS:
        refuse_second(registry.connector(retired.network).facts)
    Source.objects.filter(id=source_id).update(
        state="new", next_poll_at=now, reason=None, failures=0, attempts=0, lease_token=None, lease_until=None
    )
