"""The posts behind the numbers: every list has exactly as many rows as its number says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import F, QuerySet

from dashboards.metrics import questions
from dashboards.metrics.counts import HEARD
from dashboards.records import PostRow
from dashboards.weeks import Week
from engagement.models import Case, CaseItem
from engagement.pieces import snippet
from engagement.places import place_of
from listening.models import Judgement, Mention, Question
from listening.records import FLAGS, Say, flags_in, mask_of
from listening.text import whole

FLAG_OF = {"complaints": "complaint", "questions": "question"}
_TOLD = {
    "answered_by_us": "post_answered",
    "answered_by_peer": "post_answered_by_peer",
    "answered_by_competitor": "post_answered_by_competitor",
    "acknowledged": "post_acknowledged",
    "resolved_by_asker": "post_resolved",
    "reopened": "post_reopened",
    "withdrawn": "post_withdrawn",
    "expired": "post_expired",
    "unanswered": "post_waits",
    "unverified": "post_unseen",
}
CITED = 50
"""How many posts a sentence of the narrative cites; its link opens all of them."""

_Pair = tuple[int, int]  # mention id, brand id


def evidence(
    number: str,
    week: Week,
    *,
    zone: ZoneInfo,
    now: datetime,
    day: date | None = None,
    frozen_at: datetime | None = None,
    start: int = 0,
    limit: int = 200,
) -> tuple[int, list[PostRow]]:
    """Return how many posts a number counts, and those from ``start`` on. Raises ``KeyError`` for an unknown number."""
    if number in ("no-reply", "first-response", "asked"):
        pairs = [(each.mention_id, each.brand_id) for each in _questions(number, week, zone=zone, now=now, day=day)]
        return len(pairs), post_rows(pairs[start : start + limit], now=now, frozen_at=frozen_at)
    found = judged(number, week, day=day)
    newest = found.order_by("-mention__published_at", "-id").values_list("mention_id", "brand_id")
    return found.count(), post_rows(list(newest[start : start + limit]), now=now, frozen_at=frozen_at)


def _questions(number: str, week: Week, *, zone: ZoneInfo, now: datetime, day: date | None) -> list[Question]:
    if number == "asked":
        found = list(questions.asked_in(week, zone=zone).order_by("asked_at", "id"))
    else:
        stood = questions.standing(questions.around([week], zone=zone), week, zone=zone, now=now)
        found = list(stood.waiting if number == "no-reply" else stood.answered)
    if day is None:
        return found
    instants = [each.answered_at if number == "first-response" else each.asked_at for each in found]
    return [each for each, at in zip(found, instants, strict=True) if at and at.astimezone(zone).date() == day]


def judged(number: str, week: Week, *, day: date | None = None) -> QuerySet[Judgement]:
    """Return the judgements that were counted in the week (or on its day) for a number."""
    counted = Judgement.objects.filter(counted_day__in=[day] if day else list(week.days))
    if number == "share-of-voice":
        return counted.filter(brand__kind__in=HEARD)
    own = counted.filter(brand__kind="own")
    if number == "mentions":
        return own
    mask = mask_of((FLAG_OF[number],))
    return own.alias(has=F("counted_flags").bitand(mask)).filter(has__gt=0)


def cited(number: str, week: Week, *, day: date | None = None) -> tuple[int, ...]:
    """Return the ids of the newest posts behind a number, as many as a sentence cites."""
    found = judged(number, week, day=day).order_by("-mention__published_at", "-id")
    return tuple(found.values_list("mention_id", flat=True)[:CITED])


def movers(week: Week, *, now: datetime, frozen_at: datetime | None = None, limit: int = 5) -> list[PostRow]:
    """Return the posts of the week with the highest priority, one a case: what moved it."""
    cases = Case.objects.filter(
        brand__kind="own", lead__judgements__counted_day__in=week.days, lead__judgements__brand=F("brand")
    )
    ranked = cases.exclude(disposition="not_relevant").order_by("-priority", "-published_at", "-id")
    return post_rows(list(ranked.values_list("lead_id", "brand_id")[:limit]), now=now, frozen_at=frozen_at)


def post_rows(pairs: Sequence[_Pair], *, now: datetime, frozen_at: datetime | None) -> list[PostRow]:
    """Return the rows of (mention, brand) pairs in their order. Four queries, whatever their number."""
    ids = {mention for mention, _brand in pairs}
    mentions = Mention.objects.defer("tsv").in_bulk(ids)
    judged_of = Judgement.objects.filter(mention_id__in=ids).select_related("brand")
    judgements = {(row.mention_id, row.brand_id): row for row in judged_of}
    asked_of = Question.objects.filter(mention_id__in=ids).select_related("brand")
    asked = {(row.mention_id, row.brand_id): row for row in asked_of}
    cases = dict(CaseItem.objects.filter(mention_id__in=ids).values_list("mention_id", "case_id"))
    rows = []
    for pair in pairs:
        mention, question, judgement = mentions[pair[0]], asked.get(pair), judgements.get(pair)
        of = judgement or question
        rows.append(
            PostRow(
                mention=mention.id,
                case=cases.get(mention.id, 0),
                network=mention.network,
                place=place_of(mention.network, mention.instance, mention.url),
                author=mention.author_name or mention.author_handle,
                snippet=snippet(whole(mention.title, mention.text), ()),
                language=mention.language,
                url=mention.url,
                brand=of.brand.name if of else "",
                at=mention.published_at,
                state=state_of(mention, question, judgement, now=now),
                late=frozen_at is not None and mention.seen_at > frozen_at,
            )
        )
    return rows


def state_of(mention: Mention, question: Question | None, judgement: Judgement | None, *, now: datetime) -> Say:
    """Return what became of a post, as a code."""
    if mention.deleted_at:
        return Say(code="post_deleted")
    if question is not None and question.audience in ("direct", "about_us") and question.state in _TOLD:
        until = question.answered_at if question.state in ("answered_by_us", "answered_by_peer") else None
        return Say(code=_TOLD[question.state], params={"seconds": ((until or now) - question.asked_at).total_seconds()})
    flags = flags_in(judgement.on_mask) if judgement else ()
    told = next((flag for flag in ("complaint", "praise", "suggestion", "buying_intent") if flag in flags), "")
    return Say(code="post_is", params={"flag": told}) if told in FLAGS else Say(code="post_heard")
