"""What matching and scoring need to know of this installation, read once and kept while nothing changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection

from listening import query
from listening.answers.claiming import Ours, ours_of
from listening.answers.records import account
from listening.models import Adaptation, Brand, BrandAccount, Lesson, Query
from listening.records import BrandContext, BrandTerms, PostKey
from listening.scoring.adaptation import applied
from listening.scoring.artefact import Artefact, shipped
from listening.scoring.scorer import Scorer
from listening.scoring.thresholds import Cut, cuts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who speaks on one network: our accounts and our rivals' by id, as the network writes them and folded, the names
    by which texts speak of us, and whose handle is whose."""

    ours: frozenset[str]
    rivals: frozenset[str]
    ours_folded: frozenset[str]
    rivals_folded: frozenset[str]
    names: tuple[str, ...]
    handles: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Brands, compiled queries, accounts and the company's zone, as of one stamp."""

    zone: ZoneInfo
    brands: dict[int, BrandTerms]
    matcher: query.Matcher
    terms: tuple[str, ...]
    accounts: dict[tuple[str, str, str], tuple[str, bool]]  # (network, instance, id) -> (brand kind, speaks)
    handles: dict[tuple[str, str, str], str]  # the same accounts -> handle
    pending: dict[tuple[str, str, str], int]  # (network, instance, handle folded) -> account whose id is not known yet
    called: tuple[tuple[str, str, str], ...]  # (network, instance, handle) of the company's own accounts

    def kind_of(self, brand_id: int) -> str:
        """Return own, competitor, partner or topic."""
        return self.brands[brand_id].kind

    def is_own(self, key: PostKey, author_id: str) -> bool:
        """Say whether the author of the post is one of our accounts: by id, on this instance or network-wide."""
        return self.owner(key.network, key.instance, author_id)[0] == "own"

    def owner(self, network: str, instance: str, author_id: str) -> tuple[str, bool]:
        """Return the kind of brand whose account this is, and whether it speaks for it; ("", False) for a stranger."""
        if not author_id:
            return "", False
        found = self.accounts.get((network, instance, author_id)) or self.accounts.get((network, "", author_id))
        return found or ("", False)

    def voices(self, network: str, instance: str) -> Voices:
        """Return who speaks for whom on a network's instance. Accounts that do not speak for a brand are nobody's."""
        here = [
            (key, kind)
            for key, (kind, speaks) in self.accounts.items()
            if speaks and key[0] == network and key[1] in ("", instance)
        ]
        ours = frozenset(key[2] for key, kind in here if kind == "own")
        rivals = frozenset(key[2] for key, kind in here if kind == "competitor")
        terms = [term for brand in self.brands.values() if brand.kind == "own" for term in (brand.name, *brand.terms)]
        handles = [self.handles[key] for key, kind in here if kind == "own" and self.handles[key]]
        return Voices(
            ours=ours,
            rivals=rivals,
            ours_folded=frozenset(map(account, ours)),
            rivals_folded=frozenset(map(account, rivals)),
            names=tuple(dict.fromkeys([*terms, *handles])),
            handles={self.handles[key].casefold(): key[2] for key, _ in here if self.handles[key]},
        )

    def ours(self, network: str, instance: str) -> Ours:
        """Return what an account there may name of us to claim that it is ours."""
        own = [brand for brand in self.brands.values() if brand.kind == "own"]
        here = (handle for at, where, handle in self.called if at == network and where in ("", instance))
        return ours_of((term for brand in own for term in (brand.name, *brand.terms)), handles=here)


def load() -> Context:
    """Return the current context. One query tells whether the cached one still holds."""
    return _build(_stamp())


_STAMP = """
    SELECT (SELECT count(*) FROM listening_query), (SELECT max(changed_at) FROM listening_query),
           (SELECT sum(version) FROM listening_query),
           (SELECT count(*) FROM listening_brand), (SELECT max(id) FROM listening_brand),
           (SELECT max(archived_at) FROM listening_brand),
           (SELECT count(*) FROM listening_brandaccount), (SELECT max(id) FROM listening_brandaccount),
           (SELECT sum(cardinality(former_handles)) FROM listening_brandaccount),
           (SELECT max(at) FROM listening_lesson), (SELECT count(*) FROM listening_lesson),
           (SELECT zone FROM listening_installation)
"""
"""Changes whenever one of these small tables does; every verb that edits one moves a count, an id or a time."""


def _stamp() -> tuple[object, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        row: tuple[object, ...] = cursor.fetchone()
    return (*row[:-1], row[-1] or "UTC")


@lru_cache(maxsize=1)
def _build(stamp: tuple[object, ...]) -> Context:
    learned = {
        lesson.brand_id: BrandContext(start=lesson.start, words=lesson.words)
        for lesson in Lesson.objects.all()
        if lesson.start or lesson.words
    }
    brands = {
        brand.id: BrandTerms(
            id=brand.id,
            name=brand.name,
            kind=brand.kind,
            terms=tuple(brand.terms),
            learned=learned.get(brand.id),
        )
        for brand in Brand.objects.filter(archived_at=None)
    }
    trees = []
    for row in Query.objects.filter(active=True, brand__archived_at=None).order_by("id"):
        trees.append(query.CompiledQuery(row.id, row.brand_id, row.version, query.parse(row.expression)))
    rows = list(BrandAccount.objects.select_related("brand"))
    listed = [row for row in rows if not row.by_handle]
    accounts = {(row.network, row.instance, row.external_id): (row.brand.kind, row.speaks) for row in listed}
    return Context(
        zone=ZoneInfo(str(stamp[-1])),
        brands=brands,
        matcher=query.Matcher(trees),
        terms=query.terms_for_search([each.tree for each in trees]),
        accounts=accounts,
        handles={(row.network, row.instance, row.external_id): row.handle for row in listed},
        pending={(row.network, row.instance, row.handle.casefold()): row.pk for row in rows if row.by_handle},
        called=tuple(
            (row.network, row.instance, row.handle)
            for row in rows
            if row.handle and row.kind == "brand" and row.brand.kind == "own"
        ),
    )


def forget() -> None:
    """Drop the cached context (tests, and after a restore)."""
    _build.cache_clear()


_LIVE = """
    SELECT id, language, base, version FROM (
        SELECT DISTINCT ON (language) * FROM listening_adaptation ORDER BY language, id DESC
    ) AS newest WHERE withdrawn_at IS NULL AND version <> base ORDER BY language
"""


def scorer() -> Scorer:
    """Return the scorer, with what corrections taught it. One query tells whether the cached one still holds.

    What was learnt beside another version than the shipped one is left out.
    """
    return _scorer(_live())


def cuts() -> dict[str, dict[str, Cut]]:
    """Return the thresholds by language and flag of the artefacts that ``scorer`` judges by. One query."""
    return {language: cuts_of(made) for language, made in (shipped() | _adapted(_live())).items()}


_Live = tuple[tuple[int, str, str], ...]


def _live() -> _Live:
    made = shipped()
    with connection.cursor() as cursor:
        cursor.execute(_LIVE)
        rows = cursor.fetchall()
    return tuple(
        (id_, language, version)
        for id_, language, base, version in rows
        if language in made and made[language].version == base
    )


@lru_cache(maxsize=2)
def _scorer(live: _Live) -> Scorer:
    """Make the scorer of these rows. Loading it takes a moment, so it is made once."""
    return Scorer(_adapted(live))


@lru_cache(maxsize=2)
def _adapted(live: _Live) -> dict[str, Artefact]:
    learnt = dict(Adaptation.objects.filter(id__in=[id_ for id_, _, _ in live]).values_list("language", "learnt"))
    return {language: applied(shipped()[language], told) for language, told in learnt.items()}


def company_day(context: Context, at: datetime) -> str:
    """Return the ISO date of an instant in the company's zone: the day it is counted under."""
    return at.astimezone(context.zone).date().isoformat()
