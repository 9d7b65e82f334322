"""A page of a thousand mentions to bytes, our way and with nested ModelSerializers that prefetch."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
from django.db import connection
from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from engagement.models import FeedItem
from engagement.queue import pull
from listening.models import Brand, Judgement, Match, Mention, Question
from tests.factories import NOW, make_brand, make_mention, make_query, make_question

ROWS, PAGE, RUNS, RATIO = 3_000, 1_000, 7, 4.0
LATER = NOW + timedelta(days=1)


class BrandShape(serializers.ModelSerializer[Brand]):
    class Meta:
        model = Brand
        fields = ("id", "name", "kind")


class JudgementShape(serializers.ModelSerializer[Judgement]):
    brand = BrandShape()

    class Meta:
        model = Judgement
        fields: tuple[str, ...] = (
            "brand",
            "scored",
            "scorer",
            "relevance",
            "sentiment",
            "probabilities",
            "on_mask",
            "unsure_mask",
        )
        fields += ("complaint_reason", "reasons")


class MatchShape(serializers.ModelSerializer[Match]):
    query = serializers.CharField(source="query.name")

    class Meta:
        model = Match
        fields = ("query", "query_id", "query_version", "spans")


class QuestionShape(serializers.ModelSerializer[Question]):
    class Meta:
        model = Question
        fields = ("state", "rule", "audience", "asked_at", "answered_at", "checked_at")


class MentionShape(serializers.ModelSerializer[Mention]):
    judgements = JudgementShape(many=True)
    matches = MatchShape(many=True)
    questions = QuestionShape(many=True)

    class Meta:
        model = Mention
        fields: tuple[str, ...] = (
            "network",
            "instance",
            "external_id",
            "kind",
            "url",
            "author_handle",
            "author_name",
            "author_url",
        )
        fields += ("author_followers", "title", "text", "licence", "language", "published_at", "published_quality")
        fields += ("edited_at", "seen_at", "reach", "judgements", "matches", "questions")


class FeedShape(serializers.ModelSerializer[FeedItem]):
    mention = MentionShape()

    class Meta:
        model = FeedItem
        fields = ("mention", "changed_at", "on_mask", "unsure_mask", "case_id", "lane", "status")


def measure() -> None:
    """Print rows a second of both ways and their ratio. Raises ``SystemExit`` if it is under the limit."""
    _fill()
    taken = [(_seconds(_ours), _seconds(_theirs)) for _ in range(RUNS)]  # in turn: a busy machine slows both
    ours, theirs = (min(each) for each in zip(*taken, strict=True))
    print(f"page of {PAGE:,}: keyset and orjson {PAGE / ours:,.0f} rows/s, {ours * 1000:.0f} ms")
    print(f"page of {PAGE:,}: ModelSerializer, prefetched {PAGE / theirs:,.0f} rows/s, {theirs * 1000:.0f} ms")
    print(f"ratio {theirs / ours:.1f} (limit {RATIO})")
    if theirs / ours < RATIO:
        raise SystemExit("the page of the API is under its limit")


def _seconds(way: Callable[[], bytes]) -> float:
    began = time.perf_counter()
    body = way()
    taken = time.perf_counter() - began
    assert len(orjson.loads(body)) == PAGE
    return taken


def _ours() -> bytes:
    position = pull.Position(at=NOW, mention=0, since=LATER)
    return orjson.dumps(pull.page(pull.PullFilters(), position, now=LATER, limit=PAGE)[0])


def _theirs() -> bytes:
    rows = FeedItem.objects.filter(changed_at__gte=NOW).order_by("changed_at", "mention").select_related("mention")
    related: dict[str, Any] = {
        "judgements": Judgement.objects.select_related("brand"),
        "matches": Match.objects.select_related("query"),
        "questions": Question.objects.all(),
    }
    for name, queryset in related.items():
        rows = rows.prefetch_related(Prefetch(f"mention__{name}", queryset=queryset))
    return bytes(JSONRenderer().render(FeedShape(rows[:PAGE], many=True).data))


def _fill() -> None:
    brand, query = make_brand(), make_query()
    for number in range(ROWS):
        mention = make_mention(
            "Is the retry window of Northwind Relay capped? " + "It matters to us. " * (number % 20),
            brand=brand,
            flags=["question"],
            query=query,
        )
        make_question(mention, brand=brand)
        at = NOW + timedelta(seconds=number // 50)
        FeedItem.objects.create(
            mention=mention, network="hackernews", brand_ids=[brand.pk], status="open", lane="engage", changed_at=at
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
