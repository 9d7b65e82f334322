"""Reads what people judged, how many posts that speaks for, and the posts behind each figure. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from listening.records import FLAGS
from listening.scoring.accuracy import STEPS, Checked, Place, Sizes
from listening.scoring.sampling import RANDOM_OFF, RANDOM_ON
from listening.storage.asks import ABOUT, CLOSED
from listening.text import whole

JUDGED_IN = timedelta(days=364)
"""Labels of a year count: twenty-five a week over eight flags need their time."""

SIZED_IN = timedelta(days=91)
"""Posts of thirteen weeks say how much each network and language weighs."""

RANDOM = (RANDOM_ON, RANDOM_OFF)

# What a person says of a post and flag now: his newest label. None where it was taken back.
_SAID = (
    " LEFT JOIN LATERAL (SELECT l.value, l.at FROM listening_label l WHERE l.brand_id = a.brand_id"
    " AND l.head = a.head AND l.network = m.network AND l.instance = m.instance AND l.external_id = m.external_id"
    " ORDER BY l.id DESC LIMIT 1) AS said ON true"
)
_JUDGED = (
    " FROM listening_ask a JOIN listening_mention m ON m.id = a.mention_id" + _SAID + " WHERE a.outcome = 'answered'"
    " AND said.value IS NOT NULL AND a.at > %s AND a.chosen = ANY(%s) AND (%s = '' OR a.scorer = %s)"
)

# What people corrected on their own: the newest label of a post and flag that was not drawn at random.
_CORRECTED = (
    " FROM (SELECT DISTINCT ON (l.brand_id, l.head, l.network, l.instance, l.external_id) l.* FROM listening_label l"
    " WHERE l.head = ANY(%s) ORDER BY l.brand_id, l.head, l.network, l.instance, l.external_id, l.id DESC) AS l"
    " LEFT JOIN listening_mention m USING (network, instance, external_id)"
    " WHERE l.value IS NOT NULL AND l.chosen = '' AND l.at > %s AND NOT EXISTS (SELECT FROM listening_ask a"
    " WHERE a.mention_id = m.id AND a.brand_id = l.brand_id AND a.head = l.head AND a.outcome = 'answered'"
    " AND a.chosen = ANY(%s))"
)


def checked(now: datetime, *, version: str = "") -> list[Checked]:
    """Return the posts drawn at random that were judged, of one version of the scoring or of all. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.head, m.network, m.language, a.was, a.chance, said.value" + _JUDGED,  # nosec B608
            [now - JUDGED_IN, list(RANDOM), version, version],
        )
        return [
            Checked(flag=flag, place=(network, language), was=was, chance=chance, value=value)
            for flag, network, language, was, chance, value in cursor.fetchall()
        ]


def versions(now: datetime) -> dict[str, int]:
    """Return how many posts were judged by the version of the scoring they were drawn with, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.scorer, count(*)" + _JUDGED + " GROUP BY 1 ORDER BY max(a.at) DESC",  # nosec B608
            [now - JUDGED_IN, list(RANDOM), "", ""],
        )
        return dict(cursor.fetchall())


def corrections(now: datetime) -> dict[str, int]:
    """Return how many posts people corrected on their own, by flag. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.head, count(*)" + _CORRECTED + " GROUP BY 1",  # nosec B608
            [list(FLAGS), now - JUDGED_IN, list(RANDOM)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """The posts of thirteen weeks. ``sizes`` are those that figures speak for; ``unscored`` counts posts by language
    that scoring does not read, ``closed`` posts by network that forbids to learn from them."""

    sizes: Sizes
    unscored: Mapping[str, int]
    closed: Mapping[str, int]


_COUNTS = ", ".join(f"count(*) FILTER (WHERE j.scored_on_mask & {1 << place} <> 0)" for place in range(len(FLAGS)))
_STOCK = (
    "SELECT m.network, m.language, j.scored, m.network = ANY(%s), count(*), count(DISTINCT m.id), "  # noqa: S608  # nosec B608
    + _COUNTS
    + " FROM listening_judgement j JOIN listening_mention m ON m.id = j.mention_id"
    " JOIN listening_brand b ON b.id = j.brand_id WHERE m.role = 'mention' AND m.deleted_at IS NULL"
    f" AND m.published_at > %s AND {ABOUT} AND b.archived_at IS NULL GROUP BY 1, 2, 3, 4"
)


def stock(now: datetime) -> Stock:
    """Count the posts that figures speak for, and those that nobody can check. One query."""
    scored: dict[Place, int] = {}
    on: dict[tuple[str, Place], int] = {}
    unscored: dict[str, int] = {}
    closed: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_STOCK, [list(CLOSED), now - SIZED_IN])
        for network, language, read, shut, n, posts, *flags in cursor.fetchall():
            if not read:
                unscored[language] = unscored.get(language, 0) + posts
            elif shut:
                closed[network] = closed.get(network, 0) + posts
            else:
                scored[network, language] = n
                on |= {(flag, (network, language)): many for flag, many in zip(FLAGS, flags, strict=True)}
    return Stock(sizes=Sizes(scored=scored, on=on), unscored=unscored, closed=closed)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPost:
    """A post behind a figure. ``was`` and ``chance`` are what scoring said, ``value`` what a person says; all None for
    a post that was not scored."""

    mention_id: int | None
    network: str
    author: str
    url: str
    at: datetime | None
    language: str
    text: str
    deleted: bool
    was: bool | None
    chance: float | None
    value: bool | None

    @property
    def right(self) -> bool:
        """Whether scoring said what the person says."""
        return self.was == self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of the posts behind a figure. ``n`` is how many there are in all, ``right`` of how many scoring was."""

    posts: tuple[JudgedPost, ...]
    n: int
    right: int


_POST = "m.id, m.author_handle, m.author_name, m.url, m.published_at, m.language, m.title, m.text, m.deleted_at"


def judged_posts(
    now: datetime,
    *,
    flag: str,
    was: bool | None = None,
    place: Place | None = None,
    step: int | None = None,
    version: str = "",
    limit: int,
    start: int = 0,
) -> Listing:
    """Return the posts behind a figure, the wrong ones first, then the newest. One query.

    ``was`` tells those with the flag from those without, ``step`` is a stretch of the curve, both None for all.
    """
    network, language = place or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_POST}, m.network, a.was, a.chance, said.value, count(*) OVER (),"  # nosec B608
            " count(*) FILTER (WHERE a.was = said.value) OVER ()"
            + _JUDGED
            + " AND a.head = %s AND (%s::boolean IS NULL OR a.was = %s) AND (%s::text IS NULL OR (m.network = %s"
            " AND m.language = %s)) AND (%s::int IS NULL OR least(%s - 1, floor(a.chance::float8 * %s)::int) = %s)"
            " ORDER BY a.was = said.value, m.published_at DESC, a.id DESC LIMIT %s OFFSET %s",
            [
                *(now - JUDGED_IN, list(RANDOM), version, version),
                *(flag, was, was, network, network, language, step, STEPS, STEPS, step, limit, start),
            ],
        )
        return _listing(cursor.fetchall())


def corrected_posts(now: datetime, *, flag: str, limit: int, start: int = 0) -> Listing:
    """Return the posts of which people corrected a flag on their own, the newest correction first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_POST}, l.network, l.was, l.chance, l.value, count(*) OVER (), 0"  # nosec B608
            + _CORRECTED
            + " AND l.head = %s ORDER BY l.id DESC LIMIT %s OFFSET %s",
            [list(FLAGS), now - JUDGED_IN, list(RANDOM), flag, limit, start],
        )
        return _listing(cursor.fetchall())


def unscored_posts(now: datetime, *, language: str, limit: int, start: int = 0) -> Listing:
    """Return the posts of a language that scoring does not read, the newest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_POST}, m.network, NULL, NULL, NULL, count(*) OVER (), 0 FROM listening_mention m"  # noqa: S608  # nosec B608
            " WHERE m.role = 'mention' AND m.deleted_at IS NULL AND m.published_at > %s AND m.language = %s"
            " AND EXISTS (SELECT FROM listening_judgement j JOIN listening_brand b ON b.id = j.brand_id"
            f" WHERE j.mention_id = m.id AND {ABOUT} AND NOT j.scored AND b.archived_at IS NULL)"
            " ORDER BY m.published_at DESC, m.id DESC LIMIT %s OFFSET %s",
            [now - SIZED_IN, language, limit, start],
        )
        return _listing(cursor.fetchall())


def _listing(rows: Sequence[tuple[Any, ...]]) -> Listing:
    n, right = rows[0][-2:] if rows else (0, 0)
    return Listing(posts=tuple(_post(*row[:-2]) for row in rows), n=n, right=right)


def _post(
    mention_id: int | None,
    handle: str | None,
    name: str | None,
    url: str | None,
    at: datetime | None,
    language: str | None,
    title: str | None,
    text: str | None,
    deleted_at: datetime | None,
    network: str,
    was: bool | None,
    chance: float | None,
    value: bool | None,
) -> JudgedPost:
    return JudgedPost(
        mention_id=mention_id,
        network=network,
        author=handle or name or "",
        url=url or "",
        at=at,
        language=language or "",
        text=whole(title or "", text or ""),
        deleted=deleted_at is not None or mention_id is None,
        was=was,
        chance=chance,
        value=value,
    )
