"""Sends one reply by program, and reads a thread at once: the only place from which anything of ours is posted.

It asks the network and notes what that costs; it decides nothing and never repeats a request. Who calls has written
his row before, and judges by ``Stopped`` whether the reply may stand there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from listening.connectors import registry
from listening.connectors.contract import Plan, Posted, Replies
from listening.errors import AuthError, ListeningError, Permanent
from listening.http import Limits, session
from listening.models import Source
from listening.money import left_of
from listening.pipeline import OUT, Clock, Way
from listening.records import Page, PostKey
from listening.storage import credentials, sources

_QUICK = Limits(deadline=20.0)
"""Somebody waits for this: a thread is read, and a reply sent, within 20 seconds or not at all."""

AT_ONCE = replace(OUT, session=partial(session, limits=_QUICK))


class Stopped(Exception):
    """Sending ended with ``error``; ``left`` is whether a request had gone out by then."""

    def __init__(self, error: ListeningError, *, left: bool) -> None:
        super().__init__(error.code)
        self.error = error
        self.left = left


@dataclass(slots=True, kw_only=True)
class _Gone:
    """Whether a request has left the house; none leaves after ``until``."""

    clock: Clock
    until: datetime
    left: bool = False

    def mark(self) -> None:
        if self.clock() > self.until:
            raise Permanent("woke_too_late")
        self.left = True


def post_reply(
    network: str, *, to: str, text: str, key: str, until: datetime, clock: Clock, way: Way = AT_ONCE
) -> Posted:
    """Send ``text`` as a reply to the post ``to``, by one request that leaves before ``until``. Raises ``Stopped``.

    A process that was suspended in between wakes in a world where somebody else may have settled the reply.
    """
    gone = _Gone(clock=clock, until=until)
    try:
        connector, payer = _replying(network)
        asking = way.session(before=gone.mark)
        asking.max_redirects = 0  # a redirect that is followed would make two requests of one click
        posted = connector.post_reply(
            asking,
            _plan(payer, priced=connector.facts.priced, clock=clock),
            to=to,
            text=text,
            key=key,
            now=clock(),
            base_url=way.base_url(network),
        )
    except ListeningError as error:
        raise Stopped(error, left=gone.left) from error
    return posted


def charge(network: str, cost_micros: int, *, clock: Clock) -> None:
    """Count what a reply cost against the cap of its network."""
    payer = sources.paying_source(network)
    if payer is not None:
        sources.note_cost(payer.pk, cost_micros, purpose="reply", now=clock())


def read_now(key: PostKey, *, clock: Clock, way: Way = AT_ONCE) -> Page:
    """Return the thread ``key`` as it stands this moment, without storing it. Raises ``ListeningError``."""
    connector = registry.connector(key.network)
    if not connector.facts.threads:
        raise Permanent("no_threads")
    payer = sources.paying_source(key.network) if connector.facts.priced else None
    plan = _plan(payer, priced=True, clock=clock) if payer else None
    asking = way.session(before=lambda: None)
    page = connector.thread(asking, key, now=clock(), base_url=way.base_url(key.network), plan=plan)
    if payer:
        sources.note_cost(payer.pk, page.cost_micros, purpose="thread", now=clock())
    return page


def account_of(network: str) -> str:
    """Return the id of the account that our key for the network writes as, "" without one."""
    payer = sources.paying_source(network)
    return str(payer.params.get(sources.SPEAKS_FOR) or "") if payer else ""


def spent_and_cap(network: str, *, clock: Clock) -> tuple[int, int | None]:
    """Return what the network has cost this month and its cap, in micros; 0 and None without a paying source."""
    payer = sources.paying_source(network)
    if payer is None:
        return 0, None
    return sources.spent_micros(payer.pk, clock()), sources.cap_micros(payer.params)


def _replying(network: str) -> tuple[Replies, Source]:
    connector: object = registry.connector(network)
    payer = sources.paying_source(network)
    if not isinstance(connector, Replies):
        raise Permanent("no_replies")
    if payer is None:
        raise AuthError("no_account_key")
    return connector, payer


def _plan(payer: Source, *, priced: bool, clock: Clock) -> Plan:
    spent = sources.spent_micros(payer.pk, clock()) if priced else 0
    return Plan(
        kind=payer.kind,
        params=payer.params,
        secret=credentials.open_credential(payer.credential_id) if payer.credential_id else {},
        allowance_micros=left_of(sources.cap_micros(payer.params), spent) if priced else None,
    )
