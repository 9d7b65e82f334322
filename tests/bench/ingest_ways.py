"""The two ways of storing posts that ``bench_ingest`` compares."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from listening import actions
from listening.models import Mention, Query
from listening.records import Author, Post
from listening.storage import bulk, context, posts
from listening.storage.posts import Intake
from listening.text import gate


def listen_for(names: Sequence[str], *, now: datetime) -> None:
    """Found an installation that has a query for each name."""
    actions.found_installation(company="Bench", domain="", zone="UTC", brand_terms=["Bench"], now=now)
    brand = actions.own_brand()
    Query.objects.bulk_create(
        [Query(brand_id=brand, name=name, expression=name, created_at=now, changed_at=now) for name in names]
    )


def designed(batch: Sequence[tuple[str, str]], *, now: datetime) -> int:
    """Store a poll as the product does; return how many mentions are new."""
    page = [
        Post(
            network="bench", external_id=id_, author=Author(external_id="a"), text=text, created_at=now, raw={"id": id_}
        )
        for id_, text in batch
    ]
    with transaction.atomic():
        bulk.within(60)
        gated = [gate(post, fetched_at=now) for post in page]
        done = posts.store(gated, context.load(), Intake(source_id=None, now=now))
    return len(done.new_ids)


def naive(texts: Sequence[str], patterns: Sequence[object], *, now: datetime) -> None:
    """Store posts the way a first version would, one by one in autocommit."""
    analyzer = SentimentIntensityAnalyzer()
    assert not connection.in_atomic_block
    for text in texts:
        matched = [pattern for pattern in patterns if pattern.search(text)]  # type: ignore[attr-defined]
        if matched:
            analyzer.polarity_scores(text)
            Mention.objects.update_or_create(
                network="naive",
                instance="",
                external_id=hashlib.md5(text.encode()).hexdigest(),
                defaults={
                    "role": "mention",
                    "text": text,
                    "brand_ids": [1],
                    "published_at": now,
                    "seen_at": now,
                    "changed_at": now,
                    "content_hash": b"",
                },
            )
