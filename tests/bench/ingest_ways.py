"""The two ways of storing posts that ``bench_ingest`` compares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import connection, transaction
from django.db.models import F
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from listening import actions
from listening.models import Change, DayFlags, DayMentions, Judgement, Match, Mention, MentionRaw, Query, Question
from listening.records import Author, Post, mask_of
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


def page_of(batch: Sequence[tuple[str, str]], *, now: datetime) -> list[Post]:
    """Return a poll as its connector hands it over, parsed. The naive way gets its texts for nothing too."""
    return [
        Post(
            network="bench", external_id=id_, author=Author(external_id="a"), text=text, created_at=now, raw={"id": id_}
        )
        for id_, text in batch
    ]


@bulk.uncollected()
def designed(page: Sequence[Post], *, now: datetime) -> int:
    """Gate and store a poll as ``pipeline`` does; return how many mentions are new."""
    with transaction.atomic():
        bulk.within(60)
        gated = [gate(post, fetched_at=now) for post in page]
        done = posts.store(gated, context.load(), Intake(source_id=None, now=now))
    return len(done.new_ids)


def naive(
    texts: Sequence[str], patterns: Sequence[re.Pattern[str]], *, now: datetime, mention_only: bool = False
) -> None:
    """Store posts the way a first version would, row by row in autocommit: the same rows that ingest stores.

    ``mention_only`` leaves out everything but the mention itself, which is less than what ingest stores.
    """
    analyzer = SentimentIntensityAnalyzer()
    assert not connection.in_atomic_block
    queries = list(Query.objects.exclude(name="Our brand").order_by("id"))
    for text in texts:
        matched = [query for query, pattern in zip(queries, patterns, strict=True) if pattern.search(text)]
        compound = analyzer.polarity_scores(text)["compound"]
        if not matched:
            continue
        mention, _made = Mention.objects.update_or_create(
            network="naive",
            instance="",
            external_id=f"{mention_only}{hash(text)}",
            defaults={
                "role": "mention",
                "text": text,
                "brand_ids": [matched[0].brand_id],
                "published_at": now,
                "seen_at": now,
                "changed_at": now,
                "content_hash": b"",
            },
        )
        if not mention_only:
            _store_the_rest(mention, matched, compound, now)


def _store_the_rest(mention: Mention, matched: Sequence[Query], compound: float, now: datetime) -> None:
    brand = matched[0].brand_id
    MentionRaw.objects.update_or_create(
        mention_id=mention.id, defaults={"seen_at": now, "payload": orjson.dumps({"id": mention.external_id})}
    )
    for query in matched:
        Match.objects.update_or_create(
            mention=mention, query=query, defaults={"brand_id": brand, "query_version": 1, "spans": [[0, 5]]}
        )
    flags = [flag for flag, on in (("complaint", compound < -0.05), ("question", "?" in mention.text)) if on]
    judged = {"scored": True, "scorer": "naive", "sentiment": compound, "judged_at": now, "counted_day": now.date()}
    judged |= {"on_mask": mask_of(flags), "scored_on_mask": mask_of(flags)}
    judged |= {"ever_mask": mask_of(flags), "counted_flags": mask_of(flags)}
    _judgement, made = Judgement.objects.update_or_create(mention=mention, brand_id=brand, defaults=judged)
    if made:
        key = {"brand_id": brand, "day": now.date(), "network": "naive"}
        DayMentions.objects.get_or_create(**key, defaults={"mentions": 0})
        DayMentions.objects.filter(**key).update(mentions=F("mentions") + 1)
        for flag in flags:
            DayFlags.objects.get_or_create(brand_id=brand, day=now.date(), flag=flag, defaults={"mentions": 0})
            DayFlags.objects.filter(brand_id=brand, day=now.date(), flag=flag).update(mentions=F("mentions") + 1)
        Change.objects.create(kind="judged", mention=mention, at=now)
    if "question" in flags:
        asked = {"asker_key": "a", "asked_at": now, "changed_at": now}
        Question.objects.update_or_create(mention=mention, brand_id=brand, defaults=asked)
