"""What the first ten minutes have come to: which steps are done, what is listened for and where. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engagement.models import Receiver
from listening.models import Brand, BrandAccount, Installation, Judgement, Mention, Query, Rejected, Source
from listening.storage import labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where the first ten minutes stand. ``steps`` holds "done" or "skipped" for those that were taken."""

    company: str
    domain: str
    steps: Mapping[str, str]
    done_at: datetime | None
    brands: Counter[str]
    sources: int
    judged: int
    us: int
    receivers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far the reading of one source has come: ``fetched`` posts so far, ``kept`` of them stored.

    ``waits`` until its first sweep has ended; ``days`` is how far back that goes.
    """

    name: str
    network: str
    waits: bool
    fetched: int
    kept: int
    days: int
    state: str


def taken(row: Installation) -> dict[str, str]:
    """Return the steps that were taken. One that is founded has a company, even from before there were steps."""
    return {"company": "done", **row.setup_steps}


def progress() -> Progress | None:
    """Return where the first ten minutes stand, None before there is a company. Five queries."""
    row = Installation.objects.first()
    if row is None:
        return None
    own = Brand.objects.filter(kind="own").order_by("id").values_list("id", flat=True).first()
    said = labels.newest(own) if own is not None else {}
    return Progress(
        company=row.company,
        domain=row.domain,
        steps=taken(row),
        done_at=row.setup_done_at,
        brands=Counter(Brand.objects.filter(archived_at=None).values_list("kind", flat=True)),
        sources=Source.objects.exclude(kind="ingest").exclude(state="retired").count(),
        judged=len(said),
        us=sum(said.values()),
        receivers=Receiver.objects.count(),
    )


def brands_of(kind: str) -> list[tuple[str, list[str]]]:
    """Return (name, spellings) of the brands of a kind that are listened for, in the order of their adding."""
    rows = Brand.objects.filter(kind=kind, archived_at=None).order_by("id")
    return [(row.name, row.terms) for row in rows]


def names_of(kind: str) -> list[str]:
    """Return names and spellings of the brands of a kind that are listened for."""
    return [word for name, terms in brands_of(kind) for word in (name, *terms)]


def own_accounts() -> list[BrandAccount]:
    """Return the accounts of our own brands, in the order of their adding."""
    return list(BrandAccount.objects.filter(brand__kind="own").order_by("id"))


def readings() -> list[Reading]:
    """Return the sources that are polled, in the order of their adding. Three queries.

    A run is counted when it ends; what it has stored until then is counted by its rows.
    """
    rows = list(Source.objects.exclude(kind="ingest").exclude(state="retired").order_by("id"))
    kept = Counter(Mention.objects.filter(source__in=rows).values_list("source_id", flat=True))
    rejected = Counter(Rejected.objects.filter(source__in=rows).values_list("source_id", flat=True))
    return [
        Reading(
            name=row.name,
            network=row.network,
            # A search without a position is to begin, for the first time or again from farther back.
            waits=row.last_poll_at is None or (row.kind == "search" and not row.cursor and row.state == "ok"),
            fetched=kept[row.id] + rejected[row.id],
            kept=kept[row.id],
            days=row.look_back_days,
            state=row.state,
        )
        for row in rows
    ]


def own_query() -> Query | None:
    """Return the query that setting up made for our own brand: its first."""
    return Query.objects.select_related("brand").filter(brand__kind="own").order_by("brand", "id").first()


def heard() -> int:
    """Return how many posts about our own brand are stored."""
    return Judgement.objects.filter(
        brand__kind="own", relevance__gt=0, mention__deleted_at=None, mention__role="mention"
    ).count()
