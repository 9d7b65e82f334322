"""Reads stored posts again when the scoring has another version, the newest first, in batches that can end anywhere.

A row says how far it has come, and moves in the transaction that writes the batch: a kill between batches costs
nothing, one within a batch that batch. Everything else comes first. While sources or changes wait there is a batch a
look, or none; a lock that somebody holds is left to him.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from psycopg2.errors import LockNotAvailable

from listening.models import Rescoring
from listening.scoring.scorer import Scorer
from listening.storage import bulk, rejudging
from listening.storage.context import Context, load, scorer

BATCH = 500
MOST_CHARACTERS = 500_000
"""A batch ends with the post that comes to this, so that very long posts do not make it last."""

SPELL = timedelta(seconds=2.5)
"""A look begins no batch later than this; beat looks every five seconds, so half of one worker process is left."""

PATIENCE = timedelta(seconds=10)
"""A source that is due for longer waits for a worker."""

MOST_UNTOLD = 1_000
"""While more changes wait for engagement, nothing is added: what is new would wait behind them."""

SETTLES = timedelta(minutes=10)
"""A version that was there before may come back only this long after the last one began: while processes of two
versions run, they would undo each other's work all the time."""

LONGEST_STEP = timedelta(minutes=1)
"""What lies between two batches counts as work up to here; a night's rest says nothing of the pace."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the newest version has come, in posts. ``left`` is None where nothing can be said or all is done."""

    version: str
    done: int
    total: int
    changed: int
    finished_at: datetime | None
    worked_at: datetime
    left: timedelta | None


def work(clock: Clock) -> int:
    """Judge stored posts again for a while, if there are any to judge. Returns how many batches were written."""
    began, judge, context = clock(), scorer(), load()
    run = _current(judge.version, context, began)
    if run is None or _untold() > MOST_UNTOLD:
        return 0
    batches = 0
    while _batch(run, judge, context, clock()):
        batches += 1
        now = clock()
        if now - began >= SPELL or _sources_wait(now) or _untold() > MOST_UNTOLD:
            break
    return batches


def progress(now: datetime) -> Progress | None:
    """Return how far the newest version has come, None before the first look. One query."""
    run = Rescoring.objects.order_by("-started_at", "-id").first()
    if run is None:
        return None
    paced = run.finished_at is None and run.done and now - run.worked_at < LONGEST_STEP
    return Progress(
        version=run.version,
        done=run.done,
        total=run.total,
        changed=run.changed,
        finished_at=run.finished_at,
        worked_at=run.worked_at,
        left=timedelta(seconds=run.seconds / run.done * (run.total - run.done)) if paced else None,
    )


def _current(version: str, context: Context, now: datetime) -> int | None:
    """Return the id of the run to go on with, begun if need be; None if there is nothing to do. One query, mostly."""
    newest = Rescoring.objects.order_by("-started_at", "-id").first()
    if newest is None or newest.version != version:
        if newest and now - newest.started_at < SETTLES and Rescoring.objects.filter(version=version).exists():
            return None
        newest = _begin(version, context, newest.started_at if newest else now, now)
    return newest.id if newest.finished_at is None else None


def _begin(version: str, context: Context, last: datetime, now: datetime) -> Rescoring:
    """Begin, unless somebody else did so since ``last``. A version that comes back begins from the top."""
    total = rejudging.count_due(version, context)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO listening_rescoring AS r (version, started_at, worked_at, finished_at, total, done, changed,"
            " seconds) VALUES (%s, %s, %s, %s, %s, 0, 0, 0) ON CONFLICT (version) DO UPDATE SET"
            " started_at = excluded.started_at, worked_at = excluded.worked_at, finished_at = excluded.finished_at,"
            " total = excluded.total, cursor = NULL, done = 0, changed = 0, seconds = 0 WHERE r.started_at < %s",
            [version, now, now, None if total else now, total, last],
        )
    return Rescoring.objects.get(version=version)


def _batch(run_id: int, judge: Scorer, context: Context, now: datetime) -> bool:
    """Judge one batch again; False if there is nothing more, or somebody else is at it or holds what we need."""
    try:
        with transaction.atomic():
            bulk.within()
            with connection.cursor() as cursor:
                # Shorter than Postgres waits before it looks for a deadlock: in one, it is always we who give way.
                cursor.execute("SET LOCAL lock_timeout = '500ms'")
            run = Rescoring.objects.select_for_update(skip_locked=True).filter(id=run_id, finished_at=None).first()
            return run is not None and run.version == judge.version and _go_on(run, judge, context, now)
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise


def _go_on(run: Rescoring, judge: Scorer, context: Context, now: datetime) -> bool:
    below = rejudging.TOP if run.cursor is None else run.cursor
    found = rejudging.due(run.version, context, below=below, limit=BATCH, most_characters=MOST_CHARACTERS)
    verdicts = rejudging.judge(found, judge, context)
    done, changed = rejudging.write(found, verdicts, run.version, context, now) if found else (0, 0)
    run.done += done
    run.changed += changed
    run.total = max(run.total, run.done)
    run.seconds += min(now - run.worked_at, LONGEST_STEP).total_seconds()
    run.worked_at = now
    if not found and run.cursor is None:
        run.finished_at, run.total = now, run.done
    # Below the last post lies the top: what was being written when we came by, or came from an older process.
    run.cursor = found[-1].id if found else None
    run.save()
    return run.finished_at is None


def _untold() -> int:
    """Return how many changes wait for engagement, counted a little further than to ``MOST_UNTOLD``."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM listening_change LIMIT %s) AS waiting", [MOST_UNTOLD + 1])
        return int(cursor.fetchone()[0])


def _sources_wait(now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM listening_source WHERE next_poll_at <= %s"
            " AND (lease_until IS NULL OR lease_until < %s))",
            [now - PATIENCE, now],
        )
        return bool(cursor.fetchone()[0])
