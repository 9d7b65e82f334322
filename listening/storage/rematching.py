"""Tries a query on what is stored already, so that an edit is felt at once: gained posts come in, lost ones go.

Bounded by ``history.MOST``: a query is felt by the newest posts, not by the whole past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from listening import query
from listening.connectors import registry
from listening.deciding import Decision, Fate
from listening.models import Mention, Query
from listening.records import QueryHit, Role
from listening.storage import bulk, history, judgements, labels, posts, rejects, relevance
from listening.storage.context import Context, scorer
from listening.storage.history import Held
from listening.storage.posts import Intake
from listening.text import content_hash, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Rematched:
    """What an edit did: mentions that are about the brand by it, and mentions that are not any more."""

    gained: int
    lost: int


def rematch(row: Query, context: Context, now: datetime) -> Rematched:
    """Bring matches, judgements and rejected posts in line with the query as it stands now.

    Runs in the caller's transaction. What a person said of a post (*us*, *not us*) stands above any query. A query
    that is switched off neither brings in nor lets go.
    """
    if not row.active:
        return Rematched(gained=0, lost=0)
    matcher = query.Matcher([query.CompiledQuery(row.id, row.brand_id, row.version, query.parse(row.expression))])
    held = {each.mention_id: each for each in history.mentions(now) if each.mention_id is not None}
    hits = _hits(matcher, held)
    before = history.matched_by(row.id, held)
    _write_matches(row, hits, before, held)
    lost = _release(row, before - hits.keys(), held, context, now)
    gained = _attach(row.brand_id, {id_: held[id_] for id_ in hits.keys() - before}, context, now)
    return Rematched(gained=gained + _take_in_rejects(row.brand_id, matcher, context, now), lost=lost)


def attach(brand_id: int, mention_ids: Iterable[int], context: Context, now: datetime) -> int:
    """Make stored mentions about a brand, because somebody says so. Returns how many were not."""
    return _attach(brand_id, history.mentions_by_id(mention_ids), context, now)


def _hits(matcher: query.Matcher, held: Mapping[int, Held]) -> dict[int, QueryHit]:
    found = {id_: matcher.match(posts.document(each.post)) for id_, each in held.items()}
    return {id_: hits[0] for id_, hits in found.items() if hits}


def _write_matches(row: Query, hits: Mapping[int, QueryHit], before: set[int], held: Mapping[int, Held]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM listening_match WHERE query_id = %s AND mention_id = ANY(%s)", [row.id, sorted(before)]
        )
    bulk.copy_rows(
        "listening_match",
        ("mention_id", "query_id", "brand_id", "query_version", "spans"),
        (
            (id_, row.id, row.brand_id, row.version, [[span.start, span.end] for span in hit.spans])
            for id_, hit in hits.items()
        ),
    )


def _release(row: Query, ids: Iterable[int], held: Mapping[int, Held], context: Context, now: datetime) -> int:
    """Let go of mentions that no query of the brand matches any more, unless a person said that they are about it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM unnest(%s::bigint[]) AS lost(id) WHERE NOT EXISTS"
            " (SELECT 1 FROM listening_match m WHERE m.mention_id = lost.id AND m.brand_id = %s)",
            [sorted(ids), row.brand_id],
        )
        alone = [found[0] for found in cursor.fetchall()]
    said = labels.relevance_of([held[id_].key for id_ in alone])
    let_go = [id_ for id_ in alone if not said.get((held[id_].key, row.brand_id))]
    return relevance.settle({(id_, row.brand_id): relevance.NOT_US for id_ in let_go}, context, now)


def _attach(brand_id: int, wanted: Mapping[int, Held], context: Context, now: datetime) -> int:
    """Make mentions about a brand: judge those that are new to it, and take back that the others are not about it."""
    if brand_id not in context.brands:
        return 0
    said = labels.relevance_of([each.key for each in wanted.values()])
    welcome = {id_: each for id_, each in wanted.items() if said.get((each.key, brand_id)) is not False}
    new = {id_: each for id_, each in welcome.items() if brand_id not in each.brand_ids}
    brands = [context.brands[brand_id]]
    asked = [(whole(each.post.title, each.post.text), each.post.network, brands) for each in welcome.values()]
    verdicts = dict(zip(welcome, scorer().judge_many(asked), strict=True))
    back = {(id_, brand_id): verdicts[id_][brand_id].relevance for id_ in welcome.keys() - new.keys()}
    for id_, each in welcome.items():
        if said.get((each.key, brand_id)) and (id_, brand_id) in back:
            back[id_, brand_id] = relevance.US
    decisions = {id_: _decision(each, brand_id) for id_, each in new.items()}
    Mention.objects.filter(id__in=new).update(changed_at=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listening_mention SET brand_ids = (SELECT array_agg(DISTINCT b ORDER BY b)"
            " FROM unnest(brand_ids || %s::int) AS b) WHERE id = ANY(%s)",
            [brand_id, sorted(new)],
        )
    judged = judgements.as_people_said(judgements.Judged({each.key: verdicts[id_] for id_, each in new.items()}))
    judgements.write(decisions, judged, context, now)
    relevance.settle(
        {(id_, brand_id): relevance.US for id_, each in new.items() if said.get((each.key, brand_id))}, context, now
    )
    return len(new) + relevance.settle(back, context, now)


def _decision(held: Held, brand_id: int) -> Decision:
    # Without hits: the caller has written the matches, or a person is the reason.
    return Decision(
        post=held.post,
        fate=Fate.KEPT,
        role=Role.MENTION,
        content_hash=content_hash(held.post),
        brand_ids=(brand_id,),
    )


def _take_in_rejects(brand_id: int, matcher: query.Matcher, context: Context, now: datetime) -> int:
    """Store the rejected posts that the query wants. They count as found late: nobody saw them when they came.

    Returns how many are about the brand: all but those that somebody called *not us*.
    """
    wanted = [each for each in history.rejected(now) if matcher.match(posts.document(each.post))]
    said = labels.relevance_of([each.key for each in wanted])
    refused = sum(said.get((each.key, brand_id)) is False for each in wanted)
    taken = sum(
        take_in_rejected([each for each in wanted if each.source_id == source], source, context, now)
        for source in sorted({each.source_id for each in wanted if each.source_id is not None})
    )
    return taken - refused


def take_in_rejected(
    wanted: Sequence[Held], source_id: int | None, context: Context, now: datetime, *, chosen_brand: int | None = None
) -> int:
    """Store rejected posts of one source as mentions and forget that they were rejected. Returns how many."""
    how = Intake(
        source_id=source_id,
        now=now,
        threads=any(registry.FACTS[each.post.network].threads for each in wanted),
        keep_raw=False,
        chosen_brand=chosen_brand,
        backfill_before=now,
    )
    stores = posts.store([each.post for each in wanted], context, how)
    rejects.drop([each.key for each in wanted])
    heed(stores.new_ids, context, now)
    return len(stores.new_ids)


def heed(ids: Sequence[int], context: Context, now: datetime) -> None:
    """Let what people said of posts before they were mentions hold for the mentions they became."""
    held = history.mentions_by_id(ids)
    said = labels.relevance_of([each.key for each in held.values()])
    heeded = {
        (id_, brand_id): relevance.US if said[each.key, brand_id] else relevance.NOT_US
        for id_, each in held.items()
        for brand_id in each.brand_ids
        if (each.key, brand_id) in said
    }
    relevance.settle(heeded, context, now)
