"""Flagged mentions for pull clients: a keyset over ``(changed_at, mention)``, newest change last.

A client that keeps its cursor sees every change once: rows younger than ``SETTLED`` are held back, because a storing
transaction may commit up to ten seconds after the instant it wrote (it is cut off there). A row that left the filter
since the client's sweep began is delivered as ``left``, a deleted one as ``deleted``. What a row was before is only
partly kept, so a client may be told ``left`` of a mention that it never had, but never the other way round.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import orjson
from django.db.models import BooleanField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from engagement.models import FeedItem
from engagement.queue.owing import NO_CLOCK, clocks_shown
from listening.connectors import registry
from listening.models import Brand, DayMentions, Judgement, Match, Mention, Question
from listening.policy import POLICIES, withheld_by
from listening.records import flags_in, mask_of

SETTLED = timedelta(seconds=15)
_LAST_ID = 2**63 - 1
_flags = cache(flags_in)

# Plain rows of just these columns: making a model of each takes longer than reading it.
_WORDS = ("title", "text", "author_handle", "author_name", "author_url", "author_followers", "licence", "language")
_DATES = ("published_at", "published_quality", "edited_at", "seen_at")
_MENTION = ("id", "network", "instance", "external_id", "kind", "url", *_WORDS, *_DATES, "reach")
_SAID = (
    "relevance",
    "sentiment",
    "probabilities",
    "on_mask",
    "unsure_mask",
    "decided_mask",
    "complaint_reason",
    "reasons",
)
_JUDGEMENT = ("mention_id", "brand_id", "scored", "scorer", *_SAID)
_MATCH = ("mention_id", "query_id", "query__name", "query_version", "spans")
_QUESTION = (
    "mention_id",
    "state",
    "rule",
    "wants",
    "audience",
    "asked_at",
    "answered_at",
    "answered_side",
    "waits_for_asker",
    "evidence__url",
    "checked_at",
)


class BadCursor(ValueError):
    """The cursor was not made by this API."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PullFilters:
    """What a pull client asks for. Empty means any. ``flags`` any of them, in ``flag_state`` on or unsure."""

    flags: tuple[str, ...] = ()
    flag_state: str = "on"
    answers: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    brand_ids: tuple[int, ...] = ()
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a client stands. ``since`` is when its sweep began: rows that changed later may have to be taken back."""

    at: datetime | None
    mention: int
    since: datetime | None

    def encode(self) -> str:
        """Return the opaque cursor."""
        parts = [self.at.isoformat() if self.at else "", self.mention, self.since.isoformat() if self.since else ""]
        return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def decode(cursor: str) -> Position:
    """Return the position of a cursor. Raises ``BadCursor``."""
    try:
        at, mention, since = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        position = Position(at=_instant(at), mention=mention, since=_instant(since))
    except (ValueError, TypeError, OverflowError, binascii.Error, orjson.JSONDecodeError):
        raise BadCursor("this cursor was not made by this API") from None
    if type(mention) is not int or not 0 <= mention <= _LAST_ID:
        raise BadCursor("this cursor was not made by this API")
    return position


def _instant(written: Any) -> datetime | None:
    if written == "":
        return None
    instant = datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError("no zone")
    return instant.astimezone(UTC)  # Postgres refuses offsets of sixteen hours and more


def start(updated_since: datetime | None, *, now: datetime) -> Position:
    """Return the position of a first request: everything, or what changed since an instant."""
    return Position(at=updated_since, mention=0, since=updated_since or now - SETTLED)


def page(
    filters: PullFilters, position: Position, *, now: datetime, limit: int
) -> tuple[list[dict[str, Any]], Position, bool]:
    """Return the items after ``position``, the position to go on from, and whether more is waiting right now.

    Seven queries at most, whatever the limit.
    """
    rows = FeedItem.objects.filter(changed_at__lte=now - SETTLED)
    if position.at is not None:
        rows = rows.filter(_beyond(position.at, position.mention))
    rows = _narrow(rows, filters, position.since)
    found = list(rows.order_by("changed_at", "mention_id")[: limit + 1])
    shown = found[:limit]
    if shown:
        position = Position(at=shown[-1].changed_at, mention=shown[-1].mention_id, since=position.since)
    return _items(shown, filters), position, len(found) > limit


def _beyond(at: datetime, mention: int) -> RawSQL:
    # One index condition, however many rows share an instant; `>= AND NOT (= AND <=)` walks all of those again.
    table = FeedItem._meta.db_table
    return RawSQL(  # noqa: S611 - the table is ours  # nosec B611
        f'("{table}"."changed_at", "{table}"."mention_id") > (%s, %s)', (at, mention), output_field=BooleanField()
    )


def _narrow(rows: QuerySet[FeedItem], filters: PullFilters, since: datetime | None) -> QuerySet[FeedItem]:
    if filters.networks:
        rows = rows.filter(network__in=filters.networks)
    return rows.filter(_matching(filters) | _gone(filters, since))


def _gone(filters: PullFilters, since: datetime | None) -> Q:
    """Return a condition on rows that match no longer, as narrow as what is known of their past allows."""
    if since is None:
        return Q(pk__isnull=True)
    gone = Q(changed_at__gte=since)
    if filters.flags and filters.flag_state == "on":
        gone &= _has("ever_mask", mask_of(filters.flags))
    if filters.answers:
        # A question stays one, answered or not, unless somebody says that it is none; so does a complaint.
        gone &= ~Q(answer="") | Q(deleted=True) | _has("ever_mask", mask_of(["question", "complaint"]))
    if filters.brand_ids:
        edited = Mention.objects.filter(pk=OuterRef("mention_id"), edited_at__isnull=False)
        gone &= Q(brand_ids__overlap=list(filters.brand_ids)) | Q(Exists(edited))  # only an edit changes brands
    return gone


def _matching(filters: PullFilters) -> Q:
    condition = Q(deleted=False)
    if filters.brand_ids:
        condition &= Q(brand_ids__overlap=list(filters.brand_ids))
    if filters.flags:
        column = "on_mask" if filters.flag_state == "on" else "unsure_mask"
        condition &= _has(column, mask_of(filters.flags))
    for name, values in (("answer", filters.answers), ("status", filters.statuses), ("lane", filters.lanes)):
        if values:
            condition &= Q(**{f"{name}__in": values})
    return condition


def _has(column: str, mask: int) -> Q:
    """Return a condition that any bit of ``mask`` is set, as a list of masks: there are only 256."""
    return Q(**{f"{column}__in": [value for value in range(256) if value & mask]})


def known_networks() -> frozenset[str]:
    """Return the networks that a client may name: those with a connector or a policy, and those with mentions here."""
    stored = DayMentions.objects.order_by().values_list("network", flat=True).distinct()
    return frozenset({*registry.FACTS, *POLICIES, "webhook", *stored})


def one(mention_id: int) -> dict[str, Any] | None:
    """Return one mention as pull clients see it, with its reasons; None if there is none."""
    row = FeedItem.objects.filter(mention_id=mention_id).first()
    return _items([row], PullFilters())[0] if row is not None else None


def _items(rows: Sequence[FeedItem], filters: PullFilters) -> list[dict[str, Any]]:
    ids = [row.mention_id for row in rows]
    mentions = {each.id: each for each in _rows(Mention, "id", ids).values_list(*_MENTION, named=True)}
    brands = {brand.id: brand for brand in Brand.objects.all()}
    judged = _grouped(_rows(Judgement, "mention_id", ids).order_by("brand").values_list(*_JUDGEMENT, named=True))
    matched = _grouped(_rows(Match, "mention_id", ids).order_by("query").values_list(*_MATCH, named=True))
    clocks = clocks_shown([row.case_id for row in rows if row.case_id])
    questions = _grouped(_rows(Question, "mention_id", ids).order_by("brand").values_list(*_QUESTION, named=True))
    items = []
    for row in rows:
        change, reason = _change(row, filters)
        item: dict[str, Any] = {"id": row.mention_id, "change": change, "changed_at": row.changed_at}
        if reason:
            item["reason"] = reason
        if change != "deleted":
            mention = mentions[row.mention_id]
            item |= _mention(mention) | _case(row) | dict(clocks.get(row.case_id, NO_CLOCK))
            withheld = bool(withheld_by(mention.network))
            item["brands"] = [
                _brand(each, brands[each.brand_id], withheld=withheld) for each in judged.get(row.mention_id, ())
            ]
            item["matches"] = [_match(each) for each in matched.get(row.mention_id, ())]
            item["answer"] = _answer(questions.get(row.mention_id, ()), row.answer)
        items.append(item)
    return items


def _rows(model: type[Model], column: str, ids: Sequence[int]) -> QuerySet[Any]:
    """Return the rows of these ids, given as one array: a thousand parameters take longer than the rows."""
    table = model._meta.db_table
    return model._default_manager.filter(
        RawSQL(f'"{table}"."{column}" = ANY(%s)', ([*ids],), output_field=BooleanField())  # noqa: S611 - names are ours  # nosec B611
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.mention_id, []).append(row)
    return groups


def _change(row: FeedItem, filters: PullFilters) -> tuple[str, str]:
    if row.deleted:
        return "deleted", "deleted_at_source"
    if filters.brand_ids and not set(filters.brand_ids) & set(row.brand_ids):
        return "left", "brand"
    mask = mask_of(filters.flags)
    if mask and not (row.on_mask if filters.flag_state == "on" else row.unsure_mask) & mask:
        return "left", "flag"
    for name, values in (("answer", filters.answers), ("status", filters.statuses), ("lane", filters.lanes)):
        if values and getattr(row, name) not in values:
            return "left", name
    return "present", ""


def _mention(mention: Any) -> dict[str, Any]:
    withheld = withheld_by(mention.network)
    return {
        "network": mention.network,
        "instance": mention.instance,
        "external_id": mention.external_id,
        "kind": mention.kind,
        "url": mention.url,
        "author": None
        if withheld
        else {
            "handle": mention.author_handle,
            "name": mention.author_name,
            "url": mention.author_url,
            "followers": mention.author_followers,
        },
        "title": None if withheld else mention.title,
        "text": None if withheld else mention.text,
        "withheld_by": withheld or None,
        "licence": mention.licence or None,
        "language": mention.language or None,
        "published_at": mention.published_at,
        "published_quality": mention.published_quality,
        "edited_at": mention.edited_at,
        "seen_at": mention.seen_at,
        "reach": mention.reach,
    }


def _case(row: FeedItem) -> dict[str, Any]:
    return {
        "flags": _flags(row.on_mask),
        "unsure": _flags(row.unsure_mask),
        "case": row.case_id,
        "lane": row.lane or None,
        "status": row.status or None,
    }


def _brand(judgement: Any, brand: Brand, *, withheld: bool) -> dict[str, Any]:
    return {
        "id": brand.id,
        "name": brand.name,
        "kind": brand.kind,
        "scored": judgement.scored,
        "scorer": judgement.scorer,
        "relevance": judgement.relevance,
        "sentiment": judgement.sentiment,
        "probabilities": judgement.probabilities,
        "on": _flags(judgement.on_mask),
        "unsure": _flags(judgement.unsure_mask),
        "decided_by": _decided_by(judgement),
        "complaint_reason": judgement.complaint_reason or None,
        "reasons": [] if withheld else judgement.reasons,
    }


def _decided_by(judgement: Any) -> dict[str, str]:
    """Return who decided each flag that is on or unsure, or that a person took away."""
    person = _flags(judgement.decided_mask)
    shown = _flags(judgement.on_mask | judgement.unsure_mask | judgement.decided_mask)
    return {flag: "person" if flag in person else "scoring" for flag in shown}


def _match(match: Any) -> dict[str, Any]:
    return {
        "query": match.query__name,
        "query_id": match.query_id,
        "version": match.query_version,
        "spans": match.spans,
    }


def _answer(questions: Sequence[Any], state: str) -> dict[str, Any] | None:
    """Return the question that the case is about: the one in the state by which clients filter."""
    if not questions:
        return None
    question = next((each for each in questions if each.state == state), questions[0])
    return {
        "state": question.state,
        "rule": question.rule,
        "wants": question.wants,
        "audience": question.audience,
        "asked_at": question.asked_at,
        "answered_at": question.answered_at,
        "answered_side": question.answered_side or None,
        "waits_for_asker": question.waits_for_asker,
        "url": question.evidence__url,
        "checked_at": question.checked_at,
    }
