"""Small makers of stored rows for tests. Plain functions: what a test cares about is an argument, the rest is dull.

``NOW`` is the instant at which most tests happen. Alice works for us, Bob is her colleague, Charlie is a stranger.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User

from engagement.models import Member
from listening.answers.records import OPEN_STATES
from listening.models import (
    Brand,
    Change,
    Installation,
    Judgement,
    Match,
    Mention,
    Query,
    Question,
    Source,
    Thread,
)
from listening.records import mask_of
from listening.text import whole

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday
SIDES = {"answered_by_us": "ours", "answered_by_peer": "peer", "answered_by_competitor": "competitor"}
_numbers = count(1)


def make_installation(*, company: str = "Northwind Relay", zone: str = "Europe/Berlin", **more: Any) -> Installation:
    """Return the one installation, made or changed."""
    values = {"company": company, "domain": "northwind.example", "zone": zone, "created_at": NOW, **more}
    installation, _ = Installation.objects.update_or_create(id=1, defaults=values)
    return installation


def make_brand(name: str = "Northwind Relay", *, kind: str = "own", terms: Sequence[str] = (), **more: Any) -> Brand:
    """Return the brand of this name, made if there is none."""
    values = {"kind": kind, "terms": list(terms) or [name], "created_at": NOW, **more}
    brand, _ = Brand.objects.get_or_create(name=name, archived_at=None, defaults=values)
    return brand


def make_query(*, brand: Brand | None = None, name: str = "", expression: str = "northwind", **more: Any) -> Query:
    """Return a new query of the brand."""
    values = {"created_at": NOW, "changed_at": NOW, **more}
    return Query.objects.create(
        brand=brand or make_brand(), name=name or f"Query {next(_numbers)}", expression=expression, **values
    )


def make_source(*, network: str = "hackernews", kind: str = "search", **more: Any) -> Source:
    """Return a new source that is not polled yet."""
    values = {"interval_seconds": 300, "created_at": NOW, "name": f"Source {next(_numbers)}", **more}
    return Source.objects.create(network=network, kind=kind, **values)


def make_thread(*, network: str = "hackernews", complete: bool = True, **more: Any) -> Thread:
    """Return a new thread, by default read to its end."""
    values = {"external_id": f"t{next(_numbers)}", "read_at": NOW if complete else None, "created_at": NOW, **more}
    return Thread.objects.create(network=network, complete=complete, **values)


def make_mention(
    text: str = "Is the retry window of Northwind Relay capped?",
    *,
    brand: Brand | None = None,
    judged: bool = True,
    flags: Iterable[str] = (),
    unsure: Iterable[str] = (),
    relevance: float = 1.0,
    scored: bool = True,
    spans: Sequence[Sequence[int]] | None = None,
    query: Query | None = None,
    author: str = "charlie",
    published_at: datetime = NOW - timedelta(hours=2),
    **more: Any,
) -> Mention:
    """Return a new mention of the brand (our own by default), with its judgement unless ``judged`` is False.

    With a ``query`` it has a match too, at ``spans`` or at the query's expression in the text.
    """
    brand = brand or make_brand()
    external_id = more.pop("external_id", f"m{next(_numbers)}")
    values = {
        "network": "hackernews",
        "role": "mention",
        "url": f"https://news.ycombinator.com/item?id={external_id}",
        "author_key": author,
        "author_handle": author,
        "language": "en",
        "seen_at": published_at + timedelta(minutes=5),
        "changed_at": published_at + timedelta(minutes=5),
        "content_hash": hashlib.sha256(text.encode()).digest(),
        "brand_ids": [brand.pk],
        **more,
    }
    mention = Mention.objects.create(external_id=external_id, text=text, published_at=published_at, **values)
    if judged:
        make_judgement(mention, brand=brand, flags=flags, unsure=unsure, relevance=relevance, scored=scored)
    if query or spans is not None:
        make_match(mention, query=query or make_query(brand=brand), spans=spans)
    return mention


def make_own_post(text: str = "No, seven days on every plan.", *, author: str = "alice", **more: Any) -> Mention:
    """Return a stored post of our own, which is never a mention (or with ``role="context"`` somebody's reply)."""
    return make_mention(text, author=author, judged=False, **{"role": "own", **more})


def make_judgement(
    mention: Mention,
    *,
    brand: Brand | None = None,
    flags: Iterable[str] = (),
    unsure: Iterable[str] = (),
    probabilities: Mapping[str, float] | None = None,
    **more: Any,
) -> Judgement:
    """Write what scoring says of the mention about the brand; a former judgement is replaced."""
    on, doubtful = tuple(flags), tuple(unsure)
    likely = dict.fromkeys(on, 0.9) | dict.fromkeys(doubtful, 0.5) | dict(probabilities or {})
    values = {
        "scored": True,
        "scorer": "test",
        "probabilities": likely,
        "on_mask": mask_of(on),
        "unsure_mask": mask_of(doubtful),
        "scored_on_mask": mask_of(on),
        "scored_unsure_mask": mask_of(doubtful),
        "ever_mask": mask_of(on),
        "judged_at": NOW,
        **more,
    }
    brand = brand or make_brand()
    judgement, _ = Judgement.objects.update_or_create(mention=mention, brand=brand, defaults=values)
    return judgement


def make_match(mention: Mention, *, query: Query, spans: Sequence[Sequence[int]] | None = None) -> Match:
    """Write that the query matched, at the spans or where its expression first stands in the text."""
    if spans is None:
        at = whole(mention.title, mention.text).lower().find(query.expression.strip('"').lower())
        spans = [[at, at + len(query.expression.strip('"'))]] if at >= 0 else []
    return Match.objects.create(
        mention=mention,
        query=query,
        brand=query.brand,
        query_version=query.version,
        spans=[list(each) for each in spans],
    )


def make_question(
    mention: Mention,
    *,
    brand: Brand | None = None,
    state: str = "unanswered",
    audience: str = "about_us",
    evidence: Mention | None = None,
    answered_at: datetime | None = None,
    **more: Any,
) -> Question:
    """Write the question that the mention asks, and what became of it.

    With ``flag="complaint"`` it asks nothing and wants a reply.
    """
    if more.get("flag") == "complaint":
        more.setdefault("wants", "reply")
    if state in SIDES and answered_at is None:
        answered_at = evidence.published_at if evidence else mention.published_at + timedelta(hours=1)
    values = {
        "rule": "answers" if answered_at else "no_reply",
        "asked_at": mention.published_at,
        "asker_spoke_at": mention.published_at,
        "answered_side": SIDES.get(state, ""),
        "answered_by": evidence.author_key if evidence else "",
        "settled_at": None if state in OPEN_STATES else answered_at,
        "checked_at": NOW,
        "changed_at": NOW,
        **more,
    }
    return Question.objects.create(
        mention=mention,
        thread=mention.thread,
        asker_key=mention.author_key,
        brand=brand or make_brand(),
        state=state,
        audience=audience,
        evidence=evidence,
        answered_at=answered_at,
        **values,
    )


def make_change(
    mention: Mention, kind: str = "judged", *, question: Question | None = None, at: datetime = NOW
) -> Change:
    """Write what tells engagement to look at the mention (or at its question)."""
    return Change.objects.create(kind="answer" if question else kind, mention=mention, question=question, at=at)


def make_user(role: str = "marketer", *, name: str = "", **more: Any) -> User:
    """Return a new person of this installation; ``name`` such as ``Alice Park`` gives login and initials."""
    name = name or f"Person {next(_numbers)}"
    first, _, last = name.partition(" ")
    login = more.pop("username", f"{first.lower()}{next(_numbers)}")
    user = User.objects.create_user(login, f"{login}@northwind.example", first_name=first, last_name=last, **more)
    Member.objects.create(user=user, role=role, created_at=NOW)
    return user
