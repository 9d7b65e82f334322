"""The ways in by hand and by program: capture, CSV, ingest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from listening import pipeline
from listening.actions.refusals import Conflict
from listening.connectors.ingest import capture as pasted
from listening.connectors.ingest import table
from listening.models import IngestKey
from listening.records import Post
from listening.storage import sources


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
