"""Tries a query on the recent past without saving it: what it would keep, drop, gain and lose, and why. Reads only.

Says in advance what ``rematching.rematch`` will do, from the same posts and with the same limits (``history``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Literal
from urllib.parse import urlsplit

from django.db import connection

from listening import query
from listening.connectors import registry
from listening.models import Match, Source
from listening.query.form import Form, FormPart, Role, exclusions, parts, parts_of, positive
from listening.query.printing import print_tree
from listening.query.proposals import Proposal, propose
from listening.query.terms import SYNTAXES
from listening.query.tree import Node, terms_in
from listening.records import BrandTerms, PostKey, QueryHit, Say, Span
from listening.scoring import relevance
from listening.scoring.prepared import occurrences, prepare
from listening.storage import bulk, history, labels, posts
from listening.storage.context import load
from listening.storage.history import Held
from listening.text import whole

EXAMPLES = 20
"""Posts shown of what is kept, of what is dropped and of what changed: the newest."""

_SURELY = 0.9
"""The probability from which on a post that nobody judged stands for one about the brand where words are weighed."""

MEASURED = 1_000
"""Posts without a judgement by which proposals are measured: the newest that the query keeps."""

_OUT = ((False, True), (False, False))
"""Judged not to be about the brand, whether another query matches or not: a match takes that back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedPost:
    """One post and what the query does with it. ``text`` is title and text; ``spans`` are places in it.

    ``dropped_by`` is the first part that drops it, as the language writes it, and ``dropped_as`` says whether as what
    is *not* wanted or, in a post that the saved version matched, as what is missing; both are empty if it is kept.
    ``us`` is what a person said, ``None`` if nobody did. ``place`` names the community, the host or the network.
    """

    key: PostKey
    mention_id: int | None
    network: str
    author: str
    place: str
    url: str
    at: datetime
    text: str
    spans: tuple[Span, ...]
    kept: bool
    change: Literal["", "gained", "lost"]
    dropped_by: str
    dropped_as: Role | Literal[""]
    us: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part does: *must* finds ``count`` posts by itself; *any, near, where* leave so many of those that got
    so far; *not* drops so many by itself. ``us`` counts the posts judged to be about the brand that it costs. ``words``
    are its words as the language writes them, joined by OR; ``terms`` is how many they are.
    """

    role: Role
    words: str
    terms: int
    count: int
    us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """What a query would do with the posts of the last ``days``.

    ``looked_at`` posts were tried, not all there are if ``capped``. ``kept`` and ``dropped`` together are the posts
    that the query finds without its NOTs, and those that its saved version matched; ``kept = gained + as_before``.
    ``comes`` and ``goes`` are what saving will report: fewer than ``gained`` and ``lost`` where another query of the
    brand or a person decides. ``posts`` holds examples of kept, dropped and changed posts, the newest first.
    ``judged`` counts the posts judged among kept and dropped. ``a_day`` is how many it would bring.
    """

    days: int
    looked_at: int
    capped: bool
    kept: int
    dropped: int
    gained: int
    lost: int
    as_before: int
    comes: int
    goes: int
    posts: tuple[TriedPost, ...]
    parts: tuple[Part, ...]
    proposals: tuple[Proposal, ...]
    judged: int
    a_day: float
    unsaid: tuple[tuple[str, Say], ...]


def try_query(
    expression: str, *, brand_id: int, query_id: int | None, now: datetime, form: Form | None = None
) -> DryRun:
    """Try an expression on the newest stored and rejected posts. Seven queries, nothing is written.

    ``query_id`` is the saved query that it would replace, ``None`` for a new one. ``form`` is the form that wrote the
    expression, if one did: parts are then told as its chips stand. Raises ``listening.query.QueryError``.
    """
    tree = query.parse(expression)
    said = parts(form) if form is not None else parts_of(tree)
    with bulk.uncollected():
        mentions, rejected = history.mentions(now), history.rejected(now)
        held = mentions + rejected
        ids = [each.mention_id for each in mentions if each.mention_id is not None]
        before = history.matched_by(query_id, ids) if query_id is not None else set()
        trial = _Trial(tree, said, held, before=before, judged=labels.newest(brand_id))
    comes, goes = _felt(trial, brand_id, query_id)
    return DryRun(
        days=history.WINDOW.days,
        looked_at=len(held),
        capped=len(mentions) == history.MOST or len(rejected) == history.MOST,
        kept=len(trial.kept),
        dropped=len(trial.dropped),
        gained=len(trial.gained),
        lost=len(trial.lost),
        as_before=len(trial.kept) - len(trial.gained),
        comes=comes,
        goes=goes,
        posts=trial.examples(),
        parts=trial.parts(),
        proposals=_proposals(trial, tree, brand_id),
        judged=sum(held[index].key in trial.judged for index in trial.pool),
        a_day=_a_day(trial, now),
        unsaid=_unsaid(tree),
    )


class _Trial:
    """A query tried on posts. Posts go by their place in ``held``."""

    def __init__(
        self,
        tree: Node,
        said: Sequence[FormPart],
        held: Sequence[Held],
        *,
        before: Collection[int],
        judged: Mapping[PostKey, bool],
    ) -> None:
        self.held = held
        self.judged = judged
        self._wanted = [part for part in said if part.role != "not"]
        self._unwanted = [part for part in said if part.role == "not"]
        self._excluded = [node for node in exclusions(tree) if node not in [part.node for part in self._unwanted]]
        nodes = [tree, positive(tree), *(part.node for part in self._wanted)]
        self._kept, self._found, *self._finds = _matched(nodes, held, range(len(held)))
        matched = {index for index, each in enumerate(held) if each.mention_id in before}
        self.kept = self._kept.keys()
        self.pool = self._found.keys() | matched
        self.dropped = self.pool - self.kept
        self.gained = self.kept - matched
        self.lost = matched - self.kept
        bars = [*(part.node for part in self._unwanted), *self._excluded]
        self._bars = _matched(bars, held, sorted(self._found))

    def parts(self) -> tuple[Part, ...]:
        """Return what each part does: those that must be there in their order, then those that must not."""
        told, through = [], set(range(len(self.held)))
        for part, hits in zip(self._wanted, self._finds, strict=True):
            alone = part.role == "must"
            lacking = (self.pool if alone else self.pool & through) - hits.keys()
            through &= hits.keys()
            told.append(_part(part, count=len(hits if alone else through), us=self._us(lacking)))
        for part, hits in zip(self._unwanted, self._bars, strict=False):
            told.append(_part(part, count=len(hits), us=self._us(hits)))
        return tuple(told)

    def examples(self) -> tuple[TriedPost, ...]:
        """Return the newest of what is kept, dropped and changed, each once, the newest first."""
        order = sorted(self.pool, key=lambda index: (self.held[index].post.created_at, self.held[index].key))[::-1]
        chosen: set[int] = set()
        for some in (self.kept, self.dropped, self.gained | self.lost):
            chosen.update([index for index in order if index in some][:EXAMPLES])
        return tuple(self._tried(index) for index in order if index in chosen)

    def texts(self, *, us: bool | None) -> list[str]:
        """Return the texts of the posts it keeps that were judged so, the newest first."""
        kept = [self.held[index] for index in sorted(self.kept)]
        return [_text(each) for each in kept if self.judged.get(each.key) is us]

    def _tried(self, index: int) -> TriedPost:
        hit = self._kept.get(index) or self._found.get(index)
        role, words = self._blamed(index)
        return _tried(
            self.held[index],
            spans=hit.spans if hit else (),
            kept=index in self.kept,
            change="gained" if index in self.gained else "lost" if index in self.lost else "",
            dropped_by=words,
            dropped_as=role,
            us=self.judged.get(self.held[index].key),
        )

    def _blamed(self, index: int) -> tuple[Role | Literal[""], str]:
        """Return the first part that drops this post: one that it lacks, or one that it should not have."""
        if index in self.kept:
            return "", ""
        for part, hits in zip(self._wanted, self._finds, strict=True):
            if index not in hits and index not in self._found:
                return part.role, " OR ".join(part.words)
        nodes = [*(part.node for part in self._unwanted), *self._excluded]
        barred = [node for node, hits in zip(nodes, self._bars, strict=True) if index in hits]
        return ("not", print_tree(barred[0])) if barred else ("", "")

    def _us(self, indexes: Iterable[int]) -> int:
        """Return how many of these posts a person judged to be about the brand."""
        return sum(self.judged.get(self.held[index].key) is True for index in indexes)


def to_judge(brand_id: int, query_id: int, *, now: datetime, most: int = 20) -> tuple[TriedPost, ...]:
    """Return matches of a saved query for a person to judge. Three queries.

    Those that nobody judged come first: of each network in turn, so that none fills the list, the newest first.
    """
    rows = Match.objects.filter(
        query=query_id, mention__role="mention", mention__deleted_at=None, mention__seen_at__gte=now - history.WINDOW
    ).order_by("-mention__published_at", "-mention")
    judged = labels.newest(brand_id)
    fields = ("mention", "mention__network", "mention__instance", "mention__external_id", "spans")
    by_network: dict[tuple[bool, str], list[tuple[int, list[list[int]]]]] = {}
    for id_, network, instance, external_id, spans in rows.values_list(*fields)[: history.MOST]:
        said = PostKey(network, instance, external_id) in judged
        by_network.setdefault((said, network), []).append((id_, spans))
    turns = [
        found
        for said in (False, True)
        for turn in zip_longest(*(found for (was, _), found in by_network.items() if was is said))
        for found in turn
        if found is not None
    ][:most]
    held = history.mentions_by_id(id_ for id_, _ in turns)
    return tuple(
        _tried(held[id_], spans=_spans(spans, _text(held[id_])), kept=True, us=judged.get(held[id_].key))
        for id_, spans in turns
        if id_ in held
    )


def _matched(nodes: Sequence[Node], held: Sequence[Held], indexes: Iterable[int]) -> list[dict[int, QueryHit]]:
    """Return for each node the posts it matches, all looked for at once."""
    matcher = query.Matcher(query.CompiledQuery(place, 0, 0, node) for place, node in enumerate(nodes))
    found: list[dict[int, QueryHit]] = [{} for _ in nodes]
    if nodes:
        for index in indexes:
            for hit in matcher.match(posts.document(held[index].post)):
                found[hit.query_id][index] = hit
    return found


def _part(part: FormPart, *, count: int, us: int) -> Part:
    return Part(role=part.role, words=" OR ".join(part.words), terms=len(part.words), count=count, us=us)


def _tried(
    held: Held,
    *,
    spans: tuple[Span, ...],
    kept: bool,
    us: bool | None,
    change: Literal["", "gained", "lost"] = "",
    dropped_by: str = "",
    dropped_as: Role | Literal[""] = "",
) -> TriedPost:
    post = held.post
    return TriedPost(
        key=held.key,
        mention_id=held.mention_id,
        network=post.network,
        author=post.author.handle or post.author.name,
        place=_place(held),
        url=post.url,
        at=post.created_at,
        text=_text(held),
        spans=spans,
        kept=kept,
        change=change,
        dropped_by=dropped_by,
        dropped_as=dropped_as,
        us=us,
    )


def _text(held: Held) -> str:
    return whole(held.post.title, held.post.text)


def _spans(stored: Iterable[Sequence[int]], text: str) -> tuple[Span, ...]:
    return tuple(Span(start=start, end=end, text=text[start:end]) for start, end in stored if end <= len(text))


def _place(held: Held) -> str:
    if held.post.instance:
        return held.post.instance
    host = urlsplit(held.post.url).netloc.removeprefix("www.")
    facts = registry.FACTS.get(held.post.network)
    named = facts is not None and "search" in facts.source_kinds
    return facts.label if facts is not None and (named or not host) else host or held.post.network


def _felt(trial: _Trial, brand_id: int, query_id: int | None) -> tuple[int, int]:
    """Return how many posts saving would make about the brand, and how many it would not leave about it.

    What a person said stands above the query, and another query of the brand may hold a post.
    """
    gained = [trial.held[index] for index in trial.gained if trial.judged.get(trial.held[index].key) is not False]
    lost = [trial.held[index] for index in trial.lost if trial.judged.get(trial.held[index].key) is not True]
    ids = [each.mention_id for each in (*gained, *lost) if each.mention_id is not None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.mention_id, j.relevance <> 0, EXISTS (SELECT 1 FROM listening_match m"
            " WHERE m.mention_id = j.mention_id AND m.brand_id = %s AND m.query_id IS DISTINCT FROM %s)"
            " FROM listening_judgement j WHERE j.brand_id = %s AND j.mention_id = ANY(%s)",
            [brand_id, query_id, brand_id, ids],
        )
        counts = {id_: (about, elsewhere) for id_, about, elsewhere in cursor.fetchall()}
    comes = sum(brand_id not in each.brand_ids or counts.get(each.mention_id) in _OUT for each in gained)
    return comes, sum(counts.get(each.mention_id) == (True, False) for each in lost)


def _proposals(trial: _Trial, tree: Node, brand_id: int) -> tuple[Proposal, ...]:
    brand = load().brands.get(brand_id)
    names = (brand.name, *brand.terms) if brand else ()
    not_us = trial.texts(us=False)
    sides = _sides(trial.texts(us=None)[:MEASURED], brand)
    if not not_us and not sides["not"]:
        return ()
    return propose(
        us=trial.texts(us=True),
        not_us=not_us,
        unjudged=sides[""],
        brand_terms=names,
        taken=[term.text for term in terms_in(tree)],
        probably_us=sides["us"],
        probably_not=sides["not"],
    )


def _sides(texts: Iterable[str], brand: BrandTerms | None) -> Mapping[str, list[str]]:
    """Return what scoring holds of texts that nobody judged: probably "us", probably "not", or neither ("")."""
    sides: dict[str, list[str]] = {"us": [], "not": [], "": []}
    for text in texts:
        ready = prepare(text)
        chance = relevance.chance(ready, brand, occurrences(ready.prose, brand)) if brand else relevance.UNNAMED
        sides["not" if not relevance.counts(chance) else "us" if chance >= _SURELY else ""].append(text)
    return sides


def _a_day(trial: _Trial, now: datetime) -> float:
    """Return how many posts a day it keeps, over the days of the window from which there are posts at all."""
    since = now - history.WINDOW
    oldest = min((each.post.created_at for each in trial.held), default=now)
    days = max((now - max(oldest, since)) / timedelta(days=1), 1.0)
    return sum(trial.held[index].post.created_at >= since for index in trial.kept) / days


def _unsaid(tree: Node) -> tuple[tuple[str, Say], ...]:
    """Return what the networks that are searched cannot be asked, with the network's name."""
    searched = set(Source.objects.exclude(state="retired").filter(kind="search").values_list("network", flat=True))
    return tuple(
        (syntax.network, say)
        for network, syntax in SYNTAXES.items()
        if network in searched
        for say in query.compile_for(network, tree)[1]
    )
