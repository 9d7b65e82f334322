"""Keeps what is asked on the Labels page: draws a week's posts, hands them out, takes what became of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import starmap
from typing import Any

from django.db import connection
from django.db.models import Max

from listening.models import Ask, Installation, Judgement
from listening.policy import POLICIES
from listening.records import FLAGS, BrandTerms, Span
from listening.scoring import vader
from listening.scoring.reading import ENGLISH
from listening.scoring.relevance import UNSURE
from listening.scoring.sampling import RANDOM_OFF, RANDOM_ON, Candidate, Cell, Drawn, Pool, contrary, draw
from listening.scoring.thresholds import Cut
from listening.storage.context import Context, cuts
from listening.text import whole

SPAN = timedelta(days=28)
"""Posts of the last four weeks are drawn from: what the queue shows now is what a person wants to trust."""

CLOSED = tuple(sorted(network for network, policy in POLICIES.items() if not policy.train))
"""Networks whose rules forbid learning from their posts. They are never drawn."""

_FLAGGED, _ALL = 3_000, 1_500  # posts of which a draw looks at most
_READ = 20_000  # characters of a text that VADER reads for it
_NEAR = 0.25  # a probability further from its threshold is not doubtful

ABOUT = f"j.relevance >= {UNSURE}"
"""Which judgements are about the brand. Of a post that hardly is, no flag counts anywhere."""

ELIGIBLE = (
    f"m.role = 'mention' AND m.deleted_at IS NULL AND m.published_at > %s AND j.scored AND {ABOUT}"
    " AND NOT m.network = ANY(%s) AND b.archived_at IS NULL"
)
"""Which judgements (j) of mentions (m) about brands (b) a figure is about: scored, about us, free to learn from."""


def fill(week: str, *, target: int, known: Context, now: datetime) -> None:
    """Draw until the week's list has ``target`` posts, or all there are. Runs in the caller's transaction.

    What no longer stands as it was drawn leaves the list: deleted posts, posts that are not about us any more, flags
    that scoring has changed its mind about. One who asks twice at the same time waits.
    """
    Installation.objects.select_for_update().filter(id=1).first()
    Ask.objects.filter(outcome=Ask.Outcome.OPEN).exclude(week=week).delete()
    _tidy(now)
    listed = Ask.objects.filter(week=week, place__isnull=False)
    missing = target - listed.count()
    if missing <= 0:
        return
    place = listed.aggregate(last=Max("place"))["last"] or 0
    drawn = draw(
        _pool(week, known, now),
        seed=f"{week}/{place}",
        labelled=_labelled(),
        size=missing,
    )
    rows = []
    for each in drawn:
        place += each.candidate.said is None
        rows.append(_ask(each, week=week, place=place, now=now))
    Ask.objects.bulk_create(rows)


def _ask(drawn: Drawn, *, week: str, place: int, now: datetime) -> Ask:
    it = drawn.candidate
    return Ask(
        week=week,
        place=place if it.said is None else None,
        mention_id=it.mention_id,
        brand_id=it.brand_id,
        head=it.flag,
        chosen=drawn.chosen,
        was=it.on,
        chance=it.chance,
        scorer=it.scorer,
        outcome=Ask.Outcome.OPEN if it.said is None else Ask.Outcome.ANSWERED,
        answer=it.said,
        at=now,
    )


_BIT = "(1 << (array_position(%(flags)s, a.head) - 1))"  # of the flag that is asked


def _tidy(now: datetime) -> None:
    """Take off the list what was decided elsewhere meanwhile, which counts, and what stands otherwise than drawn."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE listening_ask a SET answer = (j.on_mask & {_BIT}) <> 0, outcome = 'answered', place = NULL,"  # noqa: S608  # nosec B608
            " at = %(now)s FROM listening_judgement j WHERE a.outcome = 'open' AND j.mention_id = a.mention_id"
            f" AND j.brand_id = a.brand_id AND (j.decided_mask & {_BIT}) <> 0",
            {"flags": list(FLAGS), "now": now},
        )
        cursor.execute(
            "DELETE FROM listening_ask a WHERE a.outcome = 'open' AND NOT EXISTS ("  # noqa: S608  # nosec B608
            "SELECT FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
            " WHERE j.mention_id = a.mention_id AND j.brand_id = a.brand_id AND m.deleted_at IS NULL AND j.scored"
            f" AND {ABOUT} AND ((j.scored_on_mask & {_BIT}) <> 0) = a.was)",
            {"flags": list(FLAGS)},
        )


def _labelled() -> dict[tuple[str, Cell], int]:
    """Return how many posts were judged by how they were drawn, flag, network and language."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.chosen, a.head, m.network, m.language, count(*) FROM listening_ask a"
            " JOIN listening_mention m ON m.id = a.mention_id WHERE a.outcome <> 'skipped' GROUP BY 1, 2, 3, 4"
        )
        return {(row[0], (row[1], row[2], row[3])): row[4] for row in cursor.fetchall()}


_ROWS = (
    "SELECT j.mention_id, j.brand_id, m.network, m.language, m.title, m.text, j.probabilities, j.scorer,"  # noqa: S608  # nosec B608
    " j.scored_on_mask, j.decided_mask, j.on_mask,"
    " EXISTS (SELECT FROM listening_ask a WHERE a.mention_id = j.mention_id AND a.place IS NOT NULL),"
    " ARRAY(SELECT a.head FROM listening_ask a WHERE a.mention_id = j.mention_id AND a.brand_id = j.brand_id"
    " AND a.chosen = ANY(%s)) FROM ("
    "SELECT j.id FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
    f" JOIN listening_brand b ON b.id = j.brand_id WHERE {ELIGIBLE} AND (%s OR j.scored_on_mask | j.scored_unsure_mask"
    " <> 0) ORDER BY md5(%s || j.id::text) LIMIT %s) AS picked"
    " JOIN listening_judgement j ON j.id = picked.id JOIN listening_mention m ON m.id = j.mention_id"
)


def _pool(seed: str, known: Context, now: datetime) -> Pool:
    with connection.cursor() as cursor:
        parts, thresholds = [], cuts()
        for everything, most in ((False, _FLAGGED), (True, _ALL)):
            cursor.execute(_ROWS, [[RANDOM_ON, RANDOM_OFF], now - SPAN, list(CLOSED), everything, seed, most])
            rows = starmap(_Row, cursor.fetchall())
            parts.append([each for row in rows for each in _candidates(row, known.brands, thresholds)])
    flagged, everything_ = parts
    return Pool(flagged=[each for each in flagged if _worth(each)], all=everything_)


@dataclass(frozen=True, slots=True)
class _Row:
    mention_id: int
    brand_id: int
    network: str
    language: str
    title: str
    text: str
    probabilities: str  # JSON
    scorer: str
    scored_on: int
    decided: int
    on: int
    asked: bool
    drawn: Sequence[str]


def _candidates(
    row: _Row, brands: Mapping[int, BrandTerms], thresholds: Mapping[str, Mapping[str, Cut]]
) -> Iterator[Candidate]:
    """Yield the flags of a post that may be drawn: not drawn at random before, and not asked unless known already."""
    brand = brands.get(row.brand_id)
    terms = (brand.name, *brand.terms) if brand else ()
    chances: dict[str, float] = json.loads(row.probabilities)
    mine = thresholds.get(row.language, thresholds[ENGLISH])  # a text of no language is scored as English or not at all
    compound = vader.scores(whole(row.title, row.text)[:_READ], terms).compound
    for place, flag in enumerate(FLAGS):
        bit = 1 << place
        said = bool(row.on & bit) if row.decided & bit else None
        if flag in row.drawn or (row.asked and said is None):
            continue
        yield Candidate(
            mention_id=row.mention_id,
            brand_id=row.brand_id,
            flag=flag,
            network=row.network,
            language=row.language,
            on=bool(row.scored_on & bit),
            chance=float(chances.get(flag, 0.0)),
            cut=mine[flag].on,
            scorer=row.scorer,
            compound=compound,
            said=said,
        )


def _worth(candidate: Candidate) -> bool:
    near = abs(candidate.chance - candidate.cut) < _NEAR
    return candidate.on or near or contrary(candidate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One post of the list: which flag is asked, what scoring said, what became of it and by whom."""

    id: int
    place: int
    mention_id: int
    brand: str
    flag: str
    network: str
    author: str
    url: str
    at: datetime
    language: str
    text: str
    was: bool
    chance: float | None
    outcome: str
    answer: bool | None
    user_id: int | None
    decided_at: datetime

    @property
    def agreed(self) -> bool:
        """Whether the person said what scoring had said."""
        return self.answer == self.was


def listed(week: str) -> list[Asked]:
    """Return the week's list in order. One query."""
    rows = (
        Ask.objects.filter(week=week, place__isnull=False)
        .select_related("mention", "brand")
        .defer("mention__tsv")
        .order_by("place")
    )
    return [_asked(row) for row in rows]


def _asked(row: Ask) -> Asked:
    mention = row.mention
    return Asked(
        id=row.id,
        place=row.place or 0,
        mention_id=mention.id,
        brand=row.brand.name,
        flag=row.head,
        network=mention.network,
        author=mention.author_handle or mention.author_name,
        url=mention.url,
        at=mention.published_at,
        language=mention.language,
        text=whole(mention.title, mention.text),
        was=row.was,
        chance=row.chance,
        outcome=row.outcome,
        answer=row.answer,
        user_id=row.user_id,
        decided_at=row.at,
    )


def spans(asked: Sequence[Asked]) -> dict[int, list[Span]]:
    """Return by id of the asked where their texts have what scoring went by, the strongest first. One query."""
    reasons: dict[tuple[int, str], list[dict[str, Any]]] = {}
    rows = Judgement.objects.filter(mention_id__in=[each.mention_id for each in asked])
    for mention_id, brand, found in rows.values_list("mention_id", "brand__name", "reasons"):
        reasons[mention_id, brand] = sorted(found, key=lambda each: -each["weight"])
    return {
        each.id: [
            Span(start=reason["start"], end=reason["end"], text=reason["text"])
            for reason in reasons.get((each.mention_id, each.brand), [])
            if reason["flag"] == each.flag and reason["weight"] > 0
        ]
        for each in asked
    }
