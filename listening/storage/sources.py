"""Sources as the queue of polls: claimed by row, given back with what the poll did and when the next one is due."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum

from listening.health import Outcome
from listening.keyed import without_key
from listening.models import Judgement, PollRun, Source
from listening.money import month_start
from listening.records import Gap, Page
from listening.scoring.relevance import UNSURE
from listening.storage import credentials

LEASE = timedelta(seconds=90)
"""What a worker that dies costs its source. The holder renews it before its requests: the door ends one within 30 s, a
feed is parsed within 20 s and a page stored within 10 s, so that a live poll never loses its lease."""

INTERRUPTED = "interrupted"
"""The outcome of a run that began to cost money and has not ended."""

CAP = "monthly_cap_micros"
"""The parameter of a source that holds its cap in millionths of a dollar a month."""

PREVIEWED = "previewed"
"""The reason of a source that was previewed and not switched on."""

SPEAKS_FOR = "speaks_for"
"""The parameter of a source that holds the id of the account that its key may write as."""

ENOUGH = 20
"""Posts about us under which the look back goes to ``FURTHER`` (PRODUCT, the first ten minutes)."""

FURTHER = timedelta(days=365)
NEW_FOR = timedelta(days=1)
"""How long a source counts as new: until then people are still telling which posts are about us."""

PARK_AFTER = 3
"""Claims in a row that ended without a result (the worker died) before a source is set aside as blocked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLease:
    """The right to poll one source until the lease ends, with all that a poll needs to know of it."""

    id: int
    network: str
    instance: str
    kind: str
    params: Mapping[str, Any]
    cursor: Mapping[str, Any]
    token: uuid.UUID
    attempts: int
    failures: int
    interval: timedelta
    created_at: datetime
    first: bool
    look_back: timedelta = timedelta(days=30)
    look_back_most: int | None = None
    credential: uuid.UUID | None = None


@dataclass(slots=True)
class Tally:
    """What a poll has done so far: the terms of the equation, pages, cost, and the wishes of the network."""

    fates: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    cost_micros: int = 0
    gap: Gap | None = None
    next_poll_after: datetime | None = None

    def add(self, page: Page, fates: Mapping[str, int]) -> None:
        """Count one stored page."""
        self.fates.update(fates)
        self.fates["rejected"] += len(page.bad)
        self.fates["withheld"] += page.withheld
        self.pages += 1
        self.cost_micros += page.cost_micros
        self.gap = page.gap or self.gap
        self.next_poll_after = page.next_poll_after or self.next_poll_after


def claim_source(now: datetime, *, source_id: int | None = None) -> SourceLease | None:
    """Lease the source that is due longest (or the given one, if it is due), or return None.

    A lease that ended is taken over: its worker died. The conditional update makes two claimers one winner.
    """
    only = "AND id = %s" if source_id is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_source SET lease_token = %s, lease_until = %s, attempts = attempts + 1 WHERE id = ("  # noqa: S608  # nosec B608
            f"  SELECT id FROM listening_source WHERE next_poll_at <= %s {only}"
            "   AND (lease_until IS NULL OR lease_until < %s)"
            "  ORDER BY next_poll_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
            [uuid.uuid4(), now + LEASE, now, *([source_id] if source_id is not None else []), now],
        )
        row = cursor.fetchone()
    return _lease(Source.objects.get(id=row[0])) if row else None


def _lease(source: Source) -> SourceLease:
    if source.lease_token is None:
        raise RuntimeError("a claimed source carries its token")
    return SourceLease(
        id=source.id,
        network=source.network,
        instance=source.instance,
        kind=source.kind,
        params=source.params,
        cursor=source.cursor,
        token=source.lease_token,
        attempts=source.attempts,
        failures=source.failures,
        interval=timedelta(seconds=source.interval_seconds),
        created_at=source.created_at,
        first=source.last_ok_at is None,
        look_back=timedelta(days=source.look_back_days),
        look_back_most=source.look_back_most,
        credential=source.credential_id,
    )


def keep_source(lease: SourceLease, now: datetime) -> bool:
    """Renew the lease of a source that is still being polled; False if another worker has taken it over."""
    return bool(Source.objects.filter(id=lease.id, lease_token=lease.token).update(lease_until=now + LEASE))


def hold_source(lease: SourceLease) -> bool:
    """Lock the leased row inside the caller's transaction; False if another worker has taken the lease over."""
    return Source.objects.select_for_update().filter(id=lease.id, lease_token=lease.token).exists()


def save_cursor(lease: SourceLease, page: Page, *, now: datetime) -> bool:
    """Save where the sweep stands, in the transaction that stored the page. False if the lease was lost.

    A page is a result: what a sweep of many pages survives does not count towards setting its source aside.
    """
    changes: dict[str, Any] = {"cursor": dict(page.cursor), "attempts": 0}
    if page.moved_to:
        changes |= _moved(lease, page.moved_to, now)
    return bool(Source.objects.filter(id=lease.id, lease_token=lease.token).update(**changes))


def _moved(lease: SourceLease, address: str, now: datetime) -> dict[str, Any]:
    """Return what changes when a source moves for good. The new address is sealed if it holds a key."""
    changes: dict[str, Any] = {"params": {**lease.params, "url": without_key(address)}}
    if lease.credential is not None:
        credentials.replace_credential(lease.credential, {"url": address}, now)
    elif without_key(address) != address:
        changes["credential"] = credentials.add_credential(lease.network, "", {"url": address}, now)
    return changes


def finish_poll(lease: SourceLease, tally: Tally, outcome: Outcome, *, started_at: datetime, now: datetime) -> None:
    """Write the run, give the lease back and say when the next poll is due. One transaction."""
    counted = {name: tally.fates[name] for name in ("kept", "duplicate", "rejected", "own", "withheld")}
    run: dict[str, Any] = {
        "ended_at": max(now, started_at),
        "outcome": outcome.kind,
        "reason": outcome.reason,
        "pages": tally.pages,
        "fetched": sum(counted.values()),
        "cost_micros": tally.cost_micros,
        "gap": _gap(tally.gap),
        **counted,
    }
    with transaction.atomic():
        charged = tally.cost_micros and _begun_run(lease.id, started_at).update(**run)
        if not charged:
            PollRun.objects.create(source_id=lease.id, started_at=started_at, **run)
        changes: dict[str, Any] = {
            "state": outcome.state,
            "reason": outcome.reason,
            "failures": lease.failures + 1 if outcome.failed else 0,
            "attempts": 0,
            "lease_token": None,
            "lease_until": None,
            "next_poll_at": outcome.again,
            "last_poll_at": now,
        }
        if not outcome.failed:
            changes["last_ok_at"] = now
        if counted["kept"]:
            changes["last_kept_at"] = now
        # A source that was retired while it was polled stays retired.
        Source.objects.filter(id=lease.id, lease_token=lease.token).exclude(state="retired").update(**changes)
        Source.objects.filter(id=lease.id, lease_token=lease.token).update(lease_token=None, lease_until=None)


def look_further(lease: SourceLease, now: datetime) -> bool:
    """Send a new search back twelve months if hardly anybody was found to speak of us; False if that is not so."""
    if lease.look_back >= FURTHER or now - lease.created_at > NEW_FOR:
        return False
    heard = Judgement.objects.filter(brand__kind="own", relevance__gte=UNSURE, mention__deleted_at=None)
    if heard[:ENOUGH].count() >= ENOUGH:
        return False
    again = {"look_back_days": FURTHER.days, "cursor": {}, "next_poll_at": now}
    return bool(Source.objects.filter(id=lease.id, lease_token=None).exclude(state="retired").update(**again))


def charge(source_id: int, cost_micros: int, *, started_at: datetime, now: datetime) -> None:
    """Note what a page cost on the run that is under way, in the transaction that stores the page.

    A worker that dies leaves the run as "interrupted": its money stays counted, whatever became of its tally.
    """
    if not cost_micros:
        return
    ended = {"ended_at": max(now, started_at)}
    if not _begun_run(source_id, started_at).update(cost_micros=F("cost_micros") + cost_micros, **ended):
        PollRun.objects.create(
            source_id=source_id, started_at=started_at, outcome=INTERRUPTED, cost_micros=cost_micros, **ended
        )


def _begun_run(source_id: int, started_at: datetime) -> QuerySet[PollRun]:
    return PollRun.objects.filter(source_id=source_id, started_at=started_at, outcome=INTERRUPTED)


def note_cost(source_id: int, cost_micros: int, *, purpose: str, now: datetime) -> None:
    """Count money that was spent outside of a poll (a thread, a preview) as a run of its source."""
    if cost_micros:
        PollRun.objects.create(
            source_id=source_id, purpose=purpose, started_at=now, ended_at=now, outcome="ok", cost_micros=cost_micros
        )


def spent_micros(source_id: int, now: datetime) -> int:
    """Return what a source's network has cost since the month began, UTC, by whichever source of it.

    A cap is a month's: retiring the source and adding another one does not begin it afresh.
    """
    network = Source.objects.filter(id=source_id).values("network")
    runs = PollRun.objects.filter(source__network__in=network, started_at__gte=month_start(now))
    return runs.aggregate(spent=Sum("cost_micros"))["spent"] or 0


def cap_micros(params: Mapping[str, Any]) -> int | None:
    """Return the monthly cap that somebody agreed to; ``None`` if nobody did."""
    cap = params.get(CAP)
    return cap if isinstance(cap, int) and not isinstance(cap, bool) and cap >= 0 else None


def paying_source(network: str) -> Source | None:
    """Return the source whose key and money threads of a network are read with: the oldest that is not retired."""
    return _paying().filter(network=network).first()


def previewed_source(network: str) -> Source | None:
    """Return the source that was previewed on a network and not switched on."""
    waiting = Source.objects.filter(network=network, state="retired", reason__code=PREVIEWED)
    return waiting.exclude(credential=None).order_by("id").first()


def speaks_for(network: OuterRef) -> Subquery:
    """Return, for a query over rows that name a network, the account that our key there may write as, or null."""
    return Subquery(_paying().filter(network=network).values(f"params__{SPEAKS_FOR}")[:1])


def _paying() -> QuerySet[Source]:
    running = Source.objects.exclude(kind="ingest").exclude(state="retired")
    return running.exclude(credential=None).order_by("id")


def _gap(gap: Gap | None) -> dict[str, Any] | None:
    if gap is None:
        return None
    return {
        "start": gap.start.isoformat() if gap.start else None,
        "end": gap.end.isoformat() if gap.end else None,
        "reason": gap.reason,
    }


def note_run(source_id: int, fates: Mapping[str, int], *, now: datetime) -> None:
    """Count posts that were handed in as a run of their ingest source, so that its numbers reconcile too."""
    counted = {name: fates.get(name, 0) for name in ("kept", "duplicate", "rejected", "own", "withheld")}
    PollRun.objects.create(
        source_id=source_id, started_at=now, ended_at=now, outcome="ok", fetched=sum(counted.values()), **counted
    )
    changes: dict[str, Any] = {"state": "ok", "last_ok_at": now, "last_poll_at": now}
    if counted["kept"]:
        changes["last_kept_at"] = now
    Source.objects.filter(id=source_id).update(**changes)


def ingest_source(network: str, name: str, *, now: datetime) -> int:
    """Return the id of the ingest source of this name, making it if it is missing. Never polled."""
    source, _made = Source.objects.get_or_create(
        network=network,
        kind="ingest",
        name=name,
        defaults={"interval_seconds": 3600, "created_at": now, "state": "ok"},
    )
    return source.id
