"""The verbs on searches that cost money: what one would cost, and adding it with its key sealed and its cap set.

A preview costs money before there is anything to poll. So that not a cent is lost sight of, the first preview makes the
source, retired: it holds the sealed key, the cap and what was spent, and is read only once somebody adds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from listening.actions.refusals import Refused
from listening.actions.sources import add_source, refuse_second, searchable
from listening.connectors import registry
from listening.connectors.contract import Facts, Plan, Previews, Replies
from listening.models import Source
from listening.money import Preview, left_of
from listening.pipeline import OUT, Way
from listening.storage import context, credentials, sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a preview found, and the terms that the network cannot be asked for."""

    preview: Preview
    unsayable: tuple[str, ...]


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

    The secret is sealed; ``params`` say whose mentions are read first. Due at once. A source that was previewed is the
    one that is switched on, with what it has spent; without a new secret it keeps its own.
    """
    facts = searchable(network)
    _refuse(facts, monthly_cap_micros)
    with transaction.atomic():
        source = _written(facts, name=name, secret=secret, params=params, cap=monthly_cap_micros, now=now)
        source.state, source.reason, source.next_poll_at = "new", None, now
        source.save()
    return source


def preview_search(
    network: str,
    *,
    name: str,
    secret: Mapping[str, str],
    params: Mapping[str, str],
    monthly_cap_micros: int,
    now: datetime,
    way: Way = OUT,
) -> Tried:
    """Ask what a search for the words of all queries would bring and cost, and count what asking costs.

    Raises ``Refused``, or the ``listening.errors`` that the network answered with: then nothing is written.
    """
    facts, connector = searchable(network), _previewing(network)
    _refuse(facts, monthly_cap_micros)
    terms = context.load().terms
    if not terms:
        raise Refused("no_terms", "There is nothing to ask for yet: write a query first.")
    kept = sources.previewed_source(network)
    spent = sources.spent_micros(kept.id, now) if kept else 0
    plan = Plan(
        kind="search",
        params=dict(params),
        terms=terms,
        secret=_key(kept, secret),
        allowance_micros=left_of(monthly_cap_micros, spent),
    )
    asking = way.session(before=lambda: None)
    found = connector.preview(asking, plan, now=now, base_url=way.base_url(network))
    with transaction.atomic():
        source = _written(facts, name=name, secret=secret, params=params, cap=monthly_cap_micros, now=now)
        source.state, source.reason, source.next_poll_at = "retired", {"code": sources.PREVIEWED, "params": {}}, None
        source.save()
        sources.note_cost(source.id, found.cost_micros, purpose="preview", now=now)
    return Tried(preview=found, unsayable=connector.unsayable(terms))


def _refuse(facts: Facts, cap: int) -> None:
    if cap <= 0:
        raise Refused("cap_missing", "Say how much it may spend a month.", field="monthly_cap")
    refuse_second(facts)


def _previewing(network: str) -> Previews:
    connector: object = registry.connector(network)
    if not isinstance(connector, Previews):
        raise Refused("no_preview", "This network cannot say what a search would bring.")
    return connector


def _key(kept: Source | None, secret: Mapping[str, str]) -> Mapping[str, str]:
    """Return the key that was given, else the one that a preview has kept. Raises ``Refused`` without either."""
    if secret:
        return secret
    if kept is None or kept.credential_id is None:
        raise Refused("key_missing", "It needs a key. Give it one.", field="bearer_token")
    return credentials.open_credential(kept.credential_id)


def _written(
    facts: Facts, *, name: str, secret: Mapping[str, str], params: Mapping[str, str], cap: int, now: datetime
) -> Source:
    """Return the source with its key sealed and its parameters set: the previewed one, or a new one."""
    kept = sources.previewed_source(facts.network)
    values: dict[str, Any] = {key: value for key, value in params.items() if value} | {sources.CAP: cap}
    connector: object = registry.connector(facts.network)
    if isinstance(connector, Replies) and (account := connector.account_of(_key(kept, secret))):
        values |= {sources.SPEAKS_FOR: account}
        values.setdefault("user_id", account)  # its mentions cost a fifth, and the key says whose they are
    source = kept or add_source(facts.network, "search", name, {}, now=now, interval=None)
    source.params = values
    if secret and source.credential_id is not None:
        credentials.replace_credential(source.credential_id, secret, now)
    elif secret:
        source.credential_id = credentials.add_credential(facts.network, name, secret, now)
    return source
