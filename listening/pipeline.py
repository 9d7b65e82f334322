"""The chain on one screen: fetch → parse → match → score → store.

A connector yields parsed pages; each page is gated, stored and its cursor saved in one transaction before the next is
asked for. Matching and scoring happen inside ``storage.posts.store``, on what is new only. Whatever a network does
ends as a named outcome of its own source; nothing here sleeps, and no source waits for another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction

from listening import health
from listening.connectors import registry
from listening.connectors.contract import Connector, Facts, Plan
from listening.deciding import names_root
from listening.errors import ListeningError, Permanent
from listening.http import Session, session
from listening.models import Source
from listening.money import is_short, left_of
from listening.records import Page, Post, Say
from listening.storage import bulk, context, credentials, deletions, posts, sources, threads
from listening.storage.posts import Intake, Stores
from listening.storage.sources import SourceLease, Tally
from listening.text import gate

Clock = Callable[[], datetime]


RENEW_EVERY = timedelta(seconds=10)
"""A request later than this after the last one renews the lease; cheap sweeps need not."""


class LeaseLost(Exception):
    """Another worker has taken the source or thread over; whatever this one still holds must not be written."""


def base_url(network: str) -> str:
    """Return where the network is played by the simulator, or "" for the real one. A deployment setting only."""
    return str(getattr(settings, f"{network.upper()}_BASE_URL", ""))


class Opening(Protocol):
    """Opens a session that calls ``before`` before each request goes out."""

    def __call__(self, *, before: Callable[[], None]) -> Session:
        """Return the session."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the networks are reached: through the door, at their own addresses unless a setting says otherwise."""

    session: Opening = session
    base_url: Callable[[str], str] = base_url


OUT = Way()


def poll_next_due(clock: Clock, way: Way = OUT) -> bool:
    """Poll the source that is due longest. Returns False if none is due."""
    lease = sources.claim_source(clock())
    if lease is None:
        return False
    poll(lease, clock, way)
    return True


def poll(lease: SourceLease, clock: Clock, way: Way = OUT) -> health.Outcome | None:
    """Poll one leased source to the end of its sweep and note what it did. None if the lease was lost meanwhile."""
    started_at, tally = clock(), Tally()
    try:
        if lease.attempts > sources.PARK_AFTER:
            raise Permanent("parked", f"{lease.attempts - 1} polls ended without a result")
        connector = registry.connector(lease.network)
        plan = _plan(lease, connector, started_at)
        asking = way.session(before=_keeping(partial(sources.keep_source, lease), clock))
        for page in connector.poll(asking, plan, now=started_at, base_url=way.base_url(lease.network)):
            tally.add(page, _store_page(lease, page, connector, clock(), started_at).fates)
        outcome = health.after_success(lease.interval, tally.next_poll_after, now=clock())
    except ListeningError as error:
        outcome = health.after_error(
            error, kind=lease.kind, failures=lease.failures, interval=lease.interval, now=clock()
        )
    except LeaseLost:
        return None
    sources.finish_poll(lease, tally, outcome, started_at=started_at, now=clock())
    if not outcome.failed and connector.facts.reaches_back:
        sources.look_further(lease, clock())
    return outcome


def _keeping(renew: Callable[[datetime], bool], clock: Clock) -> Callable[[], None]:
    """Return what keeps a lease alive while its holder asks a network: a page may take hundreds of requests.

    It raises ``LeaseLost`` once somebody else has the lease.
    """
    renewed = clock()

    def keep() -> None:
        nonlocal renewed
        now = clock()
        if now - renewed < RENEW_EVERY:
            return
        if not renew(now):
            raise LeaseLost
        renewed = now

    return keep


def _plan(lease: SourceLease, connector: Connector, now: datetime) -> Plan:
    return Plan(
        kind=lease.kind,
        instance=lease.instance,
        params=lease.params,
        cursor=lease.cursor,
        terms=context.load().terms,
        since=now - lease.look_back if not lease.cursor else None,
        most=lease.look_back_most,
        secret=credentials.open_credential(lease.credential) if lease.credential else {},
        allowance_micros=_allowance(connector, lease.id, lease.params, now),
    )


def _allowance(connector: Connector, source_id: int, params: Mapping[str, Any], now: datetime) -> int | None:
    if not connector.facts.priced:
        return None
    return left_of(sources.cap_micros(params), sources.spent_micros(source_id, now))


@bulk.uncollected()
def _store_page(lease: SourceLease, page: Page, connector: Connector, now: datetime, started_at: datetime) -> Stores:
    facts = connector.facts
    if not page.posts and not page.tombstones and not page.cost_micros:
        if not sources.save_cursor(lease, page, now=now):
            raise LeaseLost
        return Stores()
    with transaction.atomic():
        bulk.within()
        if not sources.hold_source(lease):
            raise LeaseLost
        stores = posts.store(
            [gate(post, fetched_at=now) for post in page.posts],
            context.load(),
            Intake(
                source_id=lease.id,
                now=now,
                threads=facts.threads,
                keep_raw=facts.policy.keep_raw,
                keep_rejects=facts.policy.keep_raw,
                backfill_before=lease.created_at,
                check_due_at=check_due_at(facts, now),
            ),
        )
        _note_alive(page.posts, facts, now)
        posts.bury(page.tombstones, now)
        sources.save_cursor(lease, page, now=now)
        sources.charge(lease.id, page.cost_micros, started_at=started_at, now=now)
    return stores


def read_next_due_thread(clock: Clock, way: Way = OUT) -> bool:
    """Read the thread that is due longest. Returns False if none is due."""
    lease = threads.claim_thread(clock())
    if lease is None:
        return False
    read_thread(lease, clock, way)
    return True


def read_thread(lease: threads.ThreadLease, clock: Clock, way: Way = OUT) -> None:
    """Read one leased thread, store its replies with their role, and decide its questions again."""
    try:
        if lease.attempts > threads.PARK_AFTER:
            raise Permanent("parked", f"{lease.attempts - 1} reads ended without a result")
        connector = registry.connector(lease.key.network)
        payer = sources.paying_source(lease.key.network) if connector.facts.priced else None
        page = connector.thread(
            way.session(before=_keeping(partial(threads.keep_thread, lease), clock)),
            lease.key,
            now=clock(),
            base_url=way.base_url(lease.key.network),
            plan=_thread_plan(connector, payer, clock()) if payer else None,
        )
        if payer:
            sources.note_cost(payer.id, page.cost_micros, purpose="thread", now=clock())
        _store_thread(lease, page, connector, clock(), stretched=payer is not None and _is_short(payer, clock()))
    except LeaseLost:
        return
    except ListeningError as error:
        again = health.read_again_after(error, failures=lease.failures + 1, now=clock())
        refused = isinstance(error, Permanent)
        threads.fail_read(lease, say=Say(code=error.code), refused=refused, again=again, now=clock())


def _thread_plan(connector: Connector, payer: Source, now: datetime) -> Plan:
    return Plan(
        kind=payer.kind,
        params=payer.params,
        secret=credentials.open_credential(payer.credential_id) if payer.credential_id else {},
        allowance_micros=_allowance(connector, payer.id, payer.params, now),
    )


def _is_short(payer: Source, now: datetime) -> bool:
    cap = sources.cap_micros(payer.params)
    return is_short(cap, left_of(cap, sources.spent_micros(payer.id, now)))


@bulk.uncollected()
def _store_thread(
    lease: threads.ThreadLease, page: Page, connector: Connector, now: datetime, *, stretched: bool
) -> None:
    # What names no conversation stands in the one that was read.
    read = [post if names_root(post) else replace(post, root_id=lease.key.external_id) for post in page.posts]
    gated = [gate(post, fetched_at=now) for post in read]
    with transaction.atomic():
        bulk.within()
        if not threads.hold_thread(lease):
            return
        known = context.load()
        facts = connector.facts
        posts.store(
            gated,
            known,
            Intake(
                source_id=None,
                now=now,
                in_thread=True,
                decides=False,
                threads=facts.threads,
                keep_raw=facts.policy.keep_raw,
                check_due_at=check_due_at(facts, now),
            ),
        )
        _note_alive(gated, facts, now)
        posts.bury(page.tombstones, now)
        root = next((post for post in gated if post.external_id == lease.key.external_id), None)
        threads.finish_read(lease, complete=page.done, root=root, context=known, now=now, stretched=stretched)


def check_due_at(facts: Facts, now: datetime) -> datetime | None:
    """Return when to ask whether a post that was read now still stands; None where the network is not asked."""
    return now + facts.check_every if facts.check_every else None


def _note_alive(read: Sequence[Post], facts: Facts, now: datetime) -> None:
    again = check_due_at(facts, now)
    if again is not None:
        deletions.seen([post.key for post in read], again)


def take(incoming: Sequence[Post], *, source_id: int, chosen_brand: int | None, now: datetime) -> Stores:
    """Store posts that a person or a program handed in (REST, CSV, capture), and count them as a run of their source.

    Runs in one transaction: either all of them are stored, or none.
    """
    with transaction.atomic():
        bulk.within()
        stores = posts.store(
            [gate(post, fetched_at=now) for post in incoming],
            context.load(),
            Intake(source_id=source_id, now=now, chosen_brand=chosen_brand),
        )
        sources.note_run(source_id, stores.fates, now=now)
    return stores
