"""Reads what is known of the people behind a batch of mentions: their companies, and who of them is watched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q

from engagement.models import Event, Person
from engagement.routing import LOW_RELEVANCE
from listening.models import Judgement, Mention

Key = tuple[str, str, str]  # network, instance, the account's id

QUIET = timedelta(days=30)
"""A watched person's word is told if he has not spoken of us for this long."""

SPOKE = "watched_spoke"
"""The step that a watched person's first word writes. Alerts look for it."""


@dataclass(slots=True, kw_only=True)
class Known:
    """``accounts`` says of who works at a company whether it is a key account; ``watched`` who is watched as what, and
    since when; ``first_words`` maps mentions to the kind of person whose first word they are."""

    accounts: dict[Key, bool] = field(default_factory=dict)
    watched: dict[Key, tuple[str, datetime]] = field(default_factory=dict)
    first_words: dict[int, str] = field(default_factory=dict)


def known(mentions: Collection[Mention]) -> Known:
    """Return what is known of the authors: one query, and one more if a watched person is among them."""
    found = Known()
    authors = {each.author_key for each in mentions if each.author_key}
    if not authors:
        return found
    told = Q(company__isnull=False, company__removed_at=None) | ~Q(watched="")
    for person in Person.objects.filter(told, external_id__in=authors).select_related("company"):
        key = (person.network, person.instance, person.external_id)
        if person.company is not None and person.company.removed_at is None:
            found.accounts[key] = person.company.is_key
        if person.watched_at is not None:
            found.watched[key] = (person.watched, person.watched_at)
    new = [each for each in mentions if _is_news(each, found.watched)]
    if new:
        found.first_words = _first_words(new, found.watched)
    return found


def spoken(case_ids: Iterable[int]) -> frozenset[int]:
    """Return the mentions whose first word stands in the history of these cases already."""
    said = Event.objects.filter(case_id__in=list(case_ids), verb=SPOKE).values_list("params__citations", flat=True)
    return frozenset(mention for cited in said for mention in cited or ())


def _key(mention: Mention) -> Key:
    return (mention.network, mention.instance, mention.author_key)


def _is_news(mention: Mention, watched: Mapping[Key, tuple[str, datetime]]) -> bool:
    """Say whether a watched person wrote it, and it came in since he is watched and not long after it was written."""
    kind = watched.get(_key(mention))
    if kind is None or mention.role != "mention" or mention.deleted_at is not None:
        return False
    return mention.seen_at >= kind[1] and not mention.found_late


def _first_words(new: Collection[Mention], watched: Mapping[Key, tuple[str, datetime]]) -> dict[int, str]:
    """Return those of the mentions before which their authors had not spoken of our own brands for ``QUIET``."""
    about_us = Judgement.objects.filter(
        brand__kind="own",
        relevance__gte=LOW_RELEVANCE,
        mention__role="mention",
        mention__deleted_at=None,
        mention__network__in={each.network for each in new},
        mention__author_key__in={each.author_key for each in new},
        mention__published_at__gte=min(each.published_at for each in new) - QUIET,
    )
    fields = ("network", "instance", "author_key", "published_at", "id")
    words: dict[Key, list[tuple[datetime, int]]] = defaultdict(list)
    for network, instance, author, at, id_ in about_us.values_list(*(f"mention__{each}" for each in fields)):
        words[network, instance, author].append((at, id_))
    return {
        each.id: watched[_key(each)][0]
        for each in new
        if not any(
            each.published_at - QUIET <= at and (at, id_) < (each.published_at, each.id)
            for at, id_ in words[_key(each)]
        )
    }
