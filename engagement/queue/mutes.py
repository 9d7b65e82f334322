"""Mutes: what one would have kept quiet lately, all that hold, and how much they keep quiet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from engagement import history
from engagement.errors import Unknown
from engagement.intake.muting import MUTED, concerns, mute_of, reason
from engagement.models import Case, CaseItem, Event, Mute
from engagement.places import mutable, place_of
from engagement.records import Who
from listening.models import Match, Mention, Query

WINDOW = timedelta(days=30)
NEWEST = 10
COUNTED_AT_MOST = 1_000
LOOKED_AT_MOST = 20_000
OVER_AT_MOST = 50
_ENGAGED_BY = ("engage", "claim", "replied", "note")
_ENGAGED_AS = ("answered", "acknowledged", "routed", "answered_privately")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A post that a mute would have kept quiet. ``engaged`` if a colleague took it up or it was answered."""

    case_id: int | None
    network: str
    author: str
    place: str
    text: str
    language: str
    at: datetime
    engaged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a mute would have kept quiet in the last ``days``: all that came in (``capped`` if not all were looked at),
    of which colleagues took up ``engaged``, and the newest."""

    subject: str
    name: str
    network: str
    days: int
    posts: int
    capped: bool
    engaged: int
    newest: tuple[Quiet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteView:
    """A mute as the list shows it, and how many cases it has kept quiet (``more`` if more than counted)."""

    id: int
    subject: str
    network: str
    name: str
    since: datetime
    by: Who | None  # None for a colleague who is no longer here
    kept: int
    ended_at: datetime | None
    ended_by: Who | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query that brought a case, as an exclusion would change it."""

    id: int
    name: str
    expression: str
    brand_id: int
    version: int


def preview_mute(case_id: int, subject: str, now: datetime) -> Preview:
    """Return what muting the author or the place of a case would have kept quiet. Four queries, nothing is written.

    Raises ``Unknown``, and ``Refused`` where there is nobody or nothing to mute.
    """
    case = Case.objects.select_related("lead").filter(pk=case_id).first()
    if case is None:
        raise Unknown("case", case_id)
    mute = mute_of(case.lead, subject)
    found, capped = _heard(mute, now)
    engaged, newest = taken_up(found)
    return Preview(
        subject=subject,
        name=mute.name,
        network=mute.network,
        days=WINDOW.days,
        posts=len(found),
        capped=capped,
        engaged=engaged,
        newest=newest,
    )


def taken_up(mention_ids: Sequence[int]) -> tuple[int, tuple[Quiet, ...]]:
    """Return how many of these posts colleagues took up, and the newest of them. Four queries."""
    rows = CaseItem.objects.filter(mention_id__in=mention_ids).order_by("-id").values_list("mention_id", "case_id")
    cases = dict(rows)
    engaged = _engaged(cases.values())
    newest = Mention.objects.filter(id__in=mention_ids[:NEWEST]).order_by("-published_at", "-id")
    return (
        sum(cases.get(each) in engaged for each in mention_ids),
        tuple(_quiet(each, cases.get(each.pk), engaged) for each in newest),
    )


def matched_queries(case_id: int) -> tuple[Asked, ...]:
    """Return the queries that brought a case, those that still stand. Raises ``Unknown``."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise Unknown("case", case_id)
    rows = Query.objects.filter(id__in=Match.objects.filter(mention_id=case.lead_id).values("query_id")).order_by("id")
    return tuple(
        Asked(id=each.pk, name=each.name, expression=each.expression, brand_id=each.brand_id, version=each.version)
        for each in rows
    )


def mutes(now: datetime) -> tuple[tuple[MuteView, ...], tuple[MuteView, ...]]:
    """Return what is muted, the latest first, and what was over last. Three queries."""
    rows = Mute.objects.select_related("made_by", "ended_by")
    standing = list(rows.filter(ended_at=None).order_by("-since", "-id"))
    over = list(rows.exclude(ended_at=None).order_by("-ended_at", "-id")[:OVER_AT_MOST])
    reasons = [reason(each.pk) for each in (*standing, *over)]
    kept = Case.objects.filter(disposition=MUTED, disposition_reason__in=reasons).values_list("disposition_reason")
    counts = dict(kept.annotate(n=Count("id")))
    return tuple(_shown(each, counts) for each in standing), tuple(_shown(each, counts) for each in over)


def muted_lately(now: datetime) -> int:
    """Return how many cases mutes have kept quiet in the last 30 days, at most ``COUNTED_AT_MOST``. One query."""
    return Case.objects.filter(disposition=MUTED, closed_at__gte=now - WINDOW)[:COUNTED_AT_MOST].count()


def may_mute(lead: Mention) -> dict[str, str]:
    """Return what of a post can be muted: subject -> name."""
    found = {}
    if lead.author_key:
        found["author"] = lead.author_handle or lead.author_name or lead.author_key
    place = mutable(lead.network, lead.instance, lead.url)
    return found | ({"source": place} if place else {})


def _heard(mute: Mute, now: datetime) -> tuple[list[int], bool]:
    """Return the mentions that came in lately and fall under the mute, the newest first, by the very rule of intake."""
    rows = Mention.objects.filter(
        network=mute.network, role="mention", deleted_at=None, published_at__gte=now - WINDOW
    ).order_by("-published_at", "-id")
    if mute.subject == Mute.Subject.AUTHOR:
        rows = rows.filter(instance=mute.instance, author_key=mute.external_id)
    else:
        rows = rows.filter(Q(instance__iexact=mute.place) | Q(instance="", url__icontains=mute.place))
    looked_at = list(rows.only("id", "network", "instance", "url", "author_key")[:LOOKED_AT_MOST])
    return [each.pk for each in looked_at if concerns(mute, each)], len(looked_at) == LOOKED_AT_MOST


def _engaged(case_ids: Iterable[int]) -> frozenset[int]:
    """Return which of the cases a colleague took up, or we have answered."""
    ids = set(case_ids)
    took = Event.objects.filter(case__in=ids, actor__isnull=False, verb__in=_ENGAGED_BY, undone_by=None)
    answered = Case.objects.filter(
        Q(disposition__in=_ENGAGED_AS) | Q(first_response_at__isnull=False) | Q(assignee__isnull=False), pk__in=ids
    )
    return frozenset(answered.annotate(case=F("pk")).values_list("case", flat=True).union(took.values_list("case")))


def _quiet(mention: Mention, case_id: int | None, engaged: frozenset[int]) -> Quiet:
    return Quiet(
        case_id=case_id,
        network=mention.network,
        author=mention.author_handle or mention.author_name,
        place=place_of(mention.network, mention.instance, mention.url),
        text=" ".join(f"{mention.title} {mention.text}".split())[:240],
        language=mention.language,
        at=mention.published_at,
        engaged=case_id in engaged,
    )


def _shown(row: Mute, counts: dict[str, int]) -> MuteView:
    return MuteView(
        id=row.pk,
        subject=row.subject,
        network=row.network,
        name=row.name,
        since=row.since,
        by=history.who(row.made_by) if row.made_by else None,
        kept=counts.get(reason(row.pk), 0),
        ended_at=row.ended_at,
        ended_by=history.who(row.ended_by) if row.ended_by else None,
    )
