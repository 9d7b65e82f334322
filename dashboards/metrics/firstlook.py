"""What was already out there when listening began: posts about us by place, time and kind, and the questions in them.

Nothing here is late and nothing is clocked. A post that is complaint and question counts as complaint, so that the
kinds add up to the posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Max, Q, QuerySet

from dashboards.metrics.posts import post_rows
from dashboards.records import PostRow
from listening.answers.records import OPEN_STATES
from listening.models import Judgement, PollRun, Question, Source
from listening.records import flags_in
from listening.scoring.relevance import UNSURE

KINDS = ("question", "complaint", "praise", "other")
YEAR = timedelta(days=365)
_COUNTED_FIRST = ("complaint", "question", "praise")
_OPEN_FIRST = {**dict.fromkeys(OPEN_STATES, 0), "unverified": 1}

_Pair = tuple[int, int]  # mention id, brand id


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One post about us, as far as counting needs it."""

    pair: _Pair
    network: str
    day: date
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """The look back. ``unanswered`` counts questions whose thread was read and that still wait for us, ``unread``
    those whose replies could not be read, or not yet; ``questions`` are pairs, those without an answer first."""

    days: int
    posts: tuple[Heard, ...]
    questions: tuple[_Pair, ...]
    unanswered: int
    unread: int
    answered: int

    @property
    def networks(self) -> list[tuple[str, int]]:
        """Return (network, posts), the most first."""
        found = Counter(each.network for each in self.posts)
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    @property
    def kinds(self) -> dict[str, int]:
        """Return how many posts are of each kind, in the order of ``KINDS``."""
        found = Counter(each.kind for each in self.posts)
        return {kind: found[kind] for kind in KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A source that could not be read, or not in full: why, and since when."""

    network: str
    name: str
    state: str
    code: str


def look_back_days() -> int:
    """Return how far the sources look back: the farthest of them, 30 days without any."""
    found = Source.objects.exclude(kind="ingest").exclude(state="retired").aggregate(days=Max("look_back_days"))
    return int(found["days"] or 30)


def first_look(*, zone: ZoneInfo, now: datetime) -> FirstLook:
    """Return what was said about our own brands since the look back began. Three queries."""
    days = look_back_days()
    since = now - timedelta(days=days)
    heard = [
        Heard(pair=(mention, brand), network=network, day=at.astimezone(zone).date(), kind=_kind(mask))
        for mention, brand, network, at, mask in _about_us(since).values_list(
            "mention_id", "brand_id", "mention__network", "mention__published_at", "on_mask"
        )
    ]
    asked = list(
        Question.objects.filter(
            wants="answer",
            brand__kind="own",
            audience__in=["direct", "about_us"],
            mention__deleted_at=None,
            asked_at__gte=since,
        )
        .exclude(state="not_a_question")
        .order_by("-asked_at", "-id")
        .values_list("mention_id", "brand_id", "state")
    )
    states = Counter(state for _mention, _brand, state in asked)
    return FirstLook(
        days=days,
        posts=tuple(heard),
        questions=tuple((each[0], each[1]) for each in sorted(asked, key=lambda each: _OPEN_FIRST.get(each[2], 2))),
        unanswered=sum(states[state] for state in OPEN_STATES),
        unread=states["unverified"],
        answered=sum(states[state] for state in ("answered_by_us", "answered_by_peer", "resolved_by_asker")),
    )


def rows(pairs: Sequence[_Pair], *, now: datetime) -> list[PostRow]:
    """Return the rows of these posts in their order."""
    return post_rows(pairs, now=now, frozen_at=None)


def unread_sources() -> list[Unread]:
    """Return the sources that are in trouble or whose first look was cut, by name. Two queries."""
    cut = set(PollRun.objects.filter(gap__reason="look_back_most").values_list("source_id", flat=True))
    found = Source.objects.exclude(kind="ingest").exclude(state="retired").order_by("name", "id")
    return [
        Unread(network=each.network, name=each.name, state=each.state, code=_why(each, cut))
        for each in found
        if _why(each, cut)
    ]


def _why(source: Source, cut: set[int]) -> str:
    if source.state not in {"ok", "new"}:
        return str((source.reason or {}).get("code", source.state))
    return "look_back_most" if source.id in cut else ""


def span_of(posts: Sequence[Heard]) -> tuple[date, date] | None:
    """Return the first and the last day on which something was said."""
    days = [each.day for each in posts]
    return (min(days), max(days)) if days else None


def reading() -> tuple[int, int]:
    """Return how many sources have not come to the end of their look back yet, and how many there are."""
    found = Source.objects.exclude(kind="ingest").exclude(state="retired")
    # A search without a position is to begin, for the first time or again from farther back.
    begins = Q(last_poll_at=None) | Q(kind="search", cursor={}, state="ok")
    return found.filter(begins).count(), found.count()


def _about_us(since: datetime) -> QuerySet[Judgement]:
    return Judgement.objects.filter(
        brand__kind="own",
        relevance__gte=UNSURE,
        mention__role="mention",
        mention__deleted_at=None,
        mention__published_at__gte=since,
    ).order_by(F("mention__published_at").desc(), "-mention_id")


def _kind(mask: int) -> str:
    flags = flags_in(mask)
    return next((flag for flag in _COUNTED_FIRST if flag in flags), "other")
