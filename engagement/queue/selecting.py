"""From filters to rows: which cases, in which order, from where on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.search import SearchQuery
from django.db import OperationalError, connection, transaction
from django.db.models import BooleanField, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from psycopg2.errors import QueryCanceled

from engagement.errors import BadFilter, Refused
from engagement.filters import QueueFilters
from engagement.models import Case, CaseItem
from engagement.routing import MAYBE_NOT_ABOUT_US
from listening.answers.records import OPEN_STATES
from listening.models import Judgement, Mention
from listening.records import FLAGS, mask_of

SEARCH_WINDOWS = (timedelta(days=30), timedelta(days=180), None)
"""How far back a search looks at first, then, then: most answers are recent, and each step bounds the work."""

NEWEST = 5_000
"""So many posts a search reads through before it asks the index of words. What fills no page of them is found in at
most one post of a hundred."""

_SEARCH_SECONDS = 2
_UNINDEXED: tuple[str, ...] = ("lane", "flag", "about", "brand", "network", "answer", "lang", "assignee", "disposition")
_UNINDEXED += ("since", "until", "due_by", "due_after")
DUE = {
    "late": "due_at <= now()",
    "today": """due_at < (SELECT (date_trunc('day', now() AT TIME ZONE zone) + interval '1 day') AT TIME ZONE zone
        FROM listening_installation LIMIT 1)""",
}
"""As of the statement: a view that is kept as an address has no other moment. The day is the company's."""

_SLACK = timedelta(days=30)  # how much older than its case's first post a further post of the case may be
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([a-z]+)\.(-?[0-9]{1,19})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Order:
    """An order that an index serves: the columns, all descending, the last one the id. ``name`` opens its cursors."""

    name: str
    column: str
    instant: bool = False

    @property
    def by(self) -> tuple[str, str]:
        return f"-{self.column}", "-id"

    def cursor(self, case: Case) -> str:
        """Return the position just after ``case``."""
        value = getattr(case, self.column)
        return f"{self.name}.{(value - _EPOCH) // timedelta(microseconds=1) if self.instant else value}.{case.pk}"

    def key(self, cursor: str) -> tuple[Any, int]:
        """Return the columns' values at a position. Raises ``BadFilter`` for a cursor of another list."""
        found = _CURSOR.fullmatch(cursor)
        if not found or found[1] != self.name or abs(int(found[2])) >= 2**63:
            raise BadFilter("cursor", "unknown_value", cursor)
        try:
            value = _EPOCH + timedelta(microseconds=int(found[2])) if self.instant else int(found[2])
        except OverflowError:
            raise BadFilter("cursor", "unknown_value", cursor) from None
        return value, int(found[3])


BY_PRIORITY = Order("priority", "sort_key")
BY_WEIGHT = Order("weight", "priority")
BY_ID = Order("id", "id")
BY_CHANGE = Order("change", "changed_at", instant=True)
BY_PUBLISHING = Order("published", "published_at", instant=True)


def order_of(filters: QueueFilters) -> Order:
    """Return the order of a list: priority for what is open, the latest change for the rest, searches the newest."""
    if filters.q:
        return BY_PUBLISHING
    if filters.status == "open":
        return {"priority": BY_PRIORITY, "highest": BY_WEIGHT}.get(filters.sort, BY_ID)
    return BY_CHANGE if filters.status else BY_ID


def beyond(cases: QuerySet[Case], order: Order, key: tuple[Any, int], *, before: bool = False) -> QuerySet[Case]:
    """Return the cases after (or before) a position, by a row comparison that the order's index answers."""
    sign = ">" if before else "<"
    table = Case._meta.db_table
    comparison = RawSQL(  # noqa: S611 - column and sign are ours  # nosec B611
        f'("{table}"."{order.column}", "{table}"."id") {sign} (%s, %s)', key, output_field=BooleanField()
    )
    return cases.filter(comparison)


def select(filters: QueueFilters, *, viewer: User | None) -> QuerySet[Case]:
    """Return the cases that a state of the list shows, unordered. Raises ``BadFilter`` for *me* without a viewer."""
    cases = Case.objects.all()
    same = {"lane": filters.lane, "status": filters.status}
    cases = cases.filter(**{name: value for name, value in same.items() if value})
    any_of = {
        "network__in": filters.network,
        "language__in": filters.lang,
        "answer__in": filters.answer,
        "disposition__in": filters.disposition,
    }
    cases = cases.filter(**{name: value for name, value in any_of.items() if value})
    if filters.brand:
        cases = cases.filter(brand_ids__overlap=list(filters.brand))
    if filters.flag:
        cases = _flagged(cases, filters)
    if filters.about:
        cases = cases.filter(routed__code=MAYBE_NOT_ABOUT_US)
    if filters.tag:
        cases = cases.filter(tags__overlap=list(filters.tag))
    if filters.assignee:
        cases = cases.filter(assignee=_assignee(filters.assignee, viewer))
    if filters.since:
        cases = cases.filter(published_at__gte=filters.since)
    if filters.until:
        cases = cases.filter(published_at__lt=filters.until)
    if filters.due:
        cases = cases.filter(RawSQL(DUE[filters.due], (), output_field=BooleanField()))  # noqa: S611  # nosec B611
    if filters.due_by:
        cases = cases.filter(due_at__lte=filters.due_by)
    if filters.due_after:
        cases = cases.filter(due_at__gt=filters.due_after)
    return _said(cases, filters)


def _flagged(cases: QuerySet[Case], filters: QueueFilters) -> QuerySet[Case]:
    column = "flags_mask" if filters.flag_state == "on" else "unsure_mask"
    mask = mask_of([flag for flag in filters.flag if flag in FLAGS])
    wanted = Q(shown__gt=0) if mask else Q()
    if "unanswered_question" in filters.flag:
        wanted |= Q(question__gt=0, answer__in=OPEN_STATES)
    return cases.alias(shown=F(column).bitand(mask), question=F(column).bitand(mask_of(["question"]))).filter(wanted)


def _assignee(value: str, viewer: User | None) -> int | None:
    if value == "none":
        return None
    if value != "me":
        return int(value)
    if viewer is None:
        raise BadFilter("assignee", "nobody_is_signed_in", value)
    return viewer.pk


def _said(cases: QuerySet[Case], filters: QueueFilters) -> QuerySet[Case]:
    """Keep the cases one of whose mentions is named, was counted on the day, or is by the author."""
    if filters.ids:
        cases = cases.filter(pk__in=_items(mention_id__in=filters.ids))
    if filters.day:
        counted = Judgement.objects.filter(counted_day=filters.day)
        if filters.brand:
            counted = counted.filter(brand_id__in=filters.brand)
        cases = cases.filter(pk__in=_items(mention_id__in=counted.values("mention_id")))
    if filters.author:
        # Handles have no index of their own; the text index knows their words, the comparison decides.
        words = SearchQuery(filters.author, config="simple", search_type="phrase")
        by_author = Mention.objects.alias(low=Lower("author_handle")).filter(tsv=words, low=filters.author.lower())
        cases = cases.filter(pk__in=_items(mention_id__in=by_author.values("id")))
    return cases


def _items(**conditions: Any) -> QuerySet[CaseItem, int]:
    return CaseItem.objects.filter(**conditions).values_list("case_id", flat=True)


def fetch(cases: QuerySet[Case], filters: QueueFilters, *, now: datetime, limit: int) -> list[Case]:
    """Return the first ``limit`` of ordered cases. A search widens its window until it has them.

    Raises ``Refused("search_too_slow")`` after two seconds of a search, or of asking all that ever ended.
    """
    if filters.q:
        with _in_time():
            return _found(cases, filters.q, now, limit)
    if walks_history(filters):
        with _in_time():
            return list(cases[:limit])
    return list(cases[:limit])


def walks_history(filters: QueueFilters) -> bool:
    """Return whether a list asks of ended cases what no index knows, so that it may come to read all of them."""
    if filters.status not in ("", "done") or filters.ids or filters.author:
        return False
    return any(getattr(filters, name) for name in _UNINDEXED)


def _found(cases: QuerySet[Case], q: str, now: datetime, limit: int) -> list[Case]:
    """Look through the newest posts one by one, then through windows by the index of words.

    That index knows nothing of time and little of which words go together: what every tenth post says it would look up
    in all that were ever stored, where the newest few thousand fill a page. What is rarer it finds in few reads.
    """
    newest = Mention.objects.filter(role=Mention.Role.MENTION).order_by("-published_at")
    since = newest.values_list("published_at", flat=True)[NEWEST : NEWEST + 1].first()
    found = list(_among_newest(cases, q, since)[:limit]) if since else []
    for window in SEARCH_WINDOWS:
        if len(found) == limit:
            break
        found = list(searched(cases, q, now - window if window else None)[:limit])
    return found


def _among_newest(cases: QuerySet[Case], q: str, since: datetime) -> QuerySet[Case]:
    """Keep the cases since an instant one of whose posts since then says the words. The limit keeps Postgres from
    looking the words up."""
    said = RawSQL(
        "SELECT i.case_id FROM (SELECT id, tsv FROM listening_mention WHERE role = 'mention' AND published_at >= %s"
        " ORDER BY published_at DESC LIMIT %s) AS m JOIN engagement_caseitem i ON i.mention_id = m.id"
        " WHERE m.tsv @@ websearch_to_tsquery('simple', %s)",
        (since, 2 * NEWEST, q),
    )
    return cases.filter(published_at__gte=since, pk__in=said)


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{_SEARCH_SECONDS}s"])
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise Refused("search_too_slow", {"seconds": _SEARCH_SECONDS}) from None
        raise


def searched(cases: QuerySet[Case], q: str, since: datetime | None) -> QuerySet[Case]:
    """Keep the cases one of whose mentions says the words, published since an instant or ever."""
    words = SearchQuery(q, config="simple", search_type="websearch")
    if since is None:
        return cases.filter(pk__in=_items(mention__tsv=words))
    return cases.filter(
        published_at__gte=since,
        pk__in=_items(mention__tsv=words, mention__published_at__gte=since - _SLACK),
    )
