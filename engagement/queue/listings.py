"""The list: one index scan for the cases, then one query each for texts, matched words, threads and colleagues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from engagement import history
from engagement.filters import QueueFilters
from engagement.models import Case
from engagement.pieces import snippet
from engagement.places import place_of
from engagement.queue.owing import running
from engagement.queue.selecting import beyond, fetch, order_of, searched, select
from engagement.records import Listing, Owing, Row
from engagement.sentences import sentence
from listening.models import Match, Mention, Question
from listening.records import flags_in
from listening.text import whole

NEW_CAP = 99
MOST = 1_000  # rows of one page

MENTION_FIELDS = (
    "id",
    "network",
    "instance",
    "url",
    "author_key",
    "author_handle",
    "author_name",
    "title",
    "text",
    "deleted_at",
    "thread_id",
    "thread__complete",
    "thread__read_at",
    "thread__unreadable",
)


@dataclass(slots=True, kw_only=True)
class Shown:
    """What rows show beside their case: leading mentions, matched spans, colleagues, threads nobody else wrote in."""

    leads: Mapping[int, Mention]
    spans: Mapping[tuple[int, int], list[list[int]]]  # (mention id, brand id) -> [[start, end], …]
    people: Mapping[int, User]
    silent: frozenset[int] = field(default_factory=frozenset)  # ids of mentions
    stale: Mapping[int, datetime | None] = field(default_factory=dict)  # mention id -> its question's
    clocks: Mapping[int, Owing] = field(default_factory=dict)  # case id -> its running clock


def listing(
    filters: QueueFilters, *, viewer: User, now: datetime, cursor: str = "", limit: int = 50, newest: int | None = None
) -> Listing:
    """Return a page of the list, from ``cursor`` on (empty for the first page).

    ``newest`` is the highest case id there was before, if the caller has read it; it is read here otherwise.

    Raises ``BadFilter`` for a cursor of another list and ``Refused`` for a search that takes too long.
    """
    order = order_of(filters)
    cases = select(filters, viewer=viewer).select_related("assignee").order_by(*dict.fromkeys(order.by))
    if cursor:
        cases = beyond(cases, order, order.key(cursor))
    limit = max(1, min(limit, MOST))
    found = fetch(cases, filters, now=now, limit=limit + 1)
    page = found[:limit]
    shown = look_up(page, now)
    if newest is None:
        newest = Case.objects.order_by("-id").values_list("id", flat=True).first()
    return Listing(
        rows=tuple(row(case, shown, now=now) for case in page),
        next_cursor=order.cursor(page[-1]) if len(found) > limit else "",
        newest=newest or 0,
    )


def newer_than(newest_id: int, filters: QueueFilters, *, viewer: User | None = None) -> int:
    """Return how many cases of this list are newer than the page's ``newest``, counted up to 99, in one query."""
    if filters.q:
        return 0  # a search is an answer at one moment; it does not grow under the reader
    return select(filters, viewer=viewer).filter(pk__gt=newest_id)[:NEW_CAP].count()


def neighbours(case_id: int, filters: QueueFilters, *, viewer: User | None = None) -> tuple[int | None, int | None]:
    """Return the ids before and after a case in the list's order; (None, None) if the case is gone."""
    order = order_of(filters)
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return None, None
    key = (getattr(case, order.column), case.pk)
    cases = select(filters, viewer=viewer)
    if filters.q:
        cases = searched(cases, filters.q, None)
    following = beyond(cases, order, key).order_by(*dict.fromkeys(order.by)).values_list("id", flat=True).first()
    upward = [name.removeprefix("-") for name in dict.fromkeys(order.by)]
    previous = beyond(cases, order, key, before=True).order_by(*upward).values_list("id", flat=True).first()
    return previous, following


def look_up(cases: Iterable[Case], now: datetime) -> Shown:
    """Read what the rows of these cases show, in three queries whatever their number. Assignees have to be loaded."""
    cases = list(cases)
    matched = Match.objects.filter(mention=OuterRef("pk")).values(found=JSONObject(brand="brand_id", spans="spans"))
    others = Mention.objects.filter(thread=OuterRef("thread"), deleted_at=None).exclude(
        author_key=OuterRef("author_key")
    )
    mentions = Mention.objects.filter(id__in=[case.lead_id for case in cases]).select_related("thread")
    open_ = Question.objects.filter(mention=OuterRef("pk"), stale_at__isnull=False).order_by("stale_at")
    shown = mentions.annotate(
        matched=ArraySubquery(matched), joined=Exists(others), stale_at=Subquery(open_.values("stale_at")[:1])
    )
    leads = {mention.id: mention for mention in shown.only(*MENTION_FIELDS)}
    spans: dict[tuple[int, int], list[list[int]]] = defaultdict(list)
    for mention_id, mention in leads.items():
        for each in mention.matched:
            spans[mention_id, each["brand"]] += each["spans"]
    return Shown(
        leads=leads,
        spans=spans,
        people={case.assignee.pk: case.assignee for case in cases if case.assignee},
        silent=frozenset(lead.id for lead in leads.values() if _alone(lead)),
        stale={lead.id: lead.stale_at for lead in leads.values()},
        clocks=running([case.pk for case in cases], now),
    )


def _alone(lead: Any) -> bool:
    """Return whether nobody but its author has written in the thread of a mention, which was read to its end."""
    return bool(lead.thread and lead.thread.complete and lead.author_key and not lead.joined)


def row(case: Case, shown: Shown, *, now: datetime) -> Row:
    """Return one row of the list."""
    lead = shown.leads[case.lead_id]
    holder = shown.people.get(case.assignee_id) if case.assignee_id else None
    owing = shown.clocks.get(case.pk)
    return Row(
        id=case.pk,
        version=case.version,
        network=case.network,
        place=place_of(lead.network, lead.instance, lead.url),
        author=lead.author_handle or lead.author_name,
        snippet=snippet(whole(lead.title, lead.text), shown.spans.get((lead.id, case.brand_id), ())),
        language=case.language,
        sentence=sentence(
            case,
            lead,
            lead.thread,
            silent=lead.id in shown.silent,
            stale_at=shown.stale.get(lead.id),
            clock=owing,
            now=now,
        ),
        flags=flags_in(case.flags_mask),
        unsure=flags_in(case.unsure_mask),
        priority=case.priority,
        assignee=history.who(holder) if holder else None,
        status=case.status,
        lane=case.lane,
        work=case.work,
        published_at=case.published_at,
        tags=tuple(case.tags),
    )
