"""Asking after stored posts as a queue of rows: a source says when, a post says since when nobody has looked.

Needed where a network tells of deletions only whoever asks. ``check_due_at`` of a post is a day after it was last seen
alive, by whatever request; what the money does not reach stays due and comes first the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from listening.models import Mention, PollRun, Source
from listening.money import check_allowance, month_start
from listening.records import PostKey
from listening.storage.sources import cap_micros

LEASE = timedelta(seconds=300)
"""Longer than the 240 s a task may run: the source's own due time, moved by this much, keeps others away."""

PURPOSE = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checker:
    """The source whose key and money stored posts are asked after with, until its lease ends."""

    id: int
    network: str
    kind: str
    params: Mapping[str, Any]
    credential: Any
    allowance_micros: int | None


def claim(networks: Collection[str], now: datetime) -> Checker | None:
    """Take the source that may look again; None if none may. One that nobody pays for, or that is retired, never."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_source SET check_due_at = %s WHERE id = ("
            "  SELECT id FROM listening_source WHERE network = ANY(%s) AND kind <> 'ingest' AND state <> 'retired'"
            "   AND credential_id IS NOT NULL AND (check_due_at IS NULL OR check_due_at <= %s)"
            "  ORDER BY check_due_at NULLS FIRST LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
            [now + LEASE, [*networks], now],
        )
        row = cursor.fetchone()
    return _checker(Source.objects.get(id=row[0]), now) if row else None


def _checker(source: Source, now: datetime) -> Checker:
    spent = PollRun.objects.filter(source=source, started_at__gte=month_start(now)).aggregate(
        all=Sum("cost_micros"), checks=Sum("cost_micros", filter=Q(purpose=PURPOSE))
    )
    return Checker(
        id=source.id,
        network=source.network,
        kind=source.kind,
        params=source.params,
        credential=source.credential_id,
        allowance_micros=check_allowance(
            cap_micros(source.params), spent=spent["all"] or 0, on_checks=spent["checks"] or 0, now=now
        ),
    )


def due(network: str, now: datetime, *, first: Collection[int], limit: int) -> dict[int, str]:
    """Return id and network's id of the posts to ask after: those in ``first``, then the longest unseen."""
    waiting = Mention.objects.filter(network=network, check_due_at__lte=now).order_by("check_due_at", "id")
    found = dict(waiting.filter(id__in=first).values_list("id", "external_id")[:limit]) if first else {}
    if len(found) < limit:
        found |= dict(waiting.exclude(id__in=found).values_list("id", "external_id")[: limit - len(found)])
    return found


def seen(keys: Sequence[PostKey], again: datetime) -> None:
    """Note that posts were seen alive, by whatever request: they need not be asked after before ``again``."""
    if keys:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE listening_mention m SET check_due_at = %s"
                " FROM unnest(%s::text[], %s::text[], %s::text[]) AS k(network, instance, external_id)"
                " WHERE m.network = k.network AND m.instance = k.instance AND m.external_id = k.external_id"
                " AND m.check_due_at < %s",
                [again, [k.network for k in keys], [k.instance for k in keys], [k.external_id for k in keys], again],
            )


def put_off(ids: Collection[int], again: datetime) -> None:
    """Note that posts were asked after. Those that are gone are wiped by now and never due again."""
    Mention.objects.filter(id__in=ids, check_due_at__isnull=False).update(check_due_at=again)


def finish(
    checker: Checker,
    *,
    outcome: str,
    reason: Mapping[str, Any],
    cost_micros: int,
    started_at: datetime,
    now: datetime,
    again: datetime,
) -> None:
    """Write what a look did and cost, and say when the next one is."""
    PollRun.objects.create(
        source_id=checker.id,
        purpose=PURPOSE,
        started_at=started_at,
        ended_at=max(now, started_at),
        outcome=outcome,
        reason=dict(reason),
        pages=1 if outcome == "ok" else 0,
        cost_micros=cost_micros,
    )
    give_back(checker, again)


def give_back(checker: Checker, again: datetime) -> None:
    """Say when the source may look again."""
    Source.objects.filter(id=checker.id).update(check_due_at=again)
